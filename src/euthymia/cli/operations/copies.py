"""`euthymia copies`: the key that copies are encrypted for, and what is done with an encrypted copy."""

import argparse
import sys
from getpass import getpass
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of the program."""
    copies = commands.add_parser("copies", help="encrypted copies: their key, opening one, rehearsing one elsewhere")
    words = copies.add_subparsers(required=True, metavar="WHAT")
    words.add_parser("key", help="make the key pair; its private half is shown once").set_defaults(run=_key)
    opening = words.add_parser("open", help="open an encrypted copy into a folder that `euthymia restore` takes")
    opening.add_argument("file")
    opening.add_argument("--into", required=True)
    opening.set_defaults(run=_open)
    rehearse = words.add_parser("rehearse", help="on another machine: open one, compare it, and print a receipt")
    rehearse.add_argument("file")
    rehearse.set_defaults(run=_rehearse)
    rehearsed = words.add_parser("rehearsed", help="on the clinic's machine: enter the receipt")
    rehearsed.add_argument("receipt")
    rehearsed.set_defaults(run=_rehearsed)
    check = words.add_parser("check", help="hold each encrypted copy of a folder against its manifest")
    check.add_argument("folder")
    check.set_defaults(run=_check)
    for word in (opening, rehearse):
        word.add_argument("--key", default="", metavar="FILE", help="the private key; asked for without it")


def _key(_arguments: argparse.Namespace) -> None:
    from euthymia.clinic.server import start
    from euthymia.clinic.server.copies import encryption

    start.ready()
    from euthymia.clinic.tasks import copies

    public = encryption.make_pair(start.home(), show=_show, ask=input)
    copies.keep_key(public, by="system:command-line")
    print(f"Copies are encrypted for {public} from now on. Copies from before need the key they were made for.")


def _show(private: str) -> None:
    print("The private key. It is shown this once and lies nowhere on this machine. Without it no copy can be opened.")
    print(f"\n    {private}\n")
    print("Keep it twice, in two places away from here: printed in a safe, and in a password manager.")


def _private(arguments: argparse.Namespace) -> str:
    return Path(arguments.key).read_text() if arguments.key else getpass("Private key: ")


def _open(arguments: argparse.Namespace) -> None:
    from euthymia.clinic.server.copies import encryption

    copy = encryption.decrypt(Path(arguments.file), Path(arguments.into), _private(arguments))
    print(f"opened into {copy}. Put it back with: euthymia restore {copy} --into NEW_FOLDER")


def _rehearse(arguments: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from euthymia.clinic.server.copies import rehearsal

    today = datetime.now(UTC).date()
    found, receipt = rehearsal.rehearse(Path(arguments.file), _private(arguments), today=today)
    print(f"rehearsed: {found.rows:,} rows in {found.tables} tables; audit: {found.audit}")
    for fault in found.faults:
        print(f"NOT TO BE TRUSTED: {fault}", file=sys.stderr)
    if found.faults:
        return 1
    print(f"receipt: {receipt}")
    print("Enter it on the clinic's machine: euthymia copies rehearsed RECEIPT")
    return 0


def _rehearsed(arguments: argparse.Namespace) -> None:
    from euthymia.clinic.server import start
    from euthymia.clinic.server.copies import rehearsal

    start.ready()
    from euthymia.clinic import settings
    from euthymia.clinic.tasks import copies

    receipt = rehearsal.read(arguments.receipt, key=settings.AUDIT_KEY)
    copies.keep_rehearsal(receipt.day, receipt.copy, by="system:command-line")
    print(f"kept: a copy was opened on another machine on {receipt.day}")


def _check(arguments: argparse.Namespace) -> int:
    from euthymia.clinic import settings
    from euthymia.clinic.server.copies import manifest

    faults = list(manifest.faults(Path(arguments.folder), key=settings.AUDIT_KEY))
    for fault in faults:
        print(f"NOT TO BE TRUSTED: {fault}", file=sys.stderr)
    if not faults:
        print("each copy is as its manifest says")
    return 1 if faults else 0
