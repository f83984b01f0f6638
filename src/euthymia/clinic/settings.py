"""One settings file. What differs between clinics is read by server/configuration; secrets live outside the database.

EUTHYMIA_HOME    the clinic's folder: settings, database, keys, audit anchor, sockets (default ./build/clinic)

All else is in server/configuration/catalogue.py: what stands in euthymia.toml and keys/secrets.toml of that folder, in
a credential of systemd, or in an environment variable, which wins.
"""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

import dj_database_url

from euthymia.clinic.server import mode
from euthymia.clinic.server.configuration import mail_server, places, reading
from euthymia.clinic.server.keys import key_from

SET = reading.read(os.environ)  # by environment variable, wherever it was said
MODE = mode.read_mode(SET)
PRODUCTION = mode.PRODUCTION == MODE
HOME = reading.home(os.environ)
HOME.mkdir(parents=True, exist_ok=True)
HOME.chmod(0o700)  # database, keys, mails and snapshots are for the clinic's own account alone

SECRET_KEY = key_from(HOME / "keys" / "secret.key")
AUDIT_KEY = key_from(HOME / "keys" / "audit.key").encode()
SECOND_FACTOR_KEY = key_from(HOME / "keys" / "second-factor.key")
AUDIT_ANCHOR = HOME / "audit.anchor"
DOORBELL = HOME / "listener.sock"
if len(str(DOORBELL)) > 100:  # a Unix socket's address has room for about that many characters
    DOORBELL = Path(gettempdir()) / f"euthymia-{sha256(str(HOME).encode()).hexdigest()[:16]}" / "listener.sock"
DEBUG = False
ALLOWED_HOSTS = [h for h in SET.get("EUTHYMIA_HOSTS", "").split(",") if h]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "testserver"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "euthymia.clinic.audit",
    "euthymia.clinic.people",
    "euthymia.clinic.messages.apps.MessagesConfig",
    "euthymia.clinic.tasks",
    "euthymia.clinic.front_door",
    "euthymia.clinic.assessment",
    "euthymia.clinic.booking",
    "euthymia.clinic.infusion",
    "euthymia.clinic.outcomes",
    "euthymia.clinic.exchange",
    "euthymia.clinic.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "euthymia.clinic.server.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "euthymia.clinic.people.access.second_factor.SecondFactor",
    "euthymia.clinic.people.access.denied.Denied",
    "euthymia.clinic.refusals.ShowRefusals",
]

ROOT_URLCONF = "euthymia.clinic.urls"
ASGI_APPLICATION = "euthymia.clinic.server.asgi.application"
HERE = Path(__file__).resolve().parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "euthymia.clinic.front_door.context.clinic",
            ],
        },
    }
]

if url := SET.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "clinic.sqlite3",
            "TEST": {"NAME": HOME / "test.sqlite3"},  # a file, which threads and processes see as the real one
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                # Each commit is on the disk before it ends. What a statement could be undone by is kept in memory: a
                # file for it was made and removed at every commit. The log is copied into the file after 16 MB in
                # place of 4: of what is written again and again only the last is copied.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FILE_UPLOAD_TEMP_DIR = HOME / "uploads"  # a record being read lies here and is gone when it is read
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)

LANGUAGE_CODE = "en"
TIME_ZONE = SET.get("EUTHYMIA_TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
_modules = places.libraries()
LIBRARIES = {"htmx": "htmx.org/dist", "uplot": "uplot/dist"}
LIBRARY_FILES = frozenset({"htmx/htmx.min.js", "uplot/uPlot.iife.min.js", "uplot/uPlot.min.css"})  # no other is served
STATICFILES_DIRS = [
    HERE / "static",
    *((prefix, _modules / path) for prefix, path in LIBRARIES.items() if (_modules / path).is_dir()),
]
STATICFILES_FINDERS = [
    "euthymia.clinic.server.served.NamedFiles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
TYPEFACE = _modules / "dejavu-fonts-ttf" / "ttf"  # prints names in Latin, Greek and Cyrillic letters
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "euthymia.clinic.server.served.ServedFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Who signs in, and how. Staff: password and a second factor, or a passkey. Patients: a link by mail.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "euthymia.clinic.people.access.passwords.SeveralLetters"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "front_door:welcome"
ACCOUNT_ADAPTER = "euthymia.clinic.people.access.adapters.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    # Passwords at the sign-in, at signing and at unlocking are counted in people.guessing; here one-time codes alone.
    "login_failed": "5/5m/key",
    "login": "",
    "sign_in_link": "5/m/ip",
    "sign_in_mailbox": "3/15m/key",  # so many links to one mailbox while the first still works, no matter who asks
    "consult": "10/h/ip",
}
MFA_ADAPTER = "euthymia.clinic.people.accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Euthymia"
MFA_TOTP_TOLERANCE = 1  # a code typed while it changes still counts
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True
SESAME_TOKEN_NAME = "key"

SESSION_ENGINE = "euthymia.clinic.people.accounts.browser_sessions"
SESSION_COOKIE_AGE = 60 * 60  # the longest idle time that the policy may be; people.access.sign_in_life sets what it is
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:  # then no other host of the domain can set or read them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
# Other hosts of the clinic's domain are not ours to bind; Django's check for deployment asks for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "euthymia.clinic.front_door.views.form_expired"

if mail := SET.get("EUTHYMIA_MAIL"):
    _mail = mail_server.read(mail)
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.tls_first, not _mail.tls_first
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = SET.get("EUTHYMIA_MAIL_FROM", "clinic@localhost")

# No request's path, form or error text is logged: a Refusal quotes what was entered. Only the class and the place.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "euthymia.clinic.server.headers.PlaceOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "euthymia": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
