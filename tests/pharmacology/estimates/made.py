"""People made up from a published model, so that what should be found again is known."""

import numpy as np

from euthymia.pharmacology.estimates.case import case
from euthymia.pharmacology.estimates.drawn import Chance, shapes
from euthymia.pharmacology.estimates.seen import Seen, Somebody
from euthymia.pharmacology.kinetics import Person, etas_from, find, measured
from euthymia.pharmacology.kinetics.follow import looked
from euthymia.pharmacology.kinetics.records import Given, Record, plan

PERSON = Person(weight_kg=70)
SESSION_MIN = (20, 40, 60, 110, 230, 480)
SITES = {"otto": "venous", "perez-ruixo": "venous", "simons": "arterial", "ashraf": "venous"}
INFUSION = Given(mg=35, mg_per_min=35 / 40)


def records(times_min=SESSION_MIN, person=PERSON):
    """One infusion of 35 mg over 40 min, and a look at each time."""
    looks = (Record(row=3 + n, at_min=float(t), person=person, looks=True) for n, t in enumerate(times_min))
    return (Record(row=2, at_min=0.0, person=person, given=INFUSION), *looks)


def levels(model, etas, chance=None, times_min=SESSION_MIN, person=PERSON, name="plasma"):
    """What an assay would show in this person; without chance exactly the curve."""
    curve = looked(model, plan(records(times_min, person)), [etas])[name][0]
    if chance is None:
        return curve
    draws = chance.standard_normal((2, len(curve)))
    return measured(curve, model.residuals[name], standard=draws[0], standard_added=draws[1])


def somebody(values, times_min=SESSION_MIN, person=PERSON, key="1", limit=None):
    """A person with these levels; under a limit only that is known."""
    seen = [v if v is None else level(v, limit) for v in values]
    return Somebody(key=key, records=records(times_min, person), seen=seen)


def level(value, limit=None):
    """One level of ketamine; under a limit only that is known."""
    below = bool(limit and value < limit)
    return Seen(name="plasma", value=limit if below else value, below=below, limit=limit)


def a_case(name="otto", etas=None, chance=None, **more):
    """A case made of a person of the model's own."""
    model = find(name)
    times = {k: v for k, v in more.items() if k in ("times_min", "person")}
    values = levels(model, etas or {}, chance, **times)
    return case(model, somebody(values, **more), site=SITES[name])


def people(name, count, chance, **more):
    """Many people of a model's own spread: their true etas and their cases."""
    model = find(name)
    etas = [etas_from(model, chance.standard_normal(len(model.variances))) for _ in range(count)]
    return etas, [a_case(name, each, chance, **more) for each in etas]


def chance_for(one, draws, chance):
    """Random numbers for draws of one case."""
    people, assay, added, ties = shapes(one, draws)
    return Chance(
        chance.standard_normal(people),
        chance.standard_normal(assay),
        chance.standard_normal(added),
        chance.random(ties),
    )


def generator(seed=1):
    """Chance for one test, the same each time."""
    return np.random.default_rng(seed)
