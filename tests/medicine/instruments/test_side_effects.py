"""Side effects at four times: yes or no to short questions of our own; a count of what was noted, never a score."""

import pytest

from euthymia.medicine.instruments import side_effects
from euthymia.medicine.instruments.side_effects import AFTER, BASELINE, LATER, SCREENING
from euthymia.medicine.sources import SOURCES


@pytest.mark.parametrize(
    ("checklist", "answers", "noted"),
    [
        (SCREENING, [1] + [0] * 7, 1),
        (BASELINE, [0] * 11, 0),
        (AFTER, [1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], 4),
        (LATER, [1] * 8, 8),
    ],
    ids=["before treatment", "at the start", "after a session", "later on"],
)
def test_what_was_noted_is_counted_and_has_no_band(checklist, answers, noted):
    assert checklist.total(answers) == noted
    assert (checklist.band(noted), checklist.tally) == ("", "noted")


def test_the_times_are_the_tools_and_the_words_are_ours():
    assert SOURCES[side_effects.TIMES_SOURCE].mark == "found"
    assert all(SOURCES[one.source].mark == "proposal" and "our own" in one.licence for one in side_effects.ALL)
