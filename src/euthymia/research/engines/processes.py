"""Running pieces of work side by side on this machine, a process a core; answers come back as they are done."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def on_processes(job: Callable[[Item], Answer], items: Sequence[Item], *, jobs: int) -> Iterator[Answer]:
    """Do a job of every item; with one process it is this one. The order of answers is not that of items."""
    if jobs <= 1 or len(items) <= 1:
        yield from map(job, items)
        return
    fresh = multiprocessing.get_context("spawn")  # a fork would carry locks of threads that are not there
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=fresh) as pool:
        try:
            for done in as_completed([pool.submit(job, item) for item in items]):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
