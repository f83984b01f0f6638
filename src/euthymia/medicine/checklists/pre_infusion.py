"""May the pump be started today? Each line by itself, with who may set it aside; what nobody looked at is not met."""

from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from euthymia.medicine.checklists.checklist import Criterion, Finding, Line, Override, gone_through, unmet, yes
from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.refusal import Refusal

PRESCRIBERS: Final = ("prescriber", "medical_director")
# Asked alone: "not due" is a no; the others are of somebody who may be pregnant or is not sure. Source: house:pregnancy
Pregnancy = Literal["negative", "not due", "positive", "not done", "not alone"]


class DrugToday(NamedTuple):
    """One medicine on the day: what the prescriber ordered, and whether it was done so; None where nobody asked.

    order   "take", "hold" or "ask": the prescriber wants to be asked; "" where there is no order yet
    """

    drug: str
    order: str
    as_ordered: bool | None


class NotReady(Refusal):
    """Not every line before the start is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeFacts:
    """What is known on the day; None or "" where nobody looked or asked.

    evaluated        a prescriber saw the patient in person and decided go
    became_no_go     what the chart has learnt since that rules the infusion out, each in words
    suicidal         the clinician's own question of today: thoughts that need a prescriber now
    item_9           the newest PHQ-9 answer on thoughts of death or self-harm; None where there is none
    waits            what else on the chart about danger waits for a clinician, each in words
    reviewed_by      the prescriber who reviewed what is positive or waits, by name
    alarm_heard      the test alarm was heard, through the page's own sound
    promised         the patient was told who watches what, how often, and how to call
    medicines        each medicine on the chart; where there is none, medicines_as_ordered answers for all
    """

    evaluated: bool | None = None
    became_no_go: tuple[str, ...] = ()
    consent: bool | None = None
    suicidal: bool | None = None
    item_9: int | None = None
    waits: tuple[str, ...] = ()
    reviewed_by: str = ""
    hours_since_food: float | None = None
    hours_since_fluids: float | None = None
    escort_name: str = ""
    medicines_as_ordered: bool | None = None
    medicines: tuple[DrugToday, ...] = ()
    pregnancy: Pregnancy | None = None
    acls_name: str = ""
    kit_checked: bool | None = None
    call_tested: bool | None = None
    alarm_heard: bool | None = None
    promised: bool | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreInfusionPolicy:
    """The clinic's numbers for the start.   Source: house:before"""

    food_h: float = policy_number(6, label="Last solid food at least", unit="h", bounds=ANY, source="asa:fasting")
    fluids_h: float = policy_number(2, label="Last clear fluids at least", unit="h", bounds=ANY, source="asa:fasting")
    holds_min: float = policy_number(
        60, label="The list before the start holds for", unit="min", bounds=ANY, source="house:before-holds"
    )


def criteria(facts: BeforeFacts, *, policy: PreInfusionPolicy) -> tuple[Line, ...]:
    """Judge every line by itself, in the order of the page.   Source: house:before"""
    return gone_through(_CRITERIA, facts, policy=policy)


def check(facts: BeforeFacts, *, policy: PreInfusionPolicy) -> tuple[Line, ...]:
    """Return the lines where all are met. Raises NotReady with each that is not, and what to do about it."""
    lines = criteria(facts, policy=policy)
    if left := unmet(lines):
        raise NotReady(f"Not yet: {left}")
    return lines


def _evaluated(facts: BeforeFacts, _: PreInfusionPolicy) -> Finding:
    if facts.evaluated is None:
        return None, "No go or no-go list is on the chart. A prescriber sees the patient and goes through it."
    if not facts.evaluated:
        return False, "The latest list does not say go. A prescriber goes through it again, or writes why all the same."
    if facts.became_no_go:
        new = "; ".join(facts.became_no_go)
        return False, f"New since the list: {new.rstrip('.')}. A prescriber goes through the list again."
    return True, "Seen in person; the latest list says go."


def _risk(facts: BeforeFacts, _: PreInfusionPolicy) -> Finding:
    """A positive answer brings the prescriber; it closes no door, or people learn to answer no."""
    if facts.suicidal is None:
        return None, "Nobody has asked today. Ask; a yes asks for the prescriber, it does not end the visit."
    asked = "present" if facts.suicidal else "none that need a prescriber now"
    seen = f"Thoughts of suicide, asked today: {asked}; {'; '.join((_item_9(facts), *facts.waits))}."
    if not (facts.suicidal or facts.item_9 or facts.waits):
        return True, seen
    if facts.reviewed_by.strip():
        return True, f"{seen} Reviewed by {facts.reviewed_by.strip()}."
    return False, f"{seen} A prescriber is to come now and review it. Do not leave the patient alone."


