"""The one command. Each part is imported only when it is asked for: `euthymia --help` loads nothing."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from euthymia.cli.course.arguments import add as add_course
from euthymia.cli.estimate.arguments import add as add_estimate
from euthymia.cli.kinetics.arguments import add as add_kinetics
from euthymia.cli.operations.arguments import add as add_operations
from euthymia.cli.operations.copies import add as add_copies
from euthymia.cli.operations.people import add as add_people
from euthymia.cli.trial.arguments import add as add_trial
from euthymia.medicine.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is a sentence and status 2, never a traceback."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int | None] = arguments.run
    try:
        status = run(arguments) or 0
        sys.stdout.flush()
    except Refusal as refusal:
        print(f"euthymia: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # anyone who read our lines had enough of them: `euthymia models | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # as of any command that a closed pipe ends
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="euthymia", description="A clinic's own system for treating resistant depression with ketamine."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _demo_words(commands)
    add_operations(commands)
    _running_words(commands)
    _keeping_words(commands)
    _asking_words(commands)
    _history_words(commands)
    for add in (add_kinetics, add_estimate, add_course, add_trial, add_copies):
        add(commands)
    return parser


Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def _demo_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="the whole clinic on this machine, with synthetic people")
    demo.set_defaults(run=_demo)
    text = "code LOGIN: a one-time code for a demo login; monitors: the simulated devices alone"
    demo.add_argument("what", nargs="?", choices=["code", "monitors"], help=text)
    demo.add_argument("login", nargs="?")
    demo.add_argument("--keep", action="store_true", help="go on with the clinic of the last demo")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    demo.add_argument("--speed", type=float, default=10.0, help="how much faster than life bodies run (default 10)")
    _address(demo)


def _running_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="web, device listener, silence watch and messenger in one process tree")
    serve.set_defaults(run=_serve)
    text = "copy the clinic into it every night and rehearse the copy (EUTHYMIA_BACKUP_INTO)"
    serve.add_argument("--backup-into", metavar="FOLDER", help=text)
    text = "when, by the clinic's clock (EUTHYMIA_BACKUP_AT; default 03:30)"
    serve.add_argument("--backup-at", metavar="HH:MM", help=text)
    _address(serve)
    serve.set_defaults(host=None, port=None, devices=None, devices_host=None)  # then the settings say
    nightly = commands.add_parser("nightly", help="the night's work alone: the chain verified, a copy made")
    nightly.set_defaults(run=_nightly)
    nightly.add_argument("into", help='a folder for copies; "" makes none')
    nightly.add_argument("at", metavar="HH:MM")
    for name, text in (
        ("web", "the pages alone"),
        ("listener", "the device listener alone"),
        ("silence-watch", "the silence watch alone"),
        ("messenger", "what hands messages to the mail server, alone"),
    ):
        part = commands.add_parser(name, help=text)
        part.set_defaults(run=_part, part=name)
        _address(part)
    replay = commands.add_parser("replay", help="send a recording to the listener, its times shifted to now")
    replay.set_defaults(run=_replay)
    replay.add_argument("file", help="a file of HL7 messages, framed or not, or a folder of them")
    replay.add_argument("--host", default="127.0.0.1")
    replay.add_argument("--port", type=int, default=2575)
    replay.add_argument("--speed", type=float, default=1.0)
    rehearse = commands.add_parser("rehearse", help="many sessions by chance at one chair of a throw-away clinic")
    rehearse.set_defaults(run=_rehearse)
    rehearse.add_argument("--sessions", type=int, default=1000)
    rehearse.add_argument("--seed", type=int, default=1, help="the same seed is the same sessions")
    rehearse.add_argument("--only", type=int, help="only this session of the seed, exactly as it was")
    rehearse.add_argument("--jobs", type=int, help="processes (default: one a core)")


def _keeping_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    add_people(commands)
    _device_words(commands)
    registry = commands.add_parser("registry", help="the de-identified registry")
    registry.set_defaults(run=_registry)
    registry.add_argument("what", choices=["snapshot"])
    backup = commands.add_parser("backup", help="copy the whole clinic while it works, and rehearse giving it back")
    backup.set_defaults(run=_backup)
    backup.add_argument("into", help="a folder, on another disk; the copy is a new folder in it")
    restore = commands.add_parser("restore", help="rehearse a copy, or put it back into a new folder")
    restore.set_defaults(run=_restore)
    restore.add_argument("copy", help="a folder that `euthymia backup` made")
    restore.add_argument("--into", help="an empty folder; without it the copy is only rehearsed")
    audit = commands.add_parser("audit", help="walk the audit chain and hold it against its anchor")
    audit.set_defaults(run=_audit)
    audit.add_argument("what", choices=["verify"])
    audit.add_argument("--anchor", default="", metavar="FILE", help="a copy of audit.anchor that was kept elsewhere")


def _history_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    history = commands.add_parser("history", help="read the drugs tried out of a record of another system (FHIR R4)")
    history.set_defaults(run=_history)
    history.add_argument("file", help='a Bundle or NDJSON, of any size; "-" reads standard input')
    history.add_argument("--json", action="store_true", help="the documented form of a history, unconfirmed")
    rxnorm = commands.add_parser("rxnorm", help="make the table of clinical drugs from a release of RxNorm")
    rxnorm.set_defaults(run=_rxnorm)
    rxnorm.add_argument("release", help="RXNCONSO.RRF, or the folder that holds it")
    rxnorm.add_argument("--into", default="", help="the module to write (medicine/drugs/rxnorm_products.py)")


def _device_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    device = commands.add_parser("device", help="tie a monitor or pump to a chair, re-key it, take it out of use")
    device.set_defaults(run=_device)
    device.add_argument("what", choices=["add", "move", "re-key", "retire"])
    device.add_argument("chair", help="the chair's name")
    device.add_argument("kind", choices=["monitor", "pump"])
    device.add_argument("sender", help="how it names itself: MSH-3, or MSH-3|MSH-4")
    device.add_argument("--time-zone", default="UTC")
    device.add_argument("--address", default="", help="it is heard from this address alone")
    device.add_argument(
        "--certificate", default="", help="its client certificate (a PEM file): it is heard with it alone"
    )


def _asking_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    screen = commands.add_parser("screen", help="is it treatment-resistant: a history in, a verdict with reasons out")
    screen.set_defaults(run=_screen)
    screen.add_argument("history", help="a history or FHIR R4 bundle (JSON), or one a line (NDJSON); - reads stdin")
    screen.add_argument("--rule", default="fda", help="fda (default), ema, mgh-6-weeks, 4-weeks, elekt-d")
    screen.add_argument(
        "--with", dest="changes", action="append", default=[], metavar="NAME=VALUE", help="change a parameter of it"
    )
    screen.add_argument("--json", action="store_true", help="print JSON")
    screen.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="judge for this day (default today)")
    screen.add_argument("--episode-began", default="", metavar="YYYY-MM-DD", help="where the file does not say")


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="for pages (default 8000)")
    parser.add_argument("--devices", type=int, default=2575, help="for device messages (default 2575)")
    text = "where devices are listened to (default this machine alone); beyond it by mutual TLS or by address"
    parser.add_argument("--devices-host", default="127.0.0.1", help=text)


def _demo(arguments: argparse.Namespace) -> int:
    from euthymia.cli.process_tree import Tree, end_with_parent
    from euthymia.demo import run

    if arguments.what == "code":
        print(run.code(arguments.login or ""))
        return 0
    if arguments.what == "monitors":
        end_with_parent()
        run.monitors(devices=arguments.devices, speed=arguments.speed)
        return 0
    return run.demo(
        port=arguments.port,
        devices=arguments.devices,
        keep=arguments.keep,
        browser=not arguments.no_browser,
        speed=arguments.speed,
        serve=lambda parts, when_up: Tree(parts).run(when_up=when_up),
    )


def _serve(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import migrate, serve
    from euthymia.cli.process_tree import Tree
    from euthymia.clinic.server import start

    migrate.run(quiet=True)
    start.check_own()
    start.open_files()
    return Tree(serve.parts(arguments)).run()


def _nightly(arguments: argparse.Namespace) -> None:
    from euthymia.cli.process_tree import end_with_parent
    from euthymia.clinic.server import start

    end_with_parent()
    start.ready()
    start.hold()
    start.nightly(arguments.into, arguments.at)


def _part(arguments: argparse.Namespace) -> None:
    from euthymia.cli.process_tree import end_with_parent
    from euthymia.clinic.server import start

    end_with_parent()
    start.ready()
    start.hold()
    if arguments.part == "web":
        start.web(arguments.host, arguments.port)
    elif arguments.part == "listener":
        start.listener(arguments.devices_host, arguments.devices)
    elif arguments.part == "messenger":
        start.messenger(arguments.port)
    else:
        start.silence_watch()


def _replay(arguments: argparse.Namespace) -> int:
    from euthymia.cli.replay import show

    return show(arguments.file, arguments.host, arguments.port, speed=arguments.speed)


def _rehearse(arguments: argparse.Namespace) -> int:
    from euthymia.cli.rehearse import show

    return show(arguments.sessions, arguments.seed, only=arguments.only, jobs=arguments.jobs)


def _screen(arguments: argparse.Namespace) -> int:
    from euthymia.cli import screen

    return screen.run(
        arguments.history,
        rule_name=arguments.rule,
        changes=arguments.changes,
        as_of=arguments.as_of,
        episode_began=arguments.episode_began,
        as_json=arguments.json,
    )


def _history(arguments: argparse.Namespace) -> int:
    from euthymia.cli.history import show

    return show(arguments.file, as_json=arguments.json)


def _rxnorm(arguments: argparse.Namespace) -> int:
    from euthymia.cli.rxnorm import write

    return write(arguments.release, into=arguments.into)


def _device(arguments: argparse.Namespace) -> None:
    from pathlib import Path

    from euthymia.clinic.server import start

    start.ready()
    from euthymia.clinic.infusion.devices import setting_up

    if arguments.what == "move":
        setting_up.move_by_name(arguments.sender, kind=arguments.kind, chair=arguments.chair)
        return
    pem = Path(arguments.certificate).read_text() if arguments.certificate else ""
    if arguments.what in ("re-key", "retire"):
        device = setting_up.at_chair(arguments.sender, kind=arguments.kind, chair=arguments.chair)
        if arguments.what == "retire":
            setting_up.retire(device, by="system:command-line")
        else:
            setting_up.re_key(device, by="system:command-line", address=arguments.address, pem=pem)
        return
    app, _, facility = arguments.sender.partition("|")
    setting_up.add(
        arguments.chair, kind=arguments.kind, sender=(app, facility), time_zone=arguments.time_zone,
        address=arguments.address, pem=pem,
    )  # fmt: skip
    print(f"{arguments.kind} {app} stands at {arguments.chair}")


def _registry(_arguments: argparse.Namespace) -> None:
    from euthymia.clinic.server import start

    start.ready()
    start.snapshot()


def _backup(arguments: argparse.Namespace) -> int:
    from datetime import UTC, datetime
    from pathlib import Path

    from euthymia.clinic import settings
    from euthymia.clinic.server.copies import backup

    copy = backup.take(settings.HOME, Path(arguments.into), now=datetime.now(UTC))
    print(f"copied to {copy}")
    return _rehearsed(copy)


def _restore(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from euthymia.clinic.server.copies import backup

    if arguments.into is None:
        return _rehearsed(Path(arguments.copy))
    home = backup.restore(Path(arguments.copy), Path(arguments.into))
    if (home / backup.DUMP).exists():
        print(f"put the database back with: pg_restore --no-owner --dbname=NEW_DATABASE {home / backup.DUMP}")
        print(f"and name it: EUTHYMIA_HOME={home} euthymia configure database")
    print("Every sign-in and every link of before has ended: each person signs in again.")
    print(f"restored. Start it with: EUTHYMIA_HOME={home} euthymia serve")
    return 0


def _rehearsed(copy: "Path") -> int:
    """Rehearse a copy and say what it showed; status 1 where it cannot be trusted."""
    from euthymia.clinic.server.copies import backup

    found = backup.rehearse(copy)
    print(f"rehearsed: {found.rows:,} rows in {found.tables} tables; audit: {found.audit}")
    for fault in found.faults:
        print(f"NOT TO BE TRUSTED: {fault}", file=sys.stderr)
    return 1 if found.faults else 0


def _audit(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import audit
    from euthymia.clinic.server import start

    start.ready()
    return audit.show(arguments.anchor)


if __name__ == "__main__":
    sys.exit(main())
