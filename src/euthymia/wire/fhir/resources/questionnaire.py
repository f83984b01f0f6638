"""Questionnaire: a clinic's own wording of a rating scale, held item by item against the scale as it is here.

The scale's items, answers and scores decide: a file that has others is refused by item and reason, and never half
taken. Words are kept letter for letter, since of some scales none may be altered.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.elements import Resource, each, mapping, number, text
from euthymia.wire.fhir.resources.scale_items import Expected
from euthymia.wire.fhir.resources.wording import Question, Wording
from euthymia.wire.fhir.version import other_version

MAX_BYTES: Final = 1_000_000
LONGEST: Final = 5_000
MOST_ITEMS: Final = 300
DEEPEST: Final = 8
LOINC: Final = "http://loinc.org"
_ORDINAL: Final = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
)
_PREFIX: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix"
_LEAST: Final = "http://hl7.org/fhir/StructureDefinition/minValue"
_MOST: Final = "http://hl7.org/fhir/StructureDefinition/maxValue"
_NUMBER: Final = re.compile(r"(?:.*[^0-9])?0*([0-9]{1,2}[a-z]?)[^0-9a-z]*", re.DOTALL)
_IS_CODE: Final = re.compile(r"[0-9]{3,}-[0-9]")


class UnreadableQuestionnaire(Refusal):
    """The file as a whole is no FHIR R4 Questionnaire that can be read here."""


class WordingDoesNotFit(Refusal):
    """Items of the file are not the scale's; `faults` has a sentence for each, by item."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class _Fault(Exception):
    """One item does not fit: the sentence."""


def read_wording(data: bytes, items: tuple[Expected, ...]) -> Wording:
    """Read a Questionnaire's words for a scale.

    data    the file's bytes, up to MAX_BYTES
    items   the scale's items, in order
    Raises UnreadableQuestionnaire, WordingDoesNotFit.
    """
    found = _questionnaire(data)
    entries = list(_walk(found.get("item"), depth=1))
    if len(entries) > MOST_ITEMS:
        raise UnreadableQuestionnaire(f"It has {len(entries)} items, at most {MOST_ITEMS} are read. Give one scale.")
    matched = _match(entries, items, _valuesets(found))
    questions, faults = matched.questions, list(matched.faults)
    missing = [one for one in items if one.number not in matched.seen and one.needed]
    faults += [f"Item {one.number}: the file has no such item. Add it, numbered {one.number}." for one in missing]
    if not faults and list(questions) != [one.number for one in items if one.number in questions]:
        faults = [f"Items in the order {', '.join(questions)}: the scale has another. Put them in the scale's order."]
    if faults:
        raise WordingDoesNotFit(tuple(faults))
    return Wording(
        tuple(questions.values()),
        title=_words(found.get("title"), "title"),
        language=text(found.get("language"))[:20],
        copyright=_words(found.get("copyright"), "copyright"),
        after=tuple(matched.before),
    )


def _questionnaire(data: bytes) -> Resource:
    if len(data) > MAX_BYTES:
        raise UnreadableQuestionnaire(
            f"The file is over size: {len(data):,} bytes, at most {MAX_BYTES:,}. Take pictures and rendered text out."
        )
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as wrong:
        raise UnreadableQuestionnaire(f"It is no JSON ({wrong.msg.split(':')[0]}). Give FHIR R4 JSON.") from None
    kind = text(mapping(found).get("resourceType"))
    if kind != "Questionnaire":
        said = f"a {kind[:40]}" if kind else "no FHIR resource"
        raise UnreadableQuestionnaire(f"It is {said}, not a Questionnaire. Give the form, not its answers.")
    if version := other_version(found):
        raise UnreadableQuestionnaire(f"It is written in FHIR {version}. Give R4 (4.0.1).")
    if text(found.get("status")) == "retired":
        raise UnreadableQuestionnaire("Its status is retired: its makers have withdrawn it. Give the one in use.")
    return mapping(found)


def _walk(items: object, *, depth: int) -> Iterator[Resource]:
    """Walk the items as a reader meets them, groups before what is in them."""
    if depth > DEEPEST:
        raise UnreadableQuestionnaire(f"Its items lie more than {DEEPEST} groups deep. Flatten them.")
    for item in each(items):
        yield item
        yield from _walk(item.get("item"), depth=depth + 1)


@dataclass(slots=True)
class _Matched:
    """What was matched so far; `before` the texts that wait for the next item, `seen` the items that were met."""

    questions: dict[str, Question] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def _match(entries: list[Resource], items: tuple[Expected, ...], valuesets: Mapping[str, list[Resource]]) -> _Matched:
    """Match each question to the scale's item; texts between them are kept before the item that follows."""
    so_far = _Matched()
    for entry in entries:
        try:
            _take(entry, items, valuesets, so_far)
        except _Fault as fault:
            so_far.faults.append(str(fault))
    return so_far


def _take(
    entry: Resource, items: tuple[Expected, ...], valuesets: Mapping[str, list[Resource]], so_far: _Matched
) -> None:
    words = _words(entry.get("text"), f"item {_name(entry)}")
    if entry.get("type") in ("group", "display"):
        so_far.before += [words] if words else []
        return
    number = _number(entry, items)
    expected = next((one for one in items if one.number == number), None)
    if expected is None:
        if not _worked_out(entry):
            raise _Fault(f"Item {_name(entry)}: the scale has no such item. Take it out or renumber it.")
        return
    if number in so_far.seen:
        raise _Fault(f"Item {number}: the file has it twice. Keep one.")
    so_far.seen.add(number)
    if not words:
        raise _Fault(f"Item {number}: it has no text. Add its words.")
    question = Question(number, words, _answers(entry, expected, valuesets), tuple(so_far.before))
    so_far.questions[number] = question
    so_far.before.clear()


