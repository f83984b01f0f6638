"""`euthymia demo`: a fresh clinic full of synthetic people, its monitors talking, on this machine alone."""

import asyncio
import contextlib
import json
import os
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from euthymia.clinic.server import folder, mode
from euthymia.clinic.server.configuration import places
from euthymia.demo import logins, place
from euthymia.demo.devices import at_the_chairs
from euthymia.demo.place import LIVE

HOME = Path(os.environ.get("EUTHYMIA_HOME") or places.default_home("demo"))
console = Console()

Serve = Callable[[list[list[str]], Callable[[], None]], int]


def demo(*, port: int, devices: int, keep: bool, browser: bool, speed: float, serve: Serve) -> int:
    """Set the clinic up, start everything, say what to look at, and wait for Ctrl-C.

    Raises UnknownMode, NotTheDemos, InUse.
    """
    began = time.monotonic()
    mode.read_mode(os.environ)
    place.check(HOME, database_url=os.environ.get("DATABASE_URL", ""))
    os.environ["EUTHYMIA_MODE"], os.environ["EUTHYMIA_HOME"] = "demo", str(HOME)
    place.claim(HOME)
    with folder.alone(HOME):
        if keep and (HOME / folder.DEMO_LOGINS).exists():
            _check_kept()
        else:
            place.clear(HOME)
            _make_clinic()
    folder.hold(HOME)
    parts = [
        ["web", "--port", str(port)],
        ["listener", "--devices", str(devices)],
        ["silence-watch"],
        ["messenger", "--port", str(port)],
        ["demo", "monitors", "--devices", str(devices), "--speed", str(speed)],
    ]

    def when_up() -> None:
        _wait_for_first_page(port)
        _say_what_to_look_at(port, time.monotonic() - began)
        if browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name != "posix"):
            webbrowser.open(f"http://localhost:{port}")

    try:
        return serve(parts, when_up)
    finally:
        console.print("The demo has ended. Nothing is left running.")


def _check_kept() -> None:
    """Check that the demo to go on with was made by this version. Raises DatabaseOfAnotherVersion."""
    from euthymia.clinic.server import start

    start.ready()
    start.check_version()


def _make_clinic() -> None:
    with console.status("making the clinic's tables") as status:
        from euthymia.clinic.server import start

        start.ready()
        start.migrate()
        from datetime import UTC, datetime

        from euthymia.demo.fill import fill

        def say(line: str) -> None:
            status.update(f"filling the clinic: {line}")
            console.print(f"  {line}")

        filled = fill(datetime.now(UTC), say=say)
        start.snapshot()
    logins.save(HOME, filled.logins)
    (HOME / LIVE).write_text(json.dumps(filled.live))


def _wait_for_first_page(port: int) -> None:
    with console.status("starting web, device listener, silence watch, messenger and monitors"):
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
    console.print("[bold]The first page did not come within 30 s. See the messages above.[/bold]")


def _say_what_to_look_at(port: int, seconds: float) -> None:
    made = logins.load(HOME)
    console.print(
        f"\n[bold]Euthymia runs at http://localhost:{port}[/bold]   (first page after {seconds:.1f} s; Ctrl-C ends it)"
    )
    console.print("Training only. Everybody in it is synthetic.\n")
    command = "euthymia" if places.is_installed() else ".venv/bin/euthymia"
    console.print(f"Staff sign in with these and a one-time code from:  {command} demo code LOGIN\n")
    for login, account in made.items():
        console.print(f"  {login:<11} {account['email']:<26} {account['password']}")
    console.print(
        "\nPatients sign in by a link (their mails are files in " + str(HOME / "mail") + "): ruth@patients.example\n"
    )
    console.print("What to look at, as nurse:")
    console.print("  Chairs           six sessions are on. Chair 2: pressure climbs. Chair 3: breathing slows.")
    console.print(
        "                   Chair 4: the monitor falls silent. Chair 6: dissociation. Chair 7: the pump runs on."
    )
    console.print(
        "                   Acknowledge, pause (the simulated pump obeys), correct a slip, call HELP, let one leave."
    )
    console.print(
        "  Today (as prescriber)   Dora answered item 9 and closed the form: a task with an owner and a clock."
    )
    console.print("  Patients, Ruth   drugs tried and why each counts, her outcome after two infusions.")
    console.print("  Orders (as prescriber), Lena   154 lb typed as kg stops.\n")


def code(login: str) -> str:
    """A one-time code for a demo login."""
    return logins.code(HOME, login)


def monitors(*, devices: int, speed: float) -> None:
    """The bedside monitors and pumps of today's sessions, until stopped. Raises NoDemo."""
    from euthymia.clinic.server import start

    start.ready()
    from euthymia.clinic.infusion.models import LIVE as IN_THE_CHAIR
    from euthymia.clinic.infusion.models import Session

    def states() -> dict[str, str]:
        seated = Session.objects.filter(state__in=IN_THE_CHAIR).order_by()
        return dict(seated.values_list("patient__number", "state"))

    if not (HOME / LIVE).exists():
        raise logins.NoDemo("There is no demo clinic yet. Run `euthymia demo` first.")
    with contextlib.suppress(KeyboardInterrupt):
        live = json.loads((HOME / LIVE).read_text())
        asyncio.run(at_the_chairs(live, port=devices, speed=speed, states=states))
