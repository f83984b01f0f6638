"""How a link reaches a colleague: by mail where the clinic sends mail, else from hand to hand."""

import logging
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

from euthymia.clinic.people.access import links
from euthymia.clinic.people.models import AccessLink, User

log = logging.getLogger("euthymia.people")
_FILES: Final = "django.core.mail.backends.filebased.EmailBackend"  # what settings fall back to: nobody gets those


def goes_nowhere() -> bool:
    """Return whether production has no mail server: then no mail is made, since it would lie in a file unread."""
    return bool(settings.PRODUCTION and settings.EMAIL_BACKEND == _FILES)


def address(request: HttpRequest, secret: str) -> str:
    """Return the link as it is opened. Its secret is in the query alone, which no log of ours has."""
    return f"{request.build_absolute_uri(reverse('people:access_link'))}?key={secret}"


def address_here(secret: str) -> str:
    """Return the link where no request tells by which name the clinic is reached: the first of its host names."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"https://{host}{reverse('people:access_link')}?key={secret}"


def send(user: User, purpose: str, link: str) -> bool:
    """Mail the link; return whether the mail server took it."""
    if settings.EMAIL_BACKEND == _FILES:
        return False
    hours = links.HOLDS[purpose].total_seconds() / 3600
    body = (
        f"{AccessLink.Purpose(purpose).label}: this link works once, within {hours:g} hours.\n{link}\n\n"
        "If you did not expect it, tell the clinic's owner, and do not open it.\n"
    )
    try:
        send_mail("Your access to the clinic", body, None, [user.email])
    except Exception as fault:  # its message may quote the address
        log.error("an access link could not be mailed: %s", type(fault).__name__)
        return False
    return True
