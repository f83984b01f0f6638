"""A message that has come: read where it can be, and whether it may be charted, by its sender, line and identity."""

import logging
from datetime import UTC, tzinfo
from typing import Final, NamedTuple

from euthymia.clinic.infusion.devices import links
from euthymia.clinic.infusion.devices.links import HERE, Link
from euthymia.clinic.infusion.devices.packing import kept
from euthymia.clinic.infusion.devices.roster import Roster, Seat
from euthymia.clinic.infusion.models import Disposition
from euthymia.medicine.readings import Reading
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7

log = logging.getLogger("euthymia.intake")

LONG: Final = 20_000  # bytes: a message above it has its texts cut before they go into a session's state


class Arrived(NamedTuple):
    """One message, read or not. `trouble` says why it could not be read; then there are no readings.

    zone   by which times without an offset were read
    link   where its line comes from; line  the line's number, 0 for none
    answered  whether its sender waits for an answer
    """

    raw: bytes
    received_s: float
    sender: tuple[str, str]
    message: hl7.Message | None
    readings: tuple[Reading, ...]
    unread: tuple[hl7.Unread, ...]
    trouble: str = ""
    zone: tzinfo = UTC
    link: Link = HERE
    answered: bool = True
    line: int = 0


class Decided(NamedTuple):
    """What became of a message, and why."""

    disposition: Disposition
    reason: str
    seat: Seat | None


def arrive(raw: bytes, received_s: float, roster: Roster) -> Arrived:
    """Read a message; one that cannot be read is kept with the reason."""
    sender = sender_of(raw)
    seat = roster.known(sender)
    zone = seat.zone if seat else UTC
    try:
        message = hl7.read(raw, default_zone=zone, received_s=received_s)
        readings, unread = hl7.readings(message)
    except Refusal as refusal:
        return unreadable(raw, received_s, str(refusal))
    except Exception as error:  # a fault of our reader must not take the device's connection down with it
        log.exception("a message could not be read")
        return unreadable(raw, received_s, f"It could not be read ({type(error).__name__}). Tell who looks after us.")
    if len(raw) > LONG or b"\x00" in raw:
        readings = tuple(r._replace(containment=kept(r.containment)) for r in readings)
    return Arrived(raw, received_s, sender, message, readings, unread, "", zone)


def unreadable(raw: bytes, received_s: float, trouble: str) -> Arrived:
    """Give a message, or a piece of one, that is kept and shown but not read."""
    return Arrived(raw, received_s, sender_of(raw), None, (), (), trouble)


def sender_of(raw: bytes) -> tuple[str, str]:
    """Give MSH-3 and MSH-4 as sent, before anything else is read: they say whose clock the times are by."""
    begin = raw[:600] if raw[:3] == b"MSH" else raw[:600].lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    fields = begin.split(b"\r", 1)[0].split(begin[3:4], 4) if begin[:3] == b"MSH" and len(begin) > 3 else []
    app, facility = (fields[2], fields[3]) if len(fields) > 4 else (b"", b"")
    return _name(app), _name(facility)


def _name(field: bytes) -> str:
    try:
        return field.decode().strip()
    except UnicodeDecodeError:
        return field.decode("latin-1").strip()


def decide(arrived: Arrived, seat: Seat | None) -> Decided:
    """Decide whether a message is charted: a known sender, a live session, and the right person or a pairing."""
    if arrived.message is None:
        return Decided(Disposition.REFUSED, arrived.trouble, seat)
    if seat is None:
        return Decided(Disposition.REFUSED, "unknown sender: no device is configured with this name", None)
    if arrived.link is not HERE or seat.address or seat.fingerprint:
        trouble = links.trouble(arrived.link, address=seat.address, tied=seat.fingerprint)
        if trouble:
            return Decided(Disposition.REFUSED, trouble, None)
    if seat.session_id is None:
        return Decided(Disposition.QUARANTINED, "no session at this chair", seat)
    if arrived.message.no_report:
        return Decided(Disposition.QUARANTINED, arrived.message.no_report, seat)
    if arrived.message.names_several_patients:
        return Decided(Disposition.QUARANTINED, "two patients in one message", seat)
    return _by_identity(arrived.message, seat)


def _by_identity(message: hl7.Message, seat: Seat) -> Decided:
    named = None
    for identity in message.identities:
        if not identity.blank:
            named = identity
            break
    if named is not None:
        found = hl7.identity_matches(
            named,
            medical_record_number=seat.patient_number,
            family=seat.patient_family,
            birth_date=seat.patient_birth_date,
        )
        if found == "match":
            return Decided(Disposition.CHARTED, "by identity", seat)
        if found == "mismatch":
            return Decided(Disposition.QUARANTINED, "another person's identity", seat)
    if seat.paired:
        return Decided(Disposition.CHARTED, "by pairing", seat)
    return Decided(Disposition.QUARANTINED, "no identity, and not paired with this chair's patient", seat)
