"""How a clinic is run: one of three modes, spelled exactly."""

from collections.abc import Mapping
from typing import Final

from euthymia.medicine.refusal import Refusal

PRODUCTION: Final = "production"
MODES: Final = (PRODUCTION, "demo", "test")


class UnknownMode(Refusal):
    """EUTHYMIA_MODE says something that is no mode; a guess could switch the protection off."""


def read_mode(environment: Mapping[str, str]) -> str:
    """Return the mode that EUTHYMIA_MODE names; production where it is not set.   Raises UnknownMode."""
    mode = environment.get("EUTHYMIA_MODE", PRODUCTION)
    if mode not in MODES:
        raise UnknownMode(
            f'EUTHYMIA_MODE is "{mode[:40]}", which is no mode. '
            f"Set it to one of {', '.join(MODES)}, in small letters without blanks, or unset it for production."
        )
    return mode
