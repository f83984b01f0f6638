"""An event's kind is one of a list wherever it is written or read; one of another version stays on every page."""

import ast
from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.chair import acts, stream
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.report import facts
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import writing
from euthymia.demo.fill import on
from euthymia.medicine.charting import EventKind
from tests.clinic import chairside
from tests.clinic.conftest import signed_in
from tests.clinic.infusion.report.test_report import text_of
from tests.conftest import CHECKOUT

READERS = ("clinic/infusion", "clinic/outcomes", "medicine/charting", "demo/rehearsal")
LINE = "sleep stage: N2 since 10:04 (not known to this version)"


# Nowhere a bare string


def bare(source: str) -> list[str]:
    """List each kind of an event that is written or read as a string."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            written = node.args[:1] if ast.unparse(node.func) == "pen.note" else []
            read = [word.value for word in node.keywords if word.arg in ("kind", "kind__in")]
            given = read if "events" in ast.unparse(node.func) or "SessionEvent." in ast.unparse(node.func) else []
            found += [ast.unparse(node) for value in (*written, *given) if strings(value)]
        if isinstance(node, ast.Compare) and ast.unparse(node.left).split(".")[-1] == "kind":
            found += [ast.unparse(node) for value in node.comparators if strings(value)]
    return found


def strings(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return strings(node.body) | strings(node.orelse)
    words = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return words & set(EventKind)


def test_no_writer_and_no_reader_names_a_kind_by_a_bare_string():
    files = [path for folder in READERS for path in (CHECKOUT / "src/euthymia" / folder).rglob("*.py")]

    assert {str(path): faults for path in files if (faults := bare(path.read_text()))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "pen.note('help called' if what == 'help' else 'at the chair', body)",
        "pen.note('vital signs', body)",
        "lines = [line for line in acts if line.kind in ('act', 'late act')]",
        "if event.kind == 'correction': pass",
        "SessionEvent.objects.filter(session=session, kind='pre-infusion checklist')",
        "session.events.filter(kind__in=('risk said', 'risk reviewed'))",
    ],
)
def test_a_bare_string_is_found(source):
    assert len(bare(source)) == 1


# What is stored


def test_a_kind_is_stored_as_the_word_it_always_was(clinic):
    session = chairside.running(clinic)
    acts.rate(session, EventKind.DISTRESS, 2, by=clinic.nurse)

    stored = list(SessionEvent.objects.filter(session=session).order_by("number").values_list("kind", flat=True))
    assert stored == ["act", "pre-infusion checklist", "vital signs", "act", "distress"]
    assert {type(word) for word in stored} == {str}


def test_the_listener_is_handed_a_plain_string(clinic):
    with writing(chairside.running(clinic), at=timezone.now(), by=clinic.nurse, doing=Action.WROTE_NOTE) as pen:
        noted = pen.note(EventKind.PAIRED, {"text": "Monitor paired by Nia"})

    assert type(noted.kind) is str


# A kind of another version


@pytest.fixture
def later(clinic):
    """A session in which a later version wrote an event."""
    with on(timezone.now() - timedelta(minutes=20)):
        session = chairside.running(clinic)
    append(session, clinic, {"text": "N2 since 10:04"})
    return session


def append(session, clinic, body):
    with writing(session, at=timezone.now(), by=clinic.nurse, doing=Action.WROTE_NOTE) as pen:
        pen.note("sleep stage", body)


def test_its_line_stands_in_the_log_of_the_chair(later):
    assert [line["text"] for line in board.page_board(later)["log"]].count(LINE) == 1


def test_it_reaches_an_open_page(later):
    lines = stream.tailer._new({later.pk: later.last_event_number - 1})

    assert LINE in [line["text"] for line in lines[later.pk][1]["board"]["log"]]


def test_it_stands_on_the_record_on_its_pdf_and_on_the_help_sheet(later, clinic):
    nurse = signed_in(clinic.nurse)

    assert LINE in nurse.get(f"/chair/{later.key}/record").content.decode()
    assert LINE in nurse.get(f"/chair/{later.key}/help").content.decode()
    assert LINE in text_of(facts.gather(later))
    assert "Events not known to this version" in text_of(facts.gather(later))


def test_a_record_without_one_has_no_such_section(clinic):
    assert "not known to this version" not in text_of(facts.gather(chairside.running(clinic)))


def test_one_that_waits_for_a_name_is_shown_without_what_it_does_not_say(later, clinic):
    append(later, clinic, {"unconfirmed": True})

    assert [waits["said"] for waits in board.page_board(later)["unconfirmed"]] == [
        "sleep stage (not known to this version)"
    ]


def test_where_no_dose_may_stand_none_of_its_words_does(clinic):
    session = chairside.opened(clinic)  # the second check is not made
    append(session, clinic, {"text": "35.0 mg"})
    hidden = "sleep stage: hidden until the second check (not known to this version)"

    assert [line["text"] for line in board.page_board(session)["log"]] == [hidden]
    assert "35.0 mg" not in text_of(facts.gather(session, dose_hidden="hidden until the second check"))
    assert hidden in text_of(facts.gather(session, dose_hidden="hidden until the second check"))
