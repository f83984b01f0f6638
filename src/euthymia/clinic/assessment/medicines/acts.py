"""Allergies and medicines: what is on the chart, and what a prescriber ordered of each for infusion days."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils import timezone

from euthymia.clinic.assessment.models import Allergy, InfusionDayInstruction, KetamineAnswer, Medication
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.medicine.checklists.pre_infusion import DrugToday
from euthymia.medicine.drugs import allergies, interactions
from euthymia.medicine.drugs.allergies import Allergy as Entry
from euthymia.medicine.drugs.allergies import Weighed, Weight
from euthymia.medicine.drugs.interactions import Finding
from euthymia.medicine.refusal import Refusal


class AllergiesStand(Refusal):
    """Somebody says that none is known while some are on the chart."""


class NotYours(Refusal):
    """The act is a prescriber's."""


class NotAsked(Refusal):
    """An answer about ketamine is given where no question stands, or without what was asked and heard."""


LONGEST_REASON = 300  # characters, as its column holds
_ANSWERS = Prefetch("ketamine_answers", queryset=KetamineAnswer.objects.select_related("by"))


class Beside(NamedTuple):
    """What is read beside a dose.

    asked     somebody answered about allergies: some, or none known
    allergies each with what it means as `weighed`
    unknown   medicines that the table of interactions does not have
    """

    asked: bool
    allergies: list[Allergy]
    medicines: list[Medication]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]

    @property
    def ruled_out(self) -> tuple[Weighed, ...]:
        """Return the allergies to ketamine itself: no infusion."""
        return self._of_weight("stop")

    @property
    def to_know(self) -> tuple[Weighed, ...]:
        """Return what stands beside an infusion: latex, an antiseptic, an adhesive, a preservative."""
        return self._of_weight("beside")

    @property
    def near(self) -> list[Allergy]:
        """Return those whose name is near ketamine's, where no prescriber has said yet whether it is meant."""
        return [row for row in self.allergies if row.weighed.is_near_ketamine]

    @property
    def intolerances(self) -> list[Allergy]:
        """Return the intolerances of ketamine that a prescriber is asked about: they stop nothing."""
        return [row for row in self.allergies if row.weighed.weight == "ask" and not row.weighed.is_near_ketamine]

    def _of_weight(self, weight: Weight) -> tuple[Weighed, ...]:
        return tuple(row.weighed for row in self.allergies if row.weighed.weight == weight)


def beside(patient: Patient) -> Beside:
    """Gather what is known of a patient's allergies and medicines, and what the table says of them."""
    rows = list(
        Allergy.objects.filter(patient=patient, voided_at=None).select_related("entered_by").prefetch_related(_ANSWERS)
    )
    taken = current(patient)
    names = [str(medicine) for medicine in taken]
    return Beside(
        asked=bool(rows),
        allergies=weigh_rows(row for row in rows if not row.none_known),
        medicines=taken,
        findings=interactions.look(names),
        unknown=interactions.unknown(names),
    )


def substances(patient: Patient) -> tuple[Entry, ...]:
    """Return the allergies on the chart as the rules read them: substance, reaction, day and who said it."""
    rows = Allergy.objects.filter(patient=patient, voided_at=None, none_known=False).prefetch_related(_ANSWERS)
    return tuple(entry_of(row) for row in rows)


def weigh_rows(rows: Iterable[Allergy]) -> list[Allergy]:
    """Weigh entries of the chart, what stops first: each with what it means as `weighed`."""
    by_entry: dict[Entry, list[Allergy]] = {}
    for row in rows:
        by_entry.setdefault(entry_of(row), []).append(row)
    found = []
    for weighed in allergies.weigh_all(by_entry):
        for row in by_entry[weighed.allergy]:
            row.weighed = weighed
            found.append(row)
    return found


def answer_of(row: Allergy) -> KetamineAnswer | None:
    """Return the newest answer whether this allergy is to ketamine; None where nobody has answered."""
    return next(iter(row.ketamine_answers.all()), None)


def entry_of(row: Allergy) -> Entry:
    """Return an entry of the chart as the rules read it, with a prescriber's answer where there is one."""
    answer = answer_of(row)
    return Entry(
        row.substance, row.reaction, row.noted_on, row.get_source_display(), answer.is_ketamine if answer else None
    )


