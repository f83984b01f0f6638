"""The person who confirms reads the record's words beside what was read, and what is unusual is marked."""

import pytest
from django.urls import reverse

from euthymia.clinic.assessment.history import imports, source_words
from euthymia.clinic.assessment.models import ImportedLine
from euthymia.demo.cast import RUTH
from tests.clinic.conftest import signed_in
from tests.wire.fhir.made import ndjson, patient, statement

HERS = patient(name=[{"family": RUTH.family, "given": [RUTH.given]}], birthDate=str(RUTH.born))


def line(clinic, **more):
    imports.read([ndjson(HERS, statement(end="2024-03-31", **more))], clinic.ruth, by=clinic.nurse)
    return ImportedLine.objects.get(patient=clinic.ruth)


def marked(row):
    return {word.label: (word.said, word.read_as, word.unusual) for word in source_words.of_line(row.content)}


@pytest.mark.parametrize(
    ("more", "label", "shown"),
    [
        ({"sig": "2 tablets daily"}, "Dose", ("2 tablets daily", "100 mg a day", False)),
        ({"sig": "as directed"}, "Dose", ("as directed", "dose not known", True)),
        ({"status": "stopped"}, "Status", ("stopped", "unusual", True)),
        ({"statusReason": [{"text": "no response"}]}, "Why it ended", ("no response", "no response", False)),
        ({"statusReason": [{"text": "heart failure"}]}, "Why it ended", ("heart failure", "not read", True)),
        ({"reasonCode": [{"text": "insomnia"}]}, "Given for", ("insomnia", "insomnia", True)),
        ({"note": [{"text": "brother's bottle"}]}, "Note", ("brother's bottle", "for you to read", True)),
    ],
)
def test_each_word_stands_beside_what_was_read_from_it(clinic, more, label, shown):
    said, read_as, unusual = marked(line(clinic, **more))[label]

    assert (said, unusual) == (shown[0], shown[2])
    assert label == "Given for" or read_as == shown[1]


def test_the_page_shows_them_and_one_press_takes_back(clinic):
    row = line(clinic, sig="as directed", statusReason=[{"text": "no response"}])
    browser, address = signed_in(clinic.nurse), reverse("assessment:imports", args=[clinic.ruth.key])

    page = browser.get(address).content.decode()
    assert "“as directed”" in page and "“no response”" in page and '<span class="tag no">look</span>' in page

    imports.confirm(row, by=clinic.nurse)
    assert "“as directed”" in browser.get(address).content.decode()
    assert browser.post(reverse("assessment:undo_line", args=[clinic.ruth.key, row.key])).status_code == 302
    row.refresh_from_db()
    assert row.decision == ""


def test_a_line_kept_before_its_words_were_is_the_same_line_and_is_shown_without(clinic):
    row = line(clinic)
    older = {key: value for key, value in row.content.items() if key != "words"}

    assert imports._mark(ImportedLine.Kind.TRIAL, older) == row.fingerprint
    assert source_words.of_line(older) == () and source_words.look_at(older) == older["look_at"]
