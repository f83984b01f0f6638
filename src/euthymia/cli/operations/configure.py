"""`euthymia configure`: show what is set and where, or change one setting."""

import os

from euthymia.cli.operations import questions
from euthymia.clinic.server.configuration import catalogue, reading, writing
from euthymia.medicine.refusal import Refusal


class SecretOnTheCommandLine(Refusal):
    """A secret was typed where the shell's history and the list of processes keep it."""


class NoClinic(Refusal):
    """There is no clinic whose settings could be changed."""


def run(key: str, value: str | None) -> int:
    """Show all settings, or change one.   Raises UnknownSetting, WrongValue, SecretOnTheCommandLine, NotWritten."""
    if not key:
        _show()
        return 0
    setting = catalogue.find(key)
    home = reading.home(os.environ)
    if not (home / reading.FILE).exists():
        raise NoClinic(f"{home} holds no {reading.FILE}. Name the clinic's folder by EUTHYMIA_HOME, or: euthymia init")
    if setting.is_secret and value is not None:
        raise SecretOnTheCommandLine(
            f"{key} holds a password, and what is typed here is kept by the shell. Change that password, then run: "
            f"euthymia configure {key}"
        )
    text = value if value is not None else questions.ask_secret(f"{setting.says}\n{key}")
    path = writing.change(home, setting, text)
    print(f"{key} is set in {path}. Restart the service.")
    if setting.variable in os.environ:
        print(f"{setting.variable} is set in this environment, and wins where it is.")
    return 0


def _show() -> None:
    found = reading.sources()
    for setting in catalogue.ALL:
        if setting.key in found:
            value = found[setting.key]
            text, where = ("is set" if setting.is_secret else value.text), value.said_by
        else:
            text, where = setting.default or "not set", "default" if setting.default else ""
        print(f"{setting.key:<13} {text:<36} {where}".rstrip())
