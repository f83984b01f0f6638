"""docs/roles.md, printed: who may do what at the clinic, for the medical director who answers for it."""

from euthymia.clinic.people.roles import ROLES, Role
from euthymia.medicine import session

FOREWORD = """# Who may do what

Printed from the table in `clinic/people/roles.py` (`make rulebook`), which every page, menu, door and task reads. What
each address answers to each person is in `tests/clinic/pages/every_address.txt`, and a test asks them all.

A role says what a person may do at all. A chart opens only for its care team, or for some hours with a typed reason
that somebody else reviews; a session's acts are refused at the wrong moment. Nobody has two roles.

"""
ACTS = """
## At the chair

Each act records what a hand did. Printed from the table in `medicine/session.py`.

"""


def _row(text: str, roles: frozenset[str], shown: list[Role]) -> str:
    return f"| {text} | {' | '.join('yes' if role in roles else '' for role in shown)} |"


def _table(rows: list[tuple[str, frozenset[str]]], shown: list[Role]) -> str:
    head = f"| | {' | '.join(role.label for role in shown)} |\n|---|{':-:|' * len(shown)}"
    return "\n".join([head, *(_row(text, roles, shown) for text, roles in rows)]) + "\n"


def pages() -> dict[str, str]:
    """Print the page."""
    everybody = list(Role)
    at_the_chair = [role for role in Role if role in session.CLINICIANS]
    may = [(capability.value, frozenset[str](roles)) for capability, roles in ROLES.items()]
    acts = [(f"{act.records}.", frozenset[str](act.who)) for act in session.ACTIONS.values()]
    return {"docs/roles.md": f"{FOREWORD}{_table(may, everybody)}{ACTS}{_table(acts, at_the_chair)}"}
