"""What an audit row says was done: a word of one list with its own detail; a word of another version is shown as it
stands."""

import ast
import csv
import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit import actions, chain, details, verification
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import audit_report
from euthymia.medicine import instruments, session
from tests.clinic.conftest import signed_in
from tests.conftest import CHECKOUT

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PERSON = UUID(int=7)
LATER = "sent the chart to the moon"  # a word of a version to come


# Every call names an action


def wrong(source: str) -> list[str]:
    """List each call of the audit chain whose action is no Action, nor a name that is said to hold one."""
    tree = ast.parse(source)
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation and "Action" in ast.unparse(node.annotation):
            named.add(node.arg)
        if isinstance(node, ast.Assign) and is_action(node.value, set()):
            named |= {ast.unparse(target) for target in node.targets}
    return [ast.unparse(given) for given in handed_over(tree) if not is_action(given, named)]


def handed_over(tree: ast.Module) -> Iterator[ast.expr]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).endswith(("audit.write", "chain.write")):
            yield call.args[0]
        yield from (word.value for word in call.keywords if word.arg == "doing")


def is_action(node: ast.expr, named: set[str]) -> bool:
    if isinstance(node, ast.IfExp):
        return is_action(node.body, named) and is_action(node.orelse, named)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("recorded", "rated", "opened_scale")
    return ast.unparse(node).startswith("Action.") or (isinstance(node, ast.Name) and node.id in named)


def test_no_call_of_the_chain_has_a_bare_string():
    files = (CHECKOUT / "src/euthymia").rglob("*.py")

    assert {str(path): faults for path in files if (faults := wrong(path.read_text()))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "audit.write('opened the chart', by=by, at=at)",
        "audit.write(f'listed: {page}', by=by, at=at)",
        "with writing(session, at=at, by=by, doing='wrote a note') as pen: pass",
        "def close(doing: str):\n    audit.write(doing, by=by, at=at)",
        "audit.write(Action.SIGNED_IN if back else 'signed out', by=by, at=at)",
    ],
)
def test_a_bare_string_is_found(source):
    assert len(wrong(source)) == 1


@pytest.mark.parametrize(("name", "act"), session.ACTIONS.items())
def test_every_act_on_a_session_has_its_action(name, act):
    own_page = {"check": Action.SECOND_CHECK_AGREED, "discharge": Action.DISCHARGED}

    assert (own_page.get(name) or actions.recorded(name)) in details.DETAILS


@pytest.mark.parametrize("scale", instruments.ALL.values(), ids=str)
def test_every_scale_has_the_action_of_its_opening(scale):
    assert actions.opened_scale(scale.name) == f"opened {scale.name}"


# Its detail


@pytest.mark.parametrize(
    ("action", "detail"),
    [
        (Action.OPENED_CHART, {"outcome": "go"}),  # it has none
        (Action.DECIDED_ELIGIBILITY, {}),
        (Action.DECIDED_ELIGIBILITY, {"outcome": "go", "name": "Ruth"}),
        (Action.LISTED_TODAY, {"requests": []}),  # patients are always there
    ],
)
def test_a_detail_with_a_field_too_many_or_too_few_is_refused(action, detail):
    with pytest.raises(details.WrongDetail):
        details.check(action, detail)


@pytest.mark.parametrize(
    ("action", "detail"),
    [
        (Action.OPENED_CHART, {}),
        (Action.DECIDED_ELIGIBILITY, {"outcome": "go"}),
        (Action.ENTERED_MEDICATION, {}),  # on the chart
        (Action.ENTERED_MEDICATION, {"events": [3]}),  # at the chair
        (Action.TURNED_ON_WORDING, {"instrument": "phq9", "sha256": "f", "meaning": "I"}),
    ],
)
def test_the_detail_of_an_action_passes(action, detail):
    details.check(action, detail)


# What is stored


def test_a_row_is_stored_and_hashed_as_it_was_before_actions_were_a_list(live, settings):
    settings.AUDIT_KEY = b"k" * 32
    with chain.atomic():
        chain.write(Action.DECIDED_ELIGIBILITY, by="system:test", at=AT, patient=PERSON, outcome="go")
        chain.write(Action.TAKEN_AT_LOCKED_PAGE_OPENED_BY, by="at Chair 1", at=AT, person_key=PERSON, events=[1])
    first, second = AuditEvent.objects.all()

    assert (first.action, first.detail) == ("decided eligibility", {"outcome": "go"})
    assert second.action == f"taken at a locked page opened by {PERSON}"
    assert first.hash == by_hand("0" * 64, 1, "system:test", "decided eligibility", str(PERSON), '{"outcome":"go"}')
    assert second.hash == by_hand(first.hash, 2, "at Chair 1", second.action, "", '{"events":[1]}')


def by_hand(previous: str, number: int, actor: str, action: str, person: str, detail: str) -> str:
    """Return the hash of a row about no subject, worked out from what the format says and not by the chain's code."""
    texts = [json.dumps(text) for text in ("2026-03-02T09:30:00.000000+00:00", actor, action, "", person)]
    body = f"[{json.dumps(previous)},{number},{','.join(texts)},{detail}]"
    return hmac.new(b"k" * 32, body.encode(), hashlib.sha256).hexdigest()


# A word of another version


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("opened the chart", "opened the chart"),
        (f"taken at a locked page opened by {PERSON}", f"taken at a locked page opened by {PERSON}"),
        (LATER, f"{LATER} (not known to this version)"),
        ("taken at a locked page opened by", "taken at a locked page opened by"),
        ("opened the chart again", "opened the chart again (not known to this version)"),
        ("", " (not known to this version)"),
    ],
)
def test_a_stored_word_is_shown_as_it_stands(stored, shown):
    assert actions.shown(stored) == shown


@pytest.fixture
def later(live_clinic):
    """A row that a later version wrote, about Ruth; the database refuses to change it, whatever test was before."""
    with chain.atomic():
        chain.write(LATER, by=live_clinic.nurse, at=timezone.now(), patient=live_clinic.ruth)
    return live_clinic


def test_the_report_its_csv_and_the_patient_see_an_unknown_word(later):
    says = f"{LATER} (not known to this version)"
    owner = signed_in(later.owner)
    rows = csv.reader(io.StringIO(owner.get(reverse("people:audit_csv")).content.decode()))

    assert says in owner.get(reverse("people:audit")).content.decode()
    assert says in [row[3] for row in rows]
    assert says in signed_in(later.patient).get(reverse("pages:me")).content.decode()
    assert LATER in [row.action for row in audit_report.rows(audit_report.period("", ""))]


def test_verify_names_an_unknown_word_and_the_chain_holds(later, capsys, monkeypatch):
    from euthymia.cli import main
    from euthymia.clinic.server import start

    monkeypatch.setattr(start, "ready", lambda: None)  # the test's database is ready
    found = verification.verify()

    assert (found.fault, found.unknown[LATER]) == ("", 1)
    assert main.main(["audit", "verify"]) == 0
    assert f"1 rows: {LATER} (not known to this version)" in capsys.readouterr().out
    assert Action.REGISTERED not in found.unknown
