"""The rules by which a history shows resistance: every number is a parameter, with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal, NamedTuple

from euthymia.medicine.declaration import ANY, NotASwitch, broken, policy_number, policy_switch
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance.trials import RESPONSE_PCT

OURS: Final = "house:resistance"
CLINIC: Final = "clinic"


class ImpossibleRule(Refusal):
    """A rule that would call everybody, or nobody, resistant."""


class UnknownRule(Refusal):
    """No rule goes by this name."""


class UnknownParameter(Refusal):
    """A rule has no parameter of this name, or not this value for it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a trial needs to count, and how many must. Raises ImpossibleRule.

    scope      the current episode (days before it do not count) or the whole life
    dose       which column of the table of minimum doses
    adherence  "not poor": only a trial known to be taken badly falls out; "affirmed": somebody must say it was taken
    intolerance_after_adequate_counts  a trial that side effects ended after an adequate dose and duration may count;
               before that no rule lets it
    sources    by parameter, a key of the bibliography; a parameter that is absent is our reading
    """

    name: str
    min_failed_trials: int = 2
    scope: Literal["current episode", "lifetime"] = "current episode"
    fail_if_improvement_below_pct: float = RESPONSE_PCT
    min_weeks: float = 6
    dose: Literal["permissive", "strict"] = "permissive"
    augmentation_counts: bool = False
    adherence: Literal["not poor", "affirmed"] = "not poor"
    distinct_class_required: bool = False
    intolerance_after_adequate_counts: bool = True
    source: str = OURS
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse a rule that asks for nothing, or names a choice there is not."""
        if self.min_failed_trials < 1 or self.min_weeks <= 0 or not 0 < self.fail_if_improvement_below_pct <= 100:
            raise ImpossibleRule(
                f"rule {self.name}: {self.min_failed_trials} trials of {self.min_weeks:g} weeks, improvement below "
                f"{self.fail_if_improvement_below_pct:g} %. Ask for at least 1 trial, some weeks, and 1 to 100 %."
            )
        for name, choices in CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise ImpossibleRule(
                    f"rule {self.name}: {name} {value!r} is not one of {', '.join(choices)}. Choose one."
                )

    def source_of(self, parameter: str) -> str:
        """Return where a parameter's value comes from: a key of the bibliography."""
        return self.sources.get(parameter, OURS)

    @property
    def parameters(self) -> tuple["Parameter", ...]:
        """List every parameter with its value, its source, and whether that is published or our reading."""
        return tuple(
            Parameter(name, label, _shown(getattr(self, name)), self.source_of(name)) for name, label in LABELS
        )


class Parameter(NamedTuple):
    """One parameter of a rule, as it is printed."""

    name: str
    label: str
    value: str
    source: str

    @property
    def published(self) -> bool:
        """Return whether the value is published; else it is our reading."""
        return self.source != OURS


CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "scope": ("current episode", "lifetime"),
    "dose": ("permissive", "strict"),
    "adherence": ("not poor", "affirmed"),
}
LABELS: Final = (
    ("min_failed_trials", "failed trials needed"),
    ("scope", "which trials count"),
    ("fail_if_improvement_below_pct", "failed if improvement is below, %"),
    ("min_weeks", "weeks at the minimum dose or above"),
    ("dose", "column of minimum doses"),
    ("augmentation_counts", "a failed augmentation counts as a trial"),
    ("adherence", "evidence that it was taken"),
    ("distinct_class_required", "each of a different class"),
    ("intolerance_after_adequate_counts", "counts though side effects ended it, once adequate"),
)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rule(name: str, source: str, *, published: str, **parameters: Any) -> Rule:
    """Make a preset; `published` names the parameters whose value the source states."""
    return Rule(name, source=source, sources=dict.fromkeys(published.split(), source), **parameters)


