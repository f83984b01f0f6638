"""The second look: one reading at a time, on a working copy, where something is or may be wrong."""

from math import inf, isfinite

from euthymia.medicine.readings import CUFF_CHANNELS, POSSIBLE, PUMP_CHANNELS, Channel, Reading
from euthymia.medicine.watch.alarm import Alarm, Latches, amount, label, priority, sentence, worse
from euthymia.medicine.watch.clocks import (
    ACCEPTED,
    Past,
    behind_a_hand,
    missed_until,
    newest_stamps,
    placed,
    wrong_clock,
)
from euthymia.medicine.watch.ended import as_if_unsaid, what_it_ended
from euthymia.medicine.watch.limits import TOGETHER, Level, Limits, Rule
from euthymia.medicine.watch.pump import compare
from euthymia.medicine.watch.sources import (
    BY_HAND,
    SOURCED,
    cuff_key,
    deep_sedation,
    disagreement,
    first_sights,
    is_remembered,
    keep_worst,
    lasted_key,
    lasting,
    living,
    run_key,
    said_at_once,
    same_instant,
    same_source,
    source_of,
    worst_first,
    worst_key,
)
from euthymia.medicine.watch.state import (
    CONTINUOUS,
    LIVE,
    PACED,
    SPOT,
    Earlier,
    Heard,
    Latest,
    Outcome,
    Source,
    Step,
    WatchState,
    calm_channels,
    cuff_interval_now_s,
    patience_s,
)

REMEMBERED = 8  # earlier cuff readings kept per channel


