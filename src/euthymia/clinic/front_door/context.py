"""What every page shows: the clinic's name, whom to call, and the menu of the person signed in."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.front_door import hours, promise
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.messages import senders
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty

_MENU: list[tuple[str, str, Capability]] = [
    ("My page", "pages:me", Capability.OWN_PAGE),
    ("Today", "pages:today", Capability.WORK_TASKS),
    ("Requests", "front_door:requests", Capability.BOOK),
    ("Bookings", "booking:bookings", Capability.BOOK),
    ("Patients", "people:patients", Capability.OPEN_CHARTS),
    ("Chairs", "infusion:chairs", Capability.OPEN_CHARTS),
    ("Registry", "exchange:registry", Capability.USE_REGISTRY),
    ("Set up", "pages:set_up", Capability.RUN_THE_CLINIC),
    ("Messages", "outbox:messages", Capability.RUN_THE_CLINIC),
    ("Clinic", "front_door:clinic", Capability.RUN_THE_CLINIC),
    ("Staff", "people:staff", Capability.MANAGE_STAFF),
    ("Policies", "people:policies", Capability.FIND_POLICIES),
    ("Wordings", "assessment:wordings", Capability.LOAD_WORDINGS),
    ("Opened charts", "people:break_glass_queue", Capability.REVIEW_OPENED_CHARTS),
    ("Audit", "people:audit", Capability.REVIEW_AUDIT),
]


@dataclass
class Face:
    """The clinic's public face, kept for half a minute and through a database that does not answer."""

    profile: ClinicProfile = field(default_factory=ClinicProfile)
    contacts: list[CrisisContact] = field(default_factory=list)
    training: bool = True
    risk_minutes: float = 10
    somebody: bool = True  # at least one colleague may open an answer about danger
    unsent_days: float = 7
    read_at: float = -60.0


_face = Face()


def face() -> Face:
    """Return name, person to call and crisis contacts: also when the database is what failed."""
    if time.monotonic() - _face.read_at > 30:
        refresh()
    return _face


def refresh() -> None:
    """Read the face again; keep the last one read where the database does not answer."""
    try:
        _face.profile = ClinicProfile.objects.first() or ClinicProfile()
        _face.contacts = list(CrisisContact.objects.all())
        _face.training = policies.training()
        _face.risk_minutes = policies.in_force("time").risk_take_min
        _face.unsent_days = policies.in_force("time").unsent_kept_days
        _face.somebody = askable.first(Duty.Kind.RISK) is not None
        _face.read_at = time.monotonic()
    except DatabaseError:
        _face.read_at = time.monotonic() - 25  # ask again in five seconds


def clinic(request: HttpRequest) -> dict[str, object]:
    """The template context processor."""
    now = face()
    user = getattr(request, "user", None)
    return {
        "clinic": {
            "name": now.profile.name,
            "profile": now.profile,
            "contacts": now.contacts,
            "training": now.training,
            "unsent_days": now.unsent_days,
            "rings": bool(senders.server()),  # who is on duty is sent a mail about danger
            **_reading(now),
            "menu": _menu(user, request.path) if isinstance(user, User) else [],
            "menu_alarms": _menu_alarms(user, request) if isinstance(user, User) else "",
        }
    }


def _reading(now: Face) -> dict[str, object]:
    """Who reads an answer and by when, before it is given, and when the clinic opens next."""
    at = timezone.localtime()
    return {
        "staffed_phone": now.profile.staffed_phone,
        "open_now": hours.is_open(now.profile.week, at),
        "opens_next": hours.opens_next(now.profile.week, at),
        "promise": promise.before(
            now.profile.week, at, within=timedelta(minutes=now.risk_minutes), somebody=now.somebody
        ),
    }


def _menu_alarms(user: User, request: HttpRequest) -> str:
    """Where staff pages ask which chair needs somebody; who has yet to set up a second factor is told nothing."""
    asks = user.may(Capability.WORK_TASKS) and request.session.get("second_factor")
    return reverse("infusion:alarms_now") if asks else ""


def _menu(user: User, path: str) -> list[dict[str, object]]:
    items = [(text, reverse(name)) for text, name, capability in _MENU if user.may(capability)]
    return [{"text": text, "url": url, "here": path.startswith(url)} for text, url in items]
