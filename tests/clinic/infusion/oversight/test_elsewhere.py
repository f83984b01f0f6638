"""What other screens show of a chair: help, a high alarm nobody has acknowledged, nobody's screen watching it."""

import time
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.oversight import notices as cross_chair
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.infusion.oversight.notices import Chair, menu_lines, notices
from euthymia.clinic.infusion.oversight.presence import Presence, Said, Unwatched
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.demo.fill import on
from euthymia.medicine.charting.catalogue import HERE
from euthymia.medicine.watch import Alarm
from tests.clinic import chairside
from tests.clinic.conftest import signed_in


def alarm(*, priority="high", by=None, marks=0, key="spo2_pct:stop"):
    alarm = Alarm(key, "SpO2 84 %: below 88 % for 10 s", "spo2_pct", "stop", priority, 84, 88, 100.0, 100.0)
    return alarm._replace(acknowledged_by=by, escalated_s=tuple(130.0 + 30 * n for n in range(marks)))


@pytest.mark.parametrize(
    ("chair", "shown"),
    [
        ({}, []),
        ({"alarms": (alarm(),)}, []),  # not yet 30 s
        ({"alarms": (alarm(marks=1),)}, [("alarm", "high", False)]),  # 30 s: on the other chairs' pages, the overview
        ({"alarms": (alarm(marks=2),)}, [("alarm", "high", True)]),  # 60 s: in every menu bar too
        ({"alarms": (alarm(marks=2, by="Nia Okoro"),)}, []),  # somebody has it
        ({"alarms": (alarm(priority="medium", marks=1),)}, []),
        ({"help_s": 100.0}, [("help", "high", True)]),  # at once, everywhere
        ({"unwatched": Unwatched(100.0, "hidden")}, [("unwatched", "medium", False)]),
        (
            {"unwatched": Unwatched(90.0, "hidden"), "help_s": 100.0, "alarms": (alarm(marks=1),)},
            [("help", "high", True), ("alarm", "high", False), ("unwatched", "medium", False)],
        ),
    ],
)
def test_what_other_screens_show(chair, shown):
    found = notices([Chair("a", "Chair 1", **chair)])
    assert [(n.kind, n.priority, n.everywhere) for n in found] == shown


def test_a_line_names_the_chair_what_and_since_when():
    chair = Chair("a", "Chair 2", help_s=3600.0, unwatched=Unwatched(3661.0, "hidden"), alarms=(alarm(marks=1),))
    assert [n.text for n in notices([chair])] == [
        "Chair 2: HELP was called at 01:00:00. Go there.",
        "Chair 2: SpO2 84 %: below 88 % for 10 s. Nobody has acknowledged it since 00:01:40.",
        "Chair 2: nobody's screen watches it (hidden since 01:01:01).",
    ]


def test_the_bar_of_every_page_stays_low_however_many_chairs_need_somebody():
    three = (alarm(marks=2), alarm(marks=2, key="systolic_mmhg:stop"), alarm(marks=1, key="heart_rate_bpm:stop"))
    chairs = [Chair(name, name, alarms=three) for name in ("Chair 1", "Chair 2", "Chair 3")]
    chairs += [Chair("d", "Chair 4", help_s=100.0), Chair("e", "Chair 5", help_s=90.0)]

    named = {kind: list(of) for kind, of in menu_lines(notices(chairs)).items()}
    assert named == {"help": ["Chair 5", "Chair 4"], "alarm": ["Chair 1", "Chair 2", "Chair 3"]}
    assert menu_lines(notices(chairs))["help"]["Chair 5"] == "e"
    assert menu_lines(notices([Chair("f", "Chair 6", alarms=(alarm(marks=1),))])) == {}  # not yet everywhere


@pytest.fixture
def watched(monkeypatch):
    """A memory in which a page of each session watches."""
    memory = Presence()
    monkeypatch.setattr(cross_chair, "presence", memory)
    return lambda session: memory.hear(str(session.key), "page", Said(True, True), now_s=time.time())


