"""Many devices on one thread, in a process of their own: `python -m bench.client`. Prints one JSON line.

Closed loop: each connection sends its next message when the one before is answered. Open loop (--every-s): each sends
on its own beat, staggered, answered or not, and an answer's time is counted from the beat; what was not answered by the
next beat when the counting ends counts as waiting until then.
"""

import argparse
import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field

from bench.messages import Wording

END = b"\x1c\r"


@dataclass(slots=True)
class Tally:
    """What was answered while it counted, and how long each answer took."""

    counting: bool = False
    accepted: int = 0
    refused: int = 0
    waits_s: list[float] = field(default_factory=list)


class Device(asyncio.Protocol):
    """One connection, with a sender, a chair and a patient of its own."""

    def __init__(self, index: int, tally: Tally, *, echoed: bool, every_s: float) -> None:
        self._wording = Wording(index, time.time() - 60)
        self._tally, self._every_s = tally, every_s
        self._good = b"\x0bMSH" if echoed else b"|CA|"
        self._held = b""
        self._due: deque[float] = deque()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def send(self, due_s: float) -> None:
        self._due.append(due_s)
        self._transport.write(self._wording.at(time.time()))

    def beat(self, due_s: float) -> None:
        self.send(due_s)
        due_s += self._every_s
        asyncio.get_running_loop().call_later(max(due_s - time.perf_counter(), 0), self.beat, due_s)

    def overdue(self, from_s: float, now_s: float) -> list[float]:
        """Return how long each message of the open loop waits that is not answered before the next one was due."""
        return (
            [now_s - due_s for due_s in self._due if from_s <= due_s < now_s - self._every_s] if self._every_s else []
        )

    def data_received(self, data: bytes) -> None:
        if self._held:
            data = self._held + data
        *answers, self._held = data.split(END)
        now_s, tally = time.perf_counter(), self._tally
        for answer in answers:
            due_s = self._due.popleft()
            if tally.counting:
                tally.waits_s.append(now_s - due_s)
                if self._good in answer:
                    tally.accepted += 1
                else:
                    tally.refused += 1
            if not self._every_s:
                self.send(now_s)


async def talk(asked: argparse.Namespace) -> dict[str, float]:
    """Connect all, let them talk, count for the time asked."""
    loop, tally = asyncio.get_running_loop(), Tally()
    devices = []
    for index in range(asked.first, asked.first + asked.connections):
        device = Device(index, tally, echoed=asked.echoed, every_s=asked.every_s)
        await loop.create_connection(lambda device=device: device, "127.0.0.1", asked.port)
        devices.append(device)
    began_s = time.perf_counter()
    for n, device in enumerate(devices):
        if asked.every_s:
            due_s = began_s + n * asked.every_s / len(devices)
            loop.call_later(due_s - began_s, device.beat, due_s)
        else:
            device.send(began_s)
    await asyncio.sleep(asked.warm_s)
    tally.counting, counted_from_s = True, time.perf_counter()
    await asyncio.sleep(asked.seconds)
    ended_s = time.perf_counter()
    for device in devices:
        tally.waits_s.extend(device.overdue(counted_from_s, ended_s))
    return summed_up(tally, ended_s - counted_from_s)


def summed_up(tally: Tally, seconds: float) -> dict[str, float]:
    """Return the rate and the waits in milliseconds."""
    waits_ms = sorted(1000 * wait for wait in tally.waits_s) or [float("nan")]
    return {
        "per_s": tally.accepted / seconds,
        "answers": tally.accepted + tally.refused,
        "refused": tally.refused,
        "p50_ms": waits_ms[len(waits_ms) // 2],
        "p99_ms": waits_ms[int(0.99 * (len(waits_ms) - 1))],
        "worst_ms": waits_ms[-1],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--connections", type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--warm-s", type=float, default=0.5)
    parser.add_argument("--every-s", type=float, default=0)
    parser.add_argument("--echoed", action="store_true", help="the answer is the message itself")
    print(json.dumps(asyncio.run(talk(parser.parse_args()))), flush=True)


if __name__ == "__main__":
    main()