def _name(entry: Resource) -> str:
    return text(entry.get("linkId"))[:40] or "without linkId"


def _number(entry: Resource, items: tuple[Expected, ...]) -> str:
    """Tell which item a question is: by LOINC code, else by the number in its prefix or linkId."""
    link = text(entry.get("linkId"))
    codes = {text(c.get("code")) for c in each(entry.get("code")) if text(c.get("system")) == LOINC}
    codes |= set(link.split("/"))
    by_code = next((one.number for one in items if one.loinc and one.loinc in codes), "")
    numbers = {one.number for one in items}
    told = (_NUMBER.fullmatch(said.lower()) for said in (text(entry.get("prefix")), link) if not _IS_CODE.search(said))
    return by_code or next((m[1] for m in told if m and m[1] in numbers), "")


def _worked_out(entry: Resource) -> bool:
    """A total that the form adds up by itself is no question."""
    return entry.get("readOnly") is True or entry.get("type") in ("decimal", "quantity")


def _answers(entry: Resource, one: Expected, valuesets: Mapping[str, list[Resource]]) -> tuple[tuple[int, str], ...]:
    """Return the answers by score. Raises _Fault where there are others than the scale has."""
    options = _options(entry, one, valuesets)
    scores = sorted(score for score, _ in options)
    wanted = sorted(one.scores)
    if len(scores) != len(wanted):
        raise _Fault(f"Item {one.number}: {len(scores)} answers, the scale has {len(wanted)}. Give each answer once.")
    if scores != wanted:
        said = ", ".join(map(str, scores))
        raise _Fault(f"Item {one.number}: scores {said}, the scale has {', '.join(map(str, wanted))}. Correct them.")
    return tuple(sorted(options))


def _options(entry: Resource, one: Expected, valuesets: Mapping[str, list[Resource]]) -> list[tuple[int, str]]:
    if entry.get("type") == "boolean" and set(one.scores) == {0, 1}:
        return [(0, "No"), (1, "Yes")]
    if entry.get("type") == "integer" and not entry.get("answerOption"):
        return _between(entry, one)
    asked = text(entry.get("answerValueSet"))
    if asked and asked.removeprefix("#") not in valuesets:
        raise _Fault(f"Item {one.number}: its answers are not in the file ({asked[:60]}). Put them in.")
    options = valuesets[asked.removeprefix("#")] if asked else list(each(entry.get("answerOption")))
    return [_option(option, one) for option in options]


def _between(entry: Resource, one: Expected) -> list[tuple[int, str]]:
    """A number to be typed, between a least and a most, is answers without words."""
    ends = [_extension(entry, url) for url in (_LEAST, _MOST)]
    if ends != [min(one.scores), max(one.scores)]:
        raise _Fault(f"Item {one.number}: a number without the scale's least and most. Add minValue and maxValue.")
    return [(score, "") for score in one.scores]


def _option(option: Resource, one: Expected) -> tuple[int, str]:
    coding = mapping(option.get("valueCoding")) or option
    said = option.get("valueString") or coding.get("display")
    words = _words(said, f"an answer to item {one.number}")
    score = _score(option, coding, one)
    if score is None:
        shown = words[:40] or text(coding.get("code"))[:40]
        raise _Fault(f"Item {one.number}: the answer {shown!r} has no score. Give it an ordinalValue.")
    return score, words


def _score(option: Resource, coding: Resource, one: Expected) -> int | None:
    code = text(coding.get("code"))
    prefix = next((text(e.get("valueString")) for e in each(option.get("extension")) if e.get("url") == _PREFIX), "")
    told = [_extension(part, url) for part in (option, coding) for url in _ORDINAL]
    told += [number(option.get("valueInteger")), one.scored.get(code)]
    told += [float(said) for said in (prefix, code) if said.isascii() and said.isdigit() and len(said) <= 3]
    score = next((found for found in told if found is not None), None)
    return int(score) if score is not None and score == int(score) else None


def _extension(part: Resource, url: str) -> float | None:
    found = (e for e in each(part.get("extension")) if e.get("url") == url)
    return next((number(e.get("valueDecimal", e.get("valueInteger"))) for e in found), None)


def _valuesets(found: Resource) -> dict[str, list[Resource]]:
    """Return the answer lists that the file itself carries, by id."""
    contained = (r for r in each(found.get("contained")) if r.get("resourceType") == "ValueSet")
    return {text(one.get("id")): list(_concepts(one)) for one in contained}


def _concepts(valueset: Resource) -> Iterator[Resource]:
    for include in each(mapping(valueset.get("compose")).get("include")):
        yield from each(include.get("concept"))


def _words(value: Any, what: str) -> str:
    """Return words as they stand. Raises UnreadableQuestionnaire for what cannot be shown as they stand."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableQuestionnaire(f"The words of {what} are no text. Correct them.")
    if len(value) > LONGEST:
        raise UnreadableQuestionnaire(
            f"The words of {what} are over size: {len(value):,} letters, at most {LONGEST:,}."
        )
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in value):
        raise UnreadableQuestionnaire(f"The words of {what} hold a sign that cannot be shown. Take it out.")
    return value
