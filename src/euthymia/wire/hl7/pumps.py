"""What pumps say (IHE DEC, IPEC, PIV), found by name: many of their codes are still 0 in the field."""

from collections.abc import Collection
from itertools import takewhile
from typing import Final

from euthymia.medicine.readings import is_above
from euthymia.wire.hl7.fields import Marks, number, part, parts
from euthymia.wire.hl7.message import Observation, Pump, PumpOrder
from euthymia.wire.hl7.units import Unit, unit
from euthymia.wire.hl7.validity import is_marked, no_measurement

DELIVERED: Final = "MDC_VOL_FLUID_DELIV_TOTAL"
STATUS_ROWS: Final = frozenset({"MDC_PUMP_STAT", "MDC_PUMP_INFUSING_STATUS"})
CURRENT_FLOW: Final = "MDC_FLOW_FLUID_PUMP_CURRENT"
FLOW: Final = "MDC_FLOW_FLUID_PUMP"

# What a Pump keeps besides status and flow, and the unit it must come in.
_AMOUNTS: Final[dict[str, Unit]] = {
    "MDC_VOL_FLUID_TBI": "mL",
    DELIVERED: "mL",
    "MDC_VOL_FLUID_TBI_REMAIN": "mL",
    "MDC_TIME_PD_REMAIN": "min",
    "MDC_CONC_DRUG": "mg/mL",
    "MDC_ATTR_PT_WEIGHT": "kg",
}
# A pump channel is told apart by its status and its flow: what else it says may stand beside or above them.
_OF_A_CHANNEL: Final = STATUS_ROWS | {CURRENT_FLOW}
_WORDS: Final = frozenset({"MDC_DRUG_NAME_LABEL", "MDC_ATTR_EVT_COND"})

# IHE Patient Care Device, infusion pump parameters of MDC_PUMP_STAT and MDC_PUMP_INFUSING_STATUS (2019 drafts).
# At the keep-vein-open rate drug flows, so it counts as infusing.
_INFUSING: Final = {
    "pump-status-infusing": True,
    "pump-status-kvo": True,
    "pump-status-not-infusing": False,
    "pump-status-ready": False,
    "pump-status-standby": False,
    "pump-status-paused": False,
}


def status_of(row: Observation, marks: Marks) -> str:
    """Return the status word of a status row, from whichever component holds it, in small letters; "" for none."""
    words = [word.casefold() for word in parts(str(row.value or ""), marks)]
    return next((word for word in words if word.startswith("pump-status-")), "")


def infusing(status: str) -> bool | None:
    """Return whether drug flows in this status; None where we do not know the word."""
    return _INFUSING.get(status)


def told(row: Observation, marks: Marks) -> bool:
    """Return whether a Pump keeps what this row says, so that nobody need look at the row itself."""
    if row.name in _AMOUNTS:
        return row.value is None or _amount(row, marks, _AMOUNTS[row.name]) is not None
    return row.name in _WORDS or (row.name == "MDC_RATE_DOSE" and isinstance(row.value, float))


def pumps(observations: tuple[Observation, ...], marks: Marks) -> tuple[Pump, ...]:
    """Gather what a pump says of itself, a Pump for each of its channels; none where no row is a pump's.

    What stands above the channels is each channel's. A pump that has no more than one says all of itself.
    """
    if not any("PUMP" in row.name for row in observations):
        return ()
    observations = tuple(row for row in observations if not is_marked(row) or not no_measurement(row, marks))
    channels = _channels(observations)
    if len(channels) < 2:
        return (_pump(observations, marks, "", *channels),)
    return tuple(
        _pump(tuple(row for row in observations if _is_of(row, channel, channels)), marks, channel)
        for channel in channels
    )


def _channels(observations: tuple[Observation, ...]) -> list[str]:
    """Return the places of a message's pump channels: those of status and flow, or of what is set where it has neither.

    Two rows of one name in one place, with two containments, are of two channels: that containment ends at the
    channel. What says only its status above channels that say only their flow, or the other way round, is no channel.
    """
    rows = [row for row in observations if row.name in _OF_A_CHANNEL]
    rows = rows or [row for row in observations if row.name == FLOW]
    at: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        at.setdefault((place_of(row), row.name), set()).add(row.containment)
    twice = {place for (place, _), containments in at.items() if len(containments) > 1}
    says: dict[str, set[bool]] = {}
    for row in rows:
        channel = path_of(row) if place_of(row) in twice else place_of(row)
        says.setdefault(channel, set()).add(row.name in STATUS_ROWS)
    return [
        channel
        for channel, said in says.items()
        if not (below := [says[other] for other in says if is_above(channel, other)]) or said & set().union(*below)
    ]


