"""The lines of the set-up list, one room after the other, and how many are done."""

from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from euthymia.clinic.booking import summary as booking
from euthymia.clinic.front_door import summary as front_door
from euthymia.clinic.infusion import summary as infusion
from euthymia.clinic.people import summary as people
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.people.summary import Line
from euthymia.clinic.tasks import summary as tasks


class Count(NamedTuple):
    """How many lines are done, of how many."""

    done: int
    total: int


def lines(user: User) -> list[Line]:
    """Return every line, in the order in which a clinic is set up."""
    return [
        _clock_line(),
        *front_door.set_up_lines(),
        people.staff_line(),
        people.second_factor_line(user),
        people.policies_line(),
        *booking.set_up_lines(),
        infusion.devices_line(),
        infusion.kit_line(),
        tasks.duties_line(),
        tasks.mail_line(),
        tasks.backup_line(),
    ]


def count(found: list[Line]) -> Count:
    return Count(sum(line.done for line in found), len(found))


def missing_for(user: User) -> Count | None:
    """Return the count for who runs the clinic and opens no chart, while something is missing; else None."""
    if not user.may(Capability.RUN_THE_CLINIC) or user.is_clinician:
        return None
    found = count(lines(user))
    return found if found.done < found.total else None


def _clock_line() -> Line:
    now = f"{settings.TIME_ZONE}, now {timezone.localtime():%H:%M}. Pages are in English, the one language yet."
    if settings.SET.get("EUTHYMIA_TIME_ZONE"):
        return Line("clock", "Time zone and language", done=True, says=now)
    blocks = "Appointments, shifts and papers may be in the wrong hour."
    return Line("clock", "Time zone and language", done=False, says=f"Nobody has set it: {now}", blocks=blocks)
