"""Places: a place is free where nothing stands against it, and each refusal says why.

The clinic is in Berlin, open on weekdays from 08:00 to 18:00, closed on Christmas Eve. It is Monday 30 November 2026,
09:00. Ruth has an infusion on Wednesday 2 December, 10:00 to 12:00, in Chair 1 with Pavel.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from euthymia.medicine.booking import Booked, BookingPolicy, Diary, NoSuchTime, Opening, WhichOfTwo, Wish, moment
from euthymia.medicine.booking.policy import NotABookingRule
from tests.medicine.booking import oracle

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = dict.fromkeys(range(5), (time(8), time(18)))
OPENING = Opening(zone=BERLIN, week=WEEK, days={date(2026, 12, 24): None})
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=BERLIN)


def on(day: int, clock: str, month: int = 12) -> datetime:
    return moment(date(2026, month, day), time.fromisoformat(clock), BERLIN)


RUTHS = Booked("infusion", on(2, "10:00"), 120, "ruth", ("Pavel", "Chair 1"))
DIARY = Diary.of(OPENING, BookingPolicy(), [RUTHS], now=NOW)


def against(person: str, kind: str, starts_at: datetime, *needs: str) -> list[str]:
    wish = Wish(kind, 60, person, tuple((need,) for need in needs))
    return [f"{o.why}: {o.says}" for o in DIARY.place(wish, starts_at).obstacles]


@pytest.mark.parametrize(
    ("day", "clock", "says"),
    [
        (6, "03:00", "closed day: The clinic is closed on Sunday 6 December."),
        (24, "10:00", "closed day: The clinic is closed on Thursday 24 December."),
        (3, "17:30", "closed: On Thursday 3 December the clinic is open 08:00 to 18:00, and this is 17:30 to 18:30."),
        (3, "07:55", "closed: On Thursday 3 December the clinic is open 08:00 to 18:00, and this is 07:55 to 08:55."),
        (3, "17:00", ""),  # the last hour
        (3, "08:00", ""),
    ],
)
def test_nothing_is_booked_while_the_clinic_is_closed(day, clock, says):
    assert against("lena", "infusion", on(day, clock), "Chair 2") == [says] * bool(says)


@pytest.mark.parametrize(
    ("clock", "needs", "says"),
    [
        (
            "12:20",
            "Chair 1",
            "taken: Chair 1 is taken on 2 December from 09:50 to 12:15, with setting up and cleaning.",
        ),
        ("12:25", "Chair 1", ""),  # cleaned by 12:15, set up from 12:15
        (
            "08:45",
            "Chair 1",
            "taken: Chair 1 is taken on 2 December from 09:50 to 12:15, with setting up and cleaning.",
        ),
        ("08:35", "Chair 1", ""),
        ("11:00", "Chair 2", ""),
        ("11:00", "Pavel", "taken: Pavel is taken on 2 December from 09:50 to 12:15, with setting up and cleaning."),
    ],
)
def test_what_is_held_for_another_is_not_free_until_it_is_cleaned(clock, needs, says):
    assert against("lena", "infusion", on(2, clock), needs) == [says] * bool(says)


@pytest.mark.parametrize(
    ("day", "clock", "kind", "whys"),
    [
        (2, "11:00", "consult", ["person"]),
        (2, "12:00", "consult", []),  # the person is held for the appointment alone
        (2, "14:00", "infusion", ["spacing"]),
        (1, "10:00", "infusion", ["spacing"]),
        (3, "10:00", "infusion", ["spacing"]),
        (4, "10:00", "infusion", []),  # Wednesday and Friday
        (3, "10:00", "consult", []),
    ],
)
def test_a_person_is_in_one_place_and_infusions_are_spaced(day, clock, kind, whys):
    assert [line.split(":")[0] for line in against("ruth", kind, on(day, clock), "Chair 2")] == whys


@pytest.mark.parametrize(
    ("days", "day", "whys"),
    [
        ((7, 9, 11), 14, []),  # Monday to the next Monday is eight days
        ((7, 9, 11), 16, []),
        ((1, 3, 5, 9), 7, ["too many"]),  # 1, 3, 5 and 7 lie within seven days
        ((7, 9, 13), 11, ["too many"]),  # 7 to 13
        ((7, 9, 14), 11, []),
        ((7, 9, 15), 11, []),
    ],
)
def test_at_most_three_infusions_within_seven_days(days, day, whys):
    booked = [Booked("infusion", on(d, "10:00"), 60, "ruth", ()) for d in days]
    diary = Diary.of(OPENING, BookingPolicy(), booked, now=NOW)

    assert [o.why for o in diary.place(Wish("infusion", 60, "ruth", ()), on(day, "10:00")).obstacles] == whys


@pytest.mark.parametrize(
    ("kind", "day", "clock", "whys"),
    [
        ("consult", 30, "08:25", ["past"]),
        ("consult", 30, "08:30", []),  # somebody who is here already
        ("consult", 30, "10:00", []),
        ("infusion", 30, "10:00", ["short notice"]),
    ],
)
def test_what_is_near_in_time_asks_first_and_what_is_past_is_refused(kind, day, clock, whys):
    place = DIARY.place(Wish(kind, 60, "lena", (("Chair 2",),)), on(day, clock, 11))

    assert [o.why for o in place.obstacles] == whys
    assert [o.asks for o in place.obstacles] == [why == "short notice" for why in whys]


def test_nothing_is_booked_before_opening_hours_are_set():
    diary = Diary.of(Opening(zone=BERLIN, week={}), BookingPolicy(), [], now=NOW)

    assert [o.why for o in diary.place(Wish("consult", 30, "ruth", ()), on(2, "10:00")).obstacles] == ["no hours"]


def test_of_several_chairs_the_first_free_one_is_taken():
    wish = Wish("consult", 60, "lena", (("Chair 1", "Chair 2"),))

    assert DIARY.place(wish, on(2, "10:00")).takes == ("Chair 2",)
    assert DIARY.place(wish, on(2, "14:00")).takes == ("Chair 1",)


def test_a_local_time_that_does_not_exist_is_refused_and_a_doubled_one_asks_which():
    with pytest.raises(NoSuchTime, match="02:30 does not exist"):
        moment(date(2027, 3, 28), time(2, 30), BERLIN)
    with pytest.raises(WhichOfTwo, match="02:30 comes twice"):
        moment(date(2026, 10, 25), time(2, 30), BERLIN)

    first, later = (moment(date(2026, 10, 25), time(2, 30), BERLIN, second=second) for second in (False, True))
    assert later - first == timedelta(hours=1)


def test_the_same_local_hour_is_open_before_and_after_a_clock_change():
    assert OPENING.spans(date(2026, 10, 23)) == [(on(23, "08:00", 10), on(23, "18:00", 10))]
    assert on(26, "08:00", 10) - on(23, "08:00", 10) == timedelta(days=3, hours=1)


@pytest.mark.parametrize("changed", [{"most_a_week": 4}, {"asks_within_h": 12}, {"infusion_clean_up_min": -5}])
def test_a_number_beyond_its_bounds_is_refused(changed):
    with pytest.raises(NotABookingRule):
        BookingPolicy(**changed)


# A clock change each: Berlin back and forward, New York, and Lord Howe, whose clocks move by half an hour.
CHANGES = [
    ("Europe/Berlin", date(2026, 10, 25)), ("Europe/Berlin", date(2027, 3, 28)),
    ("America/New_York", date(2026, 11, 1)), ("America/New_York", date(2027, 3, 14)),
    ("Australia/Lord_Howe", date(2027, 4, 4)), ("Australia/Lord_Howe", date(2026, 10, 4)),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_the_calculation_and_the_plain_oracle_agree_on_clinics_by_chance(zone, change):
    """Fifty clinics a clock change, some open by night; each reason of each place is the oracle's."""
    seen = set()
    for seed in range(50):
        chance = random.Random(f"{zone} {change} {seed}")
        opening, policy, booked, now = clinic_by_chance(chance, ZoneInfo(zone), change)
        diary = Diary.of(opening, policy, booked, now=now)
        for _ in range(12):
            wish, starts_at = wish_by_chance(chance, change)
            found = {o.why for o in diary.place(wish, starts_at).obstacles}
            assert found == oracle.reasons(opening, policy, booked, now, wish, starts_at), (seed, wish, starts_at)
            seen |= found or {"free"}
    assert seen >= {"free", "closed", "closed day", "past", "short notice", "taken", "person", "spacing", "too many"}


