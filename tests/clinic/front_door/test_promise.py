"""No page says that a person was told when nobody was: each state of an answer, each page that shows it."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

import euthymia
from euthymia.clinic.audit import chain
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door import context, promise
from euthymia.clinic.front_door.models import ClinicProfile
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import ROLES, Capability
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Task
from tests.clinic.conftest import signed_in

WEEK = {str(day): "09:00-17:00" for day in range(5)}
NAMED = SimpleNamespace(name="Pavel Novak")


def local(text: str) -> datetime:
    """4 May 2026 is a Monday."""
    day, clock = text.split()
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
    return datetime(2026, 5, 4 + days, *map(int, clock.split(":")), tzinfo=UTC)


def waiting(asked: str, *, owner=NAMED, taken: str = "") -> SimpleNamespace:
    opened = local(asked)
    return SimpleNamespace(
        opened_at=opened, due_at=opened + timedelta(minutes=10), owner=owner,
        taken_at=local(taken) if taken else None, taken_by=NAMED if taken else None,
    )  # fmt: skip


@pytest.mark.parametrize(("task", "at", "state", "when"), [
    (waiting("Mon 10:00"), "Mon 10:00", "due", "10:10"),
    (waiting("Mon 10:00"), "Mon 10:10", "due", "10:10"),
    (waiting("Mon 10:00"), "Mon 10:11", "overdue", "10:10"),
    (waiting("Mon 10:00", taken="Mon 10:20"), "Mon 10:30", "seen", "10:20"),
    (waiting("Mon 16:55"), "Mon 16:56", "due", "Tuesday 09:10"),  # we close before the time is up
    (waiting("Mon 16:55"), "Mon 17:30", "closed", "Tuesday 09:00"),
    (waiting("Mon 16:40"), "Mon 17:30", "overdue", "16:50"),  # promised while open, and not done
    (waiting("Sat 23:00"), "Sat 23:30", "closed", "Monday 09:00"),
    (waiting("Sun 23:00", taken="Sun 23:14"), "Sun 23:30", "seen", "23:14"),
    (waiting("Fri 17:00"), "Sun 12:00", "closed", "Monday 09:00"),
    (waiting("Mon 08:00"), "Mon 09:05", "due", "09:10"),
    (waiting("Mon 08:00"), "Mon 09:11", "overdue", "09:10"),
    (waiting("Mon 08:00"), "Tue 08:00", "overdue", "4 May 09:10"),
    (waiting("Mon 10:00", owner=None), "Mon 10:01", "nobody", ""),
])  # fmt: skip
def test_an_answer_stands_as_the_task_the_clock_and_the_hours_say(task, at, state, when):
    stands = promise.after(task, WEEK, local(at).astimezone(UTC))

    assert (stands.state, stands.when) == (state, when)
    assert bool(stands.name) is (state in ("seen", "due"))


@pytest.mark.parametrize(("week", "at", "somebody", "state", "when"), [
    (WEEK, "Mon 10:00", True, "due", "10:10"),
    (WEEK, "Sat 10:00", True, "closed", "Monday 09:00"),
    ({}, "Mon 10:00", True, "unknown", ""),
    (WEEK, "Mon 10:00", False, "nobody", ""),
])  # fmt: skip
def test_before_the_question_it_is_said_as_it_is(week, at, somebody, state, when):
    said = promise.before(week, local(at), within=timedelta(minutes=10), somebody=somebody)

    assert (said.state, said.when) == (state, when)


# The pages

ALWAYS = {str(day): "00:00-23:59" for day in range(7)}
SAYS = {
    "due": ("This is on the list of Pavel Novak, who is due to read it by", "are due to read it by"),
    "closed": ("Nobody here reads this before", "nobody here reads it before"),
    "unknown": ("We cannot say when somebody here reads this", "cannot promise a time"),
    "nobody": ("Nobody here can read this now", "nobody here can read it now"),
    "seen": ("Pavel Novak saw this: ", ""),
    "overdue": ("Somebody here was due to read this by", ""),
}


def hours_of(state: str) -> dict[str, str]:
    """Opening hours in which the state is true at this moment, whenever the test runs."""
    today = timezone.localdate().weekday()
    return {"closed": {str((today + 3) % 7): "00:00-23:59"}, "unknown": {}}.get(state, ALWAYS)


def set_state(clinic, state: str) -> None:
    now = timezone.localtime()
    if state in ("due", "overdue") and (now.hour, now.minute) >= (23, 45):
        pytest.skip("a quarter of an hour before midnight no hours are open for long enough")
    front_door.set_profile(ClinicProfile(week=hours_of(state)), by=clinic.owner)
    if state == "nobody":
        with chain.atomic():
            User.objects.filter(role__in=ROLES[Capability.OPEN_CHARTS]).update(is_active=False)
            chain.write("signed colleagues out for a test", by="system:test", at=timezone.now())
        context.refresh()


def move_on(clinic, state: str) -> None:
    if state == "seen":
        tasks.take(Task.objects.get(), by=clinic.prescriber)
    if state == "overdue":
        with chain.atomic():
            earlier = {
                "opened_at": timezone.now() - timedelta(hours=30),
                "due_at": timezone.now() - timedelta(hours=29),
            }
            Task.objects.update(**earlier)
            chain.write("moved a task back for a test", by="system:test", at=timezone.now())


def consult(browser: Client) -> tuple[str, str]:
    """The page before and the page after a request that is not sure of being safe; the second can be loaded again."""
    form = {
        "given": "Dora", "family": "Quist", "birth_date": "1990-02-03", "email": "d@patients.example",
        "phone": "555 010 0199", "reason": "", "preferred_contact": "phone", "safe": "unsure",
    }  # fmt: skip
    before = browser.get("/consult").content.decode()
    assert browser.post("/consult", form).status_code == 302
    return before, "/consult/received"


def item_nine(clinic, browser: Client) -> tuple[str, str]:
    where = f"/patients/{clinic.ruth.key}/phq9"
    before = browser.get(where).content.decode()
    touch = re.search(r'data-touch="([^"]+/item/9)"', before)
    assert touch and browser.post(touch[1], {"item-9": "2"}).status_code == 200
    return before, where


@pytest.mark.parametrize("page", ["consult", "item 9"])
@pytest.mark.parametrize("state", SAYS)
def test_each_page_says_its_state_and_no_other(clinic, page, state):
    set_state(clinic, state)
    browser = Client() if page == "consult" else signed_in(clinic.patient)
    before, where = consult(browser) if page == "consult" else item_nine(clinic, browser)
    move_on(clinic, state)
    shown = browser.get(where).content.decode()

    after, asked = SAYS[state]
    assert after in shown and asked in before
    assert [said for name, (said, _) in SAYS.items() if name != state and said in shown] == []
    assert before.count("Who reads this answer") == 1, "one box, so that no two contradict each other"
    assert "TEST line" in shown


def test_an_answer_after_it_was_taken_is_not_said_to_be_seen(clinic):
    front_door.set_profile(ClinicProfile(week=ALWAYS), by=clinic.owner)
    browser = signed_in(clinic.patient)
    before, where = item_nine(clinic, browser)
    tasks.take(Task.objects.get(), by=clinic.prescriber)
    touch = re.search(r'data-touch="([^"]+/item/9)"', before)
    said = browser.post(touch[1], {"item-9": "3"}).content.decode()

    assert "Pavel Novak saw an earlier answer: " in said and "Nobody has seen this one yet" in said
    assert "saw this: " not in browser.get(where).content.decode()


# A sibling of a false claim cannot come back

CLAIM = re.compile(
    r"(?:has|have) been (?:told|informed|notified|alerted|called)"
    r"|(?:is|are|was|were) (?:told|informed|notified|alerted) (?:now|at once|to the clinician)"
    r"|(?:is|are) being (?:called|told|rung)|we are ringing"
    r"|(?:will|they) (?:call|ring) you|(?:we|they|somebody|clinician) calls? you\b|will (?:still )?talk with you"
    r"|prescriber comes|comes to talk|help is (?:coming|on)|you are safe\b|do not worry"
    r"|never closes the way to treatment",
    re.IGNORECASE,
)
SOURCE = Path(euthymia.__file__).parent


def texts_of(path: Path) -> str:
    """What of a file may reach a screen: no comment, no docstring."""
    text = path.read_text()
    if path.suffix == ".html":
        return re.sub(r"<[^>]+>", "", re.sub(r"\{#.*?#\}", "", text))
    if path.suffix == ".js":
        return re.sub(r"(?m)^\s*//.*$|/\*(?s:.*?)\*/", "", text)
    tree = ast.parse(text)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    strings = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return "\n".join(n.value for n in strings if id(n) not in docstrings)


def claims(text: str) -> list[str]:
    return [found[0] for found in CLAIM.finditer(text)]


@pytest.mark.parametrize("said", [
    "The clinician on duty has been told now and will call you.", "they are told at once and call you",
    "A nurse has been called", "The doctor is being called", "We are ringing a clinician", "We call you.",
    "and will talk with you", "the prescriber comes", "Help is on the way", "it never closes the way to treatment",
])  # fmt: skip
def test_a_claim_is_known_by_its_words(said):
    assert claims(said)


def test_no_template_script_or_sentence_claims_that_somebody_was_told():
    files = [p for kind in ("*.html", "*.py", "*.js") for p in SOURCE.rglob(kind) if "vendor" not in p.parts]

    assert len(files) > 300
    assert {str(p.relative_to(SOURCE)): found for p in files if (found := claims(texts_of(p)))} == {}
