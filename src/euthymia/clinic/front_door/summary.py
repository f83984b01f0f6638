"""What the pages of several rooms show of the front door: who asked for a consult, and what is to be set up."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from euthymia.clinic.front_door import hours
from euthymia.clinic.front_door.models import ClinicProfile, ConsultRequest, CrisisContact
from euthymia.clinic.people.models import User
from euthymia.clinic.people.summary import Line
from euthymia.clinic.tasks.about import Person


def people_asking(user: User, keys: Collection[UUID]) -> dict[UUID, Person]:
    """Return who asked, by the key of the request, for somebody who may open requests. The caller writes the read."""
    if not user.is_booker:
        return {}
    page = reverse("front_door:requests")
    return {
        row.key: Person(f"{row.given} {row.family}", row.phone, f"{page}#request-{row.key}", "the request")
        for row in ConsultRequest.objects.filter(key__in=keys)
    }


def set_up_lines() -> list[Line]:
    """Return what the front door has to have: a name and phones, crisis contacts, opening hours."""
    profile = ClinicProfile.objects.first()
    return [_profile_line(profile or ClinicProfile()), _contacts_line(), _hours_line(profile or ClinicProfile())]


def _profile_line(profile: ClinicProfile) -> Line:
    wanted = {
        "a name of its own": profile.name and profile.name != ClinicProfile().name,
        "whom to call": profile.person_to_call,
        "the clinic's phone": profile.phone,
        "a phone that somebody always answers": profile.staffed_phone,
    }
    lacking = [text for text, value in wanted.items() if not value]
    if not lacking:
        says = f"{profile.name}. {profile.person_to_call}, {profile.phone}. Always answered: {profile.staffed_phone}."
        return Line("profile", "Clinic and phones", done=True, says=says)
    blocks = "Pages cannot say whom to call, nor where an answer about danger ends that nobody took."
    return Line("profile", "Clinic and phones", done=False, says=f"Missing: {', '.join(lacking)}.", blocks=blocks)


def _contacts_line() -> Line:
    names = list(CrisisContact.objects.values_list("name", flat=True))
    if names:
        return Line("contacts", "Crisis contacts", done=True, says=f"Published: {', '.join(names)}.")
    blocks = "The public pages stay closed."
    return Line("contacts", "Crisis contacts", done=False, says="None is published.", blocks=blocks)


def _hours_line(profile: ClinicProfile) -> Line:
    days = [f"{day[:3]} {profile.week[str(n)]}" for n, day in enumerate(hours.WEEKDAYS) if profile.week.get(str(n))]
    if days:
        closed = len(hours.closed_days(profile.week))
        also = f" Closed on {closed} {'date' if closed == 1 else 'dates'} besides." if closed else ""
        return Line("hours", "Opening hours", done=True, says=f"Open {', '.join(days)}.{also}")
    blocks = "Nothing can be booked. Nobody who tells us of danger is told by when it is read."
    return Line("hours", "Opening hours", done=False, says="Not set.", blocks=blocks)
