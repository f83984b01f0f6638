"""The parameters as data: a prior each, what fixes it, and how sure anyone can be of it."""

import numpy as np
import pytest

from euthymia.medicine.sources import SOURCES
from euthymia.pharmacology.cascade.parameters import ALL, NOT_INFORMED, Prior, find, shrinkage, told


@pytest.mark.parametrize("parameter", ALL, ids=lambda one: one.name)
def test_each_parameter_says_what_fixes_it_and_where_its_prior_comes_from(parameter):
    assert parameter.meaning and parameter.fixed_by and parameter.source in SOURCES
    nothing = parameter.fixed_by.startswith("nothing")
    assert nothing == (parameter.mark == "prior only")
    assert parameter.prior.sd > 0


@pytest.mark.parametrize("word", ["glutamate", "ampa", "bdnf", "mtor"])
def test_steps_that_are_only_explained_have_no_parameter(word):
    assert not any(word in f"{one.name} {one.meaning}".lower() for one in ALL)


@pytest.mark.parametrize(
    ("prior", "mean", "sd"),
    [
        (Prior("normal", 1, 2), 1, 2),
        (Prior("positive normal", 8, 2), 8, 2),
        (Prior("half-normal", 0.6), 0.479, 0.362),
        (Prior("beta", 2, 6), 0.25, 0.144),
        (Prior("uniform", 0.2, 0.8), 0.5, 0.173),
    ],
)
def test_a_prior_has_a_mean_an_sd_and_quantiles(prior, mean, sd):
    assert (prior.mean, prior.sd) == (pytest.approx(mean, abs=2e-3), pytest.approx(sd, abs=2e-3))
    values, weights = prior.grid()
    assert prior.quantile(0.3) == pytest.approx(values[np.searchsorted(np.cumsum(weights), 0.3)], abs=0.01)
    low, high = prior.bounds
    assert prior.log_density(low - 1) < prior.log_density(mean) > prior.log_density(high + 1)


@pytest.mark.parametrize(
    ("prior_sd", "posterior_sd", "says"),
    [(1, 0.2, "0.96"), (1, 0.88, "0.23"), (1, 0.95, NOT_INFORMED), (1, 1.1, NOT_INFORMED)],
)
def test_shrinkage_under_a_fifth_reads_not_informed_by_data(prior_sd, posterior_sd, says):
    assert told(shrinkage(prior_sd, posterior_sd)) == says


def test_a_parameter_is_found_by_its_name_in_its_own_unit():
    assert find("gain").natural(find("gain").prior.one) == pytest.approx(0.9)
    assert find("relief").natural(find("relief").prior.one) == pytest.approx(0.65)
    with pytest.raises(KeyError):
        find("serotonin")
