"""Places: the one calculation behind the page of booking and its save. What nothing stands against is free."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from euthymia.medicine.booking.opening import Opening
from euthymia.medicine.booking.policy import BookingPolicy

Why = Literal["no hours", "closed day", "closed", "past", "short notice", "taken", "person", "spacing", "too many"]
LONGEST = timedelta(hours=10)  # of an appointment with what is held before and after it
DAY = timedelta(days=1)


class Booked(NamedTuple):
    """What is booked: for whom, and what it needs, each by a name of its own. starts_at in UTC."""

    kind: str
    starts_at: datetime
    minutes: int
    person: str
    needs: tuple[str, ...]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Wish(NamedTuple):
    """What is to be booked.

    needs   one of each is needed: the clinician, and one of these chairs
    """

    kind: str
    minutes: int
    person: str
    needs: tuple[tuple[str, ...], ...]


class Obstacle(NamedTuple):
    """What stands against a place, and the sentence that says it."""

    why: Why
    says: str

    @property
    def asks(self) -> bool:
        """Return whether it is lifted by what is asked and written down; no other is lifted by anybody."""
        return self.why == "short notice"


class Place(NamedTuple):
    """A start, what it would take, and what stands against it: free where nothing does. starts_at in UTC."""

    starts_at: datetime
    takes: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def free(self) -> bool:
        return not self.obstacles


Span = tuple[datetime, datetime, Booked]


@dataclass(frozen=True, slots=True)
class Diary:
    """What is booked, under the clinic's rules.   Source: house:booking

    now   no place before it, and short notice from it
    """

    opening: Opening
    policy: BookingPolicy
    now: datetime
    held: dict[str, list[Span]]
    of_person: dict[str, list[Booked]]

    @classmethod
    def of(cls, opening: Opening, policy: BookingPolicy, booked: Sequence[Booked], *, now: datetime) -> "Diary":
        """Sort what is booked by what it holds."""
        held: dict[str, list[Span]] = defaultdict(list)
        of_person: dict[str, list[Booked]] = defaultdict(list)
        for one in sorted(booked, key=lambda b: b.starts_at):
            before, after = policy.margins(one.kind)
            of_person[one.person].append(one)
            for need in one.needs:
                held[need].append((one.starts_at - before, one.ends_at + after, one))
        for spans in held.values():
            spans.sort(key=lambda span: span[0])
        return cls(opening, policy, now, held, of_person)

    def place(self, wish: Wish, starts_at: datetime) -> Place:
        """Return the place at this moment with everything that stands against it."""
        starts_at = starts_at.astimezone(UTC)
        ends_at = starts_at + timedelta(minutes=wish.minutes)
        takes, taken = self._takes(wish, starts_at, ends_at)
        found = [
            self._closed(starts_at, ends_at),
            self._too_soon(wish, starts_at),
            *taken,
            self._elsewhere(wish, starts_at, ends_at),
            *self._spacing(wish, starts_at),
        ]
        return Place(starts_at, takes, tuple(obstacle for obstacle in found if obstacle))

    def places(self, wish: Wish, *, first: date, days: int, every_min: int = 15) -> Iterator[Place]:
        """Yield a place for each start within opening hours, day by day, the free and the refused."""
        step = timedelta(minutes=every_min)
        for n in range(days):
            for opens, closes in self.opening.spans(first + n * DAY):
                starts_at = opens
                while starts_at + timedelta(minutes=wish.minutes) <= closes:
                    yield self.place(wish, starts_at)
                    starts_at += step

    def _closed(self, starts_at: datetime, ends_at: datetime) -> Obstacle | None:
        begins, ends = self._local(starts_at), self._local(ends_at)
        if not self.opening.week and not any(self.opening.days.values()):
            return Obstacle("no hours", "No opening hours are set. The owner sets them under “Set-up”; then book.")
        if self.opening.holds(starts_at, ends_at):
            return None
        hours = self.opening.on(begins.date())
        if hours is None:
            return Obstacle("closed day", f"The clinic is closed on {_day(begins)}.")
        says = f"On {_day(begins)} the clinic is open {hours[0]:%H:%M} to {hours[1]:%H:%M}"
        return Obstacle("closed", f"{says}, and this is {begins:%H:%M} to {ends:%H:%M}.")

    def _too_soon(self, wish: Wish, starts_at: datetime) -> Obstacle | None:
        if starts_at < self.now - timedelta(minutes=self.policy.walk_in_min):
            return Obstacle("past", f"{_day(self._local(starts_at))} {self._local(starts_at):%H:%M} is past.")
        if wish.kind == "infusion" and starts_at < self.now + timedelta(hours=self.policy.asks_within_h):
            asks = "Ask about food, drink, escort, medicines and alcohol since yesterday, and how the person comes"
            says = f"This is within {self.policy.asks_within_h:g} h. {asks}. Write the answers down."
            return Obstacle("short notice", says)
        return None

    def _takes(self, wish: Wish, starts_at: datetime, ends_at: datetime) -> tuple[tuple[str, ...], list[Obstacle]]:
        before, after = self.policy.margins(wish.kind)
        takes, taken = [], []
        for choices in wish.needs:
            clashes = {}
            for one in choices:
                clash = self._clash(one, starts_at - before, ends_at + after)
                if clash is None:
                    takes.append(one)
                    break
                clashes[one] = clash
            else:
                taken.append(Obstacle("taken", " ".join(self._held(*clash) for clash in clashes.items())))
        return tuple(takes), taken

    def _clash(self, need: str, begins: datetime, ends: datetime) -> Span | None:
        spans = self.held.get(need, [])
        for place in range(bisect_left(spans, ends, key=lambda span: span[0]) - 1, -1, -1):
            if spans[place][1] > begins:
                return spans[place]
            if spans[place][0] < begins - LONGEST:
                return None
        return None

    def _held(self, need: str, span: Span) -> str:
        begins, ends = self._local(span[0]), self._local(span[1])
        margins = span[1] - span[0] > timedelta(minutes=span[2].minutes)
        more = ", with setting up and cleaning" if margins else ""
        return f"{need} is taken on {begins.day} {begins:%B} from {begins:%H:%M} to {ends:%H:%M}{more}."

    def _elsewhere(self, wish: Wish, starts_at: datetime, ends_at: datetime) -> Obstacle | None:
        for one in self.of_person.get(wish.person, []):
            if one.starts_at < ends_at and one.ends_at > starts_at:
                begins, ends = self._local(one.starts_at), self._local(one.ends_at)
                what = f"{one.kind} on {begins:%d %B %H:%M} to {ends:%H:%M} ({', '.join(one.needs)})"
                return Obstacle(
                    "person", f"This person already has an appointment then: {what}. Move or cancel that first."
                )
        return None

    def _spacing(self, wish: Wish, starts_at: datetime) -> list[Obstacle]:
        if wish.kind != "infusion":
            return []
        day = self._local(starts_at).date()
        infused = [self._local(b.starts_at) for b in self.of_person.get(wish.person, []) if b.kind == "infusion"]
        found = []
        near = next((other for other in infused if abs(other.date() - day) <= DAY), None)
        if near:
            says = f"This person has an infusion on {_day(near)}: none on the same or the next day."
            found.append(Obstacle("spacing", says))
        others = {other.date() for other in infused} - {day}
        most = self.policy.most_a_week
        if any(sum(first <= d < first + 7 * DAY for d in others) >= most for first in _weeks(day)):
            says = f"With this one there were more than {most:g} infusions within 7 days."
            found.append(Obstacle("too many", says))
        return found

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.opening.zone)


def _weeks(day: date) -> list[date]:
    """List the first days of the seven weeks that hold this day."""
    return [day - n * DAY for n in range(7)]


def _day(local: datetime) -> str:
    return f"{local:%A} {local.day} {local:%B}"
