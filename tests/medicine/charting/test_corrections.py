"""Corrections: a new event names an old one; nothing is edited, and what is read is the corrected record."""

from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.charting import Line, Was, baseline, effective, standing


def cadss(number, total, at_s=0.0):
    return Line(number, "cadss", at_s, at_s, {"total": total, "said": f"CADSS {total}", "by": "Nia"})


def correction(number, of, total, event_s=0.0):
    """None for a total: entered by mistake."""
    now = None if total is None else {"total": total, "said": f"CADSS {total}", "by": "Ben"}
    return Line(number, "correction", event_s, 900.0, {"of": of, "now": now, "event_s": event_s})


def test_a_corrected_entry_holds_the_new_value_and_shows_the_old_one():
    now = effective([cadss(1, 31), cadss(2, 4), correction(3, 1, 13, event_s=60.0)])

    assert [line.body.get("total") for line in now] == [13, 4, None]
    assert (now[0].at_s, now[0].was) == (60.0, (Was("CADSS 31", "Nia", 0.0),))


def test_the_last_correction_holds_and_each_old_value_stays():
    now = effective([cadss(1, 31), correction(2, 1, 13), correction(3, 1, 15)])[0]

    assert now.body["total"] == 15
    assert [(was.said, was.by) for was in now.was] == [("CADSS 31", "Nia"), ("CADSS 13", "Ben")]


def test_an_entry_made_by_mistake_is_shown_and_read_by_nothing():
    lines = [cadss(1, 31), cadss(2, 4), correction(3, 1, None)]

    assert effective(lines)[0].struck
    assert [line.number for line in standing(lines)] == [2, 3]


def test_what_was_struck_by_mistake_can_be_put_back():
    assert not effective([cadss(1, 31), correction(2, 1, None), correction(3, 1, 31)])[0].struck


def heard(number, *rows):
    return Line(number, "readings", 0.0, 0.0, {"readings": [list(row) for row in rows], "charted": "by pairing"})


def back(number, channel, at_s):
    return Line(number, "value taken back", at_s, 900.0, {"channel": channel, "at_s": at_s, "text": "takes back"})


def test_a_value_that_its_device_takes_back_is_struck_and_its_neighbours_stand():
    lines = [
        heard(1, ("systolic_mmhg", 195.0, 60.0), ("spo2_pct", 97.0, 60.0)),
        heard(2, ("systolic_mmhg", 124.0, 90.0)),
        back(3, "systolic_mmhg", 60.0),
    ]
    first, second, _ = effective(lines)

    assert first.body["readings"] == [["spo2_pct", 97.0, 60.0]]
    assert first.body["struck"] == [["systolic_mmhg", 195.0, 60.0]]  # it stays in the record
    assert second.body == lines[1].body
    assert lines[0].body["readings"][0][1] == 195.0  # what was written is not touched


def test_what_is_sent_again_after_it_was_taken_back_stands():
    lines = [heard(1, ("spo2_pct", 71.0, 60.0)), back(2, "spo2_pct", 60.0), heard(3, ("spo2_pct", 71.0, 60.0))]

    assert [line.body["readings"] for line in effective(lines) if line.kind == "readings"] == [
        [],
        [["spo2_pct", 71.0, 60.0]],
    ]


def test_where_two_sources_said_different_things_in_that_moment_neither_is_struck():
    lines = [heard(1, ("spo2_pct", 71.0, 60.0), ("spo2_pct", 97.0, 60.0)), back(2, "spo2_pct", 60.0)]

    assert effective(lines)[0].body == lines[0].body


def said_of(source, device=""):
    return {"source": source} | ({"device": device} if device else {})


def by(line, device="", **sources):
    line.body.update({"device": device} if device else {}, **({"sources": sources} if sources else {}))
    return line


def left(lines):
    return [line.body["readings"] for line in effective(lines) if line.kind == "readings"]


