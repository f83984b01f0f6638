"""The documented form of a treatment history: JSON's dicts to medicine's values, and a verdict to JSON's dicts.

Dates are YYYY-MM-DD; YYYY-MM and YYYY are days known within bounds. `to` is the first day without the dose. A field
that is absent is unknown.
"""

import calendar
import dataclasses
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast, get_args

from euthymia.medicine.drugs.antidepressants import UnknownDrug
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance import (
    UNKNOWN_DAY,
    UNKNOWN_IMPROVEMENT,
    Between,
    Dose,
    Finding,
    History,
    Improvement,
    Trial,
    Verdict,
)
from euthymia.medicine.resistance.diagnosis import CAUSES
from euthymia.medicine.resistance.staging import Beside, Severity, Stage, Staged
from euthymia.medicine.resistance.trials import Adherence, Day, EndedFor, MeasuredLevel
from euthymia.medicine.resistance.unlisted import Unlisted
from euthymia.medicine.sources import SOURCES
from euthymia.wire.diagnosis_form import diagnosis_form, read_diagnosis
from euthymia.wire.form_fields import UnreadableHistory, flag_of, kind_of, list_of, object_of, text_of

FIELDS: Final = (
    "as_of", "episode_began", "diagnosis", "diagnoses", "history_complete", "trials", "other_causes", "staging",
)  # fmt: skip
TRIAL_FIELDS: Final = (
    "drug",
    "route",
    "form",
    "salt",
    "doses",
    "adherence",
    "improvement_percent",
    "ended_for",
    "optimised",
    "augmented",
    "level",
    "dose_confirmed",
    "given_for",
    "from_resources",
)
DOSE_FIELDS: Final = ("from", "to", "mg_per_day")


def read(form: object, *, as_of: date | None = None) -> History:
    """Read a history in the documented form.

    as_of  the day of the verdict where the form names none
    A drug that no table has costs only its own line: it is kept as unlisted. Raises UnreadableHistory, and what
    medicine refuses: ImpossibleTrial, DateInFuture.
    """
    fields = object_of(form, "the history", FIELDS)
    known = [read_or_name(one, place=place) for place, one in enumerate(list_of(fields, "trials"), 1)]
    day = _date(fields["as_of"], "as_of") if "as_of" in fields else as_of
    if day is None:
        raise UnreadableHistory('"as_of" is absent: nobody knows for which day to judge. Add "as_of": "YYYY-MM-DD".')
    return History(
        as_of=day,
        episode_began=read_day(fields.get("episode_began"), "episode_began"),
        diagnosis=text_of(fields, "diagnosis", "the history"),
        history_complete=flag_of(fields, "history_complete", "the history"),
        trials=tuple(one for one in known if isinstance(one, Trial)),
        unlisted=tuple(one for one in known if isinstance(one, Unlisted)),
        other_causes=_causes(fields.get("other_causes", {})),
        diagnoses=tuple(entry for one in list_of(fields, "diagnoses") for entry in read_diagnosis(one)),
    )


def _causes(given: object) -> Mapping[str, Any]:
    answers = object_of(given, '"other_causes"', tuple(CAUSES))
    for key, answer in answers.items():
        if answer not in ("yes", "no", "unknown"):
            raise UnreadableHistory(f'"other_causes": {key} is {answer!r}. Write "yes", "no" or "unknown".')
    return answers


def read_or_name(given: object, *, place: int = 1) -> Trial | Unlisted:
    """Read one trial; where no table has its drug, only name it, its doses checked as a trial's. Raises as `read`."""
    try:
        return read_trial(given, place=place)
    except UnknownDrug as unknown:
        fields = object_of(given, f"trial {place}", TRIAL_FIELDS)
        named = str(fields["drug"]).strip()
        _doses(fields.get("doses", []), f"trial {place} ({named})", ongoing=fields.get("ended_for") == "ongoing")
        return Unlisted(named, str(unknown).removeprefix(f"trial {place}: "))


def read_trial(given: object, *, place: int = 1) -> Trial:
    """Read one trial in the documented form; `place` its place in the list, from 1. Raises as `read` does."""
    where = f"trial {place}"
    fields = object_of(given, where, TRIAL_FIELDS)
    name = str(fields.get("drug", "")).strip()
    if not name:
        raise UnreadableHistory(f'{where}: "drug" is absent. Name it by its generic name, brand, ATC code or RxCUI.')
    try:
        return _named(name, fields, f"{where} ({name})")
    except UnreadableHistory:
        raise
    except Refusal as refusal:
        raise type(refusal)(f"trial {place}: {refusal}") from None


def _named(name: str, fields: Mapping[str, Any], where: str) -> Trial:
    ended_for = text_of(fields, "ended_for", where) or "unknown"
    return Trial(
        drug=name,
        doses=_doses(fields.get("doses", []), where, ongoing=ended_for == "ongoing"),
        adherence=cast(Adherence, text_of(fields, "adherence", where) or "unknown"),
        improvement=_improvement(fields.get("improvement_percent"), where),
        ended_for=cast(EndedFor, ended_for),
        route=text_of(fields, "route", where),
        form=text_of(fields, "form", where),
        salt=text_of(fields, "salt", where),
        optimised=flag_of(fields, "optimised", where),
        augmented=flag_of(fields, "augmented", where),
        level=_level(fields.get("level"), where),
        dose_confirmed=flag_of(fields, "dose_confirmed", where),
        given_for=text_of(fields, "given_for", where),
    )


