"""Whether anybody's screen watches a chair, by what its open pages say of themselves."""

import time

import pytest

from euthymia.clinic.infusion.oversight import presence as rules
from euthymia.clinic.infusion.oversight.presence import MOST_PAGES, UNWATCHED_S, Presence, Said, heard, unwatched
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

WATCHES, MUTED, HIDDEN = Said(True, True), Said(True, False), Said(False, True)
CLOSED, SLEEPY = Said(True, True, closed=True), Said(True, True, awake=False)


def told(*said):
    """One page, by (second, what it says)."""
    page = None
    for at_s, what in said:
        page = heard(page, what, now_s=at_s)
    return [page] if page else []


@pytest.mark.parametrize(
    ("said", "now_s", "why", "since_s"),
    [
        ([(10, WATCHES), (11.5, WATCHES)], 14, None, None),  # one word was lost
        ([(10, WATCHES), (11.5, WATCHES)], 15, "not heard", 11.5),  # cut off, asleep, or its tablet is flat
        ([(10, WATCHES), (11, HIDDEN), (12.5, HIDDEN)], 13, None, None),  # looked away for a moment
        ([(10, WATCHES), (11, HIDDEN), (12.5, HIDDEN), (14, HIDDEN)], 14.5, "hidden", 11),
        ([(10, WATCHES), (11, MUTED), (12.5, MUTED), (14, MUTED)], 14.5, "sound off", 11),
        ([(10, WATCHES), (11, CLOSED)], 14.5, "closed", 11),
        ([(10, WATCHES), (11, HIDDEN), (11, CLOSED)], 14.5, "closed", 11),  # the two words of a page that closes,
        ([(10, WATCHES), (11, CLOSED), (11.1, HIDDEN)], 14.5, "closed", 11),  # in either order
        ([(10, WATCHES), (11, CLOSED), (12, WATCHES)], 14.5, None, None),  # opened again from the browser's memory
        ([(10, WATCHES), (11, HIDDEN), (14, HIDDEN), (15, WATCHES)], 15, None, None),  # it is back
        ([(10, MUTED), (11.5, MUTED)], 12, "sound off", 10),  # no hand has touched it since it was opened
        ([(10, SLEEPY), (11.5, SLEEPY)], 12, None, None),  # it watches, and may fall asleep
        ([], 3, None, None),
        ([], 3.5, "no page", 0),  # never seen since the start
    ],
)
def test_a_chair_is_watched_by_a_page_that_is_visible_sounds_and_is_heard(said, now_s, why, since_s):
    found = unwatched(told(*said), began_s=0, now_s=now_s)

    assert (found and found.why, found and found.since_s) == (why, since_s)


def test_one_page_that_watches_is_enough():
    hidden = told((0, WATCHES), (1, HIDDEN), (9, HIDDEN))
    assert unwatched([*hidden, *told((9, WATCHES))], began_s=0, now_s=10) is None


def test_of_several_pages_the_one_heard_last_says_why():
    pages = [*told((0, WATCHES), (1, HIDDEN)), *told((2, WATCHES), (5, MUTED))]
    assert unwatched(pages, began_s=0, now_s=20) == rules.Unwatched(5, "sound off")


def test_a_page_from_before_the_start_watches_from_the_start_on_only_if_it_is_still_heard():
    assert unwatched(told((1, WATCHES)), began_s=100, now_s=104) == rules.Unwatched(100, "no page")
    assert unwatched(told((1, WATCHES), (103, WATCHES)), began_s=100, now_s=104) is None


def test_noticed_elsewhere_within_five_seconds_leaves_a_second_for_the_other_screen():
    assert UNWATCHED_S + 1 <= 5


def test_only_so_many_pages_of_a_session_are_remembered():
    memory = Presence()
    for n in range(MOST_PAGES + 5):
        memory.hear("s", f"page {n}", WATCHES, now_s=float(n))
    assert len(memory._pages["s"]) == MOST_PAGES
    memory.keep([])
    assert memory._pages == {}


def test_a_chair_that_only_a_sleepy_tablet_watches_is_known():
    memory = Presence()
    memory.hear("s", "tablet", SLEEPY, now_s=1.0)
    assert memory.may_sleep("s", now_s=2.0)
    memory.hear("s", "desk", WATCHES, now_s=1.5)
    assert not memory.may_sleep("s", now_s=2.0)
    assert not memory.may_sleep("s", now_s=60.0)  # nobody watches: that is said by itself


@pytest.fixture
def memory(monkeypatch):
    fresh = Presence()
    monkeypatch.setattr("euthymia.clinic.infusion.oversight.pages.presence", fresh)
    return fresh


def beat(browser, session, **said):
    says = {"page": "one", "visible": "1", "audible": "1", "awake": "1", "closed": "0", **said}
    return browser.post(f"/chair/{session.key}/presence", says)


def test_a_page_beats_from_when_it_was_opened_and_also_when_its_sign_in_ran_out(clinic, memory):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    assert beat(browser, session).status_code == 404

    browser.get(f"/chair/{session.key}")
    assert beat(browser, session).status_code == 204
    del browser.cookies["sessionid"]
    assert beat(browser, session, audible="0").status_code == 204

    assert memory.of(str(session.key), began_s=0, now_s=time.time()) is None
    assert memory.of(str(session.key), began_s=0, now_s=time.time() + 5).why == "sound off"


def test_a_page_of_one_chair_says_nothing_of_another(clinic, memory):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    chair, patient = chairside.another_chair(clinic, 7)
    other = chairside.running(clinic, chair=chair, patient=patient)
    browser.get(f"/chair/{session.key}")
    browser.cookies["chair_page"]["path"] = "/"

    assert beat(browser, other).status_code == 404


def test_beats_write_nothing_and_keep_nobody_signed_in(clinic, memory, django_assert_max_num_queries):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    before = browser.session["minute"]
    kept = browser.session
    kept["minute"] = 0
    kept.save()

    with django_assert_max_num_queries(7):  # whose browser this is, and that its right to the chair still holds
        assert beat(browser, session).status_code == 204
    assert browser.session["minute"] == 0
    browser.post(f"/chair/{session.key}/activity", {"page": "one", "visible": "1"})
    assert browser.session["minute"] >= before
