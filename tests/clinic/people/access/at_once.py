"""Several threads that do the same thing at the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from tests import waits

Done = TypeVar("Done")


def at_once(count: int, do: Callable[[], Done]) -> list[Done]:
    """Return what each of so many threads got, all let off together."""
    gate = threading.Barrier(count)

    def one() -> Done:
        try:
            gate.wait(waits.WORKED_S)
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        futures = [threads.submit(one) for _ in range(count)]
        return [future.result(waits.WORKED_S) for future in futures]
