"""Which sender stands at which chair, for whom: read from the database at most once a second."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from euthymia.clinic.infusion.devices.dialect import signed_codes
from euthymia.clinic.infusion.models import LIVE, Device, Pairing, Session, name_at_chair
from euthymia.wire import hl7

log = logging.getLogger("euthymia.roster")

FRESH_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Seat:
    """One known sender: its device, and the session at its chair if one is live."""

    device_id: int
    device_key: str
    device_kind: str
    name: str  # at its chair: "monitor", and "monitor 2" where it is the second of its kind there
    zone: ZoneInfo
    session_id: int | None
    session_key: str
    paired: bool
    address: str
    fingerprint: str
    patient_number: str
    patient_family: str
    patient_birth_date: date
    bed: str = ""  # what its messages named when it was paired
    equipment: tuple[str, ...] = ()


class Roster:
    """The senders a clinic has configured. An unknown sender is looked for once more before it is refused."""

    def __init__(self) -> None:
        self._seats: dict[tuple[str, str], Seat] = {}
        self._codes: Mapping[str, hl7.Mapped] = {}
        self._read_at = -FRESH_S

    def seat(self, sender: tuple[str, str]) -> Seat | None:
        """Return the seat of a sender (MSH-3, MSH-4), or None for a stranger."""
        age_s = time.monotonic() - self._read_at
        found = self._seats.get(sender)
        if age_s > FRESH_S or (found is None and age_s > 0.2):
            self._read()
            found = self._seats.get(sender)
        return found

    def known(self, sender: tuple[str, str]) -> Seat | None:
        """Return the seat as last read, without asking the database: for when it does not answer."""
        return self._seats.get(sender)

    def codes(self, sender: tuple[str, str]) -> hl7.Mapped:
        """Return the codes that the clinic signed for a make, as last read."""
        return self._codes.get(sender[0], {})

    def _read(self) -> None:
        # Plain values: with a thousand chairs, a thousand model instances a second would hold up the messages.
        sessions = {
            chair: row for chair, *row in Session.objects.filter(state__in=LIVE).order_by().values_list(*_SESSION)
        }
        paired = {
            device: (session, bed, tuple(equipment))
            for device, session, bed, equipment in Pairing.objects.filter(Q(ended_at=None), session__state__in=LIVE)
            .order_by("pk")
            .values_list("device_id", "session_id", "heard_bed", "heard_equipment")
        }
        seats: dict[tuple[str, str], Seat] = {}
        in_use = Device.objects.filter(retired_at=None).order_by("pk").values_list(*_DEVICE)
        for app, facility, chair, *device in in_use:
            seats[app.strip(), facility.strip()] = _seat(device, sessions.get(chair), paired)
        self._seats = seats
        self._codes = signed_codes.tables()
        self._read_at = time.monotonic()


_SESSION: Final = ("chair_id", "pk", "key", "patient__number", "patient__family", "patient__birth_date")
_DEVICE: Final = (
    "sending_app",
    "sending_facility",
    "chair_id",
    "pk",
    "key",
    "kind",
    "number",
    "time_zone",
    "address",
    "fingerprint",
)


_Paired = tuple[int, str, tuple[str, ...]]  # with which session, as what it was heard


def _zone(name: str) -> ZoneInfo:
    """One device set up wrong must not silence the others: by UTC its values raise the clock alarm."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        log.error("a device's time zone is unknown; its times are read as UTC")
        return ZoneInfo("UTC")


def _seat(device: list[Any], session: list[Any] | None, paired: dict[int, _Paired]) -> Seat:
    pk, key, kind, place, time_zone, address, fingerprint = device
    name = name_at_chair(kind, place)
    if session is None:
        return Seat(
            pk, str(key), kind, name, _zone(time_zone), None, "", False, address or "", fingerprint, "", "", date.min
        )
    session_id, session_key, number, family, birth_date = session
    to, bed, equipment = paired.get(pk, (None, "", ()))
    return Seat(
        pk, str(key), kind, name, _zone(time_zone),
        session_id, str(session_key), to == session_id, address or "", fingerprint,
        number, family, birth_date, bed, equipment,
    )  # fmt: skip
