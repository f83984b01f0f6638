"""What the Devices card shows of each device that has spoken: how long ago, how its clock stands, is its link up."""

from typing import Any

from euthymia.medicine import watch
from euthymia.medicine.watch import Limits, WatchState


def shown(state: WatchState, limits: Limits) -> dict[str, dict[str, Any]]:
    """By the device's name at its chair; a device that has not spoken, or was let go, is not here."""
    active = [alarm for alarm in state.alarms.values() if alarm.active]
    lost = {alarm.channel for alarm in active if alarm.level == "link"}
    spot = [watch.label(alarm.channel) for alarm in active if alarm.level == "spot-check"]
    found = {
        name: {
            "last_s": heard.last_s,
            "clock": clock(heard.offset_s),
            "clock_wrong": heard.offset_s is not None and abs(heard.offset_s) > limits.clock_s,
            "link_lost": name in lost,
            "spot_check": ", ".join(spot) if name.startswith("monitor") else "",
            "apart": "",
        }
        for name, heard in state.heard.items()
    }
    for alarm in active:
        if alarm.level in ("unpaired", "apart"):
            name, _, why = alarm.channel.partition(" (")
            found.setdefault(name.lower(), dict(_SILENT))["apart"] = why.rstrip(")")
    return found


_SILENT = {"last_s": None, "clock": "", "clock_wrong": False, "link_lost": False, "spot_check": "", "apart": ""}


def clock(offset_s: float | None) -> str:
    """Write how a device's clock stands against ours: "clock 0.4 s behind"."""
    if offset_s is None:
        return "clock not known"
    if abs(offset_s) < 0.05:
        return "clock right"
    size = f"{abs(offset_s):.1f} s" if abs(offset_s) < 120 else f"{abs(offset_s) / 60:.0f} min"
    return f"clock {size} {'behind' if offset_s < 0 else 'ahead'}"