@pytest.fixture
def session(clinic, watched):
    session = chairside.running(clinic)
    watched(session)
    return session


def test_help_shows_at_once_until_somebody_says_that_it_is_here(clinic, session):
    acts.call_help(session, by=clinic.nurse)
    assert [n.kind for n in cross_chair.look()] == ["help"]

    acts.add_help_line(session, "called", "Team", by=clinic.nurse)
    assert [n.kind for n in cross_chair.look()] == ["help"]

    acts.add_help_line(session, "here", HERE, by=clinic.nurse)
    assert cross_chair.look() == ()


@pytest.mark.parametrize(("seconds_ago", "kinds"), [(1, []), (10, ["unwatched"])])
def test_a_session_nobody_opened_a_page_of_shows_as_unwatched(clinic, monkeypatch, seconds_ago, kinds):
    monkeypatch.setattr(cross_chair, "presence", memory := Presence())
    memory.began_s -= 60
    with on(timezone.now() - timedelta(seconds=seconds_ago)):
        chairside.running(clinic)
    assert [n.kind for n in cross_chair.look()] == kinds


def test_a_patient_who_waits_for_the_start_needs_nobody_to_watch(clinic, monkeypatch):
    monkeypatch.setattr(cross_chair, "presence", memory := Presence())
    memory.began_s -= 60
    with on(timezone.now() - timedelta(seconds=30)):
        session = chairside.checked(clinic)
    assert cross_chair.look() == ()
    acts.call_help(session, by=clinic.nurse)
    assert [n.kind for n in cross_chair.look()] == ["help"]


def test_one_look_is_one_query(clinic, session, django_assert_num_queries):
    with django_assert_num_queries(1):
        cross_chair.look()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nurse", 200), ("prescriber", 200), ("director", 200), ("owner", 200), ("desk", 200),
        ("researcher", 403), ("patient", 403), (None, 403),
    ],
)  # fmt: skip
def test_the_menu_bar_names_the_chair_and_neither_patient_nor_value(clinic, session, who, status):
    acts.call_help(session, by=clinic.nurse)
    answer = signed_in(getattr(clinic, who) if who else None).get("/chairs/alarms/now")

    assert answer.status_code == status
    if status == 200:
        assert "HELP was called" in answer.content.decode()
        for word in (clinic.ruth.family, clinic.ruth.number, "%"):
            assert word not in answer.content.decode()


def test_the_overview_shows_it_big_and_names_no_patient_in_it(clinic, session):
    acts.call_help(session, by=clinic.nurse)
    page = signed_in(clinic.director).get("/chairs/now").content.decode()  # who is on no care team

    assert 'data-kind="help"' in page
    assert clinic.ruth.family not in page


def test_who_is_signed_out_meanwhile_gets_no_sign_in_page_inside_a_page(clinic):
    for address in ("/chairs/now", "/chairs/alarms/now"):
        assert signed_in(None).get(address).status_code == 403


def test_help_called_while_the_network_was_down_shows_with_its_own_time(clinic, session):
    at = timezone.now() - timedelta(seconds=30)
    session.opened_at -= timedelta(minutes=5)
    acts.call_help(session, by=clinic.nurse, happened_at=at)
    assert cross_chair.look()[0].since_s == pytest.approx(at.timestamp())


@pytest.mark.parametrize(("seconds", "opened"), [(20, 0), (40, 0), (61, 1)])
def test_at_sixty_seconds_the_prescriber_on_duty_gets_a_task(clinic, session, seconds, opened):
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)
    with on(timezone.now() + timedelta(seconds=seconds)):
        silence_watch.look_once()

    found = Task.objects.filter(kind=Duty.Kind.ALARMS)
    assert [(t.owner, t.patient) for t in found] == [(clinic.prescriber, clinic.ruth)] * opened
    assert all("186" not in t.description and clinic.ruth.family not in t.description for t in found)
    assert [n.everywhere for n in cross_chair.look() if n.kind == "alarm"] == [False] * (seconds == 40) + [
        True
    ] * opened


# Two unseen high alarms

