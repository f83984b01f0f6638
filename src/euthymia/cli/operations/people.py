"""euthymia staff: add a colleague, end or mend their access from the machine itself, where no page opens any more."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from euthymia.clinic.people.models import User

BY = "system:command-line"


def add(commands: Any) -> None:
    """Add the words of the command."""
    staff = commands.add_parser("staff", help="add a colleague, change a role, end or mend access")
    acts = staff.add_subparsers(required=True, metavar="WHAT")
    new = _act(acts, "add", "add a colleague; password and authenticator key are printed once", _add)
    new.add_argument("name")
    new.add_argument("role")
    _act(acts, "disable", "end a colleague's access", _disable)
    _act(acts, "enable", "give a disabled colleague access again", _enable)
    _act(acts, "role", "change a colleague's role", _role).add_argument("role")
    reset = _act(acts, "reset", "print a link that works once", _reset)
    reset.add_argument("what", choices=["password", "second-factor", "sign-in"])
    _act(acts, "sessions", "end every sign-in of a colleague", _sessions)
    _act(acts, "recovery", "print a new recovery code for an owner, for the safe", _recovery)


def _act(acts: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=text)
    parser.set_defaults(run=run)
    parser.add_argument("email")
    return parser


def _ready() -> None:
    from euthymia.clinic.server import start

    start.ready()


def _colleague(email: str) -> "User":
    """Return the account of this address. Raises Refusal."""
    _ready()
    from euthymia.clinic.people.models import User
    from euthymia.medicine.refusal import Refusal

    user: User | None = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise Refusal(f"{email}: nobody signs in by this address. Look at the owner's page of staff.")
    return user


def _add(arguments: argparse.Namespace) -> None:
    _ready()
    from euthymia.clinic.people import staff

    _, password, secret = staff.add(email=arguments.email, name=arguments.name, role=arguments.role, by=BY)
    print(f"{arguments.name} signs in as {arguments.email}")
    print(f"password            {password}")
    print(f"authenticator key   {secret}")
    print("Hand both over in person. Neither is shown again.")


def _disable(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import colleagues

    colleagues.disable(user, by=BY)
    print(f"{user.name} has no access any more")


def _enable(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import colleagues

    colleagues.enable(user, by=BY)
    print(f"{user.name} has access again")


def _role(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import colleagues

    print(f"{colleagues.change_role(user, arguments.role, by=BY)} from now on")


def _sessions(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import colleagues

    colleagues.end_sessions(user, by=BY)
    print(f"{user.name} is signed out everywhere")


def _reset(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import colleagues, links, mailed
    from euthymia.clinic.people.models import AccessLink

    colleagues.check_colleague(user)
    purpose = AccessLink.Purpose(arguments.what.replace("-", "_"))
    print(f"{user.name}: {purpose.label}. This link works once, and is not shown again:")
    print(mailed.address_here(links.make(user, purpose, by=BY)))


def _recovery(arguments: argparse.Namespace) -> None:
    user = _colleague(arguments.email)
    from euthymia.clinic.people.access import recovery

    print(f"recovery code for {user.email}   {recovery.make(user, by=BY)}")
    print("Write it on paper and keep it in a safe. It is not shown again, and works once, at /access/recovery.")
