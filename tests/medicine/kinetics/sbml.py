"""A model of ours written as SBML, the common language of kinetic models, and run by libroadrunner."""

import numpy as np
import roadrunner

from euthymia.medicine.kinetics.schedule import Schedule
from euthymia.medicine.kinetics.system import System

RELATIVE_TOLERANCE = 1e-10
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" '
    'version="1"><model id="body"><listOfCompartments><compartment id="c" size="1" constant="true" '
    'spatialDimensions="3"/></listOfCompartments>'
)
_MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">'


def written(system: System) -> str:
    """Write the arrows as reactions; the pump is the parameter `pump`, mg a minute."""
    count, dosed = len(system.compartments), system.place(system.dosed)
    arrows = [(i, j) for j in range(count) for i in range(count) if i != j and system.per_min[i, j]]
    species = "".join(
        f'<species id="x{n}" compartment="c" initialAmount="0" hasOnlySubstanceUnits="true" '
        'boundaryCondition="false" constant="false"/>'
        for n in range(count)
    )
    parameters = "".join(
        f'<parameter id="k{i}_{j}" value="{float(system.per_min[i, j])!r}" constant="true"/>' for i, j in arrows
    )
    reactions = "".join(_reaction(f"r{i}_{j}", f"x{j}", f"x{i}", f"k{i}_{j}") for i, j in arrows)
    return (
        f"{_HEAD}<listOfSpecies>{species}</listOfSpecies><listOfParameters>{parameters}"
        '<parameter id="pump" value="0" constant="false"/></listOfParameters>'
        f"<listOfReactions>{reactions}{_reaction('given', None, f'x{dosed}', None)}</listOfReactions></model></sbml>"
    )


def _reaction(name: str, origin: str | None, target: str, rate: str | None) -> str:
    end = '<speciesReference species="{}" stoichiometry="1" constant="true"/>'
    from_ = f"<listOfReactants>{end.format(origin)}</listOfReactants>" if origin else ""
    law = f"<apply><times/><ci>{rate}</ci><ci>{origin}</ci></apply>" if origin else "<ci>pump</ci>"
    return (
        f'<reaction id="{name}" reversible="false" fast="false">{from_}<listOfProducts>{end.format(target)}'
        f"</listOfProducts><kineticLaw>{_MATH}{law}</math></kineticLaw></reaction>"
    )


def loaded(system: System, *, relative_tolerance: float = RELATIVE_TOLERANCE) -> roadrunner.RoadRunner:
    """Compile a system once."""
    runner = roadrunner.RoadRunner(written(system))
    runner.timeCourseSelections = [f"x{n}" for n in range(len(system.compartments))]
    runner.integrator.relative_tolerance = relative_tolerance
    runner.integrator.absolute_tolerance = relative_tolerance * 1e-2
    runner.integrator.maximum_num_steps = 1_000_000
    return runner


def amounts(
    runner: roadrunner.RoadRunner, schedule: Schedule, times_min: np.ndarray, *, dosed: str = "x0"
) -> np.ndarray:
    """Run from event to event."""
    runner.reset()
    pieces = schedule.pieces()
    found = np.zeros((len(times_min), len(runner.timeCourseSelections)))
    for number, piece in enumerate(pieces):
        end = pieces[number + 1].begins_min if number + 1 < len(pieces) else max(times_min[-1], piece.begins_min) + 1.0
        inside = (times_min >= piece.begins_min) & (times_min < end)
        runner.setValue("pump", piece.mg_per_min)
        runner.setValue(dosed, runner.getValue(dosed) + piece.bolus_mg)
        asked = np.unique(np.concatenate([[piece.begins_min], times_min[inside], [end]]))
        reached = np.array(runner.simulate(times=asked.tolist()))
        found[inside] = reached[np.searchsorted(asked, times_min[inside])]
    return found
