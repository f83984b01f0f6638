"""Units: the few conversions the house makes. Everywhere else a number's unit stands in its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import units

positive = st.floats(min_value=0.01, max_value=1000)


@pytest.mark.parametrize(("pounds", "kilograms"), [(154, 69.853), (100, 45.359), (220, 99.790)])
def test_pounds_become_kilograms(pounds, kilograms):
    assert units.kg_from_lb(pounds) == pytest.approx(kilograms, abs=0.001)


@pytest.mark.parametrize(("fahrenheit", "celsius"), [(32, 0), (98.6, 37), (101.3, 38.5)])
def test_fahrenheit_becomes_celsius(fahrenheit, celsius):
    assert units.celsius_from_fahrenheit(fahrenheit) == pytest.approx(celsius)


@pytest.mark.parametrize(("kg", "cm", "bmi"), [(70, 175, 22.86), (100, 160, 39.06)])
def test_a_body_mass_index(kg, cm, bmi):
    assert units.bmi_kg_per_m2(kg, cm) == pytest.approx(bmi, abs=0.005)


@given(positive, positive, positive)
def test_a_dose_rate_survives_the_way_to_the_pump_and_back(rate_mg_per_kg_h, weight_kg, mg_per_ml):
    rate_ml_h = units.ml_h_from_mg_per_kg_h(rate_mg_per_kg_h, weight_kg, mg_per_ml)

    assert units.mg_per_kg_h_from_ml_h(rate_ml_h, weight_kg, mg_per_ml) == pytest.approx(rate_mg_per_kg_h)


@given(positive)
def test_kilograms_survive_the_way_to_pounds_and_back(weight_kg):
    assert units.kg_from_lb(units.lb_from_kg(weight_kg)) == pytest.approx(weight_kg)
