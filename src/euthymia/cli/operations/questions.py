"""Ask at the terminal, and ask again where the answer cannot be."""

import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from euthymia.medicine.refusal import Refusal


class Missing(Refusal):
    """Something was not said, and nobody is there to be asked."""


def can_ask() -> bool:
    """Return whether somebody sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, check: Callable[[object], str], *, proposed: str = "") -> str:
    """Return the answer to a question once it passes its check; an empty one is the proposal."""
    while True:
        answer = input(f"{question}{f' [{proposed}]' if proposed else ''}: ").strip() or proposed
        try:
            return check(answer)
        except Refusal as refusal:
            print(f"  {refusal}")


def ask_password(check: Callable[[str], None]) -> str:
    """Return a password typed twice; "" where none was typed."""
    while True:
        first = getpass.getpass("Password (12 characters or more; leave it empty and one is made): ")
        if first and first != getpass.getpass("The same again: "):
            print("  These two differ.")
            continue
        try:
            if first:
                check(first)
            return first
        except Refusal as refusal:
            print(f"  {refusal}")


def ask_secret(question: str) -> str:
    """Return what was typed and not shown; without a terminal, the first line of standard input."""
    return (getpass.getpass(f"{question}: ") if can_ask() else sys.stdin.readline()).strip()


def first_line(name: str) -> str:
    """Return the first line of a file; "-" is standard input.   Raises Missing."""
    try:
        line = sys.stdin.readline() if name == "-" else Path(name).read_text("utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError):
        raise Missing(f"{name} cannot be read. Name a file whose first line is the password.") from None
    if not line.strip():
        raise Missing(f"{name} is empty. Its first line is the password.")
    return line.rstrip("\r\n")
