"""The few conversions between units; everywhere else the unit stands in the name."""

from typing import Final

KG_PER_LB: Final = 0.45359237  # by definition
G_PER_MOL_KETAMINE: Final = 237.73  # the base, as the two below. Source: pubchem:masses
G_PER_MOL_NORKETAMINE: Final = 223.70
G_PER_MOL_HYDROXYNORKETAMINE: Final = 239.70  # Source: recalled:hnk-mass
KETAMINE_BASE_PER_HYDROCHLORIDE: Final = 0.867  # Source: spravato:salt


def kg_from_lb(weight_lb: float) -> float:
    """Turn pounds into kilograms.   Source: nist:pound"""
    return weight_lb * KG_PER_LB


def lb_from_kg(weight_kg: float) -> float:
    """Turn kilograms into pounds."""
    return weight_kg / KG_PER_LB


def celsius_from_fahrenheit(temperature_f: float) -> float:
    """Turn degrees Fahrenheit into degrees Celsius."""
    return (temperature_f - 32) / 1.8


def bmi_kg_per_m2(weight_kg: float, height_cm: float) -> float:
    """Return the body mass index."""
    return weight_kg / (height_cm / 100) ** 2


def mg_from_ug(dose_ug: float) -> float:
    """Turn micrograms into milligrams."""
    return dose_ug / 1000


def mg_from_g(dose_g: float) -> float:
    """Turn grams into milligrams."""
    return dose_g * 1000


def ml_h_from_mg_per_kg_h(rate_mg_per_kg_h: float, weight_kg: float, concentration_mg_per_ml: float) -> float:
    """Turn a dose rate per body weight into what the pump shows."""
    return rate_mg_per_kg_h * weight_kg / concentration_mg_per_ml


def mg_per_kg_h_from_ml_h(rate_ml_h: float, weight_kg: float, concentration_mg_per_ml: float) -> float:
    """Turn what the pump shows into a dose rate per body weight."""
    return rate_ml_h * concentration_mg_per_ml / weight_kg
