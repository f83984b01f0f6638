"""What the laws are tried on: any model, any adult, any schedule of a few infusions and boluses within a day."""

from hypothesis import strategies as st

from euthymia.pharmacology.kinetics import ALL, Bolus, Infusion, Person, Schedule, typical

PERSON = Person(weight_kg=70)
SESSION_MIN = [20, 40, 80, 110, 230]

models = st.sampled_from(list(ALL.values()))
people = st.builds(Person, weight_kg=st.floats(30, 300), age_years=st.none() | st.floats(18, 90))
doses_mg = st.floats(0.5, 100)
infusions = st.builds(Infusion, begins_min=st.integers(0, 600).map(float), minutes=st.floats(1, 240), dose_mg=doses_mg)
boluses = st.builds(Bolus, begins_min=st.integers(0, 600).map(float), dose_mg=doses_mg)
schedules = st.lists(infusions | boluses, min_size=1, max_size=4).map(lambda doses: Schedule(tuple(doses)))


def body(model, person=PERSON):
    """The system of a typical person."""
    return model.structure(typical(model, person))
