"""S and R apart: half the dose each, R cleared more slowly by one of two studies."""

import numpy as np
import pytest

from euthymia.pharmacology.kinetics import (
    ALL,
    RATIOS,
    find,
    find_ratio,
    infusion,
    simulate,
    simulate_enantiomers,
    typical,
)
from euthymia.pharmacology.kinetics.enantiomers import NotOfOneForm, UnknownRatio
from tests.pharmacology.kinetics.given import PERSON, SESSION_MIN

OF_S = [name for name, model in ALL.items() if model.form == "S-ketamine"]


@pytest.mark.parametrize(("name", "s_over_r"), [("hasan", 1.06), ("persson", 1.2)])
@pytest.mark.parametrize("model", OF_S)
def test_r_is_cleared_at_s_over_the_ratio_in_the_same_volumes(model, name, s_over_r):
    model = find(model)
    s = typical(model, PERSON)
    r = model.with_clearance(s, model.clearance(s) / find_ratio(name).s_over_r)

    assert model.clearance(s) / model.clearance(r) == pytest.approx(s_over_r)
    changed = {key for key in s if r[key] != s[key]}
    assert changed == {"perez-ruixo": {"kel", "kmet"}, "ashraf": {"cl_int"}}.get(model.name, {"cl"})


def test_s_is_the_model_at_half_the_dose_and_plasma_is_both():
    found = simulate_enantiomers(find("otto"), infusion(35, 40), SESSION_MIN, person=PERSON, ratio=RATIOS["hasan"])
    alone = simulate(find("otto"), infusion(17.5, 40), SESSION_MIN, person=PERSON)

    assert list(found.curves) == ["plasma", "plasma_s", "norketamine_s", "plasma_r"]
    np.testing.assert_allclose(found["plasma_s"], alone["plasma"], rtol=1e-12)
    np.testing.assert_allclose(found["norketamine_s"], alone["norketamine"], rtol=1e-12)
    np.testing.assert_allclose(found["plasma"], found["plasma_s"] + found["plasma_r"])
    assert np.all(found["plasma_r"] > found["plasma_s"])


def test_the_ratio_and_its_study_are_said_instead_of_the_racemate_s_approximation():
    found = simulate_enantiomers(find("simons"), infusion(20, 20), [20], person=PERSON, ratio=RATIOS["persson"])

    sentences = [flag.sentence for flag in found.flags]
    assert sentences == ["simons: R-ketamine in the volumes of S, its clearance that of S over 1.2 [persson:2002]."]


@pytest.mark.parametrize("model", [name for name in ALL if name not in OF_S])
def test_a_model_of_the_racemate_has_no_enantiomers(model):
    with pytest.raises(NotOfOneForm, match="it has no clearance of S alone"):
        simulate_enantiomers(find(model), infusion(35, 40), [40], person=PERSON, ratio=RATIOS["hasan"])


def test_a_study_of_another_name_is_refused():
    with pytest.raises(UnknownRatio, match="Choose one of: hasan, persson"):
        find_ratio("henthorn")
