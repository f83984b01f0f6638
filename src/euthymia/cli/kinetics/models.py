"""`euthymia models`: what each published model is made of, where it was read, and what it lacks."""

import textwrap
from collections.abc import Iterator
from typing import Final

from euthymia.medicine.sources import SOURCES
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.kinetics.model import Model

_INDENT: Final = " " * 14


def show(name: str) -> int:
    """Print one model whole, or a paragraph of each."""
    lines = whole(kinetics.find(name)) if name else _all()
    print("\n".join(lines))
    return 0


def _all() -> Iterator[str]:
    yield kinetics.RESEARCH
    for model in kinetics.ALL.values():
        yield ""
        yield from _short(model)
    yield ""
    yield "All about one: euthymia models NAME"


def _short(model: Model) -> Iterator[str]:
    default = "  (what `simulate` takes unless it is told)" if model is kinetics.DEFAULT else ""
    yield f"{model.name}: {model.title}{default}"
    yield f"  {model.form}; sampling site {model.site}"
    yield from _wrapped("population", model.population)
    for key in model.sources:
        yield from _wrapped("source", SOURCES[key].citation)
        if SOURCES[key].url:
            yield f"{_INDENT}{SOURCES[key].url}"


def _wrapped(heading: str, text: str) -> list[str]:
    return textwrap.wrap(text, 110, initial_indent=f"  {heading:<12}", subsequent_indent=_INDENT)


def whole(model: Model) -> Iterator[str]:
    """Print everything a model says of itself."""
    yield from _short(model)
    for heading, text in (("read in", model.read_in), ("salt", model.salt), ("weight", model.weight_law)):
        yield from _wrapped(heading, text)
    yield "  parameters, as printed"
    for one in model.parameters:
        yield f"    {one.name:<16}{one.value:>9.5g} {one.unit:<6}{_spread(model, one.name)}"
    yield from (f"    covariance of {a} and {b}: {value:g}" for (a, b), value in model.covariances.items())
    for name, residual in model.residuals.items():
        added = f" and {residual.additive_ng_per_ml:.3g} ng/mL" if residual.additive_ng_per_ml else ""
        scale = "on the log scale" if residual.on_log_scale else "proportional"
        yield f"  residual    {name}: SD {residual.proportional:.3g} {scale}{added}"
    yield from (line for what in model.missing for line in _wrapped("missing", what))
    yield from (line for what in model.assumed for line in _wrapped("assumed", what))


def _spread(model: Model, name: str) -> str:
    known = [
        f"{where} {variances[name]:.3g}"
        for where, variances in (("between people", model.variances), ("between occasions", model.occasions))
        if name in variances
    ]
    return f"  variance of its log {', '.join(known)}" if known else ""
