"""Every rule of the watch by name, for those who must know each: the oracle, the rehearsal, the page, the hazards."""

from typing import Final, NamedTuple, get_args

from euthymia.medicine.watch.limits import TOGETHER, Level, Limits
from euthymia.medicine.watch.silence import WATCHED


class WatchRule(NamedTuple):
    """One way in which the watch may alarm.

    name     "spo2_pct:pause", the key of its alarm; the level alone where that key also names a device or a symptom
    level    what its alarm asks for
    channel  the channel it looks at; "" where it looks at any
    """

    name: str
    level: Level
    channel: str = ""


# Any baseline will do: it only makes the rises act.
_LIMITS: Final = Limits(baseline_systolic_mmhg=120, baseline_diastolic_mmhg=75)


def every_rule() -> tuple[WatchRule, ...]:
    """Return each rule once: the action table, the silence of each channel, then what hangs on no single channel."""
    rules = {rule.name: rule for rule in (*_action_table(), *_silences())}
    told = {rule.level for rule in rules.values()}
    others = [WatchRule(level, level) for level in get_args(Level) if level not in told]
    return (*rules.values(), *others)


def _action_table() -> list[WatchRule]:
    rules = [rule for of_channel in _LIMITS.rules.values() for rule in of_channel]
    alone = [WatchRule(rule.key, rule.level, rule.channel) for rule in rules]
    return [*alone, WatchRule(TOGETHER, "stop", "sedation_moaas")]


def _silences() -> list[WatchRule]:
    return [WatchRule(f"{channel}:stale", "stale", channel) for channel in WATCHED]
