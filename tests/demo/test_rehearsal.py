"""The rehearsal: what it must find in a broken clinic, that a seed is a session, and many sessions by chance."""

import json
import os
import subprocess
import sys

import pytest

from tests import soak, waits
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.slow
ALONE = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "EUTHYMIA_HOME")}


def program(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=CHECKOUT, env=ALONE, capture_output=True, text=True, check=False
    )


@pytest.mark.soak
@pytest.mark.timeout(waits.STORIES_S)
def test_sessions_by_chance_miss_no_alarm_lose_no_reading_and_find_their_way_out():
    """A thousand in `make soak`, ten in `make test`."""
    sessions = soak.share(1000)

    done = program("euthymia.cli.main", "rehearse", "--sessions", str(sessions), "--seed", "7")

    assert done.stdout == f"{sessions} sessions, 0 alarms missed, 0 readings lost, 0 states without exit\n", done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(("broken", "sessions", "kind", "sentence"), [
    ("no value alarms", 20, "missed", "did not alarm"),
    ("silence is not heard", 8, "missed", "nobody was told"),
    ("an acknowledgement clears them all", 20, "missed", "left the screen and nobody had seen it"),
    ("events are lost", 10, "lost", "is not in the record"),
    ("everybody's values are charted", 20, "lost", "must be kept apart is not"),
    ("no way out", 30, "stuck", "nothing led out"),
    ("a fault of ours", 5, "stuck", "ZeroDivisionError"),
])  # fmt: skip
def test_a_broken_clinic_is_found_out(broken, sessions, kind, sentence):
    done = program("tests.demo.broken_clinic", broken, str(sessions), sentence)

    assert any(sentence in line for line in json.loads(done.stdout)[kind]), done.stdout + done.stderr


def test_a_session_is_replayed_exactly_by_its_seed_and_shown_with_all_that_was_done():
    first, second = (program("tests.demo.broken_clinic", "no value alarms", "2").stdout for _ in range(2))
    assert first == second

    done = program("tests.demo.broken_clinic", "no value alarms", "only")
    assert "again, exactly: euthymia rehearse --seed 3 --only " in done.stdout
    assert "session 1 of seed 3\n  1772442000.000 ordered: check\n" in done.stdout
    assert "checked: messages" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("6 sessions, ")
