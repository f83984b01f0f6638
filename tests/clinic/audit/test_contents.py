"""A value has one text for its hash, before it is stored and after, whatever a database makes of numbers."""

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from euthymia.clinic.audit import contents
from euthymia.clinic.audit.columns import NEWEST, VERSIONS, columns
from euthymia.clinic.audit.contents import Run, Written
from tests.clinic import chairside
from tests.examples import examples

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1)
JSON = st.recursive(
    NUMBERS | st.booleans() | st.none() | st.text(alphabet=st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def numeric(value):
    """Return JSON back as PostgreSQL's jsonb does: a number is digits, minus zero is zero, keys have no order."""
    if isinstance(value, dict):
        return {key: numeric(value[key]) for key in reversed(list(value))}
    if isinstance(value, list):
        return [numeric(item) for item in value]
    if isinstance(value, float):
        digits = format(value + 0.0, "f") if abs(value) >= 1e16 else None
        return int(digits.partition(".")[0]) if digits else value + 0.0
    return value


@given(JSON)
@examples(300)
def test_json_that_came_back_has_the_text_of_what_was_sent(value):
    sent = contents.canonical([1, "t", value])

    assert sent == contents.canonical([1, "t", numeric(value)])
    assert sent == contents.canonical([1, "t", json.loads(json.dumps(value))])


def test_a_moment_is_the_same_in_every_zone_and_bytes_are_their_digest():
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    assert contents.canonical(at) == contents.canonical(at.astimezone(timezone(timedelta(hours=2))))
    assert contents.canonical(b"x") == contents.canonical(memoryview(b"x")) != contents.canonical(b"y")


def test_rows_whose_ids_do_not_follow_each_other_are_runs_of_their_own():
    written = Written()
    written.add_batch("infusion_sessionevent", [4, 5, 9], [["a"], ["b"], ["c"]])

    assert [entry[1:3] for entry in written.log] == [(4, 5), (9, 9)]
    assert written.log[0] == Run(
        "infusion_sessionevent", 4, 5, contents.run_hash("infusion_sessionevent", [["a"], ["b"]])
    )


def test_a_column_read_the_short_way_has_the_text_of_what_django_gives(clinic):
    """Each bound table of a clinic that works, whatever its columns hold."""
    chairside.running(clinic)
    read = 0
    for table in VERSIONS[NEWEST]:
        names = ("pk", *columns(table))
        as_django = contents.model_of(table)._base_manager.order_by("pk").values_list(*names)
        short = dict(contents.read(table))
        for pk, *values in as_django:
            assert contents.canonical(short.pop(pk)) == contents.canonical(values), table
            read += 1
        assert short == {}
    assert read > 20
