"""The packet: gathered from the chart, signed as it stands, printed and given as a FHIR document."""

import io
import json

import pytest
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader

from euthymia.clinic.assessment.history import judging
from euthymia.clinic.assessment.models import AntidepressantTrial
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.exchange import packet
from euthymia.clinic.exchange.models import Packet
from euthymia.demo.cast import RUTH
from euthymia.medicine import resistance
from euthymia.medicine.eligibility.workup import Result
from tests.clinic.conftest import PASSWORD, signed_in


@pytest.fixture
def judged(clinic):
    """Ruth's history judged, one questionnaire finished, one liver test in."""
    for trial in RUTH.trials:
        judging.add_trial(clinic.ruth, trial, by=clinic.prescriber)
    about = judging.About(episode_began=RUTH.episode_began, history_complete=True, diagnosis="F33.2")
    rule = resistance.preset("fda")
    judging.judge_resistance(clinic.ruth, rule=rule, about=about, by=clinic.prescriber, at=timezone.now())
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.prescriber)
    for item in range(1, 10):
        sheets.touch(sheet, item, 2 if item < 9 else 0, by=clinic.prescriber)
    sheets.finish(sheet, by=clinic.prescriber)
    alt = Result(item="alt", taken_on=timezone.localdate(), value=55, unit="U/L", high=40)
    results.add(clinic.ruth, alt, by=clinic.nurse)
    return clinic


def page(clinic):
    return f"/patients/{clinic.ruth.key}/packet"


def test_one_click_signs_what_the_chart_says(judged):
    browser = signed_in(judged.prescriber)
    assert "Resistant by rule fda" in browser.get(page(judged)).content.decode()

    assert browser.post(f"{page(judged)}/sign", {"password": PASSWORD}).status_code == 302

    row = Packet.objects.get()
    assert (row.content["verdict"]["outcome"], row.signed_by) == ("resistant", judged.prescriber)
    assert AuditEvent.objects.filter(action="signed a packet").count() == 1


def test_a_signed_packet_stays_as_it_was_signed(judged):
    row = packet.sign(judged.ruth, clinic="The clinic", by=judged.prescriber)
    judging.strike_trial(AntidepressantTrial.objects.filter(patient=judged.ruth).first(), by=judged.prescriber)
    alt = Result(item="alt", taken_on=timezone.localdate(), value=500, unit="U/L", high=40)
    results.add(judged.ruth, alt, by=judged.nurse)

    row.refresh_from_db()
    assert [trial["drug"] for trial in row.content["history"]] == ["sertraline", "venlafaxine"]
    assert row.content["workup"][0]["value"] == 55


@pytest.mark.parametrize(
    "said", ["sertraline", "Resistant by rule fda", "Thase-Rush", "16 moderately severe", "55 U/L"]
)
def test_the_pdf_says_it_in_words_that_can_be_searched(judged, said):
    row = packet.sign(judged.ruth, clinic="The clinic", by=judged.prescriber)

    answer = signed_in(judged.nurse).get(f"/packets/{row.key}.pdf")

    text = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert said in text and "Signature" in text and judged.prescriber.name in text
    assert judged.ruth.name not in answer["Content-Disposition"] and answer["Cache-Control"] == "no-store"


def test_the_fhir_document_is_valid_and_says_the_same(judged):
    row = packet.sign(judged.ruth, clinic="The clinic", by=judged.prescriber)

    answer = signed_in(judged.prescriber).get(f"/packets/{row.key}.json")
    found = json.loads(answer.content)

    Bundle.model_validate(found)
    assert answer["Content-Type"] == "application/fhir+json"
    kinds = [entry["resource"]["resourceType"] for entry in found["entry"]]
    assert kinds[0] == "Composition" and kinds.count("MedicationStatement") == 2
    named = {entry["fullUrl"] for entry in found["entry"]}
    pointed = {e["reference"] for s in found["entry"][0]["resource"]["section"] for e in s.get("entry", [])}
    assert pointed <= named and len(named) == len(kinds)
    phq9 = next(e["resource"] for e in found["entry"] if e["resource"].get("valueQuantity", {}).get("value") == 16)
    assert phq9["code"]["coding"] == [{"system": "http://loinc.org", "code": "44261-6"}]
    assert found == json.loads(signed_in(judged.nurse).get(f"/packets/{row.key}.json").content)  # the same each time


def test_without_a_verdict_nothing_is_signed(clinic):
    browser = signed_in(clinic.prescriber)

    assert "Nobody has judged the drugs tried yet" in browser.get(page(clinic)).content.decode()
    assert browser.post(f"{page(clinic)}/sign", {"password": PASSWORD}).status_code == 422
    assert not Packet.objects.exists()


def test_only_a_prescriber_signs_and_by_password(judged):
    refused = signed_in(judged.nurse).post(f"{page(judged)}/sign", {"password": PASSWORD})
    assert refused.status_code == 422 and "signed by a prescriber" in refused.content.decode()
    assert signed_in(judged.prescriber).post(f"{page(judged)}/sign", {"password": "x"}).status_code == 422
    assert not Packet.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "desk", "researcher"])
def test_nobody_else_opens_a_packet(judged, who):
    row = packet.sign(judged.ruth, clinic="The clinic", by=judged.prescriber)

    for address in (page(judged), f"/packets/{row.key}.pdf", f"/packets/{row.key}.json"):
        assert signed_in(getattr(judged, who)).get(address).status_code in (403, 404)


def test_a_drug_screen_is_in_it_by_substance_and_says_what_is_presumptive(judged):
    day = timezone.localdate()
    found = {"cocaine": "negative", "phencyclidine": "positive"}
    screens = [Result(item="drug-screen", taken_on=day, found=f, substance=name) for name, f in found.items()]
    results.add_all(judged.ruth, screens, by=judged.nurse)

    content = packet.gather(judged.ruth, clinic="The clinic", today=day)

    (said,) = [one["found"] for one in content["workup"] if one["name"] == "Urine drug screen"]
    assert said == "cocaine negative, presumptive; phencyclidine positive, presumptive"