class Draft(Latches):
    """A working copy for one message; nothing outside ever sees it half done."""

    __slots__ = (
        "clock_good", "clock_wrong", "earlier", "ended_by", "first", "first_sights", "latest", "limits",
        "newest", "others", "pace", "pump_said", "runs", "state",
    )  # fmt: skip

    def __init__(
        self,
        state: WatchState,
        latest: dict[Channel, Latest],
        now_s: float,
        limits: Limits,
        readings: tuple[Reading, ...] = (),
    ) -> None:
        super().__init__(state.alarms.copy(), now_s)
        self.state, self.latest, self.limits, self.runs = state, latest, limits, state.runs.copy()
        self.pace, self.earlier, self.others = state.pace.copy(), state.earlier.copy(), state.others.copy()
        self.clock_wrong, self.clock_good, self.pump_said, self.ended_by = "", False, False, state.ended_by
        self.newest = newest_stamps(readings)
        self.first, self.first_sights = first_sights(readings, state.first_sights)

    def step(self, heard: dict[str, Heard], outcomes: tuple[Outcome, ...]) -> Step:
        if self.pump_said:
            self._mind_pump()
        self._mind_sedation()
        self._judge_clock()
        state, calm, interval_s = self.state, self.state.calm, self.state.cuff_interval_s
        changed = self.raised or self.ended or self.runs != state.runs or self.pace != state.pace
        if changed or self.ended_by is not state.ended_by or self.others.keys() != state.others.keys():
            calm = calm_channels(self.runs, self.alarms, self.pace, self.others, self.ended_by)
            interval_s = cuff_interval_now_s(self.alarms, state.phase, self.limits)
        after = WatchState(
            self.latest, self.runs, self.alarms, state.expected, state.phase, interval_s, heard, self.pace,
            self.earlier, calm, state.phase_s, state.ran_s, self.others, self.first_sights,
            self.ended_by,
        )  # fmt: skip
        return Step(after, tuple(self.raised), tuple(self.ended), outcomes)

    def take(self, reading: Reading) -> Outcome:
        value = reading.value
        if value is None:
            return "no value"
        low, high = POSSIBLE[reading.channel]
        if not low <= value <= high:
            return self._impossible(reading, value)
        if reading.channel in SOURCED:
            return self._take_of_source(reading, value)
        if reading.channel in CUFF_CHANNELS and (first_s := self.first.get(cuff_key(reading))) is not None:
            reading = reading._replace(at_s=first_s)
        known = self._known_cuff(reading)
        if known is not None and known.value == value:
            return "repeat"
        if known is not None:
            self._late_cuff(reading, value)
            return "amended"
        outcome = self._place(reading, value)
        if outcome == "new" and reading.timed == "arrival":
            outcome = "arrival"
        if outcome in ACCEPTED:
            self._accept(reading, value, outcome, self.latest.get(reading.channel))
        elif outcome == "late" and reading.channel in CUFF_CHANNELS:
            self._late_cuff(reading, value)
        return outcome

    def _take_of_source(self, reading: Reading, value: float) -> Outcome:
        """Take a value of a channel that may have several sources: its own source's past is what it is placed in."""
        live = self._live(reading.channel)
        own = next((seen for seen in live if same_source(reading, seen)), None)
        newest_s = max((seen.at_s for seen in live), default=-inf)
        outcome = placed(reading, value, own, newest_s, Past(self.now_s, self.limits, self.newest))
        if outcome in ACCEPTED:
            self._accept(reading, value, outcome, own)
        elif outcome == "late" and reading.channel in CONTINUOUS:
            self._mind_slow_clock(reading, self.latest[reading.channel], self.now_s)
        return outcome

    def _live(self, channel: Channel) -> tuple[Latest, ...]:
        shown = self.latest.get(channel)
        return () if shown is None else (shown, *self.others.get(channel, ()))

    def _impossible(self, reading: Reading, value: float) -> Outcome:
        was, key = self.latest.get(reading.channel), f"{reading.channel}:impossible"
        known_s = self.runs.get(key)  # the newest one: it is not news again, and no older value answers it
        if (was is None or reading.at_s >= was.at_s) and (known_s is None or reading.at_s > known_s):
            self.runs[key] = reading.at_s
            seen = f"{label(reading.channel)} {amount(reading.channel, value)}: not possible in a person, kept apart"
            kept = value if isfinite(value) else None
            self._technical("impossible", reading.channel, seen, onset_s=reading.at_s, value=kept)
        return "impossible"

    def _place(self, reading: Reading, value: float) -> Outcome:
        """Place a reading among those seen: is it the current one again, a correction of it, older, or newer?"""
        was = self.latest.get(reading.channel)
        if was is None:
            return "future" if reading.at_s > self.now_s + self.limits.clock_s else "new"
        if reading.at_s == was.sent_at_s:
            for code, containment, seen in ((was.code, was.containment, was.value), *was.also):
                if code == reading.code and containment == reading.containment:
                    return "repeat" if seen == value else "amended"
        if reading.at_s > self.now_s + self.limits.clock_s:
            return "future"
        return "new" if reading.at_s > was.at_s or reading.at_s == was.sent_at_s else "late"

    def _known_cuff(self, reading: Reading) -> Earlier | None:
        for cuff in self.earlier.get(reading.channel, ()):
            if cuff.sent_at_s == reading.at_s and cuff[:2] == (reading.code, reading.containment):
                return cuff
        return None

    def _accept(self, reading: Reading, value: float, outcome: Outcome, was: Latest | None) -> None:
        """Let a reading be its source's current value. `was` is what that source said before."""
        channel = reading.channel
        at_s = self.now_s if outcome in ("future", "arrival") else reading.at_s
        if outcome == "amended" and was is not None and channel in SOURCED:
            at_s = was.at_s
        self._mind_pace(reading, was)
        self._mind_clock(reading, outcome)
        shown = self.latest.get(channel)
        if shown is not None and channel in CONTINUOUS:
            self._mind_slow_clock(Reading(channel, shown.value, shown.sent_at_s, shown.code), reading, shown.received_s)
        if channel in SOURCED:
            self._keep_source(reading, value, at_s, was)
        else:
            self._remember(channel, was, reading)
            also = same_instant(was, reading)
            self.latest[channel] = Latest(
                value, at_s, self.now_s, reading.code, reading.containment, reading.at_s, also, reading.equipment
            )
        self._end_silence(reading, at_s)
        rules = self.limits.followed.get(channel, ())
        if outcome == "amended" and self.ended_by:
            self.runs, self.ended_by = as_if_unsaid(self.runs, self.ended_by, reading)
        runs, alarms = self.runs.copy(), self.alarms.copy()
        for rule in rules:
            self.judge(rule, value, at_s, by_hand=reading.code == "", source=source_of(reading))
        now = (self.runs, self.alarms)
        self.ended_by = what_it_ended(self.ended_by, rules, reading, (runs, alarms), now, was=shown)
        if channel in CONTINUOUS:
            self._settle_sources(channel)
        self.pump_said |= channel in PUMP_CHANNELS

    def _keep_source(self, reading: Reading, value: float, at_s: float, was: Latest | None) -> None:
        """Keep what a source says beside the other living ones; one that fell silent is forgotten, with its runs."""
        channel = reading.channel
        now = Latest(
            value, at_s, self.now_s, reading.code, reading.containment, reading.at_s, (), reading.equipment,
            missed_until(reading.at_s, self.now_s, was, self.limits), reading.place, reading.drug,
        )  # fmt: skip
        before = self._live(channel)
        kept = [*(seen for seen in before if seen is not was), now]
        live = living(channel, kept, self.limits)
        for gone in kept:
            if gone not in live:
                self._forget_runs(channel, gone.source)
        self.latest[channel], *rest = worst_first(live, self.limits.rules.get(channel, ()))
        if rest:
            self.others[channel] = tuple(rest)
        else:
            self.others.pop(channel, None)

    def _forget_runs(self, channel: Channel, source: Source) -> None:
        for rule in self.limits.followed.get(channel, ()):
            self._break_run(rule, source)

    def _break_run(self, rule: Rule, source: Source) -> None:
        """Break a source's run; the condition is over where no other source's has lasted."""
        for key in (run_key(rule, source), lasted_key(rule, source), worst_key(rule, source)):
            self.runs.pop(key, None)
        if not lasting(rule, self.runs):
            self.end(rule.key)

    def _settle_sources(self, channel: Channel) -> None:
        """Raise or end the alarm that the living sources of a channel are on two sides of a limit."""
        live = self._live(channel)
        words = disagreement(channel, live, self.limits.rules.get(channel, ()), self.runs) if len(live) > 1 else ""
        if words:
            self._technical("disagree", channel, words, onset_s=self.now_s)
        else:
            self.end(f"{channel}:disagree")

    def _mind_pump(self) -> None:
        """Hold what the pump says, once all of a message is known, against order and phase; runs count by our clock."""
        for found in compare(self.state, self.latest, limits=self.limits, now_s=self.now_s, others=self.others):
            if not found.wrong:
                self.runs.pop(found.key, None)
                self.end(found.key)
            elif self.now_s - self.runs.setdefault(found.key, self.now_s) >= found.hold_s:
                self.begin(found.alarm(self.runs[found.key], self.now_s, self.state.phase))

    def _mind_sedation(self) -> None:
        """Hold sedation, breathing and oxygen together, once all of a message is known."""
        found = deep_sedation(self.latest, self.runs, limits=self.limits, now_s=self.now_s, phase=self.state.phase)
        if found is None:
            self.end(TOGETHER)
            return
        self.begin(found)
        is_on = self.alarms[TOGETHER]
        self.alarms[TOGETHER] = is_on._replace(worst=worse(found.worst, is_on.worst, found.limit))

    def judge(self, rule: Rule, value: float, at_s: float, *, by_hand: bool, source: Source = BY_HAND) -> None:
        """Let one rule look at one value: begin, lengthen or break its source's run; raise or end the alarm."""
        if rule.quiet_low <= value < rule.quiet_high:
            if not self._other_half_undecided(rule, at_s):
                self._break_run(rule, source)
            return
        onset_s = at_s
        if rule.hold_s:
            onset_s = self.runs.setdefault(run_key(rule, source), at_s)
            keep_worst(self.runs, rule, value, source)
            at_once = rule.channel in CONTINUOUS and (by_hand or self.pace.get(rule.channel) == SPOT)
            if at_s - onset_s < rule.hold_s and not at_once:
                return
        if rule.is_silent:
            self.runs.setdefault(lasted_key(rule, source), onset_s)
        else:
            self._raise(rule, value, onset_s, source)

    def _other_half_undecided(self, rule: Rule, at_s: float) -> bool:
        """Return whether the other half of this cuff reading is high, or not known yet: then it breaks no run."""
        if rule.partner is None:
            return False
        channel, limit = rule.partner
        other = self.latest.get(channel)
        return other is not None and (other.at_s != at_s or other.value >= limit)

    def _late_cuff(self, reading: Reading, value: float) -> None:
        """Act on an older cuff reading: first-reading limits are raised for somebody to see, and are already over."""
        key = Earlier(reading.code, reading.containment, reading.at_s, value)
        if is_remembered(reading.channel):
            kept = (cuff for cuff in self.earlier.get(reading.channel, ()) if cuff[:3] != key[:3])
            self.earlier[reading.channel] = (*kept, key)[-REMEMBERED:]
        if self.now_s - reading.at_s > self.limits.late_cuff_acts_s:
            return
        for rule in self.limits.rules.get(reading.channel, ()):
            if not rule.hold_s and rule.key not in self.alarms and not rule.quiet_low <= value < rule.quiet_high:
                self._raise(rule, value, reading.at_s)
                self.end(rule.key)

    def _remember(self, channel: Channel, was: Latest | None, reading: Reading) -> None:
        """Keep the last cuff readings, so that a message sent twice is not taken for a late one."""
        if was is None or was.sent_at_s == reading.at_s or not is_remembered(channel):
            return
        oldest_s = self.now_s - self.limits.late_cuff_acts_s
        kept = tuple(cuff for cuff in self.earlier.get(channel, ()) if cuff.sent_at_s >= oldest_s)
        self.earlier[channel] = (*kept, *said_at_once(was))[-REMEMBERED:]

    def _mind_pace(self, reading: Reading, was: Latest | None) -> None:
        """Learn whether a device watches or spot-checks; one quick gap proves that it watches."""
        channel = reading.channel
        if channel not in PACED or was is None or not reading.code or was.code != reading.code:
            return
        gap_s, pace = reading.at_s - was.sent_at_s, self.pace.get(channel, 0)
        if pace == LIVE or gap_s <= 0:
            return
        if gap_s <= self.limits.continuous_stale_s:
            self.pace[channel] = LIVE
            self.end(f"{channel}:spot-check")
        elif pace < SPOT:
            self.pace[channel] = pace + 1
            if pace + 1 == SPOT:
                seen = f"{label(channel)} comes every {gap_s:g} s: a spot check, not for watching"
                self._technical("spot-check", channel, seen, onset_s=reading.at_s)

    def _mind_clock(self, reading: Reading, outcome: Outcome) -> None:
        """Compare a device's time with ours; a cuff value is rightly old, a continuous one is not."""
        if not reading.code:
            return
        self.clock_wrong = wrong_clock(reading, outcome, self.now_s, self.limits) or self.clock_wrong
        self.clock_good |= reading.channel in CONTINUOUS
        if reading.channel in CONTINUOUS:
            self.end("behind")

    def _judge_clock(self) -> None:
        """Judge a device's clock by its whole message: in whichever order its values came, one wrong time is enough."""
        if self.clock_wrong:
            self._technical("clock", "", self.clock_wrong, onset_s=self.now_s)
        elif self.clock_good:
            self.end("clock")

    def _mind_slow_clock(self, device: Reading, by_hand: Reading | Latest, heard_s: float) -> None:
        """Raise an alarm where a device's clock is so slow that a value by hand stays newer than all it sends."""
        if by_hand.code == "" and (seen := behind_a_hand(device, heard_s, self.limits)):
            self._technical("behind", "", seen, onset_s=self.now_s)

    def _end_silence(self, reading: Reading, at_s: float) -> None:
        """End the alarms that a returning value answers. A hand-entered value does not bring a live signal back."""
        channel = reading.channel
        impossible_s = self.runs.get(f"{channel}:impossible", -inf)
        if reading.at_s > impossible_s or impossible_s > self.now_s + self.limits.clock_s:  # or its clock ran ahead
            self.runs.pop(f"{channel}:impossible", None)
            self.end(f"{channel}:impossible")
        if not reading.code and self.pace.get(channel) == LIVE:
            return
        if f"{channel}:stale" in self.alarms or f"{channel}:check-due" in self.alarms:
            due_s, stale_s = patience_s(
                self.state._replace(latest=self.latest, pace=self.pace), channel, limits=self.limits
            )
            if self.now_s - at_s < (due_s or stale_s):
                self.end(f"{channel}:stale")
                self.end(f"{channel}:check-due")

    def _technical(self, level: Level, channel: str, seen: str, *, onset_s: float, value: float | None = None) -> None:
        key = f"{channel}:{level}" if channel else level
        urgency = priority(level, phase=self.state.phase, channel=channel)
        self.begin(Alarm(key, seen, channel, level, urgency, value, None, onset_s, self.now_s))

    def _raise(self, rule: Rule, value: float, onset_s: float, source: Source = BY_HAND) -> None:
        """Raise a rule's alarm. One that a person has seen is raised again where another source breaks the rule too."""
        mark = lasted_key(rule, source)
        is_other = rule.channel in CONTINUOUS and mark not in self.runs
        if is_other:
            self.runs[mark] = onset_s
        was = self.alarms.get(rule.key)
        worst = self.runs.get(worst_key(rule, source), value)
        if was is not None and was.ended_s is None and not (is_other and was.acknowledged_by is not None):
            if was.channel == rule.channel and (now := worse(worst, was.worst, rule.limit)) != was.worst:
                self.alarms[rule.key] = was._replace(worst=now)
            return
        urgency = priority(rule.level, phase=self.state.phase, channel=rule.channel)
        seen = sentence(rule, value, self.limits)
        alarm = Alarm(rule.key, seen, rule.channel, rule.level, urgency, value, rule.limit, onset_s, self.now_s)
        alarm = alarm._replace(worst=worst)
        if was is not None and was.ended_s is None:
            self.alarms[rule.key] = alarm._replace(times=was.times + 1)
            self.raised.append(self.alarms[rule.key])
        else:
            self.begin(alarm)
