"""Which simulated device stands at which chair, how it names itself, and whose story it tells."""

import asyncio
from collections.abc import Iterator, Sequence

from euthymia.demo.cast import STORIES, Story
from euthymia.demo.monitors import Monitor
from euthymia.demo.physiology import Patient, PumpAtTheChair
from euthymia.demo.voices import Person

# How each make names itself (MSH-3, MSH-4); the chair's number makes it one device.
SENDERS = {
    "mindray": ("MINDRAY_VS900^00A0370098007A8{n}^EUI-64", ""),
    "philips": ("IntelliVue{n}", "DEMO"),
    "comen": ("NC_Monitor", "KC26155137{n}G"),
    "xh80x": ("XH80X^00A037009B00000{n}^EUI-64", ""),
}
PUMP = ("OpenBedside", "PUMP{n}")


async def at_the_chairs(live: Sequence[tuple[str, str, int]], *, port: int, speed: float) -> None:
    """Run a monitor and a pump for each live session (story's login, record number, chair), until cancelled."""
    stories = {story.login: story for story in STORIES}
    devices = [d for login, number, chair in live for d in _devices(stories[login], number, chair, port, speed)]
    await asyncio.gather(*(device.run() for device in devices))


def _devices(story: Story, number: str, chair: int, port: int, speed: float) -> Iterator[Monitor]:
    person = Person(number, story.family, story.given, story.born) if story.identity else None
    yield Monitor(
        style=story.monitor,  # type: ignore[arg-type]
        sender="|".join(SENDERS[story.monitor]).format(n=chair),
        person=person,
        patient=Patient(story.body, seed=chair, speed=speed),  # type: ignore[arg-type]
        port=port,
    )
    yield Monitor(
        style="openbedside",
        sender="|".join(PUMP).format(n=chair),
        person=person,
        pump=PumpAtTheChair(rate_ml_h=150.0),
        port=port,
        interval_s=5.0,
    )