FALL, LINK = alarm(), alarm(key="systolic_mmhg:stop")._replace(channel="systolic_mmhg")


@pytest.mark.parametrize(
    ("chairs", "asking"),
    [
        ([(FALL,)], []),
        ([(FALL,), ()], []),
        ([(FALL,), (LINK,)], ["Chair 0", "Chair 1"]),  # nobody is at both: at once
        ([(FALL,), (alarm(by="Nia Okoro"),)], []),
        ([(FALL,), (alarm(priority="medium"),)], []),
        ([(FALL, LINK)], []),  # one event at one chair, until both have waited
        ([(FALL._replace(escalated_s=(130.0,)), LINK)], []),
        ([(FALL._replace(escalated_s=(130.0,)), LINK._replace(escalated_s=(130.0,)))], ["Chair 0"]),
        ([(alarm(marks=1),), (alarm(marks=2),)], ["Chair 0", "Chair 1"]),
        ([(FALL._replace(ended_s=140.0),), (LINK,)], ["Chair 0", "Chair 1"]),  # over, and still unseen
    ],
)
def test_two_unseen_high_alarms_ask_for_a_second_person(chairs, asking):
    shown = [Chair(str(n), f"Chair {n}", alarms=alarms) for n, alarms in enumerate(chairs)]

    assert [chair.name for chair in cross_chair.asking_for_a_second(shown)] == asking
    told = [n for n in notices(shown, called="Nobody else.") if "Two or more high alarms are unseen" in n.text]
    marked = {f"Chair {n}" for n, alarms in enumerate(chairs) if any(one.escalated_s for one in alarms)}
    assert {n.chair for n in told} == set(asking) & marked  # what other screens show, and when, is as it was
    assert all(n.text.endswith("Two or more high alarms are unseen. Nobody else.") for n in told)


