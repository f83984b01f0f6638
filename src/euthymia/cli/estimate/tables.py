"""Estimates as words and as CSV: a row a person, a row a look; model, site, flags and label in every row."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from euthymia.cli.kinetics.simulate import flagged
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.estimates.individual import Estimate, Told
from euthymia.pharmacology.estimates.npde import summed
from euthymia.pharmacology.estimates.predictive import Check
from euthymia.pharmacology.estimates.residuals import Residuals, error_shrinkage, eta_shrinkage
from euthymia.pharmacology.kinetics import Model
from euthymia.wire.event_table import EventTable

OUT_OF_SCOPE: Final = (
    "Population parameters are not estimated here: NONMEM, nlmixr2, Monolix and Pumas do that. These are one person's "
    "etas under the published ones."
)
_MOST_PEOPLE: Final = 40
_UNITS: Final = {
    "L": "l", "L/kg": "l", "L/h": "l_per_min", "L/min": "l_per_min", "1/h": "per_min", "1/min": "per_min",
    "min": "min", "share": "share", "ratio": "ratio",
}  # fmt: skip


class Found(NamedTuple):
    """Everything worked out for everybody; `errors` (NPDE) only where people were drawn."""

    table: EventTable
    model: Model
    estimates: Sequence[Estimate]
    residuals: Sequence[Residuals]
    errors: Sequence[Any]
    check: Check | None


def flags(estimates: Sequence[Estimate]) -> list[str]:
    """Return each flag once."""
    return flagged([one.case for one in estimates], ())


# CSV


def people(estimates: Sequence[Estimate]) -> str:
    """Write a row a person."""
    return _written([_person(one) for one in estimates])


def _person(one: Estimate) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": one.case.key,
        "measured": len(one.case.measured),
        "under_limit": int(one.case.measured.below.sum()),
        **_told("cl_l_per_h", one.clearance_l_per_h),
        **_told("v_l", one.litres),
    }
    for place, name in enumerate(one.case.names):
        row |= {
            f"eta_{name}": one.etas[place],
            f"se_eta_{name}": one.errors[place],
            f"informed_{name}": one.informed[place],
        }
    units = {parameter.name: _UNITS[parameter.unit] for parameter in one.case.model.parameters}
    return row | {f"{name}_{units[name]}": value for name, value in one.values.items()} | _about(one)


def _told(name: str, told: Told) -> dict[str, float]:
    return {name: told.value, f"{name}_p05": told.low, f"{name}_p95": told.high}


def _about(one: Estimate) -> dict[str, Any]:
    return {
        "settled": "yes" if one.settled else "no",
        "model": one.case.model.name,
        "site": one.case.model.site,
        "flags": " ".join(flag.sentence for flag in one.case.flags),
        "label": kinetics.RESEARCH,
    }


def looks(estimates: Sequence[Estimate], found: Sequence[Residuals], errors: Sequence[Any]) -> str:
    """Write a row a look, in the table's order."""
    rows = [row for one, left, npde in zip(estimates, found, errors, strict=True) for row in _looks(one, left, npde)]
    return _written(rows)


def _looks(one: Estimate, left: Residuals, npde: Sequence[float]) -> Iterator[dict[str, Any]]:
    measured = one.case.measured
    place_of = {int(place): number for number, place in enumerate(measured.places)}
    for place, record in enumerate(one.case.looks):
        number = place_of.get(place)
        yield {
            "id": one.case.key,
            "row": record.row,
            "time_min": record.at_min,
            "substance": one.case.read[place],
            "dv_ng_per_ml": math.nan if number is None else measured.value[number],
            "under_limit": "" if number is None else int(measured.below[number]),
            "pred_ng_per_ml": left.pred[place],
            "ipred_ng_per_ml": left.ipred[place],
            "ires_ng_per_ml": left.ires[place],
            "iwres": left.iwres[place],
            "cwres": left.cwres[place],
            "npde": math.nan if number is None else npde[number],
            **_about(one),
        }


