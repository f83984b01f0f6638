"""Go or no-go: who may be treated, who must not, and who needs a prescriber's eye first.

An absolute criterion has no override. An exclusion or a caution is settled only by a prescriber's typed reason; a nurse
has none to give. A question without an answer is never read as "no". The public self-check is a small part of the same
list in plain words, and never closes the way to a consult.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from euthymia.medicine.eligibility.chart_facts import Known, facts, medicine_lines, stricter
from euthymia.medicine.eligibility.criteria import BY_KEY, CRITERIA, SELF_CHECK, Criterion, SelfCheckQuestion
from euthymia.medicine.eligibility.fact import Answer, Fact
from euthymia.medicine.refusal import Refusal

__all__ = [
    "CRITERIA",
    "SELF_CHECK",
    "Answer",
    "Criterion",
    "Decision",
    "Known",
    "Line",
    "SelfCheck",
    "SelfCheckLine",
    "SelfCheckQuestion",
    "decide",
    "self_check",
]

RULE_VERSION: Final = "eligibility-2"

ANSWERS: Final = ("yes", "no", "unknown")
State = Literal["clear", "told", "settled", "review", "no-go"]

ASKED: Final = "From the chart, to be asked: "
FIND_OUT: Final = "Find out and answer yes or no; without an answer this is not a no."


class UnknownCriterion(Refusal):
    """An answer or a reason names a criterion that is not on the list."""


class NotAnAnswer(Refusal):
    """An answer is not yes, no or unknown."""


class NoOverride(Refusal):
    """A reason was given for a criterion that nobody's reason can settle."""


class NoReason(Refusal):
    """An override carries no reason."""


class NothingToOverride(Refusal):
    """A reason was given for a criterion that is answered "no"."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with its answer, where it stands, why, what to do next, and who may decide otherwise."""

    key: str
    question: str
    kind: str
    answer: Answer
    state: State
    reason: str
    next_step: str
    who_may_override: str
    override: str
    source: str
    seen: str = ""  # what the chart says of it


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome and every line of the list, also where the answer is "go"."""

    outcome: Literal["go", "no-go", "review"]
    lines: tuple[Line, ...]
    sentence: str
    rule_version: str = RULE_VERSION


NOTHING_KNOWN: Final = Known()


def decide(answers: Mapping[str, Answer], *, overrides: Mapping[str, str], known: Known = NOTHING_KNOWN) -> Decision:
    """Decide go, no-go or review from the answers to the list.

    answers    criterion key to answer; a key that is absent is "unknown"
    overrides  criterion key to the prescriber's typed reason; who signs it is checked where people are known
    known      what the chart already knows: of its answer and a person's the stricter counts, and each medicine that
               the table of interactions names is a line of its own
    No-go: any absolute "yes", or an exclusion "yes" without its reason. Review: anything else that is open.
    Raises UnknownCriterion, NotAnAnswer, NoOverride, NoReason, NothingToOverride.   Source: house:eligibility
    """
    taken, seen = medicine_lines(known.medicines), facts(known)
    every = {**BY_KEY, **{line.key: line for line in taken}}
    _check_answers(answers, BY_KEY)
    merged = {c.key: stricter(answers.get(c.key, "unknown"), seen.get(c.key)) for c in CRITERIA}
    merged |= {line.key: "yes" for line in taken}
    for key, reason in overrides.items():
        _check_override(key, reason, merged, every)
    lines = tuple(_line(c, merged[key], overrides.get(key, "").strip(), seen.get(key)) for key, c in every.items())
    states = {line.state for line in lines}
    outcome: Literal["go", "no-go", "review"] = "go"
    if "no-go" in states:
        outcome = "no-go"
    elif "review" in states:
        outcome = "review"
    return Decision(outcome, lines, _sentence(outcome, lines))


def _check_answers(answers: Mapping[str, Answer], known: Mapping[str, object]) -> None:
    for key, answer in answers.items():
        if key not in known:
            raise UnknownCriterion(f"{key!r} is not on the list. Use the keys of the list as it is shown.")
        if answer not in ANSWERS:
            raise NotAnAnswer(f"{key}: {answer!r} is not an answer. Choose yes, no or unknown.")


def _check_override(key: str, reason: str, answers: Mapping[str, Answer], every: Mapping[str, Criterion]) -> None:
    if key not in every:
        raise UnknownCriterion(f"{key!r} is not on the list. Use the keys of the list as it is shown.")
    if every[key].who_may_override == "nobody":
        raise NoOverride(f"{key}: nobody may override this. Do not treat while it stands.")
    if not reason.strip():
        raise NoReason(f"{key}: the reason is empty. The prescriber types why treatment is still right.")
    if answers.get(key) == "no":
        raise NothingToOverride(f"{key}: answered no, so there is nothing to override. Remove the reason.")


def _line(criterion: Criterion, answer: Answer, override: str, fact: Fact | None) -> Line:
    state = _state(criterion, answer, override)
    next_step = {
        "clear": "Nothing.",
        "told": criterion.next_step,
        "settled": "Treatment may go on; the prescriber's reason stands in the record.",
        "review": criterion.next_step if answer == "yes" else FIND_OUT,
        "no-go": criterion.next_step,
    }[state]
    if state in ("review", "no-go"):
        next_step = f"{next_step} {_who(criterion)}"
    return Line(
        criterion.key,
        criterion.question,
        criterion.kind,
        answer,
        state,
        criterion.reason,
        next_step,
        criterion.who_may_override,
        override,
        criterion.source,
        _seen(fact, answer),
    )


def _seen(fact: Fact | None, answer: Answer) -> str:
    """Return what the chart says of a line: also what it asks, where a person has answered."""
    if fact is None or fact.answer not in (answer, "unknown"):
        return ""
    if fact.answer == "unknown":
        return f"{ASKED}{fact.seen.removeprefix('to be asked: ')}."
    return f"From the chart: {fact.seen}."


def _state(criterion: Criterion, answer: Answer, override: str) -> State:
    if answer == "no":
        return "clear"
    if criterion.kind == "inform":
        return "told"
    if override:
        return "settled"
    if answer == "yes" and criterion.kind != "caution":
        return "no-go"
    return "review"


def _who(criterion: Criterion) -> str:
    if criterion.who_may_override == "nobody":
        return "Nobody may override this."
    return "Only a prescriber may decide otherwise, with a typed reason; a nurse may not."


def _sentence(outcome: str, lines: tuple[Line, ...]) -> str:
    named = [line.key for line in lines if line.state == outcome]
    if outcome == "go":
        settled = [line.key for line in lines if line.state == "settled"]
        return f"Go, with a prescriber's reason for: {', '.join(settled)}." if settled else "Go: every answer is no."
    word = {"no-go": "No-go", "review": "A prescriber decides first"}[outcome]
    return f"{word}: {', '.join(named)}."


@dataclass(frozen=True, slots=True)
class SelfCheckLine:
    """One answer that changed the outcome: why it may matter, and what to do next."""

    key: str
    answer: Answer
    reason: str
    next_step: str
    source: str


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What the public page says. `consult` is said whatever the outcome."""

    outcome: Literal["may fit", "may not fit", "ask us"]
    lines: tuple[SelfCheckLine, ...]
    sentence: str
    consult: str


