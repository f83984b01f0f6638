"""Which simulated device stands at which chair, how it names itself, and whose story it tells."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence

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


HANDS_S = 2.0  # until the simulated hand at the pump has done what was recorded

States = Callable[[], Mapping[str, str]]  # record number -> the state of its live session


async def at_the_chairs(live: Sequence[tuple[str, str, int]], *, port: int, speed: float, states: States) -> None:
    """Run a monitor and a pump for each live session (story's login, record number, chair), until cancelled.

    states   what staff have recorded: simulated hands at the pumps do the same
    """
    stories = {story.login: story for story in STORIES}
    pumps = {number: PumpAtTheChair(150.0, runs_on=stories[login].pump_runs_on) for login, number, _ in live}
    devices = [
        device
        for login, number, chair in live
        for device in _devices(stories[login], number, chair, pumps[number], port, speed)
    ]
    await asyncio.gather(_hands(pumps, states), *(device.run() for device in devices))


async def _hands(pumps: Mapping[str, PumpAtTheChair], states: States) -> None:
    """Press at each pump what was recorded at its chair; the page itself moves no pump."""
    while True:
        with contextlib.suppress(Exception):  # a database that does not answer moves no hand, and ends no monitor
            now = await asyncio.to_thread(states)
            for number, pump in pumps.items():
                if now.get(number) == "running":
                    pump.press_start()
                else:
                    pump.press_pause()
        await asyncio.sleep(HANDS_S)


def _devices(story: Story, number: str, chair: int, pump: PumpAtTheChair, port: int, speed: float) -> Iterator[Monitor]:
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
        pump=pump,
        port=port,
        interval_s=5.0,
    )
