"""A virtual trial's design as people write it, in YAML, to medicine's values. What is not understood is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from euthymia.pharmacology.virtual_trial import Arm, Dealt, DropOut, Endpoint, Population, Rescue, Trial, dealt
from euthymia.wire import event_table
from euthymia.wire.trial_design.fields import NotUnderstood, made, only
from euthymia.wire.trial_design.sheet import read_sheet

__all__ = ["NotUnderstood", "Run", "Written", "read"]

_PARTS: Final = (
    "arms", "control", "visits_days", "endpoints", "population", "drop_out", "rescue", "readings_min", "run",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How often and with how many people a design is run, as far as it was written.

    doubt  point (power), drawn (assurance) or both;  the rest as in the registry's plan
    """

    per_arm: tuple[int, ...] = (65,)
    trials: int = 1000
    doubt: str = "both"
    effect: bool = True
    worse_points: tuple[float, ...] = (0.0,)
    alpha: float = 0.05
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A design and how it is run."""

    trial: Trial
    run: Run


Open = Callable[[str], bytes]


def _no_tables(name: str) -> bytes:
    raise NotUnderstood(f"events, file: {name!r} cannot be opened from here. Give the doses as days.")


def read(data: bytes, *, table: Open = _no_tables) -> Written:
    """Read a design.

    table  gives the bytes of a table of events that an arm names
    Raises NotUnderstood, what medicine refuses (ImpossibleTrial, UnknownEndpoint, NotACourse), and what a table of
    events is refused for.
    """
    sheet = read_sheet(data)
    only(sheet, _PARTS, "the design")
    for part in ("arms", "visits_days", "endpoints"):
        if part not in sheet:
            raise NotUnderstood(f"The design says nothing of {part}. Add them.")
    arms = _arms(sheet["arms"], table)
    given: dict[str, Any] = {
        "arms": arms,
        "control": str(sheet.get("control", arms[-1].name)),
        "visits_days": _numbers(sheet, "visits_days"),
        "endpoints": _endpoints(sheet["endpoints"]),
    }
    for part, kind in (("population", Population), ("drop_out", DropOut), ("rescue", Rescue)):
        if sheet.get(part) is not None:
            given[part] = made(kind, sheet[part], part)
    if "readings_min" in sheet:
        given["readings_min"] = _numbers(sheet, "readings_min")
    return Written(Trial(**given), made(Run, sheet.get("run") or {}, "run"))


def _arms(told: Any, table: Open) -> tuple[Arm, ...]:
    if not isinstance(told, Mapping) or not told:
        raise NotUnderstood("arms: write each by its name, such as `ketamine: {days: [0, 3, 7]}`.")
    return tuple(_arm(str(name), _mapping(arm, name), table) for name, arm in told.items())


def _arm(name: str, told: Mapping[str, Any], table: Open) -> Arm:
    where = f"arms, {name}"
    if "events" not in told:
        if "days" not in told:
            raise NotUnderstood(f"{where}: nothing is said of days, nor of a table of events. Add one of the two.")
        return made(Arm, {"name": name, **told}, where)
    rest = {key: value for key, value in told.items() if key != "events"}
    for key in ("days", "mg_per_kg", "minutes"):
        if key in rest:
            raise NotUnderstood(f"{where}: {key} stands beside events, which say it themselves. Take one of them out.")
    arm = made(Arm, {"name": name, **rest}, where)
    return replace(arm, table=_table(told["events"], f"{where}, events", table))


def _table(told: Any, where: str, table: Open) -> tuple[Dealt, ...]:
    """Read the table of events that an arm names: {file: doses.csv, units: {TIME: h, AMT: mg}, salt: base}."""
    if not isinstance(told, Mapping) or not isinstance(told.get("file"), str):
        raise NotUnderstood(f"{where}: name its file, such as {{file: doses.csv, units: {{TIME: h, AMT: mg}}}}.")
    said = made(event_table.Said, {key: value for key, value in told.items() if key != "file"}, where)
    return tuple(dealt(one.key, one.records) for one in event_table.read(table(told["file"]), said).people)


def _mapping(told: Any, name: Any) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise NotUnderstood(f"arms, {name}: {told!r}; write what it is given, such as {{days: [0, 3, 7]}}.")
    if "name" in told:
        raise NotUnderstood(f"arms, {name}: an arm goes by the name before its colon. Take the other out.")
    return told


def _endpoints(told: Any) -> tuple[Endpoint, ...]:
    if not isinstance(told, list):
        raise NotUnderstood("endpoints: write a list, one to a line, such as `- {kind: response, day: 1}`.")
    return tuple(made(Endpoint, one, f"endpoint {place}") for place, one in enumerate(told, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    values: tuple[float, ...]


def _numbers(sheet: Mapping[str, Any], part: str) -> tuple[float, ...]:
    return made(_Days, {"values": sheet[part]}, part).values