def clinic_by_chance(chance: random.Random, zone: ZoneInfo, change: date):
    def hours():
        begins = chance.choice([0, 0, 60, 120, 150, 480])
        return _clock(begins), _clock(chance.choice([150, 180, 1020, 1080, 1435]) if begins < 150 else 1435)

    week = {day: hours() for day in range(7) if chance.random() < 0.9} or {0: hours()}
    days = {change + timedelta(days=n): chance.choice([None, hours(), hours()]) for n in range(-2, 3)}
    policy = BookingPolicy(
        infusion_set_up_min=chance.randrange(0, 61), infusion_clean_up_min=chance.randrange(0, 61),
        consult_clean_up_min=chance.choice([0, 5, 12]), most_a_week=chance.choice([1, 2, 3]),
    )  # fmt: skip
    booked = [Booked(w.kind, s, w.minutes, w.person, w.needs[0][:1]) for w, s in
              (wish_by_chance(chance, change) for _ in range(chance.randrange(25)))]  # fmt: skip
    now = datetime.combine(change, time(0), UTC) + timedelta(hours=chance.randrange(-72, 24))
    return Opening(zone=zone, week=week, days=days), policy, booked, now


def wish_by_chance(chance: random.Random, change: date) -> tuple[Wish, datetime]:
    chairs = chance.choice([("Chair 1",), ("Chair 2",), ("Chair 2", "Chair 1")])
    wish = Wish(chance.choice(["infusion", "consult"]), 5 * chance.randrange(1, 37), chance.choice("abc"), (chairs,))
    midnight = datetime.combine(change, time(0), UTC)
    return wish, midnight + timedelta(minutes=5 * chance.randrange(-3 * 288, 4 * 288))


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def test_every_start_of_a_day_is_listed_with_what_stands_against_it():
    wish = Wish("infusion", 120, "lena", (("Chair 1",),))
    found = list(DIARY.places(wish, first=date(2026, 12, 2), days=1, every_min=60))

    assert [(p.starts_at.astimezone(BERLIN).hour, p.free) for p in found] == [
        (8, False), (9, False), (10, False), (11, False), (12, False), (13, True), (14, True), (15, True), (16, True),
    ]  # fmt: skip
