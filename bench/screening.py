"""Histories judged, beside the plainest loop of the same rule; with doses that are text; and the whole command."""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from timeit import repeat

from tests.medicine.resistance import oracle as plain

from bench.processes import CHECKOUT
from bench.rows import Row, against, at_least, at_most, measured
from euthymia.medicine.drugs.antidepressants import ALL
from euthymia.medicine.drugs.dosage_text import daily
from euthymia.medicine.drugs.dosage_text.parts import parse
from euthymia.medicine.resistance import UNKNOWN_IMPROVEMENT, Dose, History, Improvement, Trial, judge, preset
from euthymia.wire import history as form

AS_OF = date(2025, 7, 1)
A_MILLION_A_MINUTE = 1_000_000 / 60
WHOLE_COMMAND_S = 0.5
TEXTS_A_MINUTE = 800_000
LINES = CHECKOUT / "tests" / "medicine" / "drugs" / "dosage_lines.csv"


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure histories of one to five trials a second, with their reasons, on one core."""
    count, times = (50, 2) if quick else (2000, 5)
    histories = [_history(Random(seed)) for seed in range(count)]
    rule = preset("fda")
    say(f"judging {count} histories, {sum(len(h.trials) for h in histories)} trials")

    def ours() -> None:
        for history in histories:
            for finding in judge(history, rule=rule).findings:
                _ = finding.reasons

    def oracle() -> None:
        for history in histories:
            plain.failed_drugs(history, rule)

    ours_s, oracle_s = (min(repeat(job, number=1, repeat=times)) for job in (ours, oracle))
    name = "histories judged, every reason in words"
    ratio = A_MILLION_A_MINUTE / (count / oracle_s)
    yield against(
        name, count / ours_s, count / oracle_s, "a plain loop over days", unit="histories/s", floor=3, goal=ratio
    )
    yield from _of_texts(histories, times, say)
    yield _whole_command(histories[0], 2 if quick else 7, say)


def _of_texts(histories: list[History], times: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure histories whose every dose is a text that is read first, and the texts alone, each as if it were new.

    A text that was read is kept for the next time, as many as `read` says. How often a text comes again is taken from
    a pharmacy network: 25,000 electronic prescriptions held 3,797 ways to take a medicine, the 25 most usual of them
    more than half (Yang and others, Journal of Managed Care and Specialty Pharmacy, 2018). Nothing is kept from one
    measurement to the next, and only this process's own time on its core is counted.
    """
    rule = preset("fda")
    texts = _texts_of(histories)
    every = [text for told in texts for of_trial in told for text in of_trial]
    share = 100 * len(set(every)) / len(every)
    say(f"judging the same, each of {len(every)} doses a text, {share:.0f} % of them unlike any before")

    def judged() -> None:
        _forget()
        for history, told in zip(histories, texts, strict=True):
            trials = tuple(map(_with_read, history.trials, told))
            began, complete = history.episode_began, history.history_complete
            one = History(
                as_of=AS_OF, trials=trials, episode_began=began, diagnosis=history.diagnosis, history_complete=complete
            )
            for finding in judge(one, rule=rule).findings:
                _ = finding.reasons

    lines = _lines()

    def again() -> None:
        _forget()
        for text, strength_mg in lines:
            daily.read(text, strength_mg)

    judged_s, anew_s = (
        min(repeat(job, number=1, repeat=times, timer=time.process_time)) for job in (judged, again)
    )  # fmt: skip
    minutes = 60 * len(histories) / judged_s
    name = f"histories judged a minute, every dose a text, {share:.0f} % of texts new"
    yield at_least(name, minutes, TEXTS_A_MINUTE, unit="histories/min")
    yield measured("dosage texts read, each as if it were new", len(lines) / anew_s, unit="texts/s")


def _forget() -> None:
    daily.read.cache_clear()
    parse.cache_clear()


