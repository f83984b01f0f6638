"""Check commit subjects: `subjects.py --message FILE` the one that is being written, `subjects.py` all that are new.

A subject is a merge's, or `part: Do this`: at most 60 characters, the part in small letters, then the imperative with
a capital and no full stop. It needs nothing but Python and git, so that it runs before anything is set up.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LONGEST = 60
SHAPE = re.compile(r"[a-z][a-z0-9_/.-]*(, [a-z][a-z0-9_/.-]*)*: (?P<verb>[A-Z]\S*)( .*)?")
# What the message of a commit says by itself: git writes these, and an autosquash takes them away again.
BY_GIT = ("Merge ", "fixup! ", "squash! ", "amend! ")
# Added, adding, adds: no imperative. What only looks so is named, or left alone: Need, Bring, Address, Focus.
INFLECTED = re.compile(r"\w{2,}(?<!e)ed|\w{3,}ing|\w+(?<![su])s", re.I)
IMPERATIVE = {"Alias", "Bias", "Embed", "Shed", "Shred", "String"}
BASES = ("origin/main", "main")


def wrong(subject: str) -> str:
    """Return what is wrong with a subject and what to do; "" where nothing is."""
    if subject.startswith(BY_GIT):
        return ""
    if len(subject) > LONGEST:
        return f"{len(subject)} characters: at most {LONGEST}. The body says why."
    match = SHAPE.fullmatch(subject)
    if match is None:
        return "not of the form `part: Do this`."
    verb = match["verb"]
    if verb not in IMPERATIVE and INFLECTED.fullmatch(verb):
        return f"`{verb}` is no imperative. Say what the commit does: `part: Do this`."
    return "it ends with a full stop." if subject.endswith(".") else ""


def subject_of(message: str) -> str:
    """Return the first line of a message that is no remark of git's."""
    lines = (line.strip() for line in message.splitlines() if not line.startswith("#"))
    return next((line for line in lines if line), "")


def check_message(path: Path) -> int:
    """Check the message that git is about to commit; an empty one is left to git, which refuses it."""
    subject = subject_of(path.read_text("utf-8", errors="replace"))
    why = wrong(subject) if subject else ""
    if why:
        print(f"{subject}\n  {why}", file=sys.stderr)
    return 1 if why else 0


def check_new(folder: Path) -> int:
    """Check each commit that main does not have yet; say so and pass where there is no git, or nothing to compare."""
    if git(folder, "rev-parse", "--git-dir") is None:
        return skip("no git here")
    base = next((name for name in BASES if git(folder, "rev-parse", "--verify", "--quiet", name)), None)
    if base is None:
        return skip(f"neither {' nor '.join(BASES)} is here to compare with")
    lines = (git(folder, "log", "--format=%h %s", f"{base}..HEAD") or "").splitlines()
    bad = [(line, why) for line in lines if (why := wrong(line.partition(" ")[2]))]
    for line, why in bad:
        print(f"{line}\n  {why}", file=sys.stderr)
    if not bad:
        print(f"{len(lines)} new since {base}, all well")
    return 1 if bad else 0


def skip(why: str) -> int:
    """Say why nothing is checked."""
    print(f"skipped: {why}")
    return 0


def git(folder: Path, *words: str) -> str | None:
    """Return what git says; None where it fails, or is not installed."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def main(words: Sequence[str]) -> int:
    """Check one message, or all that are new."""
    if len(words) == 2 and words[0] == "--message":
        return check_message(Path(words[1]))
    if words:
        print("usage: subjects.py [--message FILE]", file=sys.stderr)
        return 2
    return check_new(Path.cwd())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
