"""Read a clinic's settings. What the environment says wins; then credentials of systemd, secrets, the file."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from euthymia.clinic.server.configuration import catalogue, places
from euthymia.clinic.server.configuration.catalogue import Setting
from euthymia.medicine.refusal import Refusal

FILE: Final = "euthymia.toml"
SECRETS: Final = Path("keys") / "secrets.toml"
CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"  # systemd names it (systemd.exec(5), LoadCredential=)


class UnreadableSettings(Refusal):
    """A file of settings cannot be read, or says something that no setting can be."""


class Value(NamedTuple):
    """What a setting is, and where that was said."""

    text: str
    said_by: str


def home(environment: Mapping[str, str]) -> Path:
    """Return the clinic's folder."""
    return Path(environment.get("EUTHYMIA_HOME") or places.default_home("clinic"))


def read(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what is set, by environment variable. What nobody set is not in it.   Raises UnreadableSettings."""
    return {catalogue.find(key).variable: value.text for key, value in sources(environment).items()}


def sources(environment: Mapping[str, str] = os.environ) -> dict[str, Value]:
    """Return what is set and where, by key.   Raises UnreadableSettings."""
    folder, found = home(environment), {}
    for path, secret in ((folder / FILE, False), (folder / SECRETS, True)):
        found |= {key: Value(text, str(path)) for key, text in _of_file(path, secret=secret).items()}
    if credentials := environment.get(CREDENTIALS):
        found |= _of_credentials(Path(credentials))
    for setting in catalogue.ALL:
        if setting.variable in environment:
            found[setting.key] = Value(environment[setting.variable], setting.variable)
    return found


def _of_file(path: Path, *, secret: bool) -> dict[str, str]:
    """Read one of the two files; {} where it is not there."""
    try:
        with path.open("rb") as file:
            if secret and os.fstat(file.fileno()).st_mode & 0o077:
                raise UnreadableSettings(f"{path} holds passwords and others may read it. Run: chmod 600 {path}")
            rows: dict[str, Any] = tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        why = trouble if not secret else 'a line is not of the form name = "value"'  # its text may be a password
        raise UnreadableSettings(f"{path} cannot be read: {why}. Correct that line.") from None
    except OSError as trouble:
        raise UnreadableSettings(f"{path} cannot be read: {trouble.strerror}.") from None
    return {key: _checked(key, value, path, secret=secret) for key, value in rows.items()}


def _checked(key: str, value: object, path: Path, *, secret: bool) -> str:
    try:
        setting = catalogue.find(key)
        if setting.is_secret != secret:
            raise UnreadableSettings(_misplaced(setting))
        return setting.check(value)
    except Refusal as refusal:
        raise UnreadableSettings(f"{path}, {key[:40]}: {refusal}") from None


def _misplaced(setting: Setting) -> str:
    if setting.is_secret:
        return f"It holds a password: not here. Take the line out, and run: euthymia configure {setting.key}"
    return f"It is no secret and does not belong here. Take the line out, and write it into {FILE}."


def _of_credentials(folder: Path) -> dict[str, Value]:
    """Read the secrets that systemd put into files of the service's own."""
    found = {}
    for setting in catalogue.ALL:
        path = folder / setting.key
        if setting.is_secret and path.is_file():
            text = _checked(setting.key, path.read_text("utf-8").strip(), path, secret=True)
            found[setting.key] = Value(text, f"credential {setting.key}")
    return found
