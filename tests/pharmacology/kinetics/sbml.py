"""A model of ours written as SBML, the common language of kinetic models, and run by libroadrunner."""

from collections.abc import Callable

import numpy as np
import roadrunner

from euthymia.pharmacology.kinetics.schedule import Piece, Schedule
from euthymia.pharmacology.kinetics.system import System

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
    species = "".join(_species(f"x{n}") for n in range(count))
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


# Three compartments and an effect site, many people by one compiled model


def with_effect_site_as_sbml(
    schedule: Schedule, times_min: np.ndarray, *, relative_tolerance: float
) -> Callable[[list[float]], np.ndarray]:
    """Compile once; give a function of one person's v1, k10, k12, k21, k13, k31, ke0 to plasma and site, ng/mL (m, 2).

    The infusions are events of the model, so that a person is one call: its fastest way.
    """
    runner = roadrunner.RoadRunner(_site_written(schedule))
    runner.timeCourseSelections = ["x1", "site"]
    runner.integrator.relative_tolerance = relative_tolerance
    runner.integrator.absolute_tolerance = relative_tolerance * 1e-2
    runner.integrator.maximum_num_steps = 1_000_000
    asked = times_min.tolist() if times_min[0] == 0 else [0.0, *times_min.tolist()]

    def run(one: list[float]) -> np.ndarray:
        runner.reset()
        for name, value in zip(_PARAMETERS, one, strict=True):
            runner.setValue(name, value)
        return np.array(runner.simulate(times=asked))[-len(times_min) :] * 1000 / one[0]

    return run


_PARAMETERS = ("v1", "k10", "k12", "k21", "k13", "k31", "ke0")
_WAYS = (("k10", "x1", ""), ("k12", "x1", "x2"), ("k21", "x2", "x1"), ("k13", "x1", "x3"), ("k31", "x3", "x1"))


def _site_written(schedule: Schedule) -> str:
    end = '<speciesReference species="{}" stoichiometry="1" constant="true"/>'
    flat = "".join(_species(name) for name in ("x1", "x2", "x3", "site"))
    parameters = "".join(f'<parameter id="{name}" value="1" constant="true"/>' for name in _PARAMETERS)
    flows = "".join(_flow(f"by_{rate}", origin, target, rate) for rate, origin, target in _WAYS)
    site = (
        f'<reaction id="to_site" reversible="false" fast="false"><listOfProducts>{end.format("site")}</listOfProducts>'
        f'<listOfModifiers><modifierSpeciesReference species="x1"/></listOfModifiers><kineticLaw>{_MATH}<apply><times/>'
        "<ci>ke0</ci><ci>x1</ci></apply></math></kineticLaw></reaction>"
    )
    events = "".join(_event(number, piece) for number, piece in enumerate(schedule.pieces()))
    return (
        f"{_HEAD}<listOfSpecies>{flat}</listOfSpecies><listOfParameters>{parameters}"
        '<parameter id="pump" value="0" constant="false"/></listOfParameters>'
        f"<listOfReactions>{flows}{site}{_flow('from_site', 'site', '', 'ke0')}{_reaction('given', None, 'x1', None)}"
        f"</listOfReactions><listOfEvents>{events}</listOfEvents></model></sbml>"
    )


def _species(name: str) -> str:
    return (
        f'<species id="{name}" compartment="c" initialAmount="0" hasOnlySubstanceUnits="true" '
        'boundaryCondition="false" constant="false"/>'
    )


def _flow(name: str, origin: str, target: str, rate: str) -> str:
    end = '<speciesReference species="{}" stoichiometry="1" constant="true"/>'
    into = f"<listOfProducts>{end.format(target)}</listOfProducts>" if target else ""
    return (
        f'<reaction id="{name}" reversible="false" fast="false"><listOfReactants>{end.format(origin)}</listOfReactants>'
        f"{into}<kineticLaw>{_MATH}<apply><times/><ci>{rate}</ci><ci>{origin}</ci></apply></math>"
        "</kineticLaw></reaction>"
    )


def _event(number: int, piece: Piece) -> str:
    now = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
    return (
        f'<event id="at{number}" useValuesFromTriggerTime="true"><trigger initialValue="false" persistent="true">'
        f"{_MATH}<apply><geq/>{now}<cn>{piece.begins_min!r}</cn></apply></math></trigger><listOfEventAssignments>"
        f'<eventAssignment variable="pump">{_MATH}<cn>{piece.mg_per_min!r}</cn></math></eventAssignment>'
        "</listOfEventAssignments></event>"
    )
