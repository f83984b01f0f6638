"""Plain HTTP clients that follow the streams of many chairs: `python -m bench.watchers`, told what on its input.

Reads one JSON line {"port", "streams": [[session key, cookie], …]}, prints "up" once each stream has sent its first
event, and at the end of its input prints one JSON line: how many streams still ran, how many boards came, and how long
a board's newest value took from its measurement, in milliseconds.
"""

import asyncio
import json
import sys
import time
from typing import Any

VALUE = "spo2_pct"


class Watcher:
    """One stream."""

    def __init__(self, port: int, key: str, cookie: str) -> None:
        self._port, self._key, self._cookie = port, key, cookie
        self.first = asyncio.Event()
        self.ages_ms: list[float] = []
        self.newest_s = 0.0
        self.running = False

    async def follow(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        writer.write(
            f"GET /chair/{self._key}/stream?after=1 HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: sessionid={self._cookie}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        if b" 200 " not in await reader.readline():
            raise SystemExit("a stream was refused")
        self.running = True
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                self.take(json.loads(line[6:]))
            elif line.startswith(b"event: again"):
                break
        self.running = False

    def take(self, event: dict[str, Any]) -> None:
        board = event.get("board")
        if board:
            at_s = next(value["at_s"] for value in board["values"] if value["channel"] == VALUE)
            if at_s and at_s > self.newest_s:
                self.newest_s = at_s
                self.ages_ms.append(1000 * (time.time() - at_s))
        self.first.set()


async def main() -> None:
    loop = asyncio.get_running_loop()
    asked = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    watchers = [Watcher(asked["port"], key, cookie) for key, cookie in asked["streams"]]
    tasks = []
    for begin in range(0, len(watchers), 20):  # in twenties: opening is not what is measured
        some = watchers[begin : begin + 20]
        tasks += [asyncio.create_task(watcher.follow()) for watcher in some]
        await asyncio.wait_for(asyncio.gather(*(watcher.first.wait() for watcher in some)), 60)
    for watcher in watchers:
        watcher.ages_ms.clear()
    print("up", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    ages_ms = sorted(age for watcher in watchers for age in watcher.ages_ms) or [float("nan")]
    found = {
        "running": sum(watcher.running for watcher in watchers),
        "boards": len(ages_ms),
        "p50_ms": ages_ms[len(ages_ms) // 2],
        "p99_ms": ages_ms[int(0.99 * (len(ages_ms) - 1))],
    }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
