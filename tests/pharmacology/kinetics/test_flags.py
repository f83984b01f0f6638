"""Outside what a model was made of: computed all the same, and the flag goes with the curve."""

import pytest

from euthymia.pharmacology.kinetics import RESEARCH, Person, bolus, course, find, infusion, simulate
from euthymia.pharmacology.kinetics.flags import flags_of

NO_AGE = Person(weight_kg=70)


@pytest.mark.parametrize(
    ("model", "schedule", "person", "said"),
    [
        ("simons", infusion(20, 20), NO_AGE, []),
        ("simons", infusion(35, 40), NO_AGE, ["dose 35 mg, studied up to 20 mg"]),
        ("simons", infusion(20, 20), Person(weight_kg=94), ["weight 94 kg, studied 53 to 93 kg"]),
        ("simons", infusion(20, 20), Person(weight_kg=70, age_years=45), ["age 45 years, studied 19 to 32 years"]),
        ("perez-ruixo", bolus(28), Person(weight_kg=39, age_years=18), []),  # the bounds are inside
        ("perez-ruixo", bolus(28), Person(weight_kg=38.9, age_years=17), ["weight 38.9 kg", "age 17 years"]),
        ("perez-ruixo", bolus(20) + bolus(20, at_min=600), NO_AGE, ["dose 40 mg"]),  # within a day
        ("perez-ruixo", course(bolus(20), days=(0, 1, 2)), NO_AGE, []),
        ("ashraf", infusion(7, 2), NO_AGE, []),
        ("ashraf", infusion(35, 40), NO_AGE, ["dose 0.5 mg/kg, studied up to 0.1 mg/kg"]),
        ("domino", infusion(35, 40), NO_AGE, []),
    ],
)
def test_what_is_outside_the_published_range_is_flagged(model, schedule, person, said):
    found = [flag.sentence for flag in flags_of(find(model), schedule, person) if flag.key == "outside"]

    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("model", "not_known"),
    [
        ("domino", "domino: the range of weight, age and dose it was made of is not known to us."),
        ("ashraf", "ashraf: the range of age it was made of is not known to us."),
        ("simons", None),
    ],
)
def test_a_range_that_was_not_read_is_said_to_be_unknown(model, not_known):
    found = [flag.sentence for flag in flags_of(find(model), infusion(7, 40), NO_AGE) if flag.key == "not known"]

    assert found == ([not_known] if not_known else [])


@pytest.mark.parametrize(
    ("model", "approximated"), [("otto", True), ("simons", True), ("domino", False), ("kamp", False)]
)
def test_the_racemate_by_a_model_of_s_ketamine_is_an_approximation(model, approximated):
    found = {flag.key for flag in flags_of(find(model), infusion(20, 20), NO_AGE)}

    assert ("approximation" in found) is approximated


def test_flags_and_the_word_research_go_with_the_curves():
    found = simulate(find("simons"), infusion(35, 40), [40], person=NO_AGE)

    assert found.label == RESEARCH and "never doses anyone" in RESEARCH
    assert [flag.key for flag in found.flags] == ["outside", "approximation"]
