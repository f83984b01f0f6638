"""An entry from the chair page: written once however often it is sent, and with the time at which it happened."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.infusion.models import ManualEntry, Session
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.people.models import User
from euthymia.medicine import charting, number_entry
from euthymia.medicine.refusal import Refusal

Sent = Mapping[str, str]


class NotReadable(Refusal):
    """An entry whose key or time is not one."""


class SomebodyElses(Refusal):
    """What one person entered would be recorded under another's name."""


@contextlib.contextmanager
def once(session: Session, sent: Sent, *, by: User) -> Iterator[bool]:
    """Open one entry; say whether it is new. A key that is here already changes nothing, also when two come at once.

    A press that waited for the session's lock sees what the first has written. Without a key each press is its own.
    Raises NotReadable, SomebodyElses.
    """
    key = _key(sent.get("entry", ""))
    if key is None:
        yield True
        return
    with audit.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        if session.entries.filter(key=key).exists():
            yield False
            return
        _check_person(sent.get("person", ""), by)
        session.refresh_from_db()
        yield True
        ManualEntry.objects.create(session=session, key=key, number=session.last_event_number, at=timezone.now())


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotReadable("This entry's key cannot be read. Open the page again and enter it again.") from None


def _check_person(key: str, by: User) -> None:
    """An entry kept on a tablet is sent by the person who entered it: nobody else signs for it."""
    if key and key != str(by.key):
        raise SomebodyElses("This was entered by somebody else. It is sent when they sign in on this tablet.")


def when(session: Session, sent: Sent) -> datetime | None:
    """Return when it happened, where that is not now: as typed, counted from the press of the button, else the press.

    Raises NotReadable, NotYetHappened, BeforeTheSession.
    """
    now = timezone.now()
    pressed = _pressed(sent.get("happened_s", ""), now)
    limits, opened_s = limits_for(session), session.opened_at.timestamp()
    said_s = _typed(sent, pressed).timestamp()
    late_s = charting.happened_s(said_s, now_s=now.timestamp(), opened_s=opened_s, limits=limits)
    return None if late_s is None else moment(late_s)


def _pressed(text: str, now: datetime) -> datetime:
    try:
        return moment(float(text)) if text else now
    except (ValueError, OverflowError, OSError):
        raise NotReadable("The time of this entry cannot be read. Open the page again and enter it again.") from None


def _typed(sent: Sent, pressed: datetime) -> datetime:
    """Read "minutes ago" or a time of day; of two days that fit, the latest that has been."""
    clock, ago = sent.get("clock", "").strip(), sent.get("minutes_ago", "").strip()
    if clock:
        return on_the_clock(clock, pressed)
    if not ago:
        return pressed
    minutes = number_entry.number(ago, "Minutes ago")
    if not 0 <= minutes <= 24 * 60:
        raise NotReadable(f"{minutes:g} minutes ago: not within a day. Enter how long ago it was.")
    return pressed - timedelta(minutes=minutes)


def on_the_clock(text: str, pressed: datetime) -> datetime:
    """Find the latest moment, until the press, at which the clinic's clocks showed this time. Raises NotReadable."""
    try:
        at_clock = time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise NotReadable(f'Time: read as "{text[:20]}". Write hours and minutes, like 14:05.') from None
    local = timezone.localtime(pressed)
    at = datetime.combine(local.date(), at_clock, local.tzinfo)
    return at if at <= local + timedelta(minutes=1) else at - timedelta(days=1)
