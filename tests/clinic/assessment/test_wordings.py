"""A clinic's own wording: loaded with its licence, looked at, signed on, shown on the forms, taken back."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.models import LoadedWording
from euthymia.clinic.assessment.scales import asking, sheets, wordings
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import signing
from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import MissingItem
from euthymia.wire.fhir.resources.questionnaire import MAX_BYTES, WordingDoesNotFit
from tests.clinic.conftest import PASSWORD, signed_in
from tests.wire.fhir.questionnaires_made import data, form

TODAY = timezone.localdate()
LICENCE = wordings.Licence("Made-up press", "Use in this clinic, letter 12", TODAY)
KEYS = [scale.key for scale in wordings.scales()]


def loaded(clinic, key="qids", *, on=True):
    row = wordings.load(key, data(key), LICENCE, by=clinic.director)
    if on:
        wordings.turn_on(row, by=clinic.director)
    row.refresh_from_db()
    return row


def upload(browser, key, content, **told):
    file = SimpleUploadedFile("form.json", content, "application/json")
    fields = {"held_from": "Made-up press", "held_for": "Use here", "since": str(TODAY)} | told
    return browser.post(f"/wordings/{key}", fields | {"file": file})


def sheet_of(clinic, key, *, by="nurse"):
    return signed_in(getattr(clinic, by)).get(f"/patients/{clinic.ruth.key}/scales/{key}")


# Loading


@pytest.mark.parametrize("key", KEYS)
def test_a_wording_of_every_scale_with_a_form_is_loaded_and_shown_by_no_form_before_it_is_signed(clinic, key):
    before = wordings.shown(key)
    row = loaded(clinic, key, on=False)

    assert row.state == "loaded, not on" and wordings.shown(key) == before
    wordings.turn_on(row, by=clinic.director)
    assert wordings.shown(key).questions[0].text == "Made-up question 1?"
    assert json.loads(row.file) == form(key)


@pytest.mark.parametrize("key", ["cadss", "moaas", "effects-after", "bdi"])
def test_nothing_is_loaded_for_what_has_no_form(clinic, key):
    with pytest.raises((wordings.NoFormForIt, instruments.UnknownInstrument)):
        wordings.load(key, b"{}", LICENCE, by=clinic.director)


@pytest.mark.parametrize(
    "licence",
    [
        wordings.Licence(" ", "all", TODAY),
        wordings.Licence("press", "", TODAY),
        wordings.Licence("press", "all", None),
        wordings.Licence("press", "all", TODAY + timedelta(days=1)),
    ],
    ids=["from nobody", "for nothing", "of no day", "to come"],
)
def test_a_wording_without_a_licence_is_refused(clinic, licence):
    with pytest.raises(wordings.NoLicence):
        wordings.load("qids", data("qids"), licence, by=clinic.director)
    assert not LoadedWording.objects.exists()


@pytest.mark.parametrize("who", ["owner", "prescriber", "nurse", "desk", "researcher", "patient"])
def test_only_a_medical_director_loads_signs_or_takes_back(clinic, who):
    row, user = loaded(clinic, on=False), getattr(clinic, who)
    for act in (
        lambda: wordings.load("qids", data("qids"), LICENCE, by=user),
        lambda: wordings.turn_on(row, by=user),
        lambda: wordings.take_back(row, by=user),
    ):
        with pytest.raises(wordings.NotTheDirector):
            act()
    for where in ("/wordings", "/wordings/qids", f"/wordings/loaded/{row.key}"):
        assert signed_in(user).get(where).status_code == 403
    assert signed_in(user).post(f"/wordings/loaded/{row.key}/on", {"password": PASSWORD}).status_code == 403
    assert signed_in(user).post(f"/wordings/loaded/{row.key}/withdraw").status_code == 403


def test_one_wording_is_on_at_a_time_and_one_that_was_taken_back_is_loaded_again(clinic):
    first, second = loaded(clinic), loaded(clinic)
    first.refresh_from_db()

    assert (first.state, second.state) == ("taken back", "on")
    with pytest.raises(wordings.NotThisMoment, match="taken back"):
        wordings.turn_on(first, by=clinic.director)
    wordings.take_back(second, by=clinic.director)
    with pytest.raises(wordings.NotThisMoment):
        wordings.take_back(second, by=clinic.director)
    assert wordings.shown("qids") is None


# The pages


def test_a_director_loads_looks_signs_and_takes_back(clinic):
    browser = signed_in(clinic.director)
    assert "short labels of ours" in browser.get("/wordings").content.decode()

    row_at = upload(browser, "qids", data("qids")).headers["Location"]
    looked = browser.get(row_at).content.decode()
    assert "thoughts of suicide" in looked and "Made-up question 12?" in looked and "made-up answer 3" in looked
    assert "Made-up press" in looked and "Made-up copyright line." in looked

    wrong = browser.post(f"{row_at}/on", {"password": "guess"})
    assert wrong.status_code == 422 and "Not signed" in wrong.content.decode()
    assert wordings.shown("qids") is None
    assert browser.post(f"{row_at}/on", {"password": PASSWORD}).status_code == 302
    assert "the clinic’s wording" in browser.get("/wordings").content.decode()
    assert AuditEvent.objects.get(action="turned on a wording").detail["meaning"] == signing.WORDING
    assert "Made-up question 12?" in sheet_of(clinic, "qids").content.decode()

    browser.post(f"{row_at}/withdraw")
    assert "Made-up question" not in sheet_of(clinic, "qids").content.decode()
    assert "thoughts of suicide" in sheet_of(clinic, "qids").content.decode()


@pytest.mark.parametrize(
    ("content", "told", "said"),
    [
        (data("qids", change=lambda items: items[1:]), {}, "Item 1: the file has no such item"),
        (b"{", {}, "It is no JSON"),
        (b" " * (MAX_BYTES + 1), {}, "over size"),
        (data("qids"), {"since": "2999-01-01"}, "to come"),
        (data("qids"), {"held_from": ""}, "This field is required"),
        (b"", {}, "empty"),
    ],
    ids=["item missing", "no json", "over size", "licence to come", "no licence", "empty file"],
)
def test_what_is_refused_says_why_and_what_was_typed_stays(clinic, content, told, said):
    answer = upload(signed_in(clinic.director), "qids", content, held_for="Letter of May", **told)

    assert answer.status_code == 422
    assert said in answer.content.decode() and "Letter of May" in answer.content.decode()
    assert not LoadedWording.objects.exists()


# On the forms


def test_words_are_shown_as_they_stand_and_never_as_markup(clinic):
    def bold(items):
        return [items[0] | {"text": "<b>Made-up</b>\nsecond line"}, *items[1:]]

    row = wordings.load("gad7", data("gad7", change=bold), LICENCE, by=clinic.director)
    wordings.turn_on(row, by=clinic.director)

    assert "&lt;b&gt;Made-up&lt;/b&gt;\nsecond line" in sheet_of(clinic, "gad7").content.decode()


def test_answers_are_scored_by_number_whatever_the_words(clinic):
    loaded(clinic)
    sheet = sheets.begin(clinic.ruth, "qids", by=clinic.nurse)
    for item in range(1, 17):
        sheets.touch(sheet, item, 1, by=clinic.nurse)

    assert sheets.finish(sheet, by=clinic.nurse).total == 9


def test_a_wording_without_the_risk_item_is_refused_whole():
    with pytest.raises(WordingDoesNotFit, match="Item 12"):
        wordings.read_wording(data("qids", change=lambda items: items[:11] + items[12:]), wordings.items_of("qids"))


def test_the_screener_shows_numbers_alone_until_its_wording_is_on(clinic):
    assessment.begin(clinic.ruth, by=clinic.nurse)
    where = f"/patients/{clinic.ruth.key}/risk"
    assert "item numbers only" in signed_in(clinic.nurse).get(where).content.decode()

    loaded(clinic, "cssrs")

    shown = signed_in(clinic.nurse).get(where).content.decode()
    assert "Item 6b. Made-up question 6b?" in shown and "made-up answer 1" in shown
    assert "item numbers only" not in shown and "Made-up copyright line." in shown


def test_a_patient_answers_a_scale_of_her_own_only_where_its_words_are_on(clinic):
    with pytest.raises(MissingItem):
        sheets.finish(sheets.begin(clinic.ruth, "qids", by=clinic.nurse), by=clinic.nurse)
    assert sheet_of(clinic, "qids", by="patient").status_code == 404

    row = loaded(clinic)
    assert sheet_of(clinic, "qids", by="patient").status_code == 404  # nobody asked her
    asking.ask(clinic.ruth, "qids", TODAY, by=clinic.nurse)
    shown = sheet_of(clinic, "qids", by="patient").content.decode()
    assert "Made-up question 12?" in shown and "Who reads this answer" in shown

    wordings.take_back(row, by=clinic.director)
    assert sheet_of(clinic, "qids", by="patient").status_code == 404
    assert sheet_of(clinic, "hamd17", by="patient").status_code == 404


def test_a_wording_without_the_question_that_is_not_scored_shows_none(clinic):
    row = wordings.load("phq9", data("phq9", change=lambda items: items[:9]), LICENCE, by=clinic.director)
    wordings.turn_on(row, by=clinic.director)

    shown = sheet_of(clinic, "phq9", by="patient").content.decode()

    assert "9. Made-up question 9?" in shown and "Not part of the score" not in shown


def test_a_wording_stands_beside_the_words_that_ship(clinic):
    row = loaded(clinic, "phq9", on=False)

    assert (
        "Trouble falling or staying asleep"
        in signed_in(clinic.director).get(f"/wordings/loaded/{row.key}").content.decode()
    )
