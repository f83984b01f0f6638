"""What a hand entered, as the record keeps it: checked, and in the words that the log shows."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from euthymia.clinic.people.models import User
from euthymia.medicine import number_entry, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind, catalogue
from euthymia.medicine.drugs.at_the_chair import Concern
from euthymia.medicine.instruments import cadss as scale
from euthymia.medicine.readings import POSSIBLE, Channel
from euthymia.medicine.refusal import Refusal

Body = dict[str, Any]

DISSOCIATION = {0: "none", 1: "slight", 2: "clear", 3: "strong", 4: "overwhelming"}
DISTRESS = {0: "none", 1: "slight", 2: "clear", 3: "strong", 4: "unbearable"}
RATINGS = {EventKind.DISSOCIATION: DISSOCIATION, EventKind.DISTRESS: DISTRESS}


def vitals(values: Mapping[Channel, float], *, by: User) -> Body:
    """Vital signs and sedation; the caller that writes them adds the readings."""
    _check_values(values)
    said = ", ".join(f"{watch.LABELS[c][0]} {v:g}{watch.LABELS[c][1]}" for c, v in values.items())
    return {"by": by.name, "said": said, "text": f"By hand ({by.name}): {said}"}


def _check_values(values: Mapping[Channel, float]) -> None:
    """A slip of the hand is asked about at once; a device's impossible value is kept apart instead."""
    if not values:
        raise Refusal("No value was entered. Fill in at least one.")
    for channel, value in values.items():
        low, high = POSSIBLE[channel]
        if not (isfinite(value) and low <= value <= high):
            raise Refusal(f"{watch.LABELS[channel][0]} {value:g}: not between {low:g} and {high:g}. Read it again.")
    systolic, diastolic = values.get("systolic_mmhg"), values.get("diastolic_mmhg")
    if systolic is not None and diastolic is not None and systolic <= diastolic:
        raise Refusal(f"{systolic:g}/{diastolic:g}: systolic is not above diastolic. Exchange or read them again.")


def cadss(total: int, *, by: User) -> Body:
    """Raises TotalOutOfRange."""
    score = scale.from_total(total)
    return _said(f"CADSS {score.total} of 92", by, total=score.total)


def rating(kind: EventKind, level: int, *, by: User) -> Body:
    words = RATINGS[kind].get(level)
    if words is None:
        raise Refusal(f"{kind.title()} {level}: not 0 to 4. Tap one of the five.")
    return _said(f"{kind.title()} {level} of 4, {words}", by, level=level)


def side_effect(what: str, grade: int, note: str, *, by: User) -> Body:
    if not 1 <= grade <= 5:
        raise Refusal(f"Grade {grade} is not 1 to 5. Choose one.")
    what = catalogue.one_of(what, catalogue.SIDE_EFFECTS, "Side effect")
    note = catalogue.words(note, "Note") if note.strip() else ""
    said = f"{what}, grade {grade}" + (f": {note}" if note else "")
    return _said(said, by, what=what, grade=grade, note=note)


def medicine(sent: Mapping[str, str], *, by: User) -> Body:
    """A medicine that was given: which, how much, by which way, on whose order. Raises NotListed, NoDose, NoWords."""
    drug = catalogue.one_of(sent.get("drug", ""), catalogue.MEDICINES, "Medicine")
    name = catalogue.words(sent.get("other", ""), "Which medicine") if drug == "another medicine" else drug
    route = catalogue.one_of(sent.get("route", ""), catalogue.ROUTES, "Route")
    dose, unit = number_entry.number(sent.get("dose", ""), "Dose"), sent.get("unit", "")
    ordered_by = catalogue.words(sent.get("ordered_by", ""), "Ordered by")
    said = f"{name.capitalize()} {catalogue.amount(dose, unit)}, {route}, ordered by {ordered_by}"
    despite = catalogue.words(why, "Given all the same") if (why := sent.get("despite", "")).strip() else ""
    said += f"; given all the same: {despite}" if despite else ""
    fields = {"drug": drug, "other": name if drug == "another medicine" else "", "dose": dose, "unit": unit}
    text = f"Given: {said} ({by.name})"
    return _said(said, by, **fields, route=route, ordered_by=ordered_by, despite=despite, text=text)


def warned(body: Body, concerns: Iterable[Concern]) -> Body:
    """Add to what was given what the chart says against it."""
    says = "; ".join(one.says for one in concerns)
    return body | {"text": f"{body['text']}. On the chart: {says}", "warned": says} if says else body


def note(text: str, *, by: User) -> Body:
    words = catalogue.words(text, "Note")
    return _said(words, by, note=words, text=f"Note: {words} ({by.name})")


def help_line(group: str, what: str, *, by: User) -> Body:
    """One line of the help sheet: who was called, what was done, which drug was given."""
    offered = {
        "called": catalogue.CALLED,
        "step": catalogue.STEPS,
        "drug": catalogue.MEDICINES,
        "here": (catalogue.HERE,),
    }[group]
    what = catalogue.one_of(what, offered, "Help")
    said = {"called": f"Called: {what}", "drug": f"{what.capitalize()} given"}.get(group, what)
    return _said(said, by, group=group, what=what, text=f"HELP. {said} ({by.name})")


def act(action: str, *, by: User, why: str = "") -> Body:
    """An act on the pump; `why` it moved nothing, where it came too late to."""
    records = states.ACTIONS[action].records
    text = f"{records} ({by.name})" + (f". It moved nothing: {why}" if why else "")
    return {"action": action, "by": by.name, "said": records, "text": text}


def _said(said: str, by: User, text: str = "", **fields: Any) -> Body:
    return {"by": by.name, "said": said, "text": text or f"{said} ({by.name})", **fields}
