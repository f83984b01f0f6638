"""The emergency kit's list: entered by the clinic, in force once a director signed it, on the help sheet."""

import pytest
from django.urls import reverse

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.models import EmergencyKit
from euthymia.clinic.infusion.start import kit
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

LIST = "First thing, two, top drawer\n\n  Second   thing, one, lid  \n"
LINES = ["First thing, two, top drawer", "Second thing, one, lid"]


def sheet(clinic, session) -> str:
    return signed_in(clinic.nurse).get(reverse("infusion:help", args=[session.key])).content.decode()


def test_none_signed_the_help_sheet_says_to_use_the_kit_s_card(clinic):
    session = chairside.running(clinic)
    assert "use the kit's card" in sheet(clinic, session)

    kit.enter(LIST, by=clinic.owner)
    assert "use the kit's card" in sheet(clinic, session) and LINES[0] not in sheet(clinic, session)


def test_a_signed_list_is_on_the_help_sheet_until_another_is_signed(clinic):
    session = chairside.running(clinic)
    browser = signed_in(clinic.director)
    assert signed_in(clinic.owner).post(reverse("infusion:enter_kit"), {"lines": LIST}).status_code == 302
    key = EmergencyKit.objects.get().key
    assert browser.post(reverse("infusion:sign_kit"), {"key": key, "password": PASSWORD}).status_code == 302
    assert EmergencyKit.in_force().lines == LINES and all(line in sheet(clinic, session) for line in LINES)

    kit.enter("Another thing", by=clinic.director)
    assert "Another thing" not in sheet(clinic, session)
    kit.sign(str(EmergencyKit.waiting().key), by=clinic.director)
    assert "Another thing" in sheet(clinic, session) and LINES[0] not in sheet(clinic, session)
    acts = AuditEvent.objects.filter(action__endswith="the emergency kit's list").order_by("number")
    assert [row.action.split()[0] for row in acts] == ["entered", "signed", "entered", "signed"]
    assert verification.verify().faults == ()


@pytest.mark.parametrize("who", ["owner", "prescriber", "nurse"])
def test_only_a_medical_director_signs_it(clinic, who):
    row = kit.enter(LIST, by=clinic.owner)

    with pytest.raises(kit.NotToSign, match="medical director"):
        kit.sign(str(row.key), by=getattr(clinic, who))


def test_what_was_not_read_is_not_signed(clinic):
    first = kit.enter(LIST, by=clinic.owner)
    kit.enter("Another thing", by=clinic.owner)
    for key in (str(first.key), "", "x"):
        with pytest.raises(kit.NotToSign, match="Load the page again"):
            kit.sign(key, by=clinic.director)

    wrong = {"key": EmergencyKit.waiting().key, "password": "not hers"}
    assert signed_in(clinic.director).post(reverse("infusion:sign_kit"), wrong).status_code == 422
    assert EmergencyKit.in_force() is None


@pytest.mark.parametrize("text", ["", " \n\t\n", "x\n" * 101, "x" * 201])
def test_a_list_that_nobody_can_read_is_refused(text):
    with pytest.raises(kit.NotAList):
        kit.read(text)


def test_the_set_up_list_has_its_line(clinic):
    def line() -> str:
        page = signed_in(clinic.owner).get("/setup").content.decode()
        return " ".join(page[page.index('-title">Emergency kit') :][:600].split())

    assert "No list is entered" in line()
    row = kit.enter(LIST, by=clinic.owner)
    assert "waits for the medical director" in line()
    kit.sign(str(row.key), by=clinic.director)
    assert "2 lines, signed by" in line()
