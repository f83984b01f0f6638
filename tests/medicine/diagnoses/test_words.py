"""Diagnoses by words: what they name, of whom, when and how surely, in seven languages.

A negation reaches the words of its own part, up to the next comma, semicolon or "but"; it denies a feature and not the
disorder. Bipolar and primary psychotic disorders are lifelong: in remission they still rule the unipolar rule out. What
is suspected is asked, what is another person's or denied is listed, and what is not read is listed by its words.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.diagnoses import read_words
from euthymia.medicine.diagnoses.words import plain

ORDER = ("rules out", "asks", "names depression", "asks unless depressed", "listed")


def meaning(text):
    return min((entry.effect for entry in read_words(text)), key=ORDER.index)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Major depressive disorder, recurrent, severe, without psychotic features", "names depression"),
        ("Bipolar II, depressed, without psychosis", "rules out"),  # the feature is denied, the disorder stays
        ("Bipolar disorder, type I; rule out ADHD", "rules out"),
        ("Schizoaffective disorder; suspected sleep apnoea", "rules out"),
        ("Bipolar disorder, anxiety, ruled out OSA", "rules out"),
        ("Depression, no mania, hypomania, or psychosis", "names depression"),
        ("Depression, no mania, psychosis", "asks"),  # whether the list goes on is not sure
        ("Depression; denies mania, hypomania or psychosis", "names depression"),
        ("Major depressive disorder without history of hypomanic or manic episodes", "names depression"),
        ("Bipolar disorder and schizophrenia were ruled out; MDD", "names depression"),
        ("Bipolar disorder (ruled out)", "listed"),
        ("Bipolar disorder - ruled out", "listed"),
        ("Not bipolar; recurrent depression", "names depression"),
        ("Nonpsychotic major depression", "names depression"),
        ("Depression without anxiety with psychotic features", "rules out"),
        ("Depression not otherwise specified with psychotic features", "rules out"),
        ("No longer depressed; bipolar disorder", "rules out"),
        ("Depression; auditory hallucinations denied", "names depression"),
    ],
)
def test_a_negation_reaches_only_what_it_denies(text, means):
    assert meaning(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("History of mania", "rules out"),  # one's own, for life
        ("Bipolar I disorder, most recent episode depressed, in full remission", "rules out"),
        ("No current psychosis; history of schizophrenia", "rules out"),
        ("Hypomanic episode in 2015", "rules out"),
        ("History of postpartum psychosis", "asks"),  # a single short one, over
        ("Brief psychotic disorder", "rules out"),  # now
        ("Depression with psychotic features in remission", "asks"),  # features belong to their episode
        ("Major depressive disorder, recurrent, in partial remission", "names depression"),  # still there
        ("Major depressive disorder, recurrent episode, in full remission", "asks unless depressed"),
        ("History of depression", "asks unless depressed"),
        ("Cannabis-induced psychotic disorder", "asks"),
        ("Antidepressant-induced hypomania", "asks"),
        ("Unspecified psychosis not due to a substance", "rules out"),
        ("Zustand nach Wochenbettpsychose", "asks"),
    ],
)
def test_past_means_its_own_thing_for_each_disorder(text, means):
    assert meaning(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Suspected bipolar disorder", "asks"),
        ("Bipolar disorder suspected", "asks"),
        ("R/O bipolar disorder", "asks"),
        ("Bipolar disorder?", "asks"),
        ("Anxiety and depression", "names depression"),
        ("MDD vs bipolar disorder", "asks"),
        ("Depression with possible psychotic features", "asks"),
        ("Bipolar disorder, not confirmed", "asks"),
        ("Schizotypal personality disorder", "asks"),
        ("Family history of bipolar disorder (mother)", "listed"),
        ("Family history of bipolar disorder, schizophrenia and depression", "listed"),
        ("Mother: schizophrenia. Patient: recurrent depression", "names depression"),
        ("Mother and patient have bipolar disorder", "asks"),
        ("Screening for bipolar disorder, negative", "listed"),
        ("Bipolar screening positive", "asks"),
        ("Bipolar disorder not ruled out", "asks"),  # the denial is of the ruling out
        ("Cannot exclude bipolar disorder", "asks"),
        ("Bipolare Störung nicht auszuschließen", "asks"),
        ("No se descarta trastorno bipolar", "asks"),
        ("Se descarta trastorno bipolar", "listed"),
        ("Escluso disturbo bipolare", "listed"),
        ("Ausgeschlossen: Schizophrenie", "listed"),
        ("DD. bipolare Störung", "asks"),
        ("FA positiv für bipolare Störung", "listed"),
        ("Sœur avec trouble bipolaire", "listed"),
        ("Previously misdiagnosed with bipolar disorder", "asks"),
        ("Wife reports manic episode", "asks"),  # whose it was nobody wrote
        ("Mother reports a manic episode last year", "asks"),
        ("Postpartum psychosis 1998", "asks"),
        ("Postpartum psychosis", "rules out"),
        ("Risk of psychosis", "listed"),
    ],
)
def test_doubt_relatives_and_screenings_are_told_apart(text, means):
    assert meaning(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Schwere depressive Episode mit psychotischen Symptomen", "rules out"),
        ("Mittelgradige depressive Episode ohne psychotische Symptome", "names depression"),
        ("Rezidivierende depressive Störung, gegenwärtig remittiert", "asks unless depressed"),
        ("Bipolare Störung, gegenwärtig remittiert", "rules out"),
        ("V.a. bipolare Störung", "asks"),
        ("Ausschluss bipolare Störung", "listed"),
        ("Familienanamnese: bipolare Störung", "listed"),
        ("Wochenbettdepression", "names depression"),
        ("Trouble dépressif majeur, pas de symptômes psychotiques", "names depression"),
        ("Dépression sans antécédent de manie", "names depression"),
        ("Suspicion de trouble bipolaire", "asks"),
        ("Antécédents familiaux de schizophrénie", "listed"),
        ("Épisode dépressif sévère sans hallucinations", "names depression"),
        ("Psychose maniaco-dépressive", "rules out"),
        ("Trastorno depresivo recurrente sin antecedentes de manía", "names depression"),
        ("Vater manisch-depressiv, Patientin: Depression", "names depression"),
        ("Rezidivierende depressive Störung, DD bipolare Störung", "asks"),
        ("Trouble bipolaire écarté", "listed"),
        ("Trastorno bipolar descartado; depresión mayor recurrente", "names depression"),
        ("Disturbo bipolare in remissione", "rules out"),
        ("Depressão recorrente, nega mania", "names depression"),
        ("Bipolaire stoornis uitgesloten", "listed"),
        ("Depresión, madre con esquizofrenia", "names depression"),
        ("Sospecha de trastorno bipolar", "asks"),
        ("Disturbo depressivo maggiore, senza sintomi psicotici", "names depression"),
        ("Episodio depressivo maggiore con sintomi psicotici", "rules out"),
        ("Familiarità per disturbo bipolare", "listed"),
        ("Depressão maior no momento com sintomas psicóticos", "rules out"),
        ("Transtorno depressivo recorrente", "names depression"),
        ("Suspeita de transtorno bipolar", "asks"),
        ("Depressieve stoornis zonder psychotische kenmerken", "names depression"),
        ("Geen manie in de voorgeschiedenis, recidiverende depressie", "names depression"),
        ("Bipolaire stoornis type II", "rules out"),
    ],
)
def test_seven_languages_are_read(text, means):
    assert meaning(text) == means


@pytest.mark.parametrize(
    "text",
    ["Kleptomania", "Respiratory depression", "Adjustment disorder with depressed mood",
     "Schizoid personality disorder", "Mixed anxiety and depressive disorder", "Generalised anxiety disorder",
     "Borderline personality disorder",
     "Antidepressant discontinuation syndrome", "Bone marrow depression", "Anpassungsstörung mit depressiver Reaktion",
     "Bipolar hip hemiarthroplasty", "Bipolar electrocautery of lesion", "Bipolare Koagulation",
     "Mixed features"],
)  # fmt: skip
def test_what_only_sounds_like_one_is_listed_by_its_words(text):
    (entry,) = read_words(text)

    assert (entry.kind, entry.said, entry.effect) == ("", text, "listed")


@pytest.mark.parametrize("text", ["Alzheimer's disease", "Vaskuläre Demenz", "Mild cognitive impairment"])
def test_dementia_does_not_touch_the_rule_of_resistance(text):
    (entry,) = read_words(text)

    assert entry.effect == "listed" and entry.kind in ("dementia", "impaired cognition")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bipolar disorder", ""),
        ("Bipolar disorder, in remission", "lifelong"),
        ("Suspected bipolar disorder", "ask about it"),
        ("Mother has bipolar disorder", "another person's: it decides nothing"),
        ("History of depression", "is there a depression now?"),
    ],
)
def test_what_a_person_should_look_at_is_said_of_each(text, words):
    (entry,) = read_words(text)

    assert (words in entry.look_at) if words else entry.look_at == ""


def test_mixed_features_are_no_bipolar_disorder():
    assert meaning("MDD with mixed features") == "names depression"


DISORDERS = st.sampled_from(["Bipolar I disorder", "Schizophrenia", "Schizoaffective disorder", "Bipolare Störung"])
OTHERS = st.sampled_from(
    ["hypertension", "no known allergies", "asthma, mild", "without complications", "ruled out OSA"]
)


@given(disorder=DISORDERS, other=OTHERS)
def test_what_is_said_of_something_else_changes_nothing(disorder, other):
    assert meaning(f"{disorder}; {other}") == meaning(disorder) == "rules out"


@given(text=st.text(max_size=60))
def test_whatever_is_written_is_read_or_listed(text):
    entries = read_words(text)

    assert entries and all(entry.said == text.strip() for entry in entries)


@given(disorder=DISORDERS)
def test_capitals_and_accents_change_nothing(disorder):
    assert meaning(disorder.upper()) == meaning(plain(disorder)) == meaning(disorder)