CONSULT: Final = (
    "Whatever this page says, you can ask for a consult. A clinician decides with you, in person; this page does not."
)


def self_check(answers: Mapping[str, Answer]) -> SelfCheck:
    """Return whether treatment may fit, from a few plain questions; it never bars anybody from a consult.

    answers  self-check key to answer; a key that is absent is "unknown", which is never read as "no"
    Raises UnknownCriterion, NotAnAnswer.   Source: house:self-check
    """
    _check_answers(answers, {q.key: q for q in SELF_CHECK})
    given = [(q, answers.get(q.key, "unknown")) for q in SELF_CHECK]
    open_ = [(q, a) for q, a in given if a != q.good_answer]
    lines = tuple(_self_check_line(q, a) for q, a in open_)
    outcome: Literal["may fit", "may not fit", "ask us"] = "ask us" if open_ else "may fit"
    if any(a != "unknown" and q.otherwise == "may not fit" for q, a in open_):
        outcome = "may not fit"
    return SelfCheck(outcome, lines, SELF_CHECK_SENTENCES[outcome], CONSULT)


def _self_check_line(question: SelfCheckQuestion, answer: Answer) -> SelfCheckLine:
    if answer == "unknown":
        reason = f"You are not sure, and it matters: {question.reason[0].lower()}{question.reason[1:]}"
        return SelfCheckLine(question.key, answer, reason, "We can find this out together.", question.source)
    return SelfCheckLine(question.key, answer, question.reason, question.next_step, question.source)


SELF_CHECK_SENTENCES: Final[dict[str, str]] = {
    "may fit": "From these answers, this treatment may fit. It helps some people and not others.",
    "may not fit": "From these answers, this treatment may not fit right now. Below is why, and what to do next.",
    "ask us": "From these answers we cannot say. Below is what we would talk about with you.",
}
