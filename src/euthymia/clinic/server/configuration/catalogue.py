"""Every setting of a clinic: its key in the file, its environment variable, what it means, what may stand there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from euthymia.clinic.server.configuration import values
from euthymia.medicine.refusal import Refusal


class UnknownSetting(Refusal):
    """No setting has this name."""


@dataclass(frozen=True)
class Setting:
    """One setting. `check` returns its value as the environment spells it, or raises; `example` is TOML."""

    key: str
    variable: str
    says: str
    example: str
    check: Callable[[object], str] = values.text
    default: str = ""
    is_secret: bool = False


ALL: Final = (
    Setting(
        "mode", "EUTHYMIA_MODE",
        "How the clinic is run. A clinic's own is always production: TLS alone, strict cookies, policies signed first.",
        '"production"', values.mode, default="production",
    ),
    Setting(
        "hosts", "EUTHYMIA_HOSTS",
        "The names that the pages answer to, as people type them: no https://, no path.",
        '["clinic.example"]', values.hosts,
    ),
    Setting(
        "time_zone", "EUTHYMIA_TIME_ZONE",
        "The clinic's clock: appointments, shifts and papers are in this zone.",
        '"Europe/Berlin"', values.time_zone, default="UTC",
    ),
    Setting(
        "web_host", "EUTHYMIA_WEB_HOST",
        "Where the web server in front finds the pages. Keep this machine's own address: what passes here has no TLS.",
        '"127.0.0.1"', default="127.0.0.1",
    ),
    Setting("web_port", "EUTHYMIA_WEB_PORT", "The port of the pages.", "8000", values.port, default="8000"),
    Setting(
        "proxies", "FORWARDED_ALLOW_IPS",
        "The web servers whose word about the visitor's address and TLS is believed.",
        '["127.0.0.1"]', values.addresses, default="127.0.0.1",
    ),
    Setting(
        "devices_host", "EUTHYMIA_DEVICES_HOST",
        "Where monitors and pumps are listened to. Beyond this machine it takes mutual TLS or each device's address.",
        '"127.0.0.1"', default="127.0.0.1",
    ),
    Setting("devices_port", "EUTHYMIA_DEVICES_PORT", "The port of the devices.", "2575", values.port, default="2575"),
    Setting(
        "devices_cert", "EUTHYMIA_DEVICES_CERT",
        "The listener's certificate for mutual TLS. Without it: devices.crt in keys/.",
        '"/etc/euthymia/devices.crt"',
    ),
    Setting(
        "devices_key", "EUTHYMIA_DEVICES_KEY",
        "The listener's private key. Without it: devices.key in keys/.",
        '"/etc/euthymia/devices.key"',
    ),
    Setting(
        "devices_ca", "EUTHYMIA_DEVICES_CA",
        "Who signed the devices' certificates. Without it: devices-ca.crt in keys/.",
        '"/etc/euthymia/devices-ca.crt"',
    ),
    Setting(
        "backup_into", "EUTHYMIA_BACKUP_INTO",
        "A folder on another disk: the clinic is copied into it every night, and the copy is rehearsed.",
        '"/mnt/other-disk/euthymia"', values.folder,
    ),
    Setting(
        "backup_at", "EUTHYMIA_BACKUP_AT",
        "When, by the clinic's clock.",
        '"03:30"', values.time_of_day, default="03:30",
    ),
    Setting(
        "backup_send", "EUTHYMIA_BACKUP_SEND",
        "A command that takes each encrypted copy elsewhere, with {copy}, {manifest} and {anchor} in it.",
        '"rsync {copy} {manifest} {anchor} backup@elsewhere:clinic/"', values.text,
    ),
    Setting(
        "mail_from", "EUTHYMIA_MAIL_FROM",
        "Who mails come from, as patients see it.",
        '"clinic@clinic.example"', values.mail_address, default="clinic@localhost",
    ),
    Setting(
        "mail", "EUTHYMIA_MAIL",
        "The server that takes the clinic's mails: smtp://user:password@host:587. Without it mails are files in mail/, "
        "and no patient gets a sign-in link.",
        '"smtp://user:password@mail.example:587"', values.mail_server, is_secret=True,
    ),
    Setting(
        "database", "DATABASE_URL",
        "A PostgreSQL database: postgres://user:password@host/name. Without it SQLite in the clinic's folder.",
        '"postgres://euthymia:password@localhost/euthymia"', values.database, is_secret=True,
    ),
)  # fmt: skip
BY_KEY: Final = {setting.key: setting for setting in ALL}


def find(key: str) -> Setting:
    """Return the setting of this key.   Raises UnknownSetting."""
    if key not in BY_KEY:
        raise UnknownSetting(f'"{key[:40]}" is not a setting. Choose one of: {", ".join(BY_KEY)}.')
    return BY_KEY[key]
