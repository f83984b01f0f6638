"""Starting the clinic's parts: each runs as a process of its own, and ends when the one that started it is gone."""

import contextlib
import os
from pathlib import Path
from typing import Final

from euthymia.medicine.refusal import Refusal

OPEN_FILES: Final = 65_536


def ready() -> None:
    """Load the settings and the rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "euthymia.clinic.settings")
    django.setup()


def home() -> Path:
    """The clinic's folder."""
    from django.conf import settings

    return Path(settings.HOME)


class DemoInProduction(Refusal):
    """The folder or the database of a demo was to be served in production."""


def hold() -> None:
    """Hold the clinic's folder as worked in until this process ends. Raises InUse.

    Asks no database: the listener starts while there is none.
    """
    from euthymia.clinic.server import folder

    folder.hold(home())


def check_own() -> None:
    """Check that production serves no demo: its logins were printed, and lie in a file. Raises DemoInProduction."""
    from django.conf import settings

    from euthymia.clinic.people.models import User
    from euthymia.clinic.server import folder

    if not settings.PRODUCTION:
        return
    accounts = (User.objects.filter(email__endswith=address) for address in folder.DEMO_ADDRESSES)
    if folder.is_demo(home()) or any(of_a_demo.exists() for of_a_demo in accounts):
        raise DemoInProduction(
            f"{home()} or its database holds a demo, whose logins were printed and lie in a file. "
            "Name a folder of the clinic's own by EUTHYMIA_HOME, and an empty database."
        )


class NotWhole(Refusal):
    """The clinic's folder is not whole: what would start in it is not the clinic."""


def check_whole() -> None:
    """Check that the folder is no half-made one, and that its database has not gone. Raises NotWhole."""
    from django.conf import settings

    from euthymia.clinic.server import folder
    from euthymia.clinic.server.configuration import reading

    if list(home().glob(folder.MAKING)):
        raise NotWhole(
            f"{home()} is half made: `euthymia init` did not come to its end. Empty the folder, then run it again."
        )
    database = settings.DATABASES["default"]
    is_file = database["ENGINE"].endswith("sqlite3")
    if is_file and (home() / reading.FILE).exists() and not Path(database["NAME"]).exists():
        raise NotWhole(
            f"{home()} has settings and no database: it was moved or deleted, or it is PostgreSQL and nothing names "
            "it. Put it back from a copy (euthymia restore), or run: euthymia configure database"
        )


class DatabaseOfAnotherVersion(Refusal):
    """The database was made by 0.1.0 or by a newer version: this one cannot bring it to its own tables."""


def check_version() -> None:
    """Check that the database holds nothing of another version, whose rows would stay behind unseen.

    Raises DatabaseOfAnotherVersion.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    if ("people", "0002_policies") in loader.applied_migrations:  # only 0.1.0 had it
        raise DatabaseOfAnotherVersion(
            "This database was made by Euthymia 0.1.0, which had no release: this version cannot read it, and has "
            "changed nothing in it. Start in an empty folder (EUTHYMIA_HOME), or go on with 0.1.0."
        )
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("euthymia.")}
    unknown = sorted(step for step in set(loader.applied_migrations) - set(loader.disk_migrations) if step[0] in ours)
    if unknown:
        raise DatabaseOfAnotherVersion(
            f"This database was made by another version of Euthymia: {'.'.join(unknown[0])} is not known here. Nothing "
            "was changed. Install the version that made it, or a newer one; or give back a copy from before."
        )


def migrate() -> None:
    """Bring the database to today's tables; seal rows that no action bound, encrypt what lay in the clear.

    Raises DatabaseOfAnotherVersion.
    """
    from django.core.management import call_command
    from django.utils import timezone

    from euthymia.clinic.audit import sealing
    from euthymia.clinic.people.accounts import second_factors

    check_version()
    call_command("migrate", verbosity=0, interactive=False)
    sealing.seal(at=timezone.now())
    second_factors.encrypt_old()


def open_files() -> None:
    """Let this process and its children open as many files as the system allows: one for each device and page."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):  # a service that may not change limits has its unit's
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def web(host: str, port: int) -> None:
    """Serve the pages until told to stop."""
    import uvicorn
    from django.conf import settings

    from euthymia.clinic.server.bounds.lines import TimedProtocol

    check_own()
    if settings.PRODUCTION:
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
    uvicorn.run(
        "euthymia.clinic.server.asgi:application",
        host=host,
        port=port,
        http=TimedProtocol,
        log_level="warning",
        access_log=False,  # an access log would write who looked at what, outside the audit chain
        lifespan="off",
        timeout_graceful_shutdown=3,
        proxy_headers=settings.PRODUCTION,
        forwarded_allow_ips=settings.SET.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
    )


def listener(host: str, port: int) -> None:
    """Listen for devices until told to stop. Beyond loopback only with mutual TLS, or for devices with an address.

    Raises NoCredentials.
    """
    from django.conf import settings

    from euthymia.clinic.infusion.devices import links
    from euthymia.clinic.infusion.devices import listener as devices
    from euthymia.clinic.infusion.models import Device

    context = None
    if not links.is_loopback(host):
        files = links.tls_files(settings.HOME / "keys", settings.SET)
        context = files.context() if files else None
        if context is None and not Device.objects.filter(retired_at=None).exclude(address=None).exists():
            raise links.NoCredentials(
                f"The listener was asked to listen on {host}. MLLP has no login: put devices.crt, devices.key and "
                "devices-ca.crt into the keys folder, or give each device its address."
            )
    devices.run(host, port, settings.DOORBELL, context)


def nightly(into: str, at: str) -> None:
    """Verify the chain and copy the clinic once a day, until told to stop; without a folder verify alone."""
    from euthymia.clinic.server import nightly as copies

    copies.run(Path(into) if into else None, copies.time_of_day(at))


def silence_watch() -> None:
    """Ask for ever whose silence is due."""
    from euthymia.clinic.infusion.oversight import silence_watch

    silence_watch.run()


def messenger(port: int) -> None:
    """Hand over for ever what is due to leave. `port` of the pages, off production."""
    from euthymia.clinic.messages import messenger

    messenger.run(port)


def snapshot() -> None:
    """Make a snapshot for the registry."""
    from django.core.management import call_command

    call_command("snapshot")