def _level(given: object, where: str) -> MeasuredLevel | None:
    if given is None:
        return None
    fields = object_of(given, f"{where}, level", ("value", "unit", "day"))
    if not isinstance(fields.get("value"), int | float) or isinstance(fields["value"], bool):
        raise UnreadableHistory(f'{where}, level: "value" is {fields.get("value")!r}, not a number.')
    day = None if fields.get("day") is None else _date(fields["day"], f"{where}, level")
    return MeasuredLevel(float(fields["value"]), text_of(fields, "unit", f"{where}, level"), day)


def _doses(given: object, where: str, *, ongoing: bool) -> tuple[Dose, ...]:
    if not isinstance(given, list):
        raise UnreadableHistory(f'{where}: "doses" is {kind_of(given)}. Give a list of {{"from", "to", "mg_per_day"}}.')
    rows = [object_of(one, f"{where}, dose {place}", DOSE_FIELDS) for place, one in enumerate(given, 1)]
    starts = [read_day(row.get("from"), f"{where}, from") for row in rows]
    last = max(range(len(rows)), key=lambda n: _order(starts[n], n), default=-1)
    return tuple(
        Dose(starts[n], _end(row, where, ongoing=ongoing and n == last), _mg(row.get("mg_per_day"), where))
        for n, row in enumerate(rows)
    )


def _order(day: Day, place: int) -> tuple[date, int]:
    known = day.earliest if isinstance(day, Between) else day
    return known or date.min, place


def _end(row: Mapping[str, Any], where: str, *, ongoing: bool) -> Day | None:
    """A dose that goes on has no end; one whose end is absent ended on an unknown day."""
    if row.get("to") is None:
        return None if ongoing else UNKNOWN_DAY
    return read_day(row["to"], f"{where}, to")


def _mg(given: object, where: str) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise UnreadableHistory(
            f'{where}: "mg_per_day" is {given!r}, not a number. Write the mg of a whole day, without a unit.'
        )
    return float(given)


def _improvement(given: object, where: str) -> Improvement:
    if given is None:
        return UNKNOWN_IMPROVEMENT
    if isinstance(given, Mapping):
        bounds = object_of(given, f"{where}, improvement_percent", ("at_least", "at_most"))
        return Improvement(*(_percent(bounds.get(k, d), where) for k, d in (("at_least", -math.inf), ("at_most", 100))))
    return Improvement(*[_percent(given, where)] * 2)


