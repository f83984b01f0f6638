"""Who may do what: one table of roles, and no other place that decides it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import euthymia
from euthymia.clinic.front_door import context
from euthymia.clinic.people.roles import ROLES, Capability, Role, may, staff_roles
from euthymia.medicine import session
from euthymia.medicine.checklists import discharge, pre_infusion
from tests.clinic.conftest import signed_in

PRODUCT = Path(euthymia.__file__).parent
CLINIC = PRODUCT / "clinic"
LOGINS = ("owner", "director", "prescriber", "nurse", "desk", "researcher", "patient")


@pytest.mark.parametrize(
    ("role", "capability", "allowed"),
    [
        ("nurse", Capability.OPEN_CHARTS, True),
        ("nurse", Capability.PRESCRIBE, False),
        ("prescriber", Capability.PRESCRIBE, True),
        ("prescriber", Capability.SIGN_POLICIES, False),
        ("medical_director", Capability.SIGN_POLICIES, True),
        ("front_desk", Capability.BOOK, True),
        ("front_desk", Capability.OPEN_CHARTS, False),
        ("owner", Capability.REVIEW_AUDIT, True),
        ("owner", Capability.OPEN_CHARTS, False),
        ("researcher", Capability.USE_REGISTRY, True),
        ("researcher", Capability.WORK_TASKS, False),
        ("patient", Capability.OWN_PAGE, True),
        ("a role of a later version", Capability.WORK_HERE, False),
    ],
)
def test_a_role_may_what_the_table_says(role, capability, allowed):
    assert may(role, capability) is allowed


def test_the_table_says_of_each_capability_who_has_it():
    assert list(ROLES) == list(Capability)
    assert all(ROLES.values())
    assert [role for role in Role if role not in staff_roles()] == [Role.PATIENT]


def test_a_patient_has_a_page_and_nothing_else():
    assert [capability for capability, roles in ROLES.items() if Role.PATIENT in roles] == [Capability.OWN_PAGE]


def test_medicine_means_the_same_people():
    """It knows nothing of accounts: an act's people and a list's are words there, and roles here."""
    assert set(session.CLINICIANS) == set(discharge.CLINICIANS) == ROLES[Capability.OPEN_CHARTS]
    assert set(session.PRESCRIBERS) == set(pre_infusion.PRESCRIBERS) == ROLES[Capability.PRESCRIBE]


@pytest.mark.parametrize("login", LOGINS)
def test_the_menu_leads_where_its_reader_may_go(clinic, login):
    user = getattr(clinic, login)
    browser = signed_in(user)

    entries = context._menu(user, "/")
    assert entries
    assert {entry["text"]: browser.get(entry["url"]).status_code for entry in entries} == {
        entry["text"]: 200 for entry in entries
    }


# No other place decides


def names_a_role(node: ast.AST) -> bool:
    """Return whether this is Role.NURSE, or all of Role.values."""
    if not isinstance(node, ast.Attribute) or ast.unparse(node.value).split(".")[-1] != "Role":
        return False
    return node.attr.isupper() or node.attr == "values"


def compares_a_role(node: ast.AST) -> bool:
    """Return whether a person's role is held against words; a list that medicine made is no words of ours."""
    if not isinstance(node, ast.Compare) or not ast.unparse(node.left).endswith(".role"):
        return False
    words = [part for side in node.comparators for part in getattr(side, "elts", [side])]
    return any(isinstance(word, ast.Constant) for word in words)


def roles_named_in(code: str) -> Iterator[int]:
    """Yield the lines where code names a role otherwise than as the role of a row: role=Role.PATIENT."""
    nodes = list(ast.walk(ast.parse(code)))
    of_rows = {id(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg == "role"}
    named = [node for node in nodes if names_a_role(node) and id(node) not in of_rows]
    yield from (node.lineno for node in [*named, *filter(compares_a_role, nodes)])


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("HEADS = {Role.OWNER, Role.MEDICAL_DIRECTOR}", [1, 1]),
        ("if user.role == Role.NURSE: pass", [1]),
        ("if user.role in (models.Role.NURSE,): pass", [1]),
        ("set(Role.values) - {'patient'}", [1]),
        ('if user.role != "patient": pass', [1]),
        ('if user.role in ("nurse", "prescriber"): pass', [1]),
        ("User(role=Role.PATIENT)", []),
        ("if by.role in line.who_may_override: pass", []),
        ('if by.role in states.ACTIONS["discharge"].who: pass', []),
        ("models.CharField(choices=Role.choices)", []),
    ],
)
def test_a_place_that_decides_is_found(code, lines):
    assert list(roles_named_in(code)) == lines


def test_no_other_place_decides_who_may():
    files = [path for path in CLINIC.rglob("*.py") if "migrations" not in path.parts and path.name != "roles.py"]
    deciding = {
        f"{path.relative_to(CLINIC)}:{line}" for path in files for line in roles_named_in(path.read_text("utf-8"))
    }

    assert len(files) > 100
    assert deciding == set()


def test_no_template_compares_a_role():
    templates = list(CLINIC.rglob("*.html"))

    assert len(templates) > 50
    assert [path.name for path in templates if "user.role" in path.read_text("utf-8")] == []