def _is_of(row: Observation, channel: str, channels: Collection[str]) -> bool:
    """Return whether a row speaks of a channel. A volume or a rate above several is no single one's."""
    own = owners(path_of(row), channels)
    is_shared = row.name not in (FLOW, CURRENT_FLOW) and _AMOUNTS.get(row.name) != "mL"
    return channel in own and (len(own) == 1 or is_shared)


def place_of(row: Observation) -> str:
    """Return to which channel of which device a row belongs: OBX-4's first three parts, and OBX-18."""
    return place(row.containment, row.equipment)


def path_of(row: Observation) -> str:
    """Return where a row stands: all of OBX-4, and OBX-18."""
    device = row.equipment.partition("^")[0] or row.equipment
    return f"{row.containment} {device}" if device else row.containment


def place(containment: str, equipment: str) -> str:
    """Return the device's channel: MDS, VMD and channel of the containment; of a shorter one all but the value."""
    parts_of = containment.split(".")
    at = ".".join(parts_of[: min(3, max(1, len(parts_of) - 1))])
    device = equipment.partition("^")[0] or equipment
    return f"{at} {device}" if device else at


def owners(path: str, channels: Collection[str]) -> list[str]:
    """Return the channels a row speaks of: those nearest to it in the containment; all it stands equally far from."""
    if path in channels or len(channels) < 2:
        return [path] if path in channels else list(channels)
    shared = {channel: _shared(path, channel) for channel in channels}
    return [channel for channel, depth in shared.items() if depth == max(shared.values())]


def _shared(one: str, other: str) -> int:
    """Return how many parts two places have in common; another device's have none."""
    (one_at, _, one_device), (other_at, _, other_device) = one.partition(" "), other.partition(" ")
    if one_device and other_device and one_device != other_device:
        return -1
    pairs = zip(one_at.split("."), other_at.split("."), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _pump(observations: tuple[Observation, ...], marks: Marks, channel: str, alone: str = "") -> Pump:
    rows = {row.name: row for row in reversed(observations)}
    status_row = rows.get("MDC_PUMP_INFUSING_STATUS") or rows.get("MDC_PUMP_STAT")
    status = status_of(status_row, marks) if status_row else ""
    programmed = _amount(rows.get(FLOW), marks, "mL/h")
    current = _amount(rows.get(CURRENT_FLOW), marks, "mL/h")
    amounts = {name: _amount(rows.get(name), marks, wanted) for name, wanted in _AMOUNTS.items()}
    dose = rows.get("MDC_RATE_DOSE")
    return Pump(
        infusing(status),
        status,
        current if CURRENT_FLOW in rows else programmed,
        programmed,
        (dose.value, dose.unit) if dose and isinstance(dose.value, float) else None,
        amounts.get("MDC_VOL_FLUID_TBI"),
        amounts.get(DELIVERED),
        amounts.get("MDC_VOL_FLUID_TBI_REMAIN"),
        amounts.get("MDC_TIME_PD_REMAIN"),
        _text(rows.get("MDC_DRUG_NAME_LABEL"), marks),
        amounts.get("MDC_CONC_DRUG"),
        amounts.get("MDC_ATTR_PT_WEIGHT") or None,  # 0 kg means no weight
        _text(rows.get("MDC_ATTR_EVT_COND"), marks),
        channel,
        alone,
    )


def pump_order(orc: list[str], rxg: list[str], marks: Marks) -> PumpOrder:
    """Read an ORC and one RXG segment, already filled up to 3 and 25 fields."""
    drug = parts(rxg[4], marks)
    return PumpOrder(
        parts(orc[2], marks)[0],
        orc[1].strip(),
        drug[0],
        part(drug, 1),
        _said(rxg[5], rxg[7]) or _said(rxg[23], rxg[24]),
        _said(rxg[15], rxg[16]),
        _said(rxg[17], rxg[18]),
    )


def _said(amount: str, unit_field: str) -> tuple[float, str] | None:
    value = number(amount.strip())
    return None if value is None else (value, unit_field.strip())


def _amount(row: Observation | None, marks: Marks, wanted: Unit) -> float | None:
    if row is None or not isinstance(row.value, float):
        return None
    said = unit(row.unit, marks)
    if said == "s" and wanted == "min":
        return row.value / 60
    return row.value if said == wanted else None


def _text(row: Observation | None, marks: Marks) -> str:
    if row is None or row.value is None:
        return ""
    coding = parts(str(row.value), marks)
    return part(coding, 1) or coding[0]
