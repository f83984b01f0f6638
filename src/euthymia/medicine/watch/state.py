"""All that the watch remembers about one session between two messages."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from euthymia.medicine.readings import CUFF_CHANNELS, POSSIBLE, Channel
from euthymia.medicine.watch.alarm import Alarm
from euthymia.medicine.watch.limits import INFUSION, Limits, Phase

Outcome = Literal["new", "repeat", "amended", "late", "no value", "impossible", "future", "arrival"]

Source = tuple[str, str, str]  # code, containment, equipment: what tells one source of a channel from another
CONTINUOUS: Final[frozenset[Channel]] = frozenset({"spo2_pct", "pulse_bpm", "heart_rate_bpm", "resp_rate_bpm"})
PACED: Final[frozenset[Channel]] = frozenset({"spo2_pct", "pulse_bpm", "heart_rate_bpm"})
EXPECTED: Final[tuple[Channel, ...]] = ("spo2_pct", "systolic_mmhg", "resp_rate_bpm", "sedation_moaas")

LIVE: Final = -1  # a channel that has once reported within its rule
SPOT: Final = 2  # this many slow gaps and never a quick one: a spot-check device
LIVE_STREAK: Final = 5  # this many messages about a second apart: a sender that reports every second


class Latest(NamedTuple):
    """The current value of one channel.

    at_s        when it was measured; the moment of arrival where the device's clock ran ahead of ours
    received_s  when it arrived
    sent_at_s   the device's own time, part of what makes a repeat a repeat
    also        (code, containment, value) of other sources that reported the same instant
    equipment   the device's own name
    missed      the device's times between which nothing came, the last time that happened
    place, drug of a pump with several channels
    """

    value: float
    at_s: float
    received_s: float
    code: str
    containment: str
    sent_at_s: float
    also: tuple[tuple[str, str, float], ...] = ()
    equipment: str = ""
    missed: tuple[float, float] | None = None
    place: str = ""
    drug: str = ""

    @property
    def source(self) -> Source:
        """Return who says it."""
        return (self.code, self.containment, self.equipment)


class Heard(NamedTuple):
    """When a sender's last message came, and how many in a row came about a second apart (LIVE_STREAK stays).

    offset_s  its clock minus ours, by the time that message was sent at; None where it gave none
    """

    last_s: float
    streak: int
    offset_s: float | None = None


class Earlier(NamedTuple):
    """A cuff reading before the current one, remembered so that its repeat is known as one."""

    code: str
    containment: str
    sent_at_s: float
    value: float


class EndedBy(NamedTuple):
    """What a value ended that is within its limit, kept until it is sure: it may be taken back.

    alarm    as it was; None where only a run was broken
    runs     what it broke: (name, since)
    channel, source   whose value it was
    times    its own time, and those of the values within the limit that came after it
    before   what the channel said before it, where that counts until the next measurement
    """

    alarm: Alarm | None
    runs: tuple[tuple[str, float], ...]
    channel: Channel
    source: Source
    times: tuple[float, ...]
    before: Latest | None


class WatchState(NamedTuple):
    """The state between two messages; never changed, only replaced.

    latest            current value per channel
    runs              start (reading time) of each unbroken run a held condition waits for
    alarms            by key: active ones, and ended ones nobody has acknowledged
    expected          channels that should report, and since when
    phase             running, paused, observing
    cuff_interval_s   how long until the next cuff reading is due (sooner after a watch-level value)
    heard             senders and their last message
    pace              per channel: slow gaps counted (SPOT: a spot-check device), or LIVE
    earlier           cuff readings of the last minutes
    calm              channels with no run, alarm or open question: derived from the rest
    phase_s           when this phase began, by our clock
    ran_s             how long the infusion ran in the phases before this one, by what hands recorded
    others            of a channel with several live sources, or of a pump with several channels, what the others say
    first_sights      cuff values that bear no time of their own: what each source said last, and when it was first seen
    ended_by          by rule and source: what a value ended that may still be taken back
    """

    latest: dict[Channel, Latest]
    runs: dict[str, float]
    alarms: dict[str, Alarm]
    expected: dict[Channel, float]
    phase: Phase
    cuff_interval_s: float
    heard: dict[str, Heard]
    pace: dict[Channel, int]
    earlier: dict[Channel, tuple[Earlier, ...]]
    calm: frozenset[Channel]
    phase_s: float
    ran_s: float
    others: dict[Channel, tuple[Latest, ...]]
    first_sights: dict[str, tuple[float, float]]
    ended_by: dict[str, EndedBy] = {}  # never changed in place


class Step(NamedTuple):
    """What one event changed: the new state, and what must be logged, sounded and shown.

    outcomes one per reading, in their order. An alarm that begins again before anyone acknowledged it is in `raised`
    again, with times > 1.
    """

    state: WatchState
    raised: tuple[Alarm, ...] = ()
    ended: tuple[Alarm, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    escalated: tuple[Alarm, ...] = ()
    acknowledged: tuple[Alarm, ...] = ()


def initial(
    *,
    now_s: float,
    limits: Limits,
    phase: Phase = "running",
    expected: Iterable[Channel] = EXPECTED,
    live_senders: Iterable[str] = (),
) -> WatchState:
    """Begin to watch: nothing seen yet, each expected channel's silence counted from now.

    live_senders  senders known to report every second; others are learnt from their messages.
    """
    state = WatchState(
        latest={},
        runs={},
        alarms={},
        expected=dict.fromkeys(expected, now_s),
        phase=phase,
        cuff_interval_s=cuff_interval_now_s({}, phase, limits),
        heard={sender: Heard(now_s, LIVE_STREAK) for sender in live_senders},
        pace={},
        earlier={},
        calm=frozenset(),
        phase_s=now_s,
        ran_s=0.0,
        others={},
        first_sights={},
    )
    return settled(state)


def with_phase(state: WatchState, phase: Phase, *, limits: Limits, now_s: float) -> Step:
    """Follow the session: the intervals of later checks change; an alarm keeps the priority it was raised with.

    What a pump was found to do in the phase before is over: only what it says from now on counts against the new one.
    """
    over = tuple(
        alarm._replace(ended_s=now_s) for alarm in state.alarms.values() if alarm.key in OF_A_PHASE and alarm.active
    )
    alarms = state.alarms | {alarm.key: alarm for alarm in over}
    after = state._replace(
        alarms={key: alarm for key, alarm in alarms.items() if alarm.active or alarm.acknowledged_by is None},
        runs={key: since_s for key, since_s in state.runs.items() if key not in OF_A_PHASE},
        phase=phase,
        phase_s=now_s,
        ran_s=ran_s(state, now_s),
        cuff_interval_s=cuff_interval_now_s(state.alarms, phase, limits),
    )
    return Step(settled(after), ended=over)


OF_A_PHASE: Final = frozenset({"pump-rate", "pump-runs-on"})


def ran_s(state: WatchState, now_s: float) -> float:
    """Return how long the infusion has run by what hands recorded, pauses left out."""
    return state.ran_s + (max(0.0, now_s - state.phase_s) if state.phase == "running" else 0.0)


def settled(state: WatchState) -> WatchState:
    """Recompute which channels need no second look."""
    return state._replace(calm=calm_channels(state.runs, state.alarms, state.pace, state.others, state.ended_by))


def calm_channels(
    runs: dict[str, float],
    alarms: dict[str, Alarm],
    pace: dict[Channel, int],
    others: dict[Channel, tuple[Latest, ...]],
    ended_by: dict[str, EndedBy],
) -> frozenset[Channel]:
    """Find the channels whose next in-range value can be taken as it comes. Cuff pressures are never among them."""
    active = [alarm for alarm in alarms.values() if alarm.ended_s is None]
    if any(alarm.key in ("clock", "behind") for alarm in active):
        return frozenset()
    busy = {alarm.channel for alarm in active} | {key.partition(":")[0] for key in (*runs, *ended_by)} | others.keys()
    unsettled = {channel for channel in PACED if pace.get(channel, 0) != LIVE}
    return frozenset(c for c in POSSIBLE if c not in busy and c not in unsettled and c not in CUFF_CHANNELS)


def cuff_interval_now_s(alarms: dict[str, Alarm], phase: Phase, limits: Limits) -> float:
    for alarm in alarms.values():
        if alarm.active and alarm.channel in CUFF_CHANNELS and alarm.kind == "physiological":
            return limits.cuff_interval_watch_s
    return limits.cuff_interval_infusion_s if phase in INFUSION else limits.cuff_interval_observing_s


def patience_s(state: WatchState, channel: Channel, *, limits: Limits) -> tuple[float | None, float]:
    """Return (a check is due after, the value is stale after) for one channel, in seconds since its last value.

    Continuous signals have no check until they prove to be a spot check, or are entered by hand and never came live.
    Source: house:silence, house:checks
    """
    if channel in CUFF_CHANNELS:
        return None, state.cuff_interval_s + limits.cuff_grace_s
    if channel in PACED and not _by_hand(state, channel):
        return None, limits.continuous_stale_s
    due_s = limits.spot_check_s if channel in PACED else _check_s(state.phase, channel, limits)
    return due_s, due_s + limits.cuff_grace_s


def _by_hand(state: WatchState, channel: Channel) -> bool:
    pace, seen = state.pace.get(channel, 0), state.latest.get(channel)
    return pace == SPOT or (pace != LIVE and seen is not None and seen.code == "")


def _check_s(phase: Phase, channel: Channel, limits: Limits) -> float:
    if channel == "sedation_moaas":
        return limits.sedation_check_s
    return limits.resp_check_infusion_s if phase in INFUSION else limits.resp_check_observing_s