def test_of_two_devices_that_said_the_same_only_the_one_that_takes_it_back_is_struck():
    same = ("spo2_pct", 97.0, 60.0)
    lines = [heard(1, same), by(heard(2, same), "monitor 2"), back(3, "spo2_pct", 60.0)]

    lines[2].body.update(said_of("150456|1|monitor 2: ", "monitor 2"))
    assert left(lines) == [[list(same)], []]
    lines[2].body.update(said_of("150456|1|"), device="")
    assert left(lines) == [[], [list(same)]]


def test_of_two_sources_in_one_message_only_the_one_that_is_taken_back_is_struck():
    left_hand, right_hand = ["spo2_pct", 97.0, 60.0], ["spo2_pct", 97.0, 60.0]
    message = by(heard(1, left_hand, right_hand), **{"0": "150472|1|", "1": "150476|2|"})
    lines = [message, back(2, "spo2_pct", 60.0)]
    lines[1].body.update(said_of("150476|2|"))

    (first, _) = effective(lines)
    assert (first.body["readings"], first.body["struck"]) == ([left_hand], [right_hand])
    message.body["readings"][0][1] = 71.0  # they said different things, and it is known who said which
    assert left(lines) == [[["spo2_pct", 71.0, 60.0]]]


TOTALS = st.one_of(st.none(), st.integers(0, 92))


@given(st.lists(st.integers(0, 92), min_size=1, max_size=5), st.lists(st.tuples(st.integers(1, 6), TOTALS), max_size=8))
def test_corrections_lose_no_event_and_the_last_one_wins(totals, fixes):
    written = [cadss(n, total) for n, total in enumerate(totals, 1)]
    written += [correction(len(totals) + n, of, total) for n, (of, total) in enumerate(fixes, 1)]

    now = effective(written)

    assert [line.number for line in now] == [line.number for line in written]
    for line in now[: len(totals)]:
        own = [total for of, total in fixes if of == line.number]
        assert len(line.was) == len(own)
        assert line.struck == (bool(own) and own[-1] is None)
        said = [total for total in own if total is not None]
        assert line.body["total"] == (said[-1] if said else totals[line.number - 1])


def test_the_baseline_is_read_as_corrected():
    """A pressure of 186 before the start was a slip; a device's pulse stays; what was taken back is not known."""
    start = {"action": "start", "baseline": {"systolic_mmhg": 186, "pulse_bpm": 70}}
    start["baseline_by_hand_s"] = {"systolic_mmhg": 10.0}
    vitals = {"readings": [["systolic_mmhg", 186, 10.0, "new"]], "said": "Systolic 186", "by": "Nia"}
    lines = [Line(1, "vital signs", 10.0, 10.0, vitals), Line(2, "act", 60.0, 60.0, start)]

    def fix(now, event_s=10.0):
        return Line(3, "correction", event_s, 90.0, {"of": 1, "now": now, "event_s": event_s})

    right = {"readings": [["systolic_mmhg", 126, 10.0, "amended"]], "said": "Systolic 126", "by": "Nia"}
    assert baseline(lines) == {"systolic_mmhg": 186, "pulse_bpm": 70}
    assert baseline([*lines, fix(right)]) == {"systolic_mmhg": 126, "pulse_bpm": 70}
    assert baseline([*lines, fix(None)]) == {"pulse_bpm": 70}
    assert baseline([*lines, fix(right, event_s=70.0)]) == {"pulse_bpm": 70}  # it was measured after the start
    assert baseline(lines[:1]) == {}


def test_a_baseline_that_its_device_takes_back_is_not_known():
    start = {"action": "start", "baseline": {"systolic_mmhg": 96, "pulse_bpm": 70}}
    start["baseline_by_device"] = {"systolic_mmhg": ["150021|1|", 10.0], "pulse_bpm": ["149530|1|", 50.0]}
    act, gone = Line(2, "act", 60.0, 60.0, start), back(3, "systolic_mmhg", 10.0)

    gone.body["source"] = "150021|1|"
    assert baseline([act, gone]) == {"pulse_bpm": 70}
    assert baseline([act, gone._replace(number=1)]) == start["baseline"]  # sent again before the start
    gone.body["source"] = "150021|1|monitor 2: "
    assert baseline([act, gone]) == start["baseline"]
    gone.body.pop("source")  # it is not known who took it back
    assert baseline([act, gone]) == start["baseline"]
