"""Bring a clinic's database to today's tables: refuse what is not known, copy first, report every step."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from euthymia.clinic.server import folder, keys, start
from euthymia.clinic.server.copies import backup
from euthymia.medicine.refusal import Refusal

COPIES: Final = "before-migrations"


class NotMigrated(Refusal):
    """A step failed; the copy from before is whole."""


class InconsistentDatabase(Refusal):
    """The database has a step whose forerunner it lacks: it was changed by other hands than ours."""


class Migrated(NamedTuple):
    """What was done: the steps, and the copy from before (None where there was nothing to copy)."""

    steps: tuple[str, ...]
    copy: Path | None


def migrate(*, report: Callable[[str], None] = lambda _: None) -> Migrated:
    """Bring the database to today's tables. Where nothing is to be done, nothing is copied.

    Raises NotWhole, DatabaseOfAnotherVersion, AnotherKey, InUse, NotMigrated and what the copy refuses.
    """
    from django.db import OperationalError

    start.check_whole()
    try:
        start.check_version()
        keys.check_fit()
        steps, is_new = _steps()
    except OperationalError as trouble:
        raise NotMigrated(
            f"The database could not be opened, and nothing was changed: {trouble}. Give the disk room, or look "
            "whether the database server answers."
        ) from trouble
    if not steps:
        return Migrated((), None)
    copy = None
    with ExitStack() as stack:
        if not is_new:
            stack.enter_context(folder.alone(start.home()))
            copy = _copy()
            report(f"copied to {copy}")
        for step in steps:
            report(step)
        _run(copy)
    return Migrated(steps, copy)


def waiting() -> tuple[str, ...]:
    """Return the steps that are not done.   Raises DatabaseOfAnotherVersion, InconsistentDatabase."""
    start.check_version()
    return _steps()[0]


def _steps() -> tuple[tuple[str, ...], bool]:
    """Return what is to be done, in order, and whether the database is a new one."""
    from django.db import connection
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as trouble:
        raise InconsistentDatabase(f"{trouble} Nothing was changed. Give back a copy from before.") from None
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{step.app_label}.{step.name}" for step, _ in plan), not executor.loader.applied_migrations


def _copy() -> Path:
    """Copy the clinic into its own folder: a copy of minutes, for this step alone."""
    return backup.take(start.home(), start.home() / COPIES, now=datetime.now(UTC))


def _run(copy: Path | None) -> None:
    from django.db import Error

    try:
        start.migrate()
    except (Error, OSError) as trouble:
        back = "" if copy is None else f" The clinic as it was is in {copy}; put it back with: {_restore(copy)}"
        raise NotMigrated(f"The tables could not be changed: {type(trouble).__name__}: {trouble}.{back}") from trouble


def _restore(copy: Path) -> str:
    return f"euthymia restore {copy} --into {start.home().parent / (start.home().name + '-before')}{os.linesep}"
