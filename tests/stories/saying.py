"""What devices say in a story, and what goes wrong with the clinic's own machines."""

import time
from functools import partial
from typing import Any

from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import BREATHS, DIASTOLIC, HEART, PULSE, SPO2, SYSTOLIC, stamp
from tests.clinic.infusion.pump import alarm_message, pump_message
from tests.stories.stage import Monitor, Scene
from tests.stories.story import Do

SAID = {"spo2": SPO2, "pulse": PULSE, "resp": BREATHS, "heart": HEART}


def monitor_says(*, device: str = "monitor", takes: str = "A", pid: str = "", **said: Any) -> Do:
    """The monitor says this now, and again every three seconds; SpO2 97 and pulse 72 where nothing else is told.

    said   spo2, pulse, resp; cuff=(systolic, diastolic), measured cuff_min_ago; the message is age_s old;
           clock_s is what its clock is off by
    """

    def says(scene: Scene) -> None:
        monitor = scene.monitor(device)
        values = {"spo2": 97, "pulse": 72} | said
        measured_s = time.time() - 60 * values.pop("cuff_min_ago", 0)
        age_s, named = values.pop("age_s", 0.0), pid.format(**scene.seat)
        say = partial(_say, monitor, values, measured_s, takes=takes, pid=named)
        monitor.say(partial(say, age_s=age_s), say)

    return says


def _say(
    monitor: Monitor, values: dict[str, Any], measured_s: float, *, takes: str, pid: str, age_s: float = 0.0
) -> None:
    off_s = values.get("clock_s", 0.0)
    rows, at_s = _rows(values, measured_s + off_s), time.time() - age_s + off_s
    monitor.send(chairside.message(monitor.number(), *rows, at_s=at_s, sender=monitor.sender, pid=pid), takes=takes)


def _rows(values: dict[str, Any], measured_s: float) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [(SAID[name], values[name]) for name in SAID if values.get(name) is not None]
    if cuff := values.get("cuff"):
        rows += [(SYSTOLIC, cuff[0], measured_s), (DIASTOLIC, cuff[1], measured_s)]
    return rows


def monitor_reports_every_second(seconds: int, *, device: str = "monitor") -> Do:
    """The monitor reports as a real one does, and then falls silent."""

    def reports(scene: Scene) -> None:
        for _ in range(seconds):
            monitor_says(device=device)(scene)
            scene.page().wait_for_timeout(waits.ms(waits.A_BEAT_S))
        monitor_falls_silent(device=device)(scene)

    return reports


def monitor_falls_silent(*, device: str = "monitor") -> Do:
    def falls(scene: Scene) -> None:
        scene.monitor(device).say(lambda: None, None)

    return falls


def monitor_sends_unheard(**said: Any) -> Do:
    """The monitor sends while nothing is answered, and says no more; its answer comes when it can."""

    def sends(scene: Scene) -> None:
        monitor_falls_silent()(scene)
        monitor, at_s = scene.monitor(), time.time()
        rows = _rows({"spo2": 97, "pulse": 72} | said, at_s)
        monitor.line.send(chairside.message(monitor.number(), *rows, at_s=at_s, sender=monitor.sender))

    return sends


def database_held() -> Do:
    """Another process holds the database, as a stalled disk would: nothing can be written."""

    def holds(scene: Scene) -> None:
        scene.held.enter_context(scene.clinic.locked_database())

    return holds


def database_free() -> Do:
    def frees(scene: Scene) -> None:
        scene.held.close()

    return frees


def stranger_says(**said: Any) -> Do:
    """A sender that no chair of this clinic knows."""

    def says(scene: Scene) -> None:
        scene.monitor("stranger", sender=("NOBODY-KNOWS", "STORY"))
        monitor_says(device="stranger", takes="R", **said)(scene)

    return says


def two_patients_in_a_message() -> Do:
    def says(scene: Scene) -> None:
        monitor, number = scene.monitor(), scene.seat["number"]
        sender, at = monitor.sender, stamp(time.time())
        lines = [f"MSH|^~\\&|{sender[0]}|{sender[1]}|||{at}||ORU^R01|{monitor.number()}|P|2.6"]
        for patient in (f"{number}||Marchetti^Lena||19930117", "P-999999||Else^Somebody||19700101"):
            lines += [f"PID|||{patient}", f"OBR|1||||||{at}", f"OBX|1|NM|{SPO2}|1.1.1.1|60|%|||||R"]
        monitor.send(("\r".join(lines) + "\r").encode())

    return says


def pump_says(**said: Any) -> Do:
    """The pump says its rate and status, and says so again every three seconds."""

    def says(scene: Scene) -> None:
        pump = scene.monitor("pump")
        say = partial(_pump_says, pump, said)
        pump.say(say, say)

    return says


def _pump_says(pump: Monitor, said: dict[str, Any]) -> None:
    pump.send(pump_message(pump.number(), sender=pump.sender, **said))


def pump_alarm(phase: str, state: str) -> Do:
    def says(scene: Scene) -> None:
        pump = scene.monitor("pump")
        pump.send(alarm_message(pump.number(), phase, state, sender=pump.sender))

    return says


def pull_the_cable() -> Do:
    """Nothing reaches the nurse's page any more, and its connections stay open."""

    def pulls(scene: Scene) -> None:
        assert scene.cable
        scene.cable.pull()

    return pulls


def plug_the_cable_in() -> Do:
    def plugs(scene: Scene) -> None:
        assert scene.cable
        scene.cable.plug_in()

    return plugs
