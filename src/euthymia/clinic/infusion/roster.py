"""Which sender stands at which chair, for whom: read from the database at most once a second."""

import logging
import time
from dataclasses import dataclass
from datetime import date
from typing import Final
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
        sessions = {s.chair_id: s for s in Session.objects.filter(state__in=LIVE).select_related("patient")}
        paired = set(
            Pairing.objects.filter(Q(ended_at=None), session__state__in=LIVE).values_list("device_id", "session_id")
        )
        self._seats = {
            (d.sending_app.strip(), d.sending_facility.strip()): _seat(d, sessions.get(d.chair_id), paired)
            for d in Device.objects.all()
        }
        self._read_at = time.monotonic()


def _zone(name: str) -> ZoneInfo:
    """One device set up wrong must not silence the others: by UTC its values raise the clock alarm."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        log.error("a device's time zone is unknown; its times are read as UTC")
        return ZoneInfo("UTC")


def _seat(device: Device, session: Session | None, paired: set[tuple[int, int]]) -> Seat:
    zone = _zone(device.time_zone)
    if session is None:
        return Seat(device.pk, str(device.key), device.kind, zone, None, "", False, "", "", date.min)
    patient = session.patient
    return Seat(
        device.pk,
        str(device.key),
        device.kind,
        zone,
        session.pk,
        str(session.key),
        (device.pk, session.pk) in paired,
        patient.number,
        patient.family,
        patient.birth_date,
    )