def _lines() -> list[tuple[str, float | None]]:
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mg_per_day"] and not row["or_ask"]]
    return [(row["text"], float(row["tablet_mg"]) if row["tablet_mg"] else None) for row in rows]


# How one dose is written: every text is made of one of each.
_WRITTEN = (
    ("Take", "TAKE", "", "Sig: take", "Please take", "take"),
    ("1", "one", "1 (one)", "2", "two", "1/2", "1.5", "ONE", "2 (two)", "3"),
    ("tablet", "tablets", "tab", "tablet(s)", "pill", "tabs", "capsule", "cap"),
    ("by mouth", "po", "orally", "", "PO"),
    (
        "once daily", "daily", "every day", "qd", "every morning", "at bedtime", "twice a day", "bid", "once a day",
        "2 (two) times a day", "every 12 hours", "in the morning", "in the evening", "qhs", "qam", "two times daily",
    ),
    ("", "with food", "for depression", "for mood", "as directed", "swallow whole", "with water"),
)  # fmt: skip
_NEW_SHARE = 3_797 / 25_000


def _texts_of(histories: list[History]) -> list[list[list[tuple[str, float]]]]:
    """Write a text for each dose: half are of the 25 most usual, the rest as often new as the share asks."""
    chance = Random(0)

    def new() -> tuple[str, float]:
        while True:
            text = " ".join(filter(None, (chance.choice(words) for words in _WRITTEN)))
            if daily.read(text, 50.0).mg_per_day is not None:
                return text, 50.0

    usual = [new() for _ in range(25)]
    others: list[tuple[str, float]] = []

    def one() -> tuple[str, float]:
        if chance.random() < 0.5:
            return chance.choice(usual)
        if not others or chance.random() < 2 * _NEW_SHARE:
            others.append(new())
            return others[-1]
        return chance.choice(others)

    return [[[one() for _ in trial.doses] for trial in history.trials] for history in histories]


def _with_read(trial: Trial, texts: list[tuple[str, float]]) -> Trial:
    doses = tuple(
        [
            Dose(dose.began, dose.ended, daily.read(text, tablet_mg).mg_per_day)
            for dose, (text, tablet_mg) in zip(trial.doses, texts, strict=True)
        ]
    )
    return Trial(trial.drug, doses, trial.adherence, trial.improvement, trial.ended_for)


def _whole_command(history: History, times: int, say: Callable[[str], None]) -> Row:
    say("euthymia screen, the whole command")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.json"
        path.write_text(json.dumps(form.document(history)))
        command = [sys.executable, "-m", "euthymia.cli.main", "screen", str(path)]
        took_s = sorted(_timed(command) for _ in range(times))
    return at_most("euthymia screen on one history", took_s[len(took_s) // 2], WHOLE_COMMAND_S, unit="s", goal=0.25)


def _timed(command: list[str]) -> float:
    began_s = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began_s


def _history(chance: Random) -> History:
    began = AS_OF - timedelta(days=chance.randint(400, 900))
    return History(
        as_of=AS_OF,
        episode_began=began,
        diagnosis="major depressive disorder",
        history_complete=chance.random() < 0.5,
        trials=tuple(_trial(chance, began) for _ in range(chance.randint(1, 5))),
    )


def _trial(chance: Random, episode_began: date) -> Trial:
    drug, day, doses = chance.choice(ALL), episode_began + timedelta(days=chance.randint(-60, 100)), []
    for step in range(chance.randint(1, 3)):
        until = day + timedelta(days=chance.randint(10, 60))
        doses.append(Dose(day, until, drug.minimum_mg_permissive * (0.5 + 0.5 * step)))
        day = until
    pct = chance.randint(-10, 49)
    improvement = Improvement(pct, pct) if chance.random() < 0.7 else UNKNOWN_IMPROVEMENT
    why = chance.choice(["no response", "intolerance", "other"])
    return Trial(drug.name, tuple(doses), chance.choice(["affirmed", "poor", "unknown"]), improvement, why)