def _percent(given: object, where: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise UnreadableHistory(
            f'{where}: "improvement_percent" is {given!r}, not a number. Write the percent fall, like 20, or nothing.'
        )
    return float(given)


def read_day(given: object, what: str) -> Day:
    """Read a day: YYYY-MM-DD, or YYYY-MM or YYYY as bounds; None is not known. Raises UnreadableHistory."""
    if given is None:
        return UNKNOWN_DAY
    if isinstance(given, str) and (part := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", given)):
        year, month = int(part[1]), int(part[2] or 0)
        if year and month <= 12:
            last = calendar.monthrange(year, month or 12)[1]
            return Between(date(year, month or 1, 1), date(year, month or 12, last))
    return _date(given, what)


def _date(given: object, what: str) -> date:
    try:
        if isinstance(given, str) and len(given) == 10:
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise UnreadableHistory(
        f"{what}: {given!r} is not a date. Write YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."
    )


# And back


def verdict(found: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON's dicts: the outcome, what counted, and per trial what decided."""
    return {
        "verdict": found.outcome,
        "counted": found.failed_count,
        "possible": found.possible_count,
        "needed": found.rule.min_failed_trials,
        "rule": found.rule_name,
        "rule_version": found.rule_version,
        "as_of": str(found.history.as_of),
        "sentence": found.sentence,
        "patient_sentence": found.patient_sentence,
        "diagnosis": found.about_diagnosis,
        "diagnoses": [diagnosis_form(one) | {"effect": one.effect} for one in found.history.diagnoses],
        "trials": [_finding(one) for one in found.findings],
        "would_decide": list(found.would_decide),
        "not_judged": [{"drug": one.written, "reason": one.sentence} for one in found.history.unlisted],
        "could_not_be_tried_adequately": list(found.stopped_early),
        "other_causes": [{"cause": c.key, "found": c.answer, "sentence": c.sentence} for c in found.other_causes],
        "parameters": [
            {"name": p.name, "value": p.value, "published": p.published, "source": SOURCES[p.source].citation}
            for p in found.rule.parameters
        ],
    }


def _finding(found: Finding) -> dict[str, Any]:
    deciding = found.deciding
    return {
        "drug": found.drug,
        "class": found.drug_class,
        "counted": found.counts,
        "reason": "; ".join(check.reason for check in deciding),
        "source": "; ".join(dict.fromkeys(SOURCES[check.source].citation for check in deciding)),
        "checks": [{"passed": c.passed, "reason": c.reason, "source": c.source} for c in found.checks],
    }


def document(history: History) -> dict[str, Any]:
    """Write a history in the documented form: what is unknown is left out."""
    written = {
        "as_of": str(history.as_of),
        "episode_began": _written(history.episode_began),
        "diagnosis": history.diagnosis or None,
        "diagnoses": [diagnosis_form(one) for one in history.diagnoses] or None,
        "history_complete": history.history_complete,
        "trials": [*(trial(one) for one in history.trials), *({"drug": one.written} for one in history.unlisted)],
        "other_causes": dict(history.other_causes) or None,
    }
    return {key: value for key, value in written.items() if value is not None}


def documented(found: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a trial what the documented form has."""
    return {key: found[key] for key in TRIAL_FIELDS if key in found}


def until(told: Mapping[str, Any], as_of: str) -> dict[str, Any] | None:
    """Return a trial as it stood on a day: a dose that ends later still is taken; None where it began later."""
    doses = [dose for dose in told.get("doses", []) if dose.get("from", "") <= as_of]
    if told.get("doses") and not doses:
        return None
    later = [dose for dose in doses if dose.get("to", "") > as_of]
    if not later:
        return {**told, "doses": doses}
    kept = [{k: v for k, v in dose.items() if dose not in later or k != "to"} for dose in doses]
    return {**told, "doses": kept, "ended_for": "ongoing"}


def trial(one: Trial) -> dict[str, Any]:
    """Write one trial in the documented form."""
    written: dict[str, Any] = {
        "drug": one.drug,
        "route": one.route,
        "form": one.form,
        "salt": one.salt,
        "doses": [_dose(dose) for dose in one.doses],
        "adherence": one.adherence,
        "improvement_percent": _improved(one.improvement),
        "ended_for": "" if one.ended_for == "unknown" else one.ended_for,
        "optimised": one.optimised or None,
        "augmented": one.augmented or None,
        "level": _written_level(one.level),
        "dose_confirmed": one.dose_confirmed or None,
        "given_for": one.given_for,
    }
    return {key: value for key, value in written.items() if value not in (None, "")}


def _written_level(level: MeasuredLevel | None) -> dict[str, Any] | None:
    if level is None:
        return None
    return {"value": level.value, "unit": level.unit} | ({"day": str(level.day)} if level.day else {})


def _dose(dose: Dose) -> dict[str, Any]:
    ended = None if dose.ended is None else _written(dose.ended)
    row = {"from": _written(dose.began), "to": ended, "mg_per_day": dose.mg_per_day}
    return {key: value for key, value in row.items() if value is not None}


def _improved(improvement: Improvement) -> object:
    if improvement.measured:
        return improvement.at_least
    bounds = {"at_least": improvement.at_least, "at_most": improvement.at_most}
    open_ = {"at_least": improvement.at_least < -1e6, "at_most": improvement.at_most >= 100}
    return {key: value for key, value in bounds.items() if not open_[key]} or None


def _written(day: Day) -> str | None:
    """Write a day; bounds that are a whole month or year as YYYY-MM or YYYY."""
    if isinstance(day, date):
        return str(day)
    if day.earliest and day.latest:
        for text in (f"{day.earliest:%Y-%m}", f"{day.earliest:%Y}"):
            if read_day(text, "a day") == day:
                return text
    return None


# Staging


def beside(given: object) -> Beside:
    """Read what staging needs beside the trials: the form's "staging". Raises UnreadableHistory."""
    fields = given.get("staging") if isinstance(given, Mapping) else None
    asked = object_of(fields or {}, '"staging"', tuple(one.name for one in dataclasses.fields(Beside)))
    if asked.get("severity") not in (None, *get_args(Severity)):
        raise UnreadableHistory(
            f'"staging": severity is {asked["severity"]!r}. Choose one of: {", ".join(get_args(Severity))}.'
        )
    for key in asked:
        if key != "severity":
            flag_of(asked, key, '"staging"')
    return Beside(**asked)


def staged(one: Staged) -> dict[str, Any]:
    """Return a stage as JSON's dicts."""
    return {
        "name": one.name,
        "lowest": one.lowest.total if one.lowest else None,
        "highest": one.highest.total if one.highest else None,
        "shown": range_of(one),
        "parts": [part._asdict() for part in one.lowest.parts] if one.lowest else [],
        "missing": list(one.missing),
        "source": SOURCES[one.lowest.source].citation if one.lowest else "",
    }


def range_of(one: Staged) -> str:
    """Write a stage, or its range, as it is read: "II", "9 (moderate)", "3 to 5 (mild)"."""
    if one.lowest is None or one.highest is None:
        return "cannot be staged"
    ends = list(dict.fromkeys(_total(stage) for stage in (one.lowest, one.highest)))
    return " to ".join(ends)


def _total(stage: Stage) -> str:
    if stage.name == "Thase-Rush":
        return stage.band
    return f"{stage.total:g} ({stage.band})" if stage.band else f"{stage.total:g}"
