"""`euthymia models`: what each published model is made of, where it was read, and what it lacks."""

from collections.abc import Iterator

from euthymia.medicine import kinetics
from euthymia.medicine.kinetics.model import Model
from euthymia.medicine.sources import SOURCES


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
    yield f"  population  {model.population}"
    yield from (f"  source      {SOURCES[key].citation}{_link(key)}" for key in model.sources)


def _link(key: str) -> str:
    return f"  {SOURCES[key].url}" if SOURCES[key].url else ""


def whole(model: Model) -> Iterator[str]:
    """Print everything a model says of itself."""
    yield from _short(model)
    yield f"  read in     {model.read_in}"
    yield f"  salt        {model.salt}"
    yield f"  weight      {model.weight_law}"
    yield "  parameters, as printed"
    for one in model.parameters:
        yield f"    {one.name:<16}{one.value:>9.5g} {one.unit:<6}{_spread(model, one.name)}"
    yield from (f"    covariance of {a} and {b}: {value:g}" for (a, b), value in model.covariances.items())
    for name, residual in model.residuals.items():
        added = f" and {residual.additive_ng_per_ml:.3g} ng/mL" if residual.additive_ng_per_ml else ""
        scale = "on the log scale" if residual.on_log_scale else "proportional"
        yield f"  residual    {name}: SD {residual.proportional:.3g} {scale}{added}"
    yield from (f"  missing     {what}" for what in model.missing)
    yield from (f"  assumed     {what}" for what in model.assumed)


def _spread(model: Model, name: str) -> str:
    between = f"  variance of its log between people {model.variances[name]:.3g}" if name in model.variances else ""
    return between + (f", between occasions {model.occasions[name]:g}" if name in model.occasions else "")
