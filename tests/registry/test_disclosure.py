"""No small count can be read or reckoned from what is shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.registry.disclosure import gives_away, show, show_table


@pytest.mark.parametrize(
    ("count", "at_least", "text"),
    [(0, 11, "under 11"), (10, 11, "under 11"), (11, 11, "11"), (250, 11, "250"), (4, 5, "under 5"), (5, 5, "5")],
)
def test_a_small_count_is_hidden(count, at_least, text):
    assert show(count, at_least=at_least).text == text


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ((40, 30), ["40", "30"], "70"),
        ((40, 5), ["hidden", "hidden"], "45"),  # 45 less 40 would be the small one
        ((40, 30, 5), ["40", "hidden", "hidden"], "75"),  # the next smallest goes with it
        ((40, 30, 5, 8), ["40", "30", "hidden", "hidden"], "83"),  # together 13: no small count
        ((40, 30, 1, 2), ["40", "hidden", "hidden", "hidden"], "73"),  # together 3: that is still a small count
        ((3, 4), ["under 11", "under 11"], "under 11"),
        ((0, 0), ["under 11", "under 11"], "under 11"),
        ((), [], "under 11"),
    ],
)
def test_a_table_hides_what_would_give_a_small_count_away(counts, cells, total):
    table = show_table(counts)

    assert [cell.text for cell in table.cells] == cells
    assert table.total.text == total


def test_of_two_cells_neither_can_be_reckoned_by_a_reader_who_knows_the_rule():
    """Every table with counts under 5 hidden, grouped by what a reader sees: a hidden one may be several numbers."""
    seen = defaultdict(list)
    for counts in product(range(61), repeat=2):
        if sum(counts) <= 60:
            seen[show_table(counts, at_least=5)].append(counts)

    for table, could_be in seen.items():
        for n, cell in enumerate(table.cells):
            assert cell.count is not None or len({counts[n] for counts in could_be}) > 1, table


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7))
def test_what_is_hidden_beside_a_shown_total_is_never_one_cell_and_never_adds_up_to_a_small_count(counts):
    table = show_table(counts)
    hidden = [count for count, cell in zip(counts, table.cells, strict=True) if cell.count is None]

    assert all(cell.count in (None, count) for count, cell in zip(counts, table.cells, strict=True))
    assert not [count for count in counts if count < 11 and count not in hidden]
    if hidden and table.total.count is not None:
        assert len(hidden) > 1 and sum(hidden) >= 11


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [(52, 50, True), (61, 50, False), (50, 50, False), (50, 52, True), (50, 3, False)],  # 3 is hidden: nothing to take
)
def test_two_counts_that_differ_by_a_few_give_those_few_away(one, other, away):
    assert gives_away(show(one), show(other)) is away
