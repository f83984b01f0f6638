"""Write a clinic's settings: each file is written aside, put on the disk, and only then put in its place."""

import contextlib
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from euthymia.clinic.server.configuration import catalogue
from euthymia.clinic.server.configuration.catalogue import Setting
from euthymia.clinic.server.configuration.reading import FILE, SECRETS
from euthymia.medicine.refusal import Refusal

_HEAD: Final = """\
# The settings of this clinic. Restart the service after a change: systemctl restart euthymia
# An environment variable of the name in brackets wins over a line here. Lines that begin with # are not read.
# Passwords are not kept here: euthymia configure mail, euthymia configure database.
"""
_LISTS: Final = ("hosts", "proxies")
_NUMBERS: Final = ("web_port", "devices_port")


class NotWritten(Refusal):
    """The disk would not take a file; what was there before is unchanged."""


def page(values: Mapping[str, str]) -> str:
    """Return the file of a new clinic: every setting explained, those without a value as a comment."""
    return "\n".join([_HEAD, *(_paragraph(setting, values.get(setting.key, "")) for setting in catalogue.ALL)])


def _paragraph(setting: Setting, value: str) -> str:
    says = textwrap.wrap(f"{setting.says} [{setting.variable}]", 110, initial_indent="# ", subsequent_indent="# ")
    if setting.is_secret:
        line = f"# Set by: euthymia configure {setting.key}"
    elif value:
        line = _line(setting, value)
    else:
        line = f"# {setting.key} = {setting.example}"
    return "\n".join([*says, line, ""])


def _line(setting: Setting, value: str) -> str:
    """Return a line of TOML; JSON's strings and lists are TOML's as well."""
    if setting.key in _NUMBERS:
        return f"{setting.key} = {value}"
    return f"{setting.key} = {json.dumps(value.split(',') if setting.key in _LISTS else value, ensure_ascii=False)}"


def change(home: Path, setting: Setting, value: str) -> Path:
    """Set one setting in the file it belongs to, and leave every other line as it is. Return the file.

    Raises NotWritten, and what the setting's own check raises.
    """
    checked = setting.check(value)
    path = home / (SECRETS if setting.is_secret else FILE)
    before = path.read_text("utf-8") if path.exists() else ("" if setting.is_secret else page({}))
    write(path, _changed(before, setting, _line(setting, checked)), mode=0o600)
    return path


def _changed(before: str, setting: Setting, line: str) -> str:
    """Put the line where the setting stands, else where it stands as a comment, else at the end."""
    for begins in (rf"^{setting.key}\s*=(?:\s*\[[^\]]*\]|[^\n]*)", rf"^# {setting.key} = [^\n]*"):
        after, found = re.subn(begins, lambda _: line, before, count=1, flags=re.M)
        if found:
            return after
    return f"{before}{'' if not before or before.endswith(chr(10)) else chr(10)}{line}\n"


def write(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file whole or not at all.   Raises NotWritten."""
    aside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(handle, mode)
            file.write(text)
            file.flush()
            os.fsync(handle)
        Path(aside).replace(path)
        sync(path.parent)
    except OSError as trouble:
        if aside:
            with contextlib.suppress(OSError):
                Path(aside).unlink()
        raise NotWritten(f"{path} could not be written: {trouble.strerror}. Nothing was changed.") from trouble


def sync(path: Path) -> None:
    """Put a file, or a folder's own entries, on the disk: a rename is not safe before that."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
