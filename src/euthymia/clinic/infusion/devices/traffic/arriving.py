"""A message that has come: read where it can be, and whether it may be charted, by its sender, line and identity."""

import logging
from datetime import UTC, tzinfo
from typing import Final, NamedTuple

from euthymia.clinic.infusion.devices import links
from euthymia.clinic.infusion.devices.links import HERE, Link
from euthymia.clinic.infusion.devices.packing import kept
from euthymia.clinic.infusion.devices.roster import Roster, Seat
from euthymia.clinic.infusion.devices.traffic import heard
from euthymia.clinic.infusion.models import Disposition
from euthymia.medicine import watch
from euthymia.medicine.readings import Reading
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7
from euthymia.wire.mllp import KEEP_BYTES

log = logging.getLogger("euthymia.intake")

MOST_SEGMENTS: Final = 5_000
TOO_MANY: Final = (
    f"It has more than {MOST_SEGMENTS:,} segments. Its beginning is kept. Have the device send less at a time."
)
UNKNOWN: Final = "unknown sender: no device is configured with this name"
LONG: Final = 20_000  # bytes: a message above it has its texts cut before they go into a session's state


class Arrived(NamedTuple):
    """One message, read or not. `trouble` says why it could not be read; then there are no readings.

    zone   by which times without an offset were read
    link   where its line comes from; line  the line's number, 0 for none
    answered  whether its sender waits for an answer
    asleep  nothing of it was read but its sender, who may not speak here
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
    asleep: bool = False


class Decided(NamedTuple):
    """What became of a message, and why."""

    disposition: Disposition
    reason: str
    seat: Seat | None
    is_query: bool = False


def arrive(raw: bytes, received_s: float, roster: Roster, *, link: Link = HERE, line: int = 0) -> Arrived:
    """Read a message of a device that may speak; one that cannot be read is kept with the reason.

    Of any other only the sender is read: nobody can have us work by sending.
    """
    sender = sender_of(raw)
    seat = roster.known(sender)
    if seat is None or not_by(link, seat):
        return Arrived(raw, received_s, sender, None, (), (), link=link, line=line, asleep=True)
    if too_many_segments(raw):
        return unreadable(raw[:KEEP_BYTES], received_s, TOO_MANY, link=link, line=line)
    zone = seat.zone
    try:
        message = hl7.read(raw, default_zone=zone, received_s=received_s)
        readings, unread = hl7.readings(message, roster.codes(sender))
    except Refusal as refusal:
        return unreadable(raw, received_s, str(refusal), link=link, line=line)
    except Exception as error:  # a fault of our reader must not take the device's connection down with it
        log.exception("a message could not be read")
        said = f"It could not be read ({type(error).__name__}). Tell who looks after us."
        return unreadable(raw, received_s, said, link=link, line=line)
    if not seat.name.isalpha():  # another of its kind stands here: its values are another source's
        readings = tuple(r._replace(equipment=watch.said_by(seat.name, r.equipment)) for r in readings)
    if len(raw) > LONG or b"\x00" in raw:
        readings = tuple(r._replace(containment=kept(r.containment)) for r in readings)
    return Arrived(raw, received_s, sender, message, readings, unread, "", zone, link, True, line)


def unreadable(raw: bytes, received_s: float, trouble: str, *, link: Link = HERE, line: int = 0) -> Arrived:
    """Return a message, or a piece of one, that is kept and shown but not read."""
    return Arrived(raw, received_s, sender_of(raw), None, (), (), trouble, link=link, line=line)


def too_many_segments(raw: bytes) -> bool:
    """Return whether a message has more lines than any device needs: each costs work to read."""
    return len(raw) > MOST_SEGMENTS and raw.count(b"\r") + raw.count(b"\n") > MOST_SEGMENTS


def not_by(link: Link, seat: Seat) -> str:
    """Return why a device may not speak by this line, "" where it may."""
    if link is HERE and not seat.address and not seat.fingerprint:
        return ""
    return links.trouble(link, address=seat.address, tied=seat.fingerprint)


def sender_of(raw: bytes) -> tuple[str, str]:
    """Return MSH-3 and MSH-4 as sent, before anything else is read: they say whose clock the times are by."""
    begin = raw[:600] if raw[:3] == b"MSH" else raw[:600].lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    fields = begin.split(b"\r", 1)[0].split(begin[3:4], 4) if begin[:3] == b"MSH" and len(begin) > 3 else []
    app, facility = (*fields[2:4], b"", b"")[:2]
    return _name(app), _name(facility)


def _name(field: bytes) -> str:
    try:
        return field.decode().strip()
    except UnicodeDecodeError:
        return field.decode("latin-1").strip()


def decide(arrived: Arrived, seat: Seat | None) -> Decided:
    """Decide whether a message is charted: a known sender, a live session, and the right person or a pairing."""
    if seat is None:
        return Decided(Disposition.REFUSED, arrived.trouble or UNKNOWN, None)
    if trouble := not_by(arrived.link, seat):
        return Decided(Disposition.REFUSED, trouble, None)
    if arrived.message is None:
        return Decided(Disposition.REFUSED, arrived.trouble or "its sender was not known yet: send again", seat)
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
        if other := heard.otherwise(message, seat.bed, seat.equipment):
            return Decided(Disposition.QUARANTINED, other, seat)
        return Decided(Disposition.CHARTED, "by pairing", seat)
    return Decided(Disposition.QUARANTINED, "no identity, and not paired with this chair's patient", seat)
