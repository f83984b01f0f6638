"""`euthymia init`: ask what is not known yet, make the clinic, print what its first owner signs in with."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

from euthymia.cli.operations import questions
from euthymia.cli.operations.questions import Missing
from euthymia.clinic.server import mode
from euthymia.clinic.server.configuration import catalogue, reading, values
from euthymia.clinic.server.installation import creation
from euthymia.clinic.server.installation.creation import Owner, Plan
from euthymia.medicine.refusal import Refusal


class NotAClinicsMode(Refusal):
    """A mode in which no clinic of one's own is run."""


def run(arguments: argparse.Namespace) -> int:
    """Make a clinic.   Raises what the flags or the folder refuse."""
    asks = questions.can_ask() and not arguments.no_questions
    _check_mode(arguments.mode)
    home = _home(arguments.home, asks=asks)
    creation.check_free(home)
    plan = _asked(arguments, home) if asks else _said(arguments, home)
    owner = creation.create(plan)
    _print(home, plan, owner)
    return 0


def _check_mode(text: str) -> None:
    wanted = mode.read_mode({"EUTHYMIA_MODE": text})
    if wanted != mode.PRODUCTION or os.environ.get("EUTHYMIA_MODE", wanted) != mode.PRODUCTION:
        raise NotAClinicsMode("A clinic of one's own is run in production. For a demo run: euthymia demo")


def _home(said: str, *, asks: bool) -> Path:
    home = Path(said) if said else reading.home(os.environ)
    if asks and not said and not os.environ.get("EUTHYMIA_HOME"):
        home = Path(questions.ask("Folder of the clinic", values.text, proposed=str(home)))
    return home.expanduser().absolute()


def _said(arguments: argparse.Namespace, home: Path) -> Plan:
    """Return what flags and environment say.   Raises Missing, WrongValue."""
    settings = _settings(arguments)
    flags = {"--hosts": settings.get("hosts"), "--owner-email": arguments.owner_email}
    missing = [flag for flag, value in (flags | {"--owner-name": arguments.owner_name}).items() if not value]
    if missing:
        raise Missing(f"Missing: {', '.join(missing)}. Nothing was made.")
    password = questions.first_line(arguments.password_file) if arguments.password_file else ""
    return Plan(home, settings, values.mail_address(arguments.owner_email), arguments.owner_name, password)


def _settings(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the settings that flags or the environment have a value for, by key."""
    found = {"mode": mode.PRODUCTION}
    for setting in catalogue.ALL:
        text = getattr(arguments, setting.key, "") or os.environ.get(setting.variable, "")
        if text:
            found[setting.key] = setting.check(text)
    return found


def _asked(arguments: argparse.Namespace, home: Path) -> Plan:
    """Ask for what no flag said."""
    settings = _settings(arguments)
    wanted = (
        ("hosts", "Name that people type, like clinic.example", ""),
        ("time_zone", "Time zone", "UTC"),
        ("backup_into", "Folder on another disk for nightly copies (empty: later)", ""),
    )
    for key, question, proposed in wanted:
        if key not in settings:
            check = _given(catalogue.find(key).check) if key == "hosts" else catalogue.find(key).check
            settings[key] = questions.ask(question, check, proposed=proposed)
    email = arguments.owner_email or questions.ask("The owner's mail address", values.mail_address)
    name = arguments.owner_name or questions.ask("The owner's name", _given(values.text))
    password = (
        questions.first_line(arguments.password_file)
        if arguments.password_file
        else questions.ask_password(creation.check_password)
    )
    return Plan(home, {key: text for key, text in settings.items() if text}, email, name, password)


def _given(check: Callable[[object], str]) -> Callable[[object], str]:
    """Return a check that refuses an empty answer as well."""

    def checked(value: object) -> str:
        if not (text := check(value)):
            raise Missing("Nothing was typed, and it cannot be empty.")
        return text

    return checked


def _print(home: Path, plan: Plan, owner: Owner) -> None:
    account = f"Euthymia:{owner.email}"
    uri = f"otpauth://totp/{quote(account)}?{urlencode({'secret': owner.secret, 'issuer': 'Euthymia'})}"
    print(f"made {home}: settings, keys, database, first owner")
    print(f"{plan.name} signs in as {owner.email}")
    if not plan.password:
        print(f"password            {owner.password}")
    print(f"authenticator key   {owner.secret}")
    print(f"the same as a link  {uri}")
    print("Keep both. Neither is shown again.")
    print()
    print(f"Next, with EUTHYMIA_HOME={home}:")
    if "mail" not in plan.settings:
        print("  euthymia configure mail        the server that takes the clinic's mails")
    print("  euthymia doctor                what is right, what is not, what to do")
    print("  euthymia serve                 pages, devices, the silence watch and messages")
