"""Several sources of one channel: each keeps its own run, the worst is shown, and a disagreement is said.

A source is code, containment and equipment; what a hand enters is a source too. A source lives while its newest value
is no older than a continuous value may be, counted from the newest of its channel. Source: house:sources
"""

import re
from collections.abc import Iterable, Mapping
from math import inf
from typing import Final

from euthymia.medicine.readings import CUFF_CHANNELS, PUMP_CHANNELS, Channel, Reading
from euthymia.medicine.watch.alarm import Alarm, amount, label, priority, together, worse
from euthymia.medicine.watch.limits import TOGETHER, Limits, Phase, Rule
from euthymia.medicine.watch.state import CONTINUOUS, Earlier, Latest, Source

_DEVICE: Final = re.compile(r"([a-z]+ \d+): ")
BY_HAND: Final[Source] = ("", "", "")
KEPT: Final = 200  # characters
SOURCED: Final = CONTINUOUS | PUMP_CHANNELS


def said_by(device: str, equipment: str) -> str:
    """Name who measured: what the message says (OBX-18), and before it a device that is not the first of its kind.

    device   as the chair calls it: "monitor", "monitor 2"
    Two devices of one make may say the same of themselves: each stays a source of its own.
    """
    return equipment if device.isalpha() else f"{device}: {equipment}"


def is_said_by(device: str, equipment: str) -> bool:
    """Return whether this device at the chair measured what bears this name."""
    named = _DEVICE.match(equipment)
    return named[1] == device if named else device.isalpha()


def as_kept(source: Source) -> str:
    """Write a source as events keep it: what a sender makes up is cut, and no database takes a NUL."""
    return "|".join(source)[:KEPT].replace("\x00", " ")


def source_of(reading: Reading) -> Source:
    """Return who says a reading."""
    return (reading.code, reading.containment, reading.equipment)


def same_source(reading: Reading, seen: Latest) -> bool:
    """Return whether both are of one source; of a pump, of one of its channels."""
    if reading.channel in PUMP_CHANNELS:
        return (reading.place, reading.equipment) == (seen.place, seen.equipment)
    return source_of(reading) == seen.source


def run_key(rule: Rule, source: Source) -> str:
    """Name the run of one source under one rule; other channels have one run a rule."""
    return f"{rule.key}@{'|'.join(source)}" if rule.channel in CONTINUOUS else rule.key


def lasted_key(rule: Rule, source: Source) -> str:
    """Name the mark of a run that has lasted long enough to be an alarm."""
    return f"{rule.key}!{'|'.join(source)}"


def worst_key(rule: Rule, source: Source) -> str:
    """Name the worst value of a source's run; it stands among the runs and ends with its own."""
    return f"{run_key(rule, source)}~"


def keep_worst(runs: dict[str, float], rule: Rule, value: float, source: Source) -> None:
    """Keep a run's worst value: it may come before the run has lasted long enough to be an alarm."""
    if rule.partner is None:
        key = worst_key(rule, source)
        runs[key] = worse(value, runs.get(key), rule.limit) or 0.0


def lasting(rule: Rule, runs: Iterable[str]) -> bool:
    """Return whether any source's run has lasted long enough."""
    return any(key.startswith(f"{rule.key}!") for key in runs)


def beside_sedation(latest: Mapping[Channel, Latest], runs: Iterable[str], limits: Limits) -> tuple[Rule, ...]:
    """Return what lasts beside deep sedation: slow breathing, low oxygen; nothing where nobody is so sedated.

    Two signs that are mild each for itself ask for a stop together.   Source: house:deep-sedation
    """
    seen = latest.get("sedation_moaas")
    if seen is None or seen.value > limits.sedation_prompt_moaas:
        return ()
    keys, signs = tuple(runs), (limits.rules["resp_rate_bpm"][0], limits.followed["spo2_pct"][-1])
    return tuple(rule for rule in signs if lasting(rule, keys))


def deep_sedation(
    latest: Mapping[Channel, Latest], runs: Iterable[str], *, limits: Limits, now_s: float, phase: Phase
) -> Alarm | None:
    """Return the alarm of deep sedation beside another sign; None where it does not last."""
    beside = beside_sedation(latest, runs, limits)
    if not beside:
        return None
    moaas, limit, urgency = latest["sedation_moaas"].value, limits.sedation_prompt_moaas, priority("stop", phase=phase)
    said = together(moaas, limit, beside)
    alarm = Alarm(TOGETHER, said, "sedation_moaas", "stop", urgency, moaas, limit, now_s, now_s)
    return alarm._replace(worst=moaas)


