"""Which sender stands at which chair, for whom: read from the database at most once a second."""

import logging
import time
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from euthymia.clinic.infusion.models import LIVE, Device, Pairing, Session

log = logging.getLogger("euthymia.roster")

FRESH_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Seat:
    """One known sender: its device, and the session at its chair if one is live."""

    device_id: int
    device_key: str
    device_kind: str
    zone: ZoneInfo
    session_id: int | None
    session_key: str
    paired: bool
    patient_number: str
    patient_family: str
    patient_birth_date: date


class Roster:
    """The senders a clinic has configured. An unknown sender is looked for once more before it is refused."""

    def __init__(self) -> None:
        self._seats: dict[tuple[str, str], Seat] = {}
        self._read_at = -FRESH_S

    def seat(self, sender: tuple[str, str]) -> Seat | None:
        """Give the seat of a sender (MSH-3, MSH-4), or None for a stranger."""
        age_s = time.monotonic() - self._read_at
        found = self._seats.get(sender)
        if age_s > FRESH_S or (found is None and age_s > 0.2):
            self._read()
            found = self._seats.get(sender)
        return found

    def known(self, sender: tuple[str, str]) -> Seat | None:
        """Give the seat as last read, without asking the database: for when it does not answer."""
        return self._seats.get(sender)

    def _read(self) -> None:
        # Plain values: with a thousand chairs, a thousand model instances a second would hold up the messages.
        sessions = {
            chair: row for chair, *row in Session.objects.filter(state__in=LIVE).order_by().values_list(*_SESSION)
        }
        paired = set(
            Pairing.objects.filter(Q(ended_at=None), session__state__in=LIVE).values_list("device_id", "session_id")
        )
        self._seats = {
            (app.strip(), facility.strip()): _seat(device, sessions.get(chair), paired)
            for app, facility, chair, *device in Device.objects.values_list(*_DEVICE)
        }
        self._read_at = time.monotonic()


_SESSION: Final = ("chair_id", "pk", "key", "patient__number", "patient__family", "patient__birth_date")
_DEVICE: Final = ("sending_app", "sending_facility", "chair_id", "pk", "key", "kind", "time_zone")


def _zone(name: str) -> ZoneInfo:
    """One device set up wrong must not silence the others: by UTC its values raise the clock alarm."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        log.error("a device's time zone is unknown; its times are read as UTC")
        return ZoneInfo("UTC")


def _seat(device: list[Any], session: list[Any] | None, paired: set[tuple[int, int]]) -> Seat:
    pk, key, kind, time_zone = device
    if session is None:
        return Seat(pk, str(key), kind, _zone(time_zone), None, "", False, "", "", date.min)
    session_id, session_key, number, family, birth_date = session
    is_paired = (pk, session_id) in paired
    return Seat(
        pk, str(key), kind, _zone(time_zone), session_id, str(session_key), is_paired, number, family, birth_date
    )
