"""The split: which study calibrates, which validates, which is only shown. Committed before any fit, and hashed."""

import hashlib
import json
from dataclasses import asdict
from typing import Final

from euthymia.pharmacology.cascade.studies.calibrating import CALIBRATING
from euthymia.pharmacology.cascade.studies.kinds import Arm, Figure, Side, Study
from euthymia.pharmacology.cascade.studies.shown import SHOWN
from euthymia.pharmacology.cascade.studies.validating import VALIDATING

__all__ = ["CALIBRATING", "SHOWN", "STUDIES", "VALIDATING", "Arm", "Figure", "Side", "Study", "people_of", "split_hash"]

STUDIES: Final = (*CALIBRATING, *VALIDATING, *SHOWN)


def split_hash(studies: tuple[Study, ...] = STUDIES) -> str:
    """Return the hash of the whole split: a fit carries it, so that no figure changes sides or value unseen."""
    text = json.dumps([asdict(one) for one in studies], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def people_of(study: Study) -> frozenset[str]:
    """Return the keys of all whose people are in it: a pool and its members are one, companions stay together."""
    return frozenset({study.key, *study.members, *study.companions})