def living(channel: Channel, seen: Iterable[Latest], limits: Limits) -> tuple[Latest, ...]:
    """Keep the sources that still live; a pump's channels do until the pump leaves."""
    all_seen = tuple(seen)
    if channel in PUMP_CHANNELS:
        return all_seen
    newest_s = max(one.at_s for one in all_seen)
    return tuple(one for one in all_seen if newest_s - one.at_s <= limits.continuous_stale_s)


def worst_first(seen: Iterable[Latest], rules: tuple[Rule, ...]) -> list[Latest]:
    """Order what the sources say: by the gravest limit each breaks, then by how far, then the newest. Law: the order in
    which they came does not matter.
    """
    return sorted(seen, key=lambda one: (_gravity(one.value, rules), one.received_s, one.source), reverse=True)


def _gravity(value: float, rules: tuple[Rule, ...]) -> tuple[int, float]:
    broken = [n for n, rule in enumerate(rules) if not rule.quiet_low <= value < rule.quiet_high]
    return (broken[-1], abs(value - rules[broken[-1]].limit)) if broken else (-1, 0.0)


def disagreement(channel: Channel, seen: Iterable[Latest], rules: tuple[Rule, ...], runs: Mapping[str, float]) -> str:
    """Return in words that one source has broken a rule and another is within its limit; "" where none has.

    A value from before the break had lasted does not speak against it: a nurse's 98 % of a moment before the alarm.
    """
    sources = tuple(seen)
    for rule in reversed(rules):
        beyond = [one for one in sources if lasted_key(rule, one.source) in runs]
        lasted_s = min((runs.get(run_key(rule, one.source), one.at_s) + rule.hold_s for one in beyond), default=inf)
        within = [one for one in sources if rule.quiet_low <= one.value < rule.quiet_high and one.at_s >= lasted_s]
        if within:
            words = " and ".join(
                f"{amount(channel, one.value)} ({_named(one)})" for one in sorted(sources, key=lambda one: one.source)
            )
            return f"{label(channel)}: sources disagree: {words}"
    return ""


def _named(seen: Latest) -> str:
    """Name who says a value: two devices of one make say the same code and place, so the second is named before."""
    if not seen.code:
        return "by hand"
    device = _DEVICE.match(seen.equipment)
    return " ".join(filter(None, (device[1] if device else "", seen.code, seen.containment)))


def cuff_key(reading: Reading) -> str:
    """Name the source of one half of a cuff value."""
    return "|".join((reading.channel, *source_of(reading)))


def first_sights(
    readings: Iterable[Reading], known: dict[str, tuple[float, float]]
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Return when each cuff value without a time of its own was first seen, and what is known then.

    The same values from the same device are the same measurement; one that differs makes all of them new.
    Source: house:cuff-first-sight
    """
    rows: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.channel in CUFF_CHANNELS and reading.timed != "own" and reading.code and reading.value is not None:
            rows.setdefault(reading.equipment, []).append(reading)
    first: dict[str, float] = {}
    after = dict(known)
    for cuff in rows.values():
        said = {cuff_key(reading): reading for reading in cuff}
        is_new = any(key in known and known[key][0] != reading.value for key, reading in said.items())
        for key, reading in said.items():
            first[key] = reading.at_s if is_new or key not in known else known[key][1]
            after[key] = (reading.value or 0.0, first[key])
    return first, after


def is_remembered(channel: Channel) -> bool:
    """Return whether earlier values of a channel are kept, so that one sent twice is known."""
    return channel in CUFF_CHANNELS and channel != "mean_mmhg"


def same_instant(was: Latest | None, reading: Reading) -> tuple[tuple[str, str, float], ...]:
    """Keep what other sources said at the very same instant, so that a repeat of theirs is known too."""
    if was is None or was.sent_at_s != reading.at_s:
        return ()
    seen = ((was.code, was.containment, was.value), *was.also)
    return tuple(source for source in seen if source[:2] != (reading.code, reading.containment))


def said_at_once(was: Latest) -> tuple[Earlier, ...]:
    """Return a cuff reading with what other sources said of the same instant, as they are remembered."""
    others = (Earlier(code, containment, was.sent_at_s, value) for code, containment, value in was.also)
    return (Earlier(was.code, was.containment, was.sent_at_s, was.value), *others)
