"""Each chair has its place for good; of more than twenty, no alarm stays behind on another page."""

import pytest

from euthymia.clinic.infusion.overview import places
from euthymia.clinic.infusion.overview.tiles import Says, Tile


def tiles(count, *, free=(), alarms=None):
    """Chairs 1 to `count`, a patient in each but in those that are free; alarms by number: priority and since when."""
    made = []
    for n in range(1, count + 1):
        says = Says(*(alarms or {})[n]) if n in (alarms or {}) else None
        made.append(Tile(str(n), f"Chair {n}", session="" if n in free else f"s{n}", says=says))
    return made


def high(since_s=0.0, *, seen=False):
    return ("high", "SpO2 84 %", "physiological", seen, False, since_s)


def numbers(shown):
    return [int(tile.key) for tile in shown]


@pytest.mark.parametrize(
    ("names", "in_order"),
    [
        (["Chair 10", "Chair 9"], ["Chair 9", "Chair 10"]),
        (["Room B 2", "Room B 12", "Room A 3"], ["Room A 3", "Room B 2", "Room B 12"]),
        (["Garden", "7", "Chair 2b", "Chair 2"], ["7", "Chair 2", "Chair 2b", "Garden"]),
    ],
)
def test_chairs_stand_in_the_order_in_which_people_count(names, in_order):
    assert sorted(names, key=places.in_order) == in_order


def test_twenty_chairs_are_one_page_and_the_twenty_first_has_another():
    assert len(places.pages(tiles(20), here=1)) == 1
    assert [(page.first, page.last) for page in places.pages(tiles(21), here=1)] == [
        ("Chair 1", "Chair 20"), ("Chair 21", "Chair 21"),
    ]  # fmt: skip
    assert numbers(places.on_page(tiles(45), 3)) == [41, 42, 43, 44, 45]


@pytest.mark.parametrize("alarms", [{}, {3: high()}, {3: high(), 20: high(9)}])
def test_no_alarm_moves_a_tile(alarms):
    assert numbers(places.on_page(tiles(20, free=(5,), alarms=alarms), 1)) == list(range(1, 21))


@pytest.mark.parametrize(
    ("alarms", "at_the_free_places"),
    [
        ({}, [5, 9]),
        ({22: high()}, [22, 9]),
        ({22: high(20), 24: high(10)}, [24, 22]),  # the first that was raised first: what comes later moves none
        ({22: high(20), 24: high(10), 21: high(30)}, [24, 22]),  # no place: the way to the page shows it
        ({22: high(seen=True)}, [5, 9]),
        ({22: ("medium", "Pulse 48", "physiological")}, [22, 9]),
    ],
)
def test_unseen_alarms_of_another_page_take_the_places_of_free_chairs(alarms, at_the_free_places):
    shown = places.on_page(tiles(24, free=(5, 9), alarms=alarms), 1)

    assert [numbers(shown)[place] for place in (4, 8)] == at_the_free_places
    assert [n for n in numbers(shown) if n <= 20 and n not in (5, 9)] == [n for n in range(1, 21) if n not in (5, 9)]


def test_the_way_to_another_page_bears_the_mark_of_its_gravest_unseen_alarm():
    alarms = {3: high(), 22: ("medium", "Pulse 48"), 23: high(seen=True), 24: ("low", "Systolic 160")}
    first, second = places.pages(tiles(24, alarms=alarms), here=1)

    assert (first.mark, second.mark, second.alarm) == ("***", "**", "medium")
    assert first.is_here and not second.is_here