def _item_9(facts: BeforeFacts) -> str:
    return "no PHQ-9 on the chart" if facts.item_9 is None else f"PHQ-9 item 9: {facts.item_9}"


def _fasting(facts: BeforeFacts, policy: PreInfusionPolicy) -> Finding:
    food, fluids = facts.hours_since_food, facts.hours_since_fluids
    if food is None or fluids is None:
        return None, "Nobody has asked. Ask when the last food and the last clear fluid was."
    enough = food >= policy.food_h and fluids >= policy.fluids_h
    return (
        enough,
        f"Food {food:g} h ago (at least {policy.food_h:g}), fluids {fluids:g} h (at least {policy.fluids_h:g}).",
    )


def _pregnancy(facts: BeforeFacts, _: PreInfusionPolicy) -> Finding:
    words = {
        "negative": (True, "May be or is not sure; test of today negative."),
        "not due": (True, "Asked alone: cannot be pregnant."),
        "positive": (
            False,
            "Test positive: no infusion. The person hears it first, alone; then the prescriber, who names an obstetric "
            "contact and records what the child was exposed to.",
        ),
        "not done": (False, "May be or is not sure: test before the start. The result goes to the person first."),
        "not alone": (None, "Not asked alone yet. Find a moment without escort, partner or family, and ask again."),
    }
    return words[facts.pregnancy] if facts.pregnancy else (None, "Nobody has asked today. Ask alone.")


def _medicines(facts: BeforeFacts, _: PreInfusionPolicy) -> Finding:
    """No medicine is skipped without the prescriber's order for it.   Source: house:medicines"""
    if not facts.medicines:
        return yes("medicines_as_ordered", "None on the chart; asked today.", _NOT_AS_ORDERED)(facts, None)
    said = [_drug(one) for one in facts.medicines]
    against = [words for met, words in said if not met]
    met = True if not against else None if all(met is not False for met, _ in said) else False
    return met, " ".join(against or [words for _, words in said])


_NOT_AS_ORDERED: Final = "Not as ordered: the prescriber decides, drug by drug."


def _drug(one: DrugToday) -> Finding:
    if one.order not in ("take", "hold"):
        return False, f"{one.drug}: no order for today. The prescriber decides; nobody skips it until then."
    ordered = {"take": "taken", "hold": "held"}[one.order]
    if one.as_ordered is None:
        return None, f"{one.drug}: to be {ordered}. Nobody has asked."
    if not one.as_ordered:
        return False, f"{one.drug}: was to be {ordered} and was not. The prescriber decides."
    return True, f"{one.drug}: {ordered} as ordered."


def _named(attribute: str, met: str, missing: str) -> Any:
    def judge(facts: BeforeFacts, _: PreInfusionPolicy) -> Finding:
        name = getattr(facts, attribute).strip()
        return (True, f"{met}{name}.") if name else (None, missing)

    return judge


def _one(key: str, question: str, judge: Any, who: tuple[str, ...] = ()) -> Criterion:
    return Criterion(key, question, judge, "house:before", who)


_CRITERIA: Final = (
    _one("evaluated", "Seen in person, and go?", _evaluated, PRESCRIBERS),
    _one("consent", "Consent?", yes("consent", "Signed, and it still stands.", "Missing or taken back: no infusion.")),
    _one("risk", "Asked about suicide today?", _risk),
    _one("fasting", "Fasting?", _fasting, PRESCRIBERS),
    _one("escort", "Who takes the patient home?", _named("escort_name", "", "Nobody named: no infusion today.")),
    _one(
        "medicines",
        "Medicines of today as the prescriber ordered, drug by drug?",
        _medicines,
        PRESCRIBERS,
    ),
    Criterion("pregnancy", "Could the patient be pregnant? Asked alone", _pregnancy, "house:pregnancy", ()),
    _one("acls", "Who on site is trained in advanced life support?", _named("acls_name", "", "Nobody named.")),
    _one("kit", "Emergency kit checked today?", yes("kit_checked", "Checked.", "Check it before the start.")),
    _one("call", "Call signal tested?", yes("call_tested", "It works.", "It does not work: repair or replace it.")),
    _one(
        "alarm",
        "Test alarm heard?",
        yes("alarm_heard", "Heard.", "Not heard: turn it up, or change the tablet."),
    ),
    _one(
        "promise",
        "Does the patient know who watches, and how to call?",
        yes("promised", "Told.", "Tell; ask back."),
    ),
)