# The agencies publish neither weeks nor a cut: those are our reading, and are printed so.
PRESETS: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        _rule("fda", "fda:trd", published="min_failed_trials scope"),
        _rule(
            "ema",
            "ema:trd",
            published="min_failed_trials adherence distinct_class_required",
            scope="lifetime",
            adherence="affirmed",
        ),
        _rule("mgh-6-weeks", "mgh-atrq:failed-trial", published="fail_if_improvement_below_pct min_weeks"),
        _rule("4-weeks", "athf-sf:four-weeks", published="min_weeks", min_weeks=4),
        _rule(
            "elekt-d",
            "elektd:trd",
            published="min_failed_trials scope augmentation_counts",
            scope="lifetime",
            min_weeks=4,
            augmentation_counts=True,
        ),
    )
}
DEFAULT: Final = "fda"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicRule:
    """The clinic's own rule, parameter by parameter, as its medical director signs it.   Source: house:resistance

    A yes-or-no parameter is 1 or 0. Raises NotASwitch, ImpossibleRule.
    """

    failed_trials: float = policy_number(2, label="Failed trials needed", unit="", bounds=(1, ANY[1]), source=OURS)
    lifetime: float = policy_switch(False, label="Trials of a lifetime count, not of this episode alone", source=OURS)
    improvement_below_pct: float = policy_number(
        50, label="A trial failed where the improvement is below", unit="%", bounds=(0, 100), source=OURS
    )
    weeks: float = policy_number(6, label="Weeks at the minimum dose or above", unit="", bounds=ANY, source=OURS)
    strict_dose: float = policy_switch(False, label="The strict column of minimum doses", source=OURS)
    augmentation_counts: float = policy_switch(False, label="A failed augmentation counts as a trial", source=OURS)
    adherence_affirmed: float = policy_switch(False, label="Somebody must say that it was taken", source=OURS)
    distinct_classes: float = policy_switch(False, label="Each of a different class", source=OURS)
    adequate_intolerance_counts: float = policy_switch(
        True, label="A trial that side effects ended counts, if dose and weeks were adequate", source=OURS
    )

    def __post_init__(self) -> None:
        """Refuse what no rule can be when it is signed, not when it first judges a person."""
        for entry in broken(self):
            if entry.says.switch:
                raise NotASwitch(f"{entry.says.label}: read as {getattr(self, entry.name):g}. Enter 1 or 0.")
        self.as_rule()

    def as_rule(self) -> Rule:
        """Make the rule that judges. Raises ImpossibleRule."""
        return Rule(
            CLINIC,
            min_failed_trials=int(self.failed_trials),
            scope="lifetime" if self.lifetime else "current episode",
            fail_if_improvement_below_pct=self.improvement_below_pct,
            min_weeks=self.weeks,
            dose="strict" if self.strict_dose else "permissive",
            augmentation_counts=bool(self.augmentation_counts),
            adherence="affirmed" if self.adherence_affirmed else "not poor",
            distinct_class_required=bool(self.distinct_classes),
            intolerance_after_adequate_counts=bool(self.adequate_intolerance_counts),
        )


def preset(name: str) -> Rule:
    """Look a rule up by its name. Raises UnknownRule with the names there are."""
    if name not in PRESETS:
        raise UnknownRule(f"{name!r} is not a rule. Choose one of: {', '.join(PRESETS)}.")
    return PRESETS[name]


def changed(rule: Rule, **parameters: Any) -> Rule:
    """Return a rule with other values, which are ours then. Raises UnknownParameter, ImpossibleRule."""
    known = {one.name for one in fields(Rule)} - {"source", "sources"}
    for name in parameters:
        if name not in known:
            raise UnknownParameter(f"{name!r} is no parameter of a rule. Choose from: {', '.join(sorted(known))}.")
    kept = {name: key for name, key in rule.sources.items() if name not in parameters}
    return replace(rule, sources=kept, **parameters)


def read_parameter(text: str) -> tuple[str, Any]:
    """Read "min_weeks=8" as a person types it. Raises UnknownParameter."""
    name, _, value = text.partition("=")
    kinds = {one.name: type(one.default) for one in fields(Rule) if one.name in dict(LABELS)}
    kind, value = kinds.get(name.strip()), value.strip()
    try:
        if kind is bool:
            return name.strip(), {"yes": True, "no": False}[value]
        return name.strip(), {int: int, float: float, str: str}[kind or bool](value)
    except (KeyError, ValueError):
        raise UnknownParameter(
            f"{text!r} is not a parameter and its value. Write like min_weeks=8; there are: {', '.join(kinds)}."
        ) from None