def answer_ketamine(row: Allergy, *, is_ketamine: bool, reason: str, by: User) -> KetamineAnswer:
    """Write a prescriber's answer: is a name near ketamine's, or an intolerance of it, an allergy to ketamine?

    Raises NotYours, NotAsked.
    """
    if not by.is_prescriber:
        raise NotYours("Only a prescriber says whether this allergy is to ketamine.")
    if row.voided_at is not None or allergies.weigh(entry_of(row)._replace(to_ketamine=None)).weight != "ask":
        raise NotAsked(
            "Nothing is asked about this entry: it is struck out, or it is not near ketamine and no intolerance of it."
        )
    reason = reason.strip()
    if not LEAST_REASON <= len(reason) <= LONGEST_REASON:
        raise NotAsked(f"Write which substance it was and how you know, in {LEAST_REASON} to {LONGEST_REASON} letters.")
    at = timezone.now()
    with audit.atomic():
        answer = KetamineAnswer.objects.create(allergy=row, is_ketamine=is_ketamine, reason=reason, by=by, at=at)
        audit.write(Action.SAID_WHETHER_ALLERGY_IS_TO_KETAMINE, row, by=by, at=at, is_ketamine=is_ketamine)
    return answer


def current(patient: Patient) -> list[Medication]:
    """List the medicines taken now, each with the newest order for infusion days as `ordered` (None: no order)."""
    rows = list(Medication.objects.filter(patient=patient, ended_at=None).prefetch_related("day_instructions__by"))
    for row in rows:
        orders = list(row.day_instructions.all())
        row.ordered = orders[-1] if orders else None
    return rows


def today(patient: Patient, answers: Mapping[str, bool | None]) -> tuple[DrugToday, ...]:
    """Return each medicine with its order and what was answered of it today, by its key."""
    return tuple(
        DrugToday(str(row), row.ordered.instruction if row.ordered else "", answers.get(str(row.key)))
        for row in current(patient)
    )


def add_allergy(patient: Patient, fields: Mapping[str, Any], *, by: User) -> Allergy:
    """Enter an allergy; an earlier answer that none is known does not stand beside it."""
    at = timezone.now()
    with audit.atomic():
        Allergy.objects.filter(patient=patient, none_known=True, voided_at=None).update(voided_at=at)
        row = Allergy.objects.create(patient=patient, entered_by=by, entered_at=at, **fields)
        audit.write(Action.ENTERED_ALLERGY, row, by=by, at=at)
    return row


def say_none_known(patient: Patient, *, source: str = Allergy.Source.PATIENT, by: User) -> Allergy:
    """Write that somebody asked and none is known. Raises AllergiesStand."""
    if Allergy.objects.filter(patient=patient, none_known=False, voided_at=None).exists():
        raise AllergiesStand("Allergies are on the chart. Strike out what is wrong, with the patient, then say none.")
    at = timezone.now()
    with audit.atomic():
        Allergy.objects.filter(patient=patient, none_known=True, voided_at=None).update(voided_at=at)
        row = Allergy.objects.create(patient=patient, none_known=True, source=source, entered_by=by, entered_at=at)
        audit.write(Action.WROTE_THAT_NO_ALLERGY_IS_KNOWN, row, by=by, at=at)
    return row


def strike_allergy(row: Allergy, *, by: User) -> None:
    """Take an allergy off what is read; the row stays.

    One to ketamine, or near it, is a prescriber's to strike out.   Raises NotYours.
    """
    if not by.is_prescriber and allergies.weigh(entry_of(row)._replace(to_ketamine=None)).weight in ("stop", "ask"):
        raise NotYours("This entry is about ketamine. Only a prescriber strikes it out: ask one to set it right.")
    _close(row, "voided_at", Action.VOIDED_ALLERGY, by=by)


def add_medicine(patient: Patient, fields: Mapping[str, Any], *, by: User) -> Medication:
    """Enter a medicine that is taken now."""
    at = timezone.now()
    with audit.atomic():
        row = Medication.objects.create(patient=patient, entered_by=by, entered_at=at, **fields)
        audit.write(Action.ENTERED_MEDICATION, row, by=by, at=at)
    return row


def end_medicine(row: Medication, *, by: User) -> None:
    """Write that a medicine is not taken any more; the row stays."""
    _close(row, "ended_at", Action.ENDED_MEDICATION, by=by)


def order_for_the_day(medicine: Medication, what: str, *, by: User) -> InfusionDayInstruction:
    """Order what is done with one medicine on infusion days: take, hold or ask. Raises NotYours."""
    if not by.is_prescriber:
        raise NotYours("Only a prescriber orders what is taken or held on an infusion day.")
    if what not in InfusionDayInstruction.Instruction.values:
        raise Refusal(f'"{what[:10]}" is none of take, hold and ask. Choose one.')
    at = timezone.now()
    with audit.atomic():
        row = InfusionDayInstruction.objects.create(medicine=medicine, instruction=what, by=by, at=at)
        audit.write(Action.GAVE_INFUSION_DAY_INSTRUCTION, medicine, by=by, at=at, what=what)
    return row


def _close(row: Allergy | Medication, name: str, doing: Action, *, by: User) -> None:
    at: datetime = timezone.now()
    with audit.atomic():
        setattr(row, name, at)
        row.save()
        audit.write(doing, row, by=by, at=at)
