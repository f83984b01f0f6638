"""What was simulated as CSV: a row a model and time, units in the names, model, site and flags in every row."""

import csv
import io
from collections.abc import Iterator, Sequence

from euthymia.cli.kinetics.bands import Band
from euthymia.pharmacology.kinetics import Curves

_ABOUT = ("model", "site", "basis", "flags", "label")


def table(found: Sequence[Curves], bands: Sequence[Band]) -> str:
    """Write the table; a cell is empty where a model has no such curve."""
    names = list(dict.fromkeys(name for one in found for name in one.curves))
    columns = ["time_min", *(column for name in names for column in _columns(name, bool(bands))), *_ABOUT]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for one in found:
        writer.writerows(_rows(one, next((band for band in bands if band.model == one.model.name), None)))
    return text.getvalue()


def _columns(name: str, banded: bool) -> tuple[str, ...]:
    return tuple(f"{name}{end}_ng_per_ml" for end in (("", "_p05", "_p95") if banded else ("",)))


def _rows(one: Curves, band: Band | None) -> Iterator[dict[str, str]]:
    about = {
        "model": one.model.name,
        "site": one.model.site,
        "basis": "; ".join(f"{name}: {curve.basis}" for name, curve in one.curves.items()),
        "flags": " ".join(flag.sentence for flag in (*one.flags, *(band.flags if band else ()))),
        "label": one.label,
    }
    for row, time_min in enumerate(one.times_min):
        values = {f"{name}_ng_per_ml": curve.ng_per_ml[row] for name, curve in one.curves.items()}
        for name, bounds in (band.bounds if band else {}).items():
            values |= {f"{name}_{end}_ng_per_ml": side[row] for end, side in zip(("p05", "p95"), bounds, strict=True)}
        yield {"time_min": f"{time_min:g}", **{key: f"{value:.10g}" for key, value in values.items()}, **about}
