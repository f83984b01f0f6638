"""The desk finds any person from one field, and sees what a desk may see; each look is a row of the chain."""

from datetime import date

import pytest

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking import finding
from euthymia.clinic.people import doors
from tests.clinic.conftest import signed_in


@pytest.fixture
def people(clinic):
    for given, family, phone in (("Zoë", "Løkke-Ångström", "+47 912 34 567"), ("Sean", "O'Neil", "(555) 010-0199")):
        fields = {"given": given, "family": family, "birth_date": date(1980, 4, 3), "email": "", "phone": phone}
        doors.register(**fields, by=clinic.desk)
    return clinic


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zoe", ["Zoë"]),
        ("ZOË lok", ["Zoë"]),
        ("angstrom", ["Zoë"]),  # the second part of a double name
        ("løkke-å", ["Zoë"]),
        ("o'neil", ["Sean"]),
        ("neil sean", ["Sean"]),
        ("1980-04-03", ["Zoë", "Sean"]),
        ("3.4.1980", ["Zoë", "Sean"]),
        ("4/3/1980", ["Zoë", "Sean"]),  # read both ways
        ("0912 34", ["Zoë"]),
        ("+47 91234567", ["Zoë"]),
        ("555-010", ["Sean"]),
        ("z", []),  # too little
        ("555", []),
        ("%", []),
        ("zoe smith", []),
        ("\0", []),
        ("1980-13-40", []),
    ],
)
def test_a_person_is_found_by_name_birth_date_or_phone(people, typed, names):
    assert [person.given for person in finding.find(typed).people] == names


def test_at_most_twenty_are_shown_and_more_letters_are_asked_for(clinic):
    for n in range(21):
        fields = {"given": f"Anna{n}", "family": "Many", "birth_date": date(1990, 1, 1), "email": "", "phone": ""}
        doors.register(**fields, by=clinic.desk)

    answer = signed_in(clinic.desk).post("/desk/find", {"who": "many"}).content.decode()

    assert answer.count("Many <span") == 20 and "Write more letters" in answer
    assert finding.find("anna20").more is False


def test_each_person_shown_is_named_by_a_read_row_and_what_was_typed_by_none(people):
    answer = signed_in(people.desk).post("/desk/find", {"who": "zoe"})

    row = AuditEvent.objects.order_by("number").last()
    (zoe,) = finding.find("zoe").people
    assert (row.action, row.detail) == ("listed: people found at the desk", {"patients": [str(zoe.key)]})
    assert f"/desk/book/{zoe.key}" in answer.content.decode()


def test_who_finds_nobody_reads_what_to_write(clinic):
    answer = signed_in(clinic.desk).post("/desk/find", {"who": "<b>nobody"}).content.decode()

    assert "Nobody was found by “&lt;b&gt;nobody”" in answer
    assert "Write the beginning of a name" in signed_in(clinic.desk).get("/desk/find").content.decode()


def test_what_is_typed_in_an_address_finds_nobody(people):
    assert "Løkke" not in signed_in(people.desk).get("/desk/find?who=zoe").content.decode()


@pytest.mark.parametrize("who", ["owner", "researcher", "patient"])
def test_nobody_finds_people_who_may_not_book(clinic, who):
    assert signed_in(getattr(clinic, who)).post("/desk/find", {"who": "ruth"}).status_code == 403
