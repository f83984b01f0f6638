"""What a message says, as values: who sent it, about whom, what was measured. Nothing here decides anything."""

from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.readings import TimeSource
from euthymia.wire.hl7.fields import USUAL, Marks, first_part


class PatientId(NamedTuple):
    """One identifier from PID-3: 12345, by Philips, of type MR."""

    id: str
    authority: str
    type: str


class Identity(NamedTuple):
    """Whom one PID segment names; every part may be empty. Sex as sent (PID-8)."""

    ids: tuple[PatientId, ...]
    family: str
    given: str
    birth_date: date | None
    sex: str

    @property
    def blank(self) -> bool:
        """Return whether it names nobody, as many monitors do."""
        return not (self.ids or self.family or self.given or self.birth_date)


class Observation(NamedTuple):
    """One OBX row.

    value        a number where the row says NM and it is one; else the text as sent; None where it is empty
    unit         OBX-6 as sent: "266016^MDC_DIM_MMHG^MDC"
    limits       OBX-7 as sent: "50-120"
    flags        OBX-8, apart: ("SA", "PM")
    containment  OBX-4 as sent: "1.2.1.1"
    at_s         OBX-14, else OBR-7, else MSH-7, by the first of them that is there; its arrival where that is no time,
                 or none is there; None where the arrival is not known either
    equipment    OBX-18 as sent, or that of the row before it: a device names itself once
    timed        which of these times it is
    """

    set_id: str
    value_type: str
    code: str
    name: str
    system: str
    alt_code: str
    alt_name: str
    alt_system: str
    containment: str
    value: float | str | None
    unit: str
    limits: str
    flags: tuple[str, ...]
    status: str
    at_s: float | None
    equipment: str
    timed: TimeSource = "own"


Priority = Literal["high", "medium", "low", "information", "none", ""]
Kind = Literal["physiological", "technical", "advisory", ""]


class Alert(NamedTuple):
    """One alarm event of an ORU^R40, as the device sees it.

    code, name, text  which alarm: 196940, MDC_EVT_FLUID_LINE_OCCL, "Occlusion"
    source            what raised it, its name or else its words
    phase, state, inactivation  as sent: "start", "active", "enabled"
    priority, kind    from rows of their own or OBX-8, the graver where they differ; "" where it does not say
    parent, filler    OBR-29 and OBR-3 as sent: start and end of one alarm share them, not OBR-2 or the control id
    place             the channel of the device the event belongs to: OBX-4's first three parts, and OBX-18
    """

    code: str
    name: str
    text: str
    source: str
    phase: str
    state: str
    inactivation: str
    flags: tuple[str, ...]
    priority: Priority
    kind: Kind
    parent: str
    filler: str
    at_s: float | None
    place: str = ""

    @property
    def joins_by(self) -> tuple[str, str]:
        """Return what the start and the end of one alarm have in common: OBR-29 and OBR-3."""
        return (self.parent, self.filler)


class Pump(NamedTuple):
    """What a pump says of itself; None and "" where it does not say. We read pumps, we never command one.

    infusing         True also at the keep-vein-open rate: drug flows
    status           "pump-status-infusing"
    rate_ml_h        what flows now; programmed_rate_ml_h what was set
    dose_rate        a number and its unit as sent
    event            "MDC_EVT_PUMP_DELIV_START"
    place            of a pump with several channels the one this is: OBX-4's first three parts, and OBX-18
    alone            the same of the only channel of its message: the next message may be another's
    """

    infusing: bool | None
    status: str
    rate_ml_h: float | None
    programmed_rate_ml_h: float | None
    dose_rate: tuple[float, str] | None
    to_infuse_ml: float | None
    delivered_ml: float | None
    remaining_ml: float | None
    remaining_min: float | None
    drug: str
    concentration_mg_per_ml: float | None
    weight_kg: float | None
    event: str
    place: str = ""
    alone: str = ""


class PumpOrder(NamedTuple):
    """An order on its way to a pump (RGV^O15), as one RXG segment gives it: number and unit as sent, None if missing.

    dose_rate may be a flow ("mL/h") or a dose ("ug/kg/min"); amount is the drug in the bag, volume the bag.
    """

    number: str
    control: str
    drug_code: str
    drug: str
    volume: tuple[float, str] | None
    dose_rate: tuple[float, str] | None
    amount: tuple[float, str] | None


