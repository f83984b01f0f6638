"""What the database holds of one story, read from its file, and whether that is what was told."""

import itertools
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from tests import waits
from tests.stories.story import Alarm, Story

ABOUT_S = 3.0  # how exactly a story tells how much earlier a thing happened
PARTS = {"system:listener": "listener", "system:silence-watch": "silence watch"}


class Wrote(NamedTuple):
    """One event as the database has it."""

    who: str
    kind: str
    event_s: float
    at_s: float
    body: dict[str, Any]

    @property
    def what(self) -> str:
        return str(self.body.get("key") or self.body.get("text", ""))

    @property
    def earlier_s(self) -> float:
        return self.at_s - self.event_s

    @property
    def text(self) -> str:
        return f"{self.who} | {self.kind} | {self.what} | {self.earlier_s:.1f} s earlier"


class Record(NamedTuple):
    """The database's file, and whose chair is meant."""

    path: Path
    seat: dict[str, Any]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=waits.PAGE_S)) as database:
            return database.execute(query, values).fetchall()

    def lines(self) -> list[Wrote]:
        """Every event since the story began, but the readings."""
        rows = self._rows(
            "SELECT actor, kind, event_at, at, body FROM infusion_sessionevent"
            " JOIN infusion_session s ON s.id = session_id"
            " WHERE s.key = ? AND number > ? AND kind != 'readings' ORDER BY number",
            _hex(self.seat["key"]), self.seat["last"],
        )  # fmt: skip
        people = {key: login for login, key in self.seat["team"].items()}
        return [
            Wrote(_who(actor, people), kind, _seconds(event), _seconds(at), json.loads(body))
            for actor, kind, event, at, body in rows
        ]

    def lines_as_text(self) -> list[str]:
        return [f"  {line.text}" for line in self.lines()]

    def alarms(self) -> dict[str, str]:
        """How each alarm stands now, by its key."""
        ((watch,),) = self._rows("SELECT alarm_state FROM infusion_session WHERE key = ?", _hex(self.seat["key"]))
        found = {}
        for key, *rest in json.loads(watch)["alarms"]:
            ended_s, seen_by = rest[8], rest[9]
            found[key] = "ended" if ended_s is not None else "seen" if seen_by else "lasts"
        return found

    def near_misses(self) -> list[str]:
        """The near misses counted for this patient, by kind."""
        rows = self._rows(
            "SELECT n.kind FROM infusion_nearmiss n JOIN people_patient p ON p.id = n.patient_id"
            " WHERE p.key = ? ORDER BY n.id",
            _hex(self.seat["patient"]),
        )
        return [kind for (kind,) in rows]

    def dispositions(self) -> list[tuple[str, str]]:
        """What became of the messages of this chair's devices that were not charted."""
        senders = [sender[0] for sender in self.seat["devices"].values()]
        rows = self._rows(
            "SELECT m.disposition, m.reason FROM infusion_devicemessage m JOIN infusion_device d ON d.id = m.device_id"
            f" WHERE d.sending_app IN ({', '.join('?' * len(senders))}) AND m.disposition != 'charted' ORDER BY m.id",
            *senders,
        )
        return [(disposition, reason) for disposition, reason in rows]


def compare(story: Story, record: Record, *, seen: dict[str, float]) -> None:
    """Hold the record against what was told: alarms, lines, times, near misses. Fails with all that differs."""
    wrote = record.lines()
    raised = [w for w in wrote if w.kind == "alarm raised" and not _may_be(story, w)]
    found = [
        *_alarms_differ(story.alarms, raised, record.alarms()),
        *_came_late(raised, seen, within_s=story.on_page_within_s),
        *_lines_differ(story, wrote),
        *_out_of_time(wrote),
    ]
    if record.near_misses() != list(story.near_misses):
        found.append(f"near misses {record.near_misses()}")
    assert not found, "\n".join([*found, "The record:", *record.lines_as_text()])


def _alarms_differ(told: tuple[Alarm, ...], raised: list[Wrote], left: dict[str, str]) -> list[str]:
    by_key = {w.what: w.body for w in raised}
    found = [f"alarmed, and nobody told so: {key}" for key in by_key if key not in {alarm.key for alarm in told}]
    for alarm in told:
        body = by_key.get(alarm.key)
        if body is None:
            found.append(f"never raised: {alarm.key}")
            continue
        if body["priority"] != alarm.priority or alarm.text not in body["condition"]:
            found.append(f"{alarm.key}: {body['priority']}, {body['condition']}")
        if (now := left.get(alarm.key, "gone")) != alarm.left:
            found.append(f"{alarm.key}: told as {alarm.left}, is {now}")
    return found


def _came_late(raised: list[Wrote], seen: dict[str, float], *, within_s: float) -> list[str]:
    """An alarm that a page showed at all was there in time. One folded into a graver is on no page."""
    late = {w.what: seen[w.what] - w.at_s for w in raised if w.what in seen}
    return [f"{key}: on the page after {s:.1f} s" for key, s in late.items() if s > within_s]


def _lines_differ(story: Story, wrote: list[Wrote]) -> list[str]:
    kept = [w for w in wrote if not _may_be(story, w)]
    found = [] if len(kept) == len(story.record) else [f"{len(story.record)} lines told, {len(kept)} written"]
    for told, line in zip(story.record, kept, strict=False):
        about = abs(line.earlier_s - told.earlier_s) <= ABOUT_S
        right = line.who in told.who.split(" or ") and told.kind == line.kind and told.what in line.what
        if not (right and about):
            return [
                *found,
                f"told {tuple(told)}, wrote {line.who} | {line.kind} | {line.what} | {line.earlier_s:.1f} s",
            ]
    return found


def _may_be(story: Story, line: Wrote) -> bool:
    return line.kind.startswith("alarm") and any(line.what.startswith(key) for key in story.may_also)


def _out_of_time(wrote: list[Wrote]) -> list[str]:
    """Nothing is written before what was written before it, and nothing happens after it was written."""
    pairs = itertools.pairwise(wrote)
    found = [f"{w.kind} {w.what} is written before the line above it" for above, w in pairs if w.at_s < above.at_s - 1]
    return found + [f"{w.kind} {w.what} happened after it was written" for w in wrote if w.earlier_s < -0.001]


def _who(actor: str, people: dict[str, str]) -> str:
    return PARTS.get(actor) or next((login for key, login in people.items() if key in actor), actor)


def _hex(key: str) -> str:
    return UUID(key).hex


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
