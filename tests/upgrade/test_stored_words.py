"""The words that rows of a clinic carry for good. stored_words.txt has each that was ever shipped, and only grows.

Each line begins with a sum over itself and every line before it, so a line that is taken out, moved or changed breaks
all that follow. No file can keep a hand from making the whole list again: that shows in its history, at every line.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps

from euthymia.clinic.audit import actions
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Disposition
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine.charting import EventKind, kinds
from tests.conftest import CHECKOUT

FILE = Path(__file__).with_name("stored_words.txt")
ENUMS: dict[str, Iterable[str]] = {
    "audit action": Action,
    "event kind": EventKind,
    "task kind": Duty.Kind,
    "message disposition": Disposition,
    "audit subject": sorted(model.audit_name for model in apps.get_models() if hasattr(model, "audit_name")),
}


def summed(lines: list[str]) -> list[str]:
    """Return lines with the sum that each begins with."""
    running, found = hashlib.sha256(), []
    for line in lines:
        running.update(f"{line}\n".encode())
        found.append(f"{running.hexdigest()[:8]} {line}")
    return found


def listed() -> list[str]:
    return [line[9:] for line in FILE.read_text().splitlines()]


def shipped() -> list[str]:
    return [f"{concept}: {word!s}" for concept, words in ENUMS.items() for word in words]


def test_no_line_was_taken_out_moved_or_changed():
    assert FILE.read_text().splitlines() == summed(listed())


def test_every_word_of_this_version_stands_in_the_list_once():
    missing = [line for line in shipped() if line not in listed()]
    lines = summed([*listed(), *missing])[len(listed()) :]

    assert not missing, "Add at the end of tests/upgrade/stored_words.txt:\n" + "\n".join(lines)
    assert len(set(listed())) == len(listed())


def test_every_word_that_was_ever_shipped_is_still_known():
    assert [line for line in listed() if line not in shipped()] == []


@pytest.mark.parametrize("tampered", [["a", "c"], ["b", "a", "c"], ["a", "b", "d"]])
def test_a_list_that_was_tampered_with_is_found(tampered):
    sums = [line[:8] for line in summed(["a", "b", "c"])]
    kept = [f"{mark} {line}" for mark, line in zip(sums, tampered, strict=False)]

    assert kept != summed(tampered)


def test_every_model_of_ours_has_an_audit_name_of_its_own():
    ours = [model for model in apps.get_models() if model.__module__.startswith("euthymia.")]
    names = [model.audit_name for model in ours if model._meta.label not in ("audit.AuditEvent", "audit.ChainHead")]

    assert len(set(names)) == len(names) == len(ours) - 2


@pytest.mark.parametrize(
    ("words", "model", "column"),
    [
        (Action, "audit.AuditEvent", "action"),
        (EventKind, "infusion.SessionEvent", "kind"),
        (Disposition, "infusion.DeviceMessage", "disposition"),
        (Duty.Kind, "tasks.Task", "kind"),
        (Duty.Kind, "tasks.Duty", "kind"),
    ],
)
def test_every_word_fits_its_column(words, model, column):
    """PostgreSQL refuses what is longer, SQLite keeps it: a button then works on one alone."""
    room = apps.get_model(model)._meta.get_field(column).max_length

    assert [str(word) for word in words if room is not None and len(word) > room] == []


def test_a_retired_word_is_written_nowhere():
    clinic = CHECKOUT / "src/euthymia/clinic"
    source = "".join(path.read_text() for path in clinic.rglob("*.py"))
    retired = [f"{type(word).__name__}.{word.name}" for word in (*actions.RETIRED, *kinds.RETIRED)]

    assert [name for name in retired if re.search(rf"\b{re.escape(name)}\b", source)] == []
