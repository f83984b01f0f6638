"""A simulated bedside monitor that talks while a test drives the browser."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from euthymia.demo.monitors import Monitor
from euthymia.demo.physiology import Patient, Story
from euthymia.demo.voices import Style
from tests import waits


@contextlib.contextmanager
def monitor(
    sender: str, *, port: int, story: Story = "steady", speed: float = 1.0, style: Style = "philips"
) -> Iterator[Monitor]:
    """Run one monitor in a thread with a loop of its own, until the block ends."""
    device = Monitor(style=style, sender=sender, patient=Patient(story, seed=7, speed=speed), port=port)
    loop = asyncio.new_event_loop()
    running = loop.create_task(device.run())

    def talk() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(running)
        loop.close()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield device
    finally:
        loop.call_soon_threadsafe(running.cancel)
        thread.join(waits.LINE_S)
