"""Why a drug was stopped, and what it was for: read only where the words plainly say it of the drug; else it is asked.

Organs, payers and people fail too. A use other than depression says nothing of the depression by itself.
"""

from dataclasses import replace

import pytest

from euthymia.medicine.resistance.reasons import why_ended
from euthymia.medicine.resistance.uses import use_of, uses_in
from tests.medicine.resistance.test_verdict import ANOTHER, FAILED, counts, exactly, verdict_on


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("no response after five months", "no response"),
        ("did not respond", "no response"),
        ("inadequate response", "no response"),
        ("not effective", "no response"),
        ("Ineffective", "no response"),
        ("new heart failure, stopped by cardiology", None),
        ("prior authorization failed", None),
        ("kidney failure on dialysis", None),
        ("Patient preference. Denies side effects; well tolerated", None),
        ("no side effects", None),
        ("side effects", "intolerance"),
        ("Stopped: side effects", "intolerance"),
        ("moved away", None),
        ("treatment failure", "no response"),
        ("failed", "no response"),
        ("failed sertraline", "no response"),
        ("sertraline failed", "no response"),
        ("delivery failed", None),
        ("no response to phone calls", None),
        ("no response from pharmacy", None),
        ("ineffective for pain", None),
        ("no effect on sleep", None),
        ("lactose intolerance", None),
        ("allergic to penicillin", None),
        ("allergic reaction to sertraline", "intolerance"),
        ("intolerance", "intolerance"),
        ("drug intolerance", "intolerance"),
        ("GI intolerance", "intolerance"),
        ("keine Wirkung", "no response"),
        ("Nebenwirkungen", "intolerance"),
        ("ohne Nebenwirkungen", None),
        ("unzureichende Wirkung", "no response"),
        ("inefficace", "no response"),
        ("effets indésirables", "intolerance"),
        ("sans effets secondaires", None),
        ("sin respuesta", "no response"),
        ("efectos secundarios", "intolerance"),
        ("nessun effetto", "no response"),
        ("effetti collaterali", "intolerance"),
        ("sem resposta", "no response"),
        ("efeitos colaterais", "intolerance"),
        ("geen effect", "no response"),
        ("bijwerkingen", "intolerance"),
        ("fear of side effects", None),
        ("possible side effects", None),
        ("to avoid side effects", None),
        ("partial benefit only, switched", None),
        ("failed to attend", None),
        ("patient failed to pick up", None),
        ("lack of efficacy", "no response"),
        ("ineffective and side effects", "intolerance"),
        ("not tolerated", "intolerance"),
        ("could not tolerate", "intolerance"),
        ("well tolerated but ineffective", "no response"),
        ("no benefit", "no response"),
        ("no benefit for depression", "no response"),
        ("liver failure", None),
        ("renal failure", None),
        ("respiratory failure", None),
        ("treatment failed", "no response"),
        ("no adverse events, insufficient response", "no response"),
        ("mother had side effects", None),
        ("insurance stopped paying", None),
        ("not ineffective", None),
        ("Nicht vertragen", "intolerance"),
        ("gut vertragen", None),
        ("Non-responder", "no response"),
        ("no improvement in mood", "no response"),
        ("never really worked", "no response"),
        ("concern about side effects", None),
        ("afraid of side effects", None),
        ("allergy", "intolerance"),
        ("seasonal allergy", None),
        ("side effects of chemotherapy", None),
    ],
)
def test_a_reason_is_read_with_its_negation_and_its_object(words, read_as):
    assert why_ended(words, drug="sertraline") == read_as


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("Übelkeit", "intolerance"), ("wegen starker Übelkeit abgesetzt", "intolerance"),
        ("Wirkung gut, aber Gewichtszunahme", "intolerance"), ("sexuelle Funktionsstörung", "intolerance"),
        ("keine Übelkeit", None), ("keine Nebenwirkungen", None), ("Nebenwirkungen: keine", None),
        ("Nebenwirkungen verneint", None), ("nebenwirkungsfrei", None), ("Übelkeit durch Chemotherapie", None),
        ("keine ausreichende Wirkung", "no response"), ("Wirkverlust", "no response"), ("kein Effekt", "no response"),
        ("keine Wirkung, keine Nebenwirkungen", "no response"), ("half nicht", "no response"),
        ("keine Besserung der Schmerzen", None), ("Nierenversagen", None), ("Kostenübernahme abgelehnt", None),
        ("nausées et vomissements", "intolerance"), ("prise de poids", "intolerance"), ("non toléré", "intolerance"),
        ("pas d'effet secondaire", None), ("effets indésirables : aucun", None), ("bien toléré", None),
        ("inefficacité", "no response"), ("efficacité insuffisante", "no response"),
        ("náuseas", "intolerance"), ("aumento de peso", "intolerance"), ("sin efectos secundarios", None),
        ("sin efecto secundario", None), ("ineficacia", "no response"), ("sin mejoría", "no response"),
        ("nausea e vomito", "intolerance"), ("non tollerato", "intolerance"), ("nessun effetto collaterale", None),
        ("nessun miglioramento", "no response"), ("efficacia insufficiente", "no response"),
        ("ganho de peso", "intolerance"), ("não tolerado", "intolerance"), ("sem efeito colateral", None),
        ("Wirkung unzureichend", "no response"), ("Angst vor Nebenwirkungen", None),
        ("manque d'effet", "no response"), ("peur des effets secondaires", None),
        ("no le hizo efecto", "no response"), ("sem eficácia", "no response"), ("werkt niet", "no response"),
        ("ineficácia", "no response"), ("sem melhora", "no response"),
        ("misselijkheid", "intolerance"), ("gewichtstoename", "intolerance"), ("geen bijwerkingen", None),
        ("geen verbetering", "no response"), ("onvoldoende werkzaam", "no response"),
    ],
)  # fmt: skip
def test_a_reason_is_read_in_seven_languages(words, read_as):
    assert why_ended(words, drug="sertraline") == read_as


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("nausea", "intolerance"), ("Stopped because of severe weight gain", "intolerance"),
        ("sertraline: nausea and vomiting", "intolerance"), ("QTc prolongation", "intolerance"),
        ("no nausea", None), ("denies nausea", None), ("nausea resolved", None), ("nausea from chemotherapy", None),
        ("switched to treat nausea", None), ("nausea since mirtazapine", None), ("side effects: none", None),
        ("side effects - none", None), ("side-effect-free", None),
        ("insomnia", None), ("tiredness", None),  # as well the depression itself: asked about
    ],
)  # fmt: skip
def test_a_symptom_alone_is_intolerance_and_beside_another_cause_is_not(words, read_as):
    assert why_ended(words, drug="sertraline") == read_as


