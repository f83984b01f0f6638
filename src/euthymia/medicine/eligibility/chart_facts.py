"""What the chart already knows of the go or no-go list: age, weight, results, allergies and medicines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.drugs import interactions
from euthymia.medicine.drugs.allergies import Allergy, weigh_all
from euthymia.medicine.drugs.interactions import Finding, Level
from euthymia.medicine.eligibility import diagnosis_questions, drug_screen
from euthymia.medicine.eligibility.criteria import Criterion, Kind, Who
from euthymia.medicine.eligibility.drug_screen import ScreenResult
from euthymia.medicine.eligibility.fact import Answer, Fact

ADULT_YEARS: Final = 18  # Source: spravato:contraindications
OLDER_YEARS: Final = 65  # Source: esketamine:age-and-pressure
LARGE_BMI: Final = 40.0  # Source: bc-college:airway
ENZYMES_TIMES_UPPER: Final = 3.0  # Source: house:liver-tests


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the chart holds; None or () where it holds nothing.

    enzymes_times_upper  the higher of the newest ALT and AST, as times the laboratory's own upper limit
    pregnancy_positive, drugs_positive  the newest test; a drug screen of which no more is said is presumptive
    screens     drug screens per substance;  allergies, medicines  as written on the chart
    reactions   allergies with reaction, date and who said it;  diagnoses  as they were read
    """

    age_years: int | None = None
    bmi: float | None = None
    enzymes_times_upper: float | None = None
    pregnancy_positive: bool | None = None
    drugs_positive: bool | None = None
    allergies: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    screens: tuple[ScreenResult, ...] = ()
    reactions: tuple[Allergy, ...] = ()
    diagnoses: tuple[Entry, ...] = ()


def facts(known: Known) -> Mapping[str, Fact]:
    """Answer what the chart can answer, by key of the list. A test that says no does not rule the rest out."""
    found: dict[str, Fact] = {}
    if known.age_years is not None:
        found["under-18"] = _fact(known.age_years < ADULT_YEARS, f"age {known.age_years}")
        found["over-65"] = _fact(known.age_years > OLDER_YEARS, f"age {known.age_years}")
    if known.enzymes_times_upper is not None:
        seen = f"ALT or AST {known.enzymes_times_upper:.1f} times the upper limit"
        found["liver-enzymes"] = _fact(known.enzymes_times_upper > ENZYMES_TIMES_UPPER, seen)
    if known.bmi is not None and known.bmi > LARGE_BMI:
        found["airway"] = Fact("yes", f"BMI {known.bmi:.1f}")
    if known.pregnancy_positive:
        found["pregnancy"] = Fact("yes", "pregnancy test positive")
    found |= _of_screens(known) | _of_allergies(known) | diagnosis_questions.facts(known.diagnoses)
    if fasting := interactions.fasting_matters(known.medicines):
        found["fasting"] = Fact("yes", f"takes {', '.join(fasting)}")
    return found


def _of_screens(known: Known) -> dict[str, Fact]:
    """Answer yes for a confirmed substance alone: a presumptive screen never excludes.   Source: house:drug-screen"""
    lines = drug_screen.look(known.screens, known.medicines)
    counts = [line.result.substance for line in lines if line.state == "counts"]
    asks = [f"{line.result.substance}: {line.next_step.rstrip('.')}" for line in lines if line.state == "ask"]
    if counts:
        return {"substance-use": Fact("yes", f"drug screen confirmed for {', '.join(counts)}")}
    if known.drugs_positive:
        asks.append("drug screen positive and presumptive, which never excludes: ask, confirm, then decide")
    return {"substance-use": Fact("unknown", "; ".join(asks))} if asks else {}


def _of_allergies(known: Known) -> dict[str, Fact]:
    weighed = [one for one in weigh_all(known.reactions) if one.weight in ("stop", "ask")]
    stops = [*interactions.rules_out_ketamine(known.allergies), *(w.line for w in weighed if w.weight == "stop")]
    asks = [*interactions.near_ketamine(known.allergies), *(w.line for w in weighed if w.weight == "ask")]
    if stops:
        return {"allergy": Fact("yes", f"allergy to {', '.join(stops)}")}
    return {"allergy": Fact("unknown", f"to be asked: {', '.join(asks)}")} if asks else {}


def _fact(is_so: bool, seen: str) -> Fact:
    return Fact("yes" if is_so else "no", seen)


def stricter(answer: Answer, fact: Fact | None) -> Answer:
    """Return the stricter of two answers; the chart's "no" stands where nobody answered.   Source: house:eligibility"""
    if fact is None or answer == "yes":
        return answer
    return fact.answer if fact.answer == "yes" or answer == "unknown" else answer


# Each medicine that the table of interactions names is a line of its own.
_KINDS: Final[dict[Level, Kind]] = {"avoid": "exclude", "warn": "caution", "caution": "caution", "info": "inform"}


def medicine_lines(names: tuple[str, ...]) -> tuple[Criterion, ...]:
    """Make a line of the list for every group of the table that a medicine on the chart belongs to.

    Avoid acts as exclude, warn as caution, info informs.   Source: house:eligibility
    """
    by_group: dict[str, list[Finding]] = {}
    for finding in interactions.look(names):
        by_group.setdefault(finding.group, []).append(finding)
    return tuple(_line(found) for found in by_group.values())


def _line(found: list[Finding]) -> Criterion:
    first = found[0]
    kind = _KINDS[first.level]
    who: Who = "nobody" if kind == "inform" else "prescriber"
    taken = ", ".join(dict.fromkeys(one.drug for one in found))
    return Criterion(
        f"medicine:{first.group}",
        f"Takes {taken} ({first.group})",
        kind,
        who,
        f"These {first.effect}." if first.group.endswith("s") else f"It {first.effect}.",
        first.rule,
        first.source,
    )
