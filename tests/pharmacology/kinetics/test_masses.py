"""Concentrations on one basis and another."""

import pytest

from euthymia.pharmacology.kinetics import RATIOS, find, infusion, simulate, simulate_enantiomers
from euthymia.pharmacology.kinetics.masses import MassNotKnown, in_own_mass, umol_per_l
from tests.pharmacology.kinetics.given import PERSON


@pytest.mark.parametrize(
    ("model", "name", "ratio"),
    [
        ("otto", "plasma", 1),
        ("otto", "norketamine", 0.941),  # Otto's norketamine is in ketamine mass
        ("simons", "norketamine", 1),  # Simons' is in its own
        ("simons", "hydroxynorketamine", 1),
    ],
)
def test_a_curve_is_turned_into_the_substance_s_own_mass(model, name, ratio):
    found = simulate(find(model), infusion(35, 40), [40], person=PERSON)

    assert in_own_mass(found, name).ng_per_ml / found[name] == pytest.approx(ratio, abs=5e-4)
    assert in_own_mass(found, name).basis == "own mass"


def test_of_s_apart_too():
    found = simulate_enantiomers(find("otto"), infusion(35, 40), [40], person=PERSON, ratio=RATIOS["hasan"])

    assert in_own_mass(found, "norketamine_s").ng_per_ml / found["norketamine_s"] == pytest.approx(0.941, abs=5e-4)


def test_a_receptor_counts_molecules():
    """100 ng/mL of ketamine are 0.421 umol/L."""
    found = simulate(find("otto"), infusion(35, 40), [40], person=PERSON)

    assert umol_per_l(found, "plasma") / found["plasma"] * 100 == pytest.approx(0.421, abs=5e-4)


def test_an_apparent_concentration_has_no_mass_of_its_own():
    found = simulate(find("perez-ruixo"), infusion(28, 40), [40], person=PERSON)

    with pytest.raises(MassNotKnown, match="its own mass is not known"):
        in_own_mass(found, "norketamine")