@pytest.mark.parametrize(
    ("reasons", "use"),
    [
        ("Recurrent depression", "depression"), ("F33.1", "depression"), ("Anxiety and depression", "depression"),
        ("MDD; insomnia", "depression"), ("low mood", "depression"), ("depresión", "depression"),
        ("Bipolar depression", "depression"),
        ("Low back pain", "other"), ("insomnia", "other"), ("Smoking cessation", "other"), ("Schlafstörung", "other"),
        ("Respiratory depression", "other"), ("ST depression", "other"), ("CNS depression", "other"),
        ("no depression, sleep", "other"), ("house code 77", "other"),  # not read: shown and asked about
    ],
)  # fmt: skip
def test_a_use_is_depression_where_one_of_its_reasons_is(reasons, use):
    assert use_of(reasons) == use


@pytest.mark.parametrize(
    ("dose", "product", "uses"),
    [
        ("Take 1 tablet at bedtime for sleep", "", ("sleep",)),
        ("zum Schlafen 1 Tablette", "", ("schlafen",)),
        ("take for chronic pain", "", ("pain",)),
        ("1 tablet daily for 14 days", "", ()),
        ("1 tablet daily for depression", "", ()),
        ("", "Zyban 150 mg", ("smoking cessation",)),
        ("", "Smoking Cessation 12 HR bupropion hydrochloride 150 MG", ("smoking cessation",)),
        ("1 daily", "sertraline", ()),
    ],
)
def test_a_use_is_seen_in_the_dose_s_text_and_the_product_s_name(dose, product, uses):
    assert uses_in([dose], [product]) == uses


@pytest.mark.parametrize(
    ("given_for", "does_count"),
    [
        ("", True),
        ("Recurrent depression", True),
        ("Fibromyalgia", None),
        ("sleep", None),
        ("Fibromyalgia; F33.1", True),
    ],
)
def test_what_was_given_for_something_else_never_counts_by_itself(given_for, does_count):
    assert counts(replace(FAILED, given_for=given_for)) is does_count
    assert counts(replace(FAILED, given_for=given_for, improvement=exactly(10))) is does_count


def test_the_use_is_named_where_it_would_decide():
    verdict = verdict_on(FAILED, replace(ANOTHER, given_for="Low back pain"))

    assert verdict.outcome == "cannot tell"
    assert verdict.would_decide == (
        'venlafaxine: was given for "Low back pain", not read as a depression: how far the depression improved is not '
        "known",
    )


def test_no_words_say_nothing():
    assert why_ended("") is None