@pytest.fixture
def two_chairs(clinic, session, watched):
    """The pressure of both patients asks for a pause, and nobody has seen either."""
    chair, patient = chairside.another_chair(clinic, 8)
    other = chairside.running(clinic, chair=chair, patient=patient)
    watched(other)
    for one in (session, other):
        acts.enter_vitals(one, {"systolic_mmhg": 186.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)
    return session, other


def said():
    """What other screens say once the alarms have passed their first mark."""
    with on(timezone.now() + timedelta(seconds=40)):
        silence_watch.look_once()
    return {n.text.partition("unseen. ")[2] for n in cross_chair.look() if n.kind == "alarm"}


def test_a_second_person_is_called_once_and_only_then_is_it_said(clinic, two_chairs):
    assert said() == {"Nobody else has a task for it: call a second person."}

    at = timezone.now()
    for seconds in (0, 1):
        cross_chair.call_second(at + timedelta(seconds=seconds))

    task = Task.objects.get(kind=Duty.Kind.ALARMS)
    assert task.owner == clinic.prescriber
    assert "186" not in task.description and clinic.ruth.family not in task.description
    clock = f"{timezone.localtime(at):%H:%M:%S}"
    assert said() == {f"{clinic.prescriber.name} has a task for it, opened at {clock}."}
    tasks.take(task, by=clinic.prescriber)
    tasks.finish(task, outcome="Went there", by=clinic.prescriber)
    cross_chair.call_second(at + timedelta(seconds=2))
    assert Task.objects.filter(kind=Duty.Kind.ALARMS).count() == 1  # closed: not opened again for the same alarms


def test_the_second_person_is_never_the_nurse_of_a_chair_that_asks(clinic, two_chairs):
    """Who is on duty for alarms is at one of the chairs, or both were hers from the start."""
    session, other = two_chairs
    with audit.atomic():
        Session.objects.filter(pk=session.pk).update(nurse=clinic.prescriber)
        audit.write("handed over", session, by=clinic.nurse, at=timezone.now())
    cross_chair.call_second(timezone.now())

    task = Task.objects.get(kind=Duty.Kind.ALARMS)
    assert task.owner not in (clinic.prescriber, clinic.nurse)
    for minutes in (11, 22, 33, 44):  # nobody takes it: it goes on to others, and never to them
        tasks.escalate_overdue(timezone.now() + timedelta(minutes=minutes))
        task.refresh_from_db()
        assert task.owner not in (clinic.prescriber, clinic.nurse)
    assert other.nurse == clinic.nurse


def test_a_task_that_the_nurse_of_the_chair_took_is_no_second_person(clinic, two_chairs):
    cross_chair.call_second(timezone.now())
    tasks.take(Task.objects.get(kind=Duty.Kind.ALARMS), by=clinic.nurse)

    assert said() == {"Nobody else has a task for it: call a second person."}
    assert {n.kind for n in cross_chair.look()} == {"second", "alarm"}


def test_taking_over_is_offered_at_once_and_makes_one_the_second_person(clinic, two_chairs):
    session, other = two_chairs
    asked = [n for n in cross_chair.look() if n.kind == "second"]
    assert {n.session for n in asked} == {str(session.key), str(other.key)}  # no mark has passed yet
    assert all(n.everywhere and n.shown()["take_over"] == f"/chair/{n.session}/take-over" for n in asked)
    assert not any(word in n.text for n in asked for word in ("186", clinic.ruth.family))
    page = signed_in(clinic.nurse2).get("/chairs/alarms/now").content.decode()
    assert "Take over" in page and "second person is needed" in page
    assert "Take over" not in signed_in(clinic.desk).get("/chairs/alarms/now").content.decode()

    assert signed_in(clinic.nurse).post(f"/chair/{session.key}/take-over").status_code == 422  # she is at them
    went = signed_in(clinic.nurse2).post(f"/chair/{session.key}/take-over")

    assert (went.status_code, went["Location"]) == (302, f"/chair/{session.key}")
    task = Task.objects.get(kind=Duty.Kind.ALARMS)
    assert (task.taken_by, task.owner) == (clinic.nurse2, clinic.nurse2)
    assert not [n for n in cross_chair.look() if n.kind == "second"]
    clock = f"{timezone.localtime(task.opened_at):%H:%M:%S}"
    assert said() == {f"{clinic.nurse2.name} has a task for it, opened at {clock}."}
    cross_chair.call_second(timezone.now())
    assert Task.objects.filter(kind=Duty.Kind.ALARMS).count() == 1


def test_where_one_of_two_was_seen_nobody_is_called(clinic, two_chairs):
    acts.acknowledge(two_chairs[1], "systolic_mmhg:pause", by=clinic.nurse)
    cross_chair.call_second(timezone.now())

    assert not Task.objects.filter(kind=Duty.Kind.ALARMS).exists()
    assert said() == {""}  # the other is shown as it always was


def test_where_nobody_can_be_called_nobody_is_said_to_be(two_chairs, monkeypatch):
    monkeypatch.setattr(cross_chair.askable, "first", lambda *_, **__: None)
    cross_chair.call_second(timezone.now())

    assert said() == {"Nobody else has a task for it: call a second person."}


def test_an_acknowledged_alarm_shows_nowhere_else_and_opens_no_task(clinic, session):
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)
    acts.acknowledge(session, "systolic_mmhg:pause", by=clinic.nurse)
    with on(timezone.now() + timedelta(seconds=90)):
        silence_watch.look_once()

    assert not Task.objects.filter(kind=Duty.Kind.ALARMS).exists()
    assert not [n for n in cross_chair.look() if n.kind == "alarm"]


@pytest.mark.parametrize(
    ("who", "leads_there", "says"), [("nurse", True, "Go there."), ("desk", False, "Tell a nurse.")]
)
def test_who_may_open_the_chair_is_one_press_away_from_it(clinic, who, leads_there, says):
    key = "0a217d3c-7173-4c9f-9229-1b732c90b9e0"
    lines = menu_lines(notices([Chair(key, "Chair 5", help_s=90.0)]))

    page = render_to_string("infusion/_menu_alarms.html", {"lines": lines, "user": getattr(clinic, who)})

    assert (f'href="/chair/{key}"' in page) is leads_there
    assert "Chair 5" in page and says in page
