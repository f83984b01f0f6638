"""Several threads that do the same thing at the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection
from django.test import Client

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


def statuses(count: int, browser: Client, url: str, fields: dict[str, str] | None = None) -> list[int]:
    """Return the statuses, sorted, of so many presses of one browser at the same moment."""
    return sorted(at_once(count, lambda: _same(browser).post(url, fields or {}).status_code))


def _same(browser: Client) -> Client:
    """Return another request's client with the same cookies: one client is nothing for two threads."""
    one = Client(raise_request_exception=False)
    one.cookies = browser.cookies.copy()
    return one
