"""Many sessions, one after another, on a clinic that is thrown away."""

import gc
import logging
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from euthymia.demo.rehearsal.diary import Verdict

CHUNK: Final = 25


def rehearse(numbers: Sequence[int], *, seed: int, jobs: int) -> Iterator[Verdict]:
    """Rehearse these sessions of a seed in so many processes; give each verdict as it comes, in order."""
    chunks = [(seed, numbers[n : n + CHUNK]) for n in range(0, len(numbers), CHUNK)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_settle) as pool:
        for verdicts in pool.map(_some, chunks):
            yield from verdicts


def _settle() -> None:
    """Set up for this process a folder and a clinic of its own; both go when it ends."""
    import atexit

    home = Path(tempfile.mkdtemp(prefix="euthymia-rehearsal-"))
    os.environ |= {"EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo"}
    os.environ.pop("DATABASE_URL", None)
    atexit.register(shutil.rmtree, home, ignore_errors=True)


@cache
def _place() -> Any:
    from euthymia.clinic.server import start

    start.ready()
    logging.getLogger("euthymia.listener").setLevel(logging.CRITICAL)  # the faults it would speak of are made here
    from euthymia.clinic.server import scratch
    from euthymia.demo.rehearsal.place import Place

    scratch.make()
    place = Place(Path(os.environ["EUTHYMIA_HOME"]))
    # What is here stays to the end, and a session leaves little in circles: a fifth of its time was the collector's.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return place


def _some(chunk: tuple[int, Sequence[int]]) -> list[Verdict]:
    seed, numbers = chunk
    return [one(_place(), f"{seed}:{number}") for number in numbers]


def one(place: Any, seed: str) -> Verdict:
    """Rehearse one session. What is no refusal and no verdict is a fault of ours, and is shown as one."""
    from euthymia.clinic.infusion.models import DeviceMessage
    from euthymia.demo.rehearsal.chair import Chair
    from euthymia.demo.rehearsal.clock import Clock, lived_by
    from euthymia.demo.rehearsal.judge import judge
    from euthymia.demo.rehearsal.session import drive

    clock = Clock()
    after = DeviceMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with lived_by(clock):
        place.start_the_listener()
        try:
            chair = Chair(place, clock, seed)
            drive(chair)
        except Exception:
            return Verdict(seed, stuck=(traceback.format_exc(limit=-4),))
        return judge(chair.diary, chair.session, after=after)
