"""The page of the kinetic models, printed from the models themselves: docs/models.md."""

from collections.abc import Iterable, Iterator

from euthymia.medicine.sources import SOURCES
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.kinetics import Model, Person, typical

PAGE = "docs/models.md"
HEAD = """# The kinetic models

Printed from `pharmacology/kinetics/published` (`make rulebook`). Research: a model explains and predicts; it never
doses anyone. Every curve names its model and its sampling site, for that is the main uncertainty, as the table shows.

![The seven models drawn together](screenshots/kinetic-models.png)

The picture is `euthymia simulate --model all --plot kinetic-models.png`.

"""
COLUMNS = ("model", "form", "site", "20", "40", "80", "110", "230 min", "clearance, L/h")
MINUTES = [20, 40, 80, 110, 230]


def pages() -> dict[str, str]:
    """Print the page."""
    models = kinetics.ALL.values()
    parts = [HEAD + "\n".join(_compared(models)), *("\n".join(_one(model)) for model in models)]
    return {PAGE: "\n\n".join(parts) + "\n"}


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _compared(models: Iterable[Model]) -> Iterator[str]:
    yield "Plasma, ng/mL, 35 mg over 40 min at 70 kg, typical people:\n"
    yield _row(*COLUMNS)
    yield _row(*["---"] * len(COLUMNS))
    person = Person(weight_kg=70)
    for model in models:
        found = kinetics.simulate(model, kinetics.infusion(35, 40), MINUTES, person=person)["plasma"]
        clearance = model.clearance(typical(model, person)) * 60
        values = [f"{value:.1f}" for value in found]
        yield _row(f"[{model.name}](#{model.name})", model.form, model.site, *values, f"{clearance:.1f}")


def _one(model: Model) -> Iterator[str]:
    yield f"## {model.name}\n"
    yield f"{model.title}. Of {model.form}; sampling site {model.site}; read in {model.read_in}.\n"
    yield f"- Population: {model.population}."
    yield f"- Salt: {model.salt}. Weight: {model.weight_law}."
    yield from (f"- Range of {what}: {low:g} to {high:g} {unit}." for what, (low, high), unit in _ranges(model))
    yield from (f"- Missing: {what}." for what in model.missing)
    yield from (f"- Assumed: {what}." for what in model.assumed)
    yield from (f"- Source: {_source(key)}." for key in model.sources)
    yield ""
    yield from _parameters(model)
    yield from _beside(model)
    yield "\nArrows, per minute, of a typical person of 70 kg:\n"
    yield from _arrows(model)


def _ranges(model: Model) -> Iterator[tuple[str, tuple[float, float], str]]:
    units = {"weight_kg": "kg", "age_years": "years", "dose_mg": "mg", "dose_mg_per_kg": "mg/kg"}
    for name, unit in units.items():
        if bounds := getattr(model.range, name):
            yield name.split("_")[0], bounds, unit


def _source(key: str) -> str:
    entry = SOURCES[key]
    link = f" <{entry.url}>" if entry.url else ""
    return f"{entry.citation} [{key}, {entry.mark}]{link}"


def _parameters(model: Model) -> Iterator[str]:
    yield _row("parameter", "as printed", "unit", "power of weight", "variance of log", "between occasions")
    yield _row(*["---"] * 6)
    for one in model.parameters:
        power = "1" if one.unit == "L/kg" else f"{one.exponent:g}"
        between, occasion = model.variances.get(one.name), model.occasions.get(one.name)
        yield _row(one.name, f"{one.value:.5g}", one.unit, power, _number(between), _number(occasion))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _beside(model: Model) -> Iterator[str]:
    for (one, other), value in model.covariances.items():
        yield f"\nCovariance of {one} and {other}: {value:g}."
    for name, residual in model.residuals.items():
        added = f", and {residual.additive_ng_per_ml:.3g} ng/mL" if residual.additive_ng_per_ml else ""
        scale = " on the log scale" if residual.on_log_scale else ""
        yield f"\nResidual SD of {name}: {residual.proportional:.3g}{scale}{added}."


def _arrows(model: Model) -> Iterator[str]:
    system = model.structure(typical(model, Person(weight_kg=70)))
    for column, origin in enumerate(system.compartments):
        for row, target in enumerate(system.compartments):
            if row != column and system.per_min[row, column]:
                yield f"- {origin} → {target}: {system.per_min[row, column]:.4g}"
    yield ""
    for one in system.readings:
        yield f"- {one.name} is read in {one.litres:.4g} L, {one.basis}"
