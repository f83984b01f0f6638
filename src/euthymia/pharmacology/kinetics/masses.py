"""From one basis of a concentration to another: own mass, and molecules, which a receptor counts."""

from typing import Final

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import G_PER_MOL_HYDROXYNORKETAMINE, G_PER_MOL_KETAMINE, G_PER_MOL_NORKETAMINE
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.simulate import Curve, Curves
from euthymia.pharmacology.kinetics.system import Basis

_G_PER_MOL: Final = {
    "plasma": G_PER_MOL_KETAMINE,
    "norketamine": G_PER_MOL_NORKETAMINE,
    "hydroxynorketamine": G_PER_MOL_HYDROXYNORKETAMINE,
}


class MassNotKnown(Refusal):
    """A concentration whose own mass no conversion gives."""


def in_own_mass(found: Curves, name: str) -> Curve:
    """Return a curve in ng of the substance itself. Raises MassNotKnown where it is apparent. Source: pubchem:masses"""
    curve = found.curves[name]
    try:
        return Curve(curve.ng_per_ml * own_mass_ratio(name, curve.basis), "own mass")
    except MassNotKnown as refusal:
        raise MassNotKnown(f"{found.model.name} {refusal}") from None


def own_mass_ratio(name: str, basis: Basis) -> float:
    """Return ng of the substance itself for a ng on a model's basis. Raises MassNotKnown.   Source: pubchem:masses"""
    if basis == "apparent":
        raise MassNotKnown(
            f"{name}: its litres stand for an unknown share as well, so its own mass is not known. Compare its shape, "
            "or take a model that states the basis."
        )
    return g_per_mol(name) / G_PER_MOL_KETAMINE if basis == "ketamine mass" else 1.0


def umol_per_l(found: Curves, name: str) -> Numbers:
    """Return a curve in umol/L, free and bound together. Raises MassNotKnown.   Source: pubchem:masses"""
    return in_own_mass(found, name).ng_per_ml / g_per_mol(name)


def g_per_mol(name: str) -> float:
    """Return the molar mass of a curve's substance.   Source: pubchem:masses"""
    return _G_PER_MOL[name.removesuffix("_s").removesuffix("_r")]
