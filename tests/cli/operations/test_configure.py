"""Settings: the file, the secrets, credentials and the environment; who wins; what is refused; `euthymia configure`."""

import subprocess
import sys
import tomllib

import pytest

from euthymia.clinic.server.configuration import catalogue, mail_server, reading, writing
from euthymia.medicine.refusal import Refusal
from tests import waits
from tests.cli.operations.commands import bare, euthymia

FULL = {
    "mode": "production", "hosts": "clinic.example,www.clinic.example", "time_zone": "America/New_York",
    "web_host": "127.0.0.1", "web_port": "8100", "proxies": "127.0.0.1,10.0.0.0/24", "devices_host": "10.0.0.5",
    "devices_port": "2600", "devices_cert": "/etc/d.crt", "devices_key": "/etc/d.key", "devices_ca": "/etc/ca.crt",
    "backup_into": "/mnt/other", "backup_at": "02:15", "mail_from": "Clinic@clinic.example",
}  # fmt: skip
MAIL = "smtp://us%40er:p%3Aw%2F@mail.example:587"
DATABASE = "postgres://clinic:word@localhost/clinic"


def clinic(home, *, secrets="", mode=0o600, settings=None):
    (home / "keys").mkdir()
    (home / reading.FILE).write_text(writing.page(FULL) if settings is None else settings)
    if secrets:
        (home / reading.SECRETS).write_text(secrets)
        (home / reading.SECRETS).chmod(mode)
    return {"EUTHYMIA_HOME": str(home)}


def test_every_setting_is_explained_and_read_back_as_it_was_written(tmp_path):
    environment = clinic(tmp_path)

    assert reading.read(environment) == {catalogue.find(key).variable: text for key, text in FULL.items()}
    page = writing.page({})
    assert tomllib.loads(page) == {}
    for setting in catalogue.ALL:
        assert f"[{setting.variable}]" in page.replace("\n# ", " ")
        assert setting.is_secret or f"# {setting.key} = {setting.example}" in page


@pytest.mark.parametrize("setting", catalogue.ALL, ids=lambda setting: setting.key)
def test_the_example_of_every_setting_passes_its_own_check(setting):
    example = tomllib.loads(f"value = {setting.example}")["value"]

    assert setting.check(example)
    assert not setting.default or setting.key == "mail_from" or setting.check(setting.default) == setting.default


def test_the_environment_wins_then_credentials_then_secrets_then_the_file(tmp_path):
    environment = clinic(tmp_path, secrets=f'mail = "{MAIL}"\ndatabase = "{DATABASE}"\n')
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "mail").write_text("smtps://other.example\n")
    assert reading.read(environment)["EUTHYMIA_MAIL"] == MAIL

    environment["CREDENTIALS_DIRECTORY"] = str(credentials)
    environment |= {"EUTHYMIA_TIME_ZONE": "UTC", "DATABASE_URL": ""}

    found = reading.sources(environment)
    assert found["mail"] == ("smtps://other.example", "credential mail")
    assert found["time_zone"] == ("UTC", "EUTHYMIA_TIME_ZONE")
    assert found["database"] == ("", "DATABASE_URL")  # said to be none: the clinic's own file is not asked
    assert found["hosts"].said_by == str(tmp_path / reading.FILE)


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ('host = ["clinic.example"]', '"host" is not a setting'),
        ("hosts = 5", "not a list of texts"),
        ('hosts = ["clinic.example:8000"]', "not a host name"),
        ('hosts = ["clinic example"]', "not a host name"),
        ('mode = "Production"', "no mode"),
        ("web_port = 0", "not a port"),
        ("web_port = 65536", "not a port"),
        ("web_port = true", "not a line of text"),
        ('web_port = "٨٠٠٠"', "not a port"),
        ('backup_at = "3:30"', "not a time of day"),
        ('backup_at = "24:00"', "not a time of day"),
        ('proxies = ["*"]', "not an address"),
        ('time_zone = "Europe"', "not a time zone"),
        ('time_zone = "../etc/passwd"', "not a time zone"),
        ('mail = "smtp://user:geheim@host"', "euthymia configure mail"),
        ("hosts = [", "cannot be read"),
        ('hosts = ["a"]\nhosts = ["b"]', "cannot be read"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused_with_its_place(tmp_path, settings, refusal):
    with pytest.raises(reading.UnreadableSettings, match=refusal) as refused:
        reading.read(clinic(tmp_path, settings=settings))

    assert str(tmp_path / reading.FILE) in str(refused.value) and "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("secrets", "mode", "refusal"),
    [
        (f'mail = "{MAIL}"', 0o640, "others may read it"),
        (f'mail = "{MAIL}"', 0o604, "others may read it"),
        ('mail = "geheim', 0o600, "cannot be read"),
        ('mail = "imap://user:geheim@host"', 0o600, "Write smtp://"),
        ('mail = "smtp://user:geheim@host:port"', 0o600, "Write smtp://"),
        ('database = "mysql://user:geheim@host/name"', 0o600, "Write postgres://"),
        ('hosts = ["geheim.example"]', 0o600, "is no secret"),
    ],
)
def test_secrets_that_others_may_read_or_nobody_can_are_refused_and_never_shown(tmp_path, secrets, mode, refusal):
    with pytest.raises(reading.UnreadableSettings, match=refusal) as refused:
        reading.read(clinic(tmp_path, secrets=secrets, mode=mode))

    assert "geheim" not in str(refused.value) and "us%40er" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "host", "port", "user", "password", "tls_first"),
    [
        (MAIL, "mail.example", 587, "us@er", "p:w/", False),
        ("smtp://mail.example", "mail.example", 587, "", "", False),
        ("smtps://u:p@mail.example", "mail.example", 465, "u", "p", True),
        ("smtp://u:p@mail.example:2525", "mail.example", 2525, "u", "p", False),
    ],
)
def test_a_mail_server_is_one_line(line, host, port, user, password, tls_first):
    assert mail_server.read(line) == mail_server.MailServer(host, port, user, password, tls_first)


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("hosts", "a.example,b.example", 'hosts = ["a.example", "b.example"]'),
        ("web_port", "8200", "web_port = 8200"),
        ("backup_at", "04:45", 'backup_at = "04:45"'),
        ("mail_from", "x@y.example", 'mail_from = "x@y.example"'),
    ],
)
def test_a_change_leaves_every_other_line_as_it_is(tmp_path, key, value, line):
    for text in (writing.page(FULL), writing.page({}), "# mine\n", 'hosts = [\n  "old.example",\n]\n# end\n'):
        path = tmp_path / reading.FILE
        path.write_text(text)

        writing.change(tmp_path, catalogue.find(key), value)

        after = path.read_text()
        assert line in after.splitlines()
        assert tomllib.loads(after)[key] == tomllib.loads(line)[key]
        kept = [row for row in text.splitlines() if not row.startswith((f"{key} ", f"# {key} ", "  ", "]"))]
        assert [row for row in kept if row not in after.splitlines()] == []


