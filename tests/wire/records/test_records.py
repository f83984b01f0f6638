"""Every case of reading a record holds: dosage texts, allergies, conditions, reasons, uses, drugs, whole records.

The tables lie in `tables/` and `open/`; `python -m tests.wire.records` prints case, expected and got.
"""

import pytest

from tests.wire.records.cases import KINDS, every


@pytest.mark.parametrize("kind", KINDS)
def test_every_case_of_its_kind_holds(kind):
    cases = list(KINDS[kind]())

    assert cases
    assert [(case.given, case.expected, case.got) for case in cases if not case.right] == []


def test_a_dosage_text_is_seldom_asked_about_and_never_read_wrong():
    texts = [case for case in every() if case.kind == "dosage text"]
    with_one_answer = [case for case in texts if "ask" not in case.expected]

    assert [case.given for case in texts if not case.right and case.got != "ask"] == []
    assert len([case for case in with_one_answer if case.got == "ask"]) <= 0.15 * len(with_one_answer)
