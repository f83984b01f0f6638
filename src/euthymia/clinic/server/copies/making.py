"""One night's copy: taken, given back in a scratch folder and compared; then encrypted, sent, and old ones pruned."""

import shlex
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from euthymia.clinic.server.copies import backup, encryption, manifest, pruning
from euthymia.clinic.server.copies.backup import Rehearsal
from euthymia.medicine.policies.copies import CopyLimits

_SENT_WITHIN_S: Final = 6 * 3600


class Plan(NamedTuple):
    """How copies are made here.

    public    whom they are encrypted for; "" leaves them as they are
    key       what manifests are written under
    send      a command that takes a copy off this machine, with {copy}, {manifest} and {anchor} in it; "" for none
    """

    home: Path
    into: Path
    public: str
    key: bytes
    send: str
    limits: CopyLimits


class Made(NamedTuple):
    """What came of it: where the copy is, its SHA-256 where it is one file, and what its rehearsal showed."""

    where: Path
    sha256: str
    found: Rehearsal


def make(plan: Plan, *, now: datetime) -> Made:
    """Make a copy; one that does not rehearse is not kept, and nothing old is removed for it. Raises Refusal."""
    if not plan.public:
        copy = backup.take(plan.home, plan.into, now=now)
        found = backup.rehearse(copy)
        made = Made(copy, "", found)
    else:
        made = _encrypted(plan, now)
    if made.found.faults:
        return made
    faults = _send(plan, made.where)
    if not faults:
        pruning.prune(plan.into, plan.limits)
    return made._replace(found=made.found._replace(faults=faults))


def _encrypted(plan: Plan, now: datetime) -> Made:
    """Take and rehearse in a scratch folder of the clinic's own, so that nothing readable ever lies with the copies."""
    scratch = Path(tempfile.mkdtemp(prefix="copying-", dir=plan.home))
    try:
        copy = backup.take(plan.home, scratch, now=now)
        found = backup.rehearse(copy)
        if found.faults:
            return Made(plan.into, "", found)
        file = encryption.encrypt(copy, plan.into, plan.public)
        sha256 = encryption.fingerprint(file)
        manifest.write(file, sha256=sha256, rows=found.rows, at=now.isoformat(), key=plan.key)
        return Made(file, sha256, found)
    except OSError as trouble:
        raise backup.NotWritten(f"{plan.into}: {trouble}. Give the disk room, or name another folder.") from trouble
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _send(plan: Plan, where: Path) -> tuple[str, ...]:
    """Run the clinic's own command that takes the copy elsewhere; give what went wrong."""
    if not plan.send:
        return ()
    places = {
        "{copy}": str(where), "{manifest}": str(manifest.of(where)), "{anchor}": str(plan.home / "audit.anchor"),
    }  # fmt: skip
    words = [places.get(word, word) for word in shlex.split(plan.send)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_SENT_WITHIN_S)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return (f"the copy was made and not sent elsewhere: {type(trouble).__name__}. Look at backup_send.",)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1][:120]
        return (f"the copy was made and not sent elsewhere: status {done.returncode}, and it said: {said}",)
    return ()
