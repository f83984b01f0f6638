"""What may stand in a setting: each check returns the value as the environment spells it, or refuses it."""

import ipaddress
import re
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from euthymia.clinic.server import mode as modes
from euthymia.clinic.server.configuration import mail_server as mail
from euthymia.medicine.refusal import Refusal

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class WrongValue(Refusal):
    """A setting has a value that it cannot have."""


def text(value: object) -> str:
    """Return one line of text."""
    if not isinstance(value, str) or "\n" in value:
        raise WrongValue("It is not a line of text. Put it in quotation marks.")
    return value.strip()


def mode(value: object) -> str:
    """Return one of the three modes."""
    return modes.read_mode({"EUTHYMIA_MODE": text(value)})


def hosts(value: object) -> str:
    """Return host names, joined by commas. No wildcard: any name would then be believed."""
    names = [name.lower() for name in _list(value)]
    for name in names:
        if not _HOST.fullmatch(name):
            raise WrongValue(f'"{name[:60]}" is not a host name. Write it like clinic.example: no https://, no port.')
    return ",".join(names)


def addresses(value: object) -> str:
    """Return addresses or networks, joined by commas. No wildcard: anybody could then choose an address."""
    for one in (names := _list(value)):
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise WrongValue(f'"{one[:60]}" is not an address. Write it like 127.0.0.1 or 10.0.0.0/24.') from None
    return ",".join(names)


def port(value: object) -> str:
    """Return a port."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits) <= 65535:
        raise WrongValue(f'"{digits[:20]}" is not a port. Write a whole number from 1 to 65535.')
    return digits


def time_zone(value: object) -> str:
    """Return the name of a time zone."""
    name = text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongValue(f'"{name[:40]}" is not a time zone. Write it like Europe/Berlin.') from None
    return name


def time_of_day(value: object) -> str:
    """Return a time of day."""
    if not _TIME.fullmatch(time := text(value)):
        raise WrongValue(f'"{time[:10]}" is not a time of day. Write hours and minutes, like 03:30.')
    return time


def folder(value: object) -> str:
    """Return a whole path: a part of one would depend on where the command was called."""
    if (path := text(value)) and not Path(path).is_absolute():
        raise WrongValue(f'"{path[:60]}" is no whole path. Write it from the root, like /mnt/other-disk/euthymia.')
    return path


def mail_address(value: object) -> str:
    """Return a mail address."""
    if not _MAIL.fullmatch(address := text(value)):
        raise WrongValue(f'"{address[:60]}" is not a mail address. Write it like clinic@clinic.example.')
    return address


def mail_server(value: object) -> str:
    """Return the line of a mail server."""
    mail.read(line := text(value))
    return line


def database(value: object) -> str:
    """Return the address of a PostgreSQL database; never quoted back, for it holds a password."""
    address = text(value)
    if not re.fullmatch(r"(postgres|postgresql)://[^/\s]+/[^/\s]+", address):
        raise WrongValue("The database cannot be read. Write postgres://user:password@host/name.")
    return address


def _list(value: object) -> list[str]:
    """Return the parts of a list, or of text parted by commas."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise WrongValue('It is not a list of texts. Write it like ["one", "two"].')
    return [stripped for part in parts if (stripped := part.strip())]
