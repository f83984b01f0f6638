"""Starting the clinic's parts: each runs as a process of its own, and ends when the one that started it is gone."""

import os
from pathlib import Path

from euthymia.medicine.refusal import Refusal


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
    """Say, until this process ends, that it works in the clinic's folder. Raises InUse.

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


class DatabaseOfAnotherVersion(Refusal):
    """The database was made by 0.1.0, whose tables this version cannot bring to today's."""


def check_version() -> None:
    """Check that the database is not one of 0.1.0: tables have moved since, and its rows would stay behind unseen.

    Raises DatabaseOfAnotherVersion.
    """
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    if ("people", "0002_policies") in MigrationRecorder(connection).applied_migrations():  # only 0.1.0 had it
        raise DatabaseOfAnotherVersion(
            "This database was made by Euthymia 0.1.0, which had no release: this version cannot read it, and has "
            "changed nothing in it. Start in an empty folder (EUTHYMIA_HOME), or go on with 0.1.0."
        )


def migrate() -> None:
    """Bring the database to today's tables. Raises DatabaseOfAnotherVersion."""
    from django.core.management import call_command

    check_version()
    call_command("migrate", verbosity=0, interactive=False)


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
        files = links.tls_files(settings.HOME / "keys")
        context = files.context() if files else None
        if context is None and not Device.objects.filter(retired_at=None).exclude(address=None).exists():
            raise links.NoCredentials(
                f"The listener was asked to listen on {host}. MLLP has no login: put devices.crt, devices.key and "
                "devices-ca.crt into the keys folder, or give each device its address."
            )
    devices.run(host, port, settings.DOORBELL, context)


def nightly(into: str, at: str) -> None:
    """Copy the clinic once a day and rehearse the copy, until told to stop."""
    from euthymia.clinic.server import nightly as copies

    copies.run(Path(into), copies.time_of_day(at))


def silence_watch() -> None:
    """Ask for ever whose silence is due."""
    from euthymia.clinic.infusion.oversight import silence_watch

    silence_watch.run()


def snapshot() -> None:
    """Make a snapshot for the registry."""
    from django.core.management import call_command

    call_command("snapshot")