def _written(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else f"{value:.10g}"


# Words


def said(found: "Found", *, default_model: bool) -> list[str]:
    """Return it all: a table of people, shrinkage, what the data did not tell, and what must be read beside it."""
    lines = [kinetics.RESEARCH, _first(found)]
    if default_model:
        lines.append(f"No model was named: it is {kinetics.DEFAULT.name}. `euthymia models` lists them.")
    lines += ["", *_people(found.estimates), ""]
    lines += [*_shrunk(found), *_checked(found), *found.table.notes, *flags(found.estimates), OUT_OF_SCOPE]
    return lines


def _first(found: "Found") -> str:
    measured = sum(len(one.case.measured) for one in found.estimates)
    under = sum(int(one.case.measured.below.sum()) for one in found.estimates)
    model = found.model
    count = len(found.estimates)
    who = "1 person" if count == 1 else f"{count} people"
    what = f"{measured} levels, {under} of them under the limit"
    return f"{who}, {what}, against {model.name} ({model.site}): {model.title}."


def _people(estimates: Sequence[Estimate]) -> Iterator[str]:
    names = _informed(estimates)
    heads = "".join(f"{f'eta {name} (SE)':>20}" for name in names)
    yield f"{'ID':<10}{'levels':>7}  {'CL L/h, nine in ten':<24}{'V L, nine in ten':<24}{heads}"
    for one in estimates[:_MOST_PEOPLE]:
        cells = "".join(f"{_eta(one, name):>20}" for name in names)
        settled = "" if one.settled else "   NOT SETTLED: do not use"
        told = f"{_range(one.clearance_l_per_h):<24}{_range(one.litres):<24}"
        yield f"{one.case.key:<10}{len(one.case.measured):>7}  {told}{cells}{settled}"
    if len(estimates) > _MOST_PEOPLE:
        yield f"and {len(estimates) - _MOST_PEOPLE} more: --csv writes them all."


def _informed(estimates: Sequence[Estimate]) -> list[str]:
    """Name the parameters that the levels tell of in at least one person."""
    return [name for name in estimates[0].case.names if any(name not in one.not_informed for one in estimates)]


def _eta(one: Estimate, name: str) -> str:
    place = one.case.names.index(name)
    mark = "*" if name in one.not_informed else ""
    return f"{one.etas[place]:+.2f} ({one.errors[place]:.2f}){mark}"


def _range(told: Told) -> str:
    if told.high - told.low < 1e-6 * told.value:
        return f"{told.value:.1f}"
    return f"{told.value:.1f} ({told.low:.1f} to {told.high:.1f})"


def _shrunk(found: "Found") -> Iterator[str]:
    shrunk = eta_shrinkage(found.estimates)
    if shrunk:
        listed = ", ".join(f"{name} {share:.0%}" for name, share in shrunk.items())
        yield f"Eta shrinkage over {len(found.estimates)} people: {listed}."
    else:
        yield "Of one person there is no shrinkage over people: the errors beside the etas say how sure they are."
    of_errors = error_shrinkage(found.residuals)
    if not math.isnan(of_errors):
        yield f"Shrinkage of residuals: {of_errors:.0%}."
    names = _informed(found.estimates)
    if untold := [name for name in found.estimates[0].case.names if name not in names]:
        yield f"Not informed by these levels in anybody: {', '.join(untold)}."
    if any(set(one.not_informed) & set(names) for one in found.estimates):
        yield "* not informed by this person's levels: mostly the published spread."


def _checked(found: "Found") -> Iterator[str]:
    if found.errors:
        sums = summed(found.errors)
        if sums.errors > 1:
            mean = f"mean {sums.mean:+.2f} (0 give or take {sums.mean_error:.2f})"
            variance = f"variance {sums.variance:.2f} (1 give or take {sums.variance_error:.2f})"
            yield f"Prediction errors (NPDE), {sums.errors}: {mean}, {variance} if the model were true."
    if found.check:
        yield from bins(found.check)


def bins(check: Check) -> Iterator[str]:
    """Yield what a predictive check did."""
    ends = ", ".join(f"{_stretch(one.from_min, one.to_min)} ({one.measured})" for one in check.bins)
    corrected = "prediction-corrected, " if check.corrected else ""
    yield (
        f"Check of {check.name}, {corrected}{check.draws} studies drawn of {check.people} people; bins in minutes, "
        f"with their levels: {ends}."
    )
    under = sum(one.under_limit for one in check.bins)
    if under and not check.left_out:
        yield f"{under} levels under the limit keep their rank and are not drawn; nor is a percentile that lies there."
    if check.left_out:
        yield f"{check.left_out} levels under the limit are left out, and those drawn there too."


def _stretch(from_min: float, to_min: float) -> str:
    return f"{from_min:g}" if from_min == to_min else f"{from_min:g} to {to_min:g}"
