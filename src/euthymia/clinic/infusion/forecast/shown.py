"""What the panel says, as one plain value: bands in figures and as a picture, what stops them, what they rest on."""

import math
from collections.abc import Sequence
from typing import Any, Final

from euthymia.clinic.infusion.forecast import crowds, picture
from euthymia.clinic.infusion.forecast.gather import AtChair, at_chair
from euthymia.clinic.infusion.models import Session
from euthymia.pharmacology import forecast
from euthymia.pharmacology.cascade import flags_of
from euthymia.pharmacology.kinetics import DEFAULT, Person, Schedule
from euthymia.pharmacology.kinetics.flags import flags_of as kinetic_flags

_ROWS_MIN: Final = (0, 5, 10, 15, 30, 45, 60)


def panel(session: Session, *, now_s: float, change: forecast.Change | None = None) -> dict[str, Any]:
    """Return the next hour, and, where something is asked, how that would change it. Raises Refusal."""
    here = at_chair(session, now_s=now_s)
    if here is None:
        return {"waits": True}
    found = crowds.followed(session.pk, here)
    schedules = [forecast.assumed(here.record, here.signed)]
    if change is not None:
        schedules.append(forecast.what_if(change, here.record, here.signed))
    looks = [crowds.outlook(session.pk, found, one, here.record.now_min) for one in schedules]
    return _said(here, found, schedules, looks)


def _said(
    here: AtChair, found: forecast.Followed, schedules: Sequence[Schedule], looks: Sequence[forecast.Outlook]
) -> dict[str, Any]:
    stopped = {name for stop in here.stops for name in stop.names}
    going = [one for one in forecast.QUANTITIES if one.name not in stopped]
    names = [one.name for one in going]
    return {
        "at": picture.clock(here.start_s, here.record.now_min),
        "assumed": _assumed(here),
        "stops": [{"what": _listed(stop.names), "reason": stop.reason} for stop in here.stops],
        "surprise": found.surprises[-1].sentence if found.surprises else "",
        "quantities": going,
        "not_shown": forecast.NOT_SHOWN,
        "tables": [_table(here, going, one) for one in looks],
        "pressure": picture.pressure(looks, here.seen.readings, here.start_s, names) if "systolic" in names else None,
        "concentration": picture.concentration(looks, here.start_s) if "concentration" in names else None,
        "none_pct": round(100 * looks[0].none) if "dissociation" in names else None,
        "narrowed_pct": max(0, round(100 * looks[0].narrowed)) if here.seen.readings else None,
        "narrowed_within_pct": forecast.NARROWED_WITHIN_PCT,
        "readings": len(here.seen.readings),
        "artefacts": len(here.seen.artefacts_min),
        "doses": [f"{one.dose_mg:.1f}" for one in schedules],
        "flags": _flags(here, schedules[0]),
        "label": looks[0].label,
    }


def _assumed(here: AtChair) -> str:
    if here.record.over:
        return "nothing more is given: the pump was stopped for good."
    if here.record.running:
        return "the pump goes on as signed until the dose is given."
    return "the pump stays paused: nobody starts it again."


def _listed(names: Sequence[str]) -> str:
    labels = [one.label for one in forecast.QUANTITIES if one.name in names]
    return ", ".join(labels) if len(labels) < len(forecast.QUANTITIES) else "The whole forecast"


def _table(here: AtChair, going: Sequence[forecast.Quantity], look: forecast.Outlook) -> list[dict[str, Any]]:
    return [
        {
            "at": picture.clock(here.start_s, here.record.now_min + minutes),
            "in_min": minutes,
            "cells": [_cell(look.bands[one.name], minutes) for one in going],
        }
        for minutes in _ROWS_MIN
    ]


def _cell(band: forecast.Band, row: int) -> str:
    low, middle, high = (float(end[row]) for end in band)
    return f"{middle:.0f} ({math.floor(low)} to {math.ceil(high)})"


def _flags(here: AtChair, schedule: Schedule) -> list[str]:
    kinetic = kinetic_flags(DEFAULT, schedule, Person(weight_kg=here.who.weight_kg))
    flags = (*flags_of(here.mg_per_kg, days=(), context=""), *kinetic)
    return [flag.sentence for flag in flags]