class Reply(NamedTuple):
    """An acknowledgement: MSA-1, the control id it answers (MSA-2), and what it says."""

    code: str
    control_id: str
    text: str

    @property
    def accepts(self) -> bool:
        """Return whether the other side took the message."""
        return self.code in ("AA", "CA")


class Speaker(NamedTuple):
    """One device that speaks in a message: MSH-3 and MSH-4, its bed (PV1-3), and its own name (OBX-18.1)."""

    app: str
    facility: str
    location: str
    equipment: str


_REPORTS: Final = frozenset({"ORU^R01", "ORU^R30", "ORU^R31", "ORU^R32", "ORU^R40", "ORU^R41", "ORU^R42"})
_NOT_PRODUCTION: Final = frozenset({"T", "D", "TRAINING", "TEST", "DEBUGGING", "DEMO", "DEMONSTRATION", "SERVICE"})
_QUERIES: Final = frozenset({"QRY", "QBP", "QVR", "QCN", "QSB", "VQQ", "EQQ", "SPQ"})


class Message(NamedTuple):
    """One HL7 message.

    type              "ORU^R01"
    control_id        MSH-10; None where it is missing: it is read all the same, but no answer can name it
    sending_app ...   MSH-3 to MSH-6 as sent; their names are the properties
    accept_ack, application_ack  MSH-15 and MSH-16 as sent: "AL", "NE", "ER", "SU" or ""
    charset           MSH-18 as sent
    identities        one a PID segment, blank ones too
    location          PV1-3 as sent, the first
    alarm, pump       the first of `alarms` and of `pumps`
    beds              every PV1-3, as sent
    strays            lines that are no segment, as sent
    lost_text         some of its bytes are not text in the character set it names
    sent_at_s         MSH-7; None where it is missing or no time
    """

    type: str
    control_id: str | None
    sending_app: str
    sending_facility: str
    receiving_app: str
    receiving_facility: str
    sent_at_s: float | None
    accept_ack: str
    application_ack: str
    processing: str
    version: str
    charset: str
    identities: tuple[Identity, ...]
    location: str
    observations: tuple[Observation, ...]
    alarm: Alert | None = None
    pump: Pump | None = None
    orders: tuple[PumpOrder, ...] = ()
    reply: Reply | None = None
    marks: Marks = USUAL
    alarms: tuple[Alert, ...] = ()
    pumps: tuple[Pump, ...] = ()
    beds: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    lost_text: bool = False

    @property
    def sender_name(self) -> str:
        """Return MSH-3's first component: "MINDRAY_VS900"."""
        return first_part(self.sending_app, self.marks)

    @property
    def facility_name(self) -> str:
        """Return MSH-4's first component."""
        return first_part(self.sending_facility, self.marks)

    @property
    def names_several_patients(self) -> bool:
        """Return whether it speaks of more than one person or bed; none of its values can then be anybody's.

        A segment that names nobody is another person too, beside one that names somebody.
        """
        if len(self.identities) < 2 and len(self.beds) < 2:
            return False
        return len(set(self.identities)) > 1 or len(set(self.beds)) > 1

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Return who speaks in it, once each, in its order: the sender of one message may speak for many devices."""
        equipment = dict.fromkeys(row.equipment for row in self.observations) or {"": None}
        return tuple(
            Speaker(self.sending_app, self.sending_facility, self.location, first_part(named, self.marks) or named)
            for named in equipment
        )

    @property
    def no_report(self) -> str:
        """Return why its values are nobody's measurements, whatever they say; "" where they may be charted.

        MSH-11 is T in training and D in demonstration or service, or the whole word. Only observations (ORU^R01, R30 to
        R32) and the events of pumps and alarms (R40 to R42) report measurements.
        """
        mode = first_part(self.processing, self.marks).upper()
        if mode in _NOT_PRODUCTION:
            return f"not for production (MSH-11 {mode})"
        return "" if self.type in _REPORTS else f"not a report of measurements ({self.type})"

    @property
    def is_query(self) -> bool:
        """Return whether it asks for data, which nobody here answers (HL7 error 200)."""
        return self.type[:3] in _QUERIES
