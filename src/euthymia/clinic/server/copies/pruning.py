"""Which copies are kept: the newest of each of the last days, weeks and months that have one."""

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from euthymia.clinic.server.copies import manifest
from euthymia.clinic.server.copies.encryption import SUFFIX
from euthymia.medicine.policies.copies import CopyLimits

_NAME: Final = re.compile(rf"euthymia-(\d{{8}}-\d{{6}})(?:{re.escape(SUFFIX)})?")


def kept(times: Iterable[datetime], limits: CopyLimits) -> set[datetime]:
    """Return which of these copies the policy keeps."""
    newest_first = sorted(times, reverse=True)
    rules: tuple[tuple[float, Callable[[datetime], Any]], ...] = (
        (limits.keep_daily, lambda at: at.date()),
        (limits.keep_weekly, lambda at: at.isocalendar()[:2]),
        (limits.keep_monthly, lambda at: (at.year, at.month)),
    )
    return {at for count, period in rules for at in _newest_each(newest_first, period, int(count))}


def _newest_each(newest_first: list[datetime], period: Callable[[datetime], Any], count: int) -> list[datetime]:
    newest: dict[Any, datetime] = {}
    for at in newest_first:
        newest.setdefault(period(at), at)
    return list(newest.values())[:count]


def prune(folder: Path, limits: CopyLimits) -> list[str]:
    """Remove the copies that the policy does not keep, each with its manifest, and nothing else; give their names."""
    found: dict[datetime, list[Path]] = {}
    for path in folder.iterdir():
        if match := _NAME.fullmatch(path.name):
            at = datetime.strptime(f"{match[1]} +0000", "%Y%m%d-%H%M%S %z")
            found.setdefault(at, []).append(path)
    gone = [path for at in found.keys() - kept(found, limits) for path in found[at]]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
            manifest.of(path).unlink(missing_ok=True)
    return sorted(path.name for path in gone)
