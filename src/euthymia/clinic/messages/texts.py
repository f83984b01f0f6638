"""All words that ever leave by message: a closed list, without a health word, a drug, a score or a patient's name.

Everything else stands behind the link, which asks for a sign-in.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.conf import settings
from django.urls import reverse

from euthymia.clinic.messages.models import Purpose


class Kind(NamedTuple):
    """What is sent for one purpose, and its side of a crash.

    again   sent once more where nobody can tell whether it went: twice rather than never. Else once rather than twice
    """

    subject: str
    body: str
    again: bool


KINDS: Final[Mapping[str, Kind]] = {
    Purpose.RING: Kind("A task is waiting for you now", "A task is waiting for you now. Sign in: {link}\n", again=True),
    Purpose.NOTICE: Kind("A task is waiting for you", "A task is waiting for you. Sign in: {link}\n", again=False),
}


def link(port: int) -> str:
    """Return where a colleague signs in and finds what waits: by the first host name, off production on this machine.

    port   of the pages, off production
    """
    host = f"https://{settings.ALLOWED_HOSTS[0]}" if settings.PRODUCTION else f"http://localhost:{port}"
    return f"{host}{reverse('pages:today')}"