def test_a_disk_that_takes_nothing_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / reading.FILE
    path.write_text("before")
    monkeypatch.setattr(writing.os, "fsync", _full)

    with pytest.raises(writing.NotWritten, match=r"No space left on device\. Nothing was changed"):
        writing.write(path, "after")

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(reading.FILE, "before")]


def _full(_handle):
    raise OSError(28, "No space left on device")


def test_a_secret_is_read_from_standard_input_and_hidden_from_then_on(clinic_home):
    done = euthymia(clinic_home, "configure", "mail", stdin=MAIL + "\n")
    shown = euthymia(clinic_home, "configure")

    assert done.returncode == 0, done.stderr
    assert (clinic_home / reading.SECRETS).stat().st_mode & 0o777 == 0o600
    assert reading.read({"EUTHYMIA_HOME": str(clinic_home)})["EUTHYMIA_MAIL"] == MAIL
    assert f"mail          is set                               {clinic_home / reading.SECRETS}" in shown.stdout
    assert "us%40er" not in done.stdout + shown.stdout


@pytest.mark.parametrize(
    ("words", "stdin", "refusal"),
    [
        (("mail", MAIL), "", "kept by the shell"),
        (("mail",), "nonsense\n", "Write smtp://"),
        (("hosts", "*"), "", "not a host name"),
        (("colour", "blue"), "", '"colour" is not a setting'),
    ],
)
def test_what_cannot_be_set_is_refused_and_changes_nothing(clinic_home, words, stdin, refusal):
    before = (clinic_home / reading.FILE).read_text()

    done = euthymia(clinic_home, "configure", *words, stdin=stdin)

    assert done.returncode == 2 and refusal in done.stderr and "us%40er" not in done.stderr
    assert (clinic_home / reading.FILE).read_text() == before and not (clinic_home / reading.SECRETS).exists()


def test_where_there_is_no_clinic_nothing_is_made(tmp_path):
    done = euthymia(tmp_path / "none", "configure", "hosts", "clinic.example")

    assert done.returncode == 2 and "holds no euthymia.toml" in done.stderr
    assert not (tmp_path / "none").exists()


def test_the_settings_of_a_process_are_those_of_the_file(clinic_home):
    euthymia(clinic_home, "configure", "mail", stdin=MAIL + "\n")
    euthymia(clinic_home, "configure", "time_zone", "Australia/Sydney")
    code = (
        "from euthymia.clinic import settings as s; print(s.MODE, s.ALLOWED_HOSTS, s.TIME_ZONE, s.EMAIL_HOST, "
        "s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"
    )

    said = _python(clinic_home, code)

    assert said == "production ['clinic.example'] Australia/Sydney mail.example 587 us@er p:w/ True False\n"


def _python(home, code):
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare(home), capture_output=True, text=True, check=True, timeout=waits.WORKED_S
    )
    return done.stdout


def test_a_refusal_is_one_sentence_of_every_command(clinic_home):
    (clinic_home / reading.FILE).write_text("colour = 1\n")

    for words in (("serve",), ("migrate",), ("audit", "verify"), ("configure",), ("backup", "x")):
        done = euthymia(clinic_home, *words)
        assert done.returncode == 2 and '"colour" is not a setting' in done.stderr, words
        assert "Traceback" not in done.stderr


def test_every_refusal_of_a_setting_is_a_refusal():
    for setting in catalogue.ALL:
        with pytest.raises(Refusal):
            setting.check(["\n", 5])
