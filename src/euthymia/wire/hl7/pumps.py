"""What pumps say (IHE DEC, IPEC, PIV), found by name: many of their codes are still 0 in the field."""

from typing import Final

from euthymia.wire.hl7.fields import Marks, number, part, parts
from euthymia.wire.hl7.message import Observation, Pump, PumpOrder
from euthymia.wire.hl7.units import Unit, unit

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
    """Give the status word of a status row, from whichever component holds it; "" where none does."""
    words = parts(str(row.value or ""), marks)
    return next((word for word in words if word.startswith("pump-status-")), "")


def infusing(status: str) -> bool | None:
    """Say whether drug flows in this status; None where we do not know the word."""
    return _INFUSING.get(status)


def told(row: Observation, marks: Marks) -> bool:
    """Say whether a Pump keeps what this row says, so that nobody need look at the row itself."""
    if row.name in _AMOUNTS:
        return row.value is None or _amount(row, marks, _AMOUNTS[row.name]) is not None
    return row.name in _WORDS or (row.name == "MDC_RATE_DOSE" and isinstance(row.value, float))


def pump(observations: tuple[Observation, ...], marks: Marks) -> Pump | None:
    """Gather what a pump says of itself; None where no row is a pump's."""
    rows = {row.name: row for row in reversed(observations)}
    if not any("PUMP" in name for name in rows):
        return None
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
    if row is None or not isinstance(row.value, float) or unit(row.unit, marks) != wanted:
        return None
    return row.value


def _text(row: Observation | None, marks: Marks) -> str:
    if row is None or row.value is None:
        return ""
    coding = parts(str(row.value), marks)
    return part(coding, 1) or coding[0]
