"""When it happened: an entry's own time, apart from when it was written down.

The times are seconds from the opening of the session, at 0; it is 3,600 now.
"""

import pytest

from euthymia.medicine.charting import BeforeTheSession, NotYetHappened, happened_s
from euthymia.medicine.watch import Limits


@pytest.mark.parametrize(
    ("said_s", "kept_s"),
    [
        (None, None),  # nothing was said: it is now
        (3599.0, None),
        (3590.0, None),  # 10 s: the way through the network, not late
        (3589.0, 3589.0),
        (0.0, 0.0),
        (3605.0, None),  # ahead of us by no more than the clock rule: now
    ],
)
def test_what_happened_longer_ago_than_the_rule_keeps_its_own_time(said_s, kept_s):
    assert happened_s(said_s, now_s=3600, opened_s=0, limits=Limits()) == kept_s


@pytest.mark.parametrize(
    ("said_s", "refusal", "says"),
    [
        (3606.0, NotYetHappened, "6 s ahead"),
        (3600.0 + 900, NotYetHappened, "15 min ahead"),
        (-30.0, BeforeTheSession, "30 s before this session"),
    ],
)
def test_a_time_that_cannot_be_is_refused(said_s, refusal, says):
    with pytest.raises(refusal, match=says):
        happened_s(said_s, now_s=3600, opened_s=0, limits=Limits())
