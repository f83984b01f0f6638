"""The list of messages that were not charted: complete, filtered, paged; strangers by address, nobody's name."""

import time

import pytest
from django.urls import reverse

from euthymia.clinic.infusion.devices.dialect import not_charted
from euthymia.clinic.infusion.devices.dialect.not_charted import Asked
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, unreadable
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message
from tests.clinic.conftest import signed_in

PID = "PID|||E99999||Else^Some||19500101"
APART, REFUSED = "another person's identity", "It cannot be read."


@pytest.fixture
def kept(clinic):
    """Of two devices: 120 messages kept apart, one refused, one charted and one sent again; and a stranger's."""
    session, intake = chairside.running(clinic), Intake()
    clinic.monitor = chairside.device(clinic, session)
    clinic.pump = chairside.device(clinic, session, sender=("PUMP", ""), kind="pump")
    now_s = time.time()

    def commit(*raws):
        intake.commit([arrive(raw, now_s, intake.roster)._replace(line=3) for raw in raws])

    intake.roster._read()
    commit(*(message(f"{n}", (SPO2, 97), pid=PID) for n in range(120)))
    charted = message("c", (SPO2, 97), at_s=now_s)
    commit(charted), commit(charted)
    commit(message("s", (SPO2, 97), sender=("WHO", "AM-I"), pid="PID|||S1||Secret^Name"))
    intake.commit(
        [unreadable(b"MSH|^~\\&|PUMP||", now_s, REFUSED), unreadable(b"noise", now_s, "noise")._replace(line=3)]
    )
    intake.write_counts()
    return clinic


def listed(**asked) -> list[tuple[str, str]]:
    """Each message that the pages list, one after the other as their links lead."""
    found, asked = [], Asked(**asked)
    while True:
        page = not_charted.page(asked)
        found += [(row.disposition, row.reason) for row in page["rows"]]
        if not page["older"]:
            return found
        asked = not_charted.asked(dict(pair.split("=") for pair in page["older"].split("&")))


def test_every_message_is_on_one_of_the_pages_once(kept):
    assert listed() == [("refused", "noise"), ("refused", REFUSED), *[("quarantined", APART)] * 120]
    assert len(not_charted.page(Asked())["rows"]) == not_charted.A_PAGE


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"what": "quarantined"}, 120),
        ({"what": "refused"}, 2),
        ({"what": "repeat"}, 1),
        ({"device": "none"}, 1),
    ],
)
def test_it_is_filtered_by_what_became_of_it_and_by_device(kept, asked, count):
    assert len(listed(**asked)) == count


def test_it_is_filtered_by_device(kept):
    assert listed(device=str(kept.pump.key)) == [("refused", REFUSED)]
    assert len(listed(device=str(kept.monitor.key), what="quarantined")) == 120


@pytest.mark.parametrize("query", [{"before": "abc"}, {"before": "9" * 40}, {"what": "charted"}, {"device": "x"}])
def test_what_cannot_be_read_asks_for_everything(kept, query):
    assert not_charted.asked(query) == Asked()


def test_a_stranger_is_shown_by_address_and_header_and_nobody_by_name(kept):
    shown = signed_in(kept.nurse).get(reverse("infusion:not_charted")).content.decode()

    assert "127.0.0.1" in shown and "WHO|AM-I" in shown
    assert "Secret" not in shown and "Else" not in shown and kept.ruth.family not in shown


def test_the_chairs_page_leads_there(kept):
    shown = signed_in(kept.nurse).get(reverse("infusion:chairs")).content.decode()

    assert reverse("infusion:not_charted") in shown and reverse("infusion:device_codes") in shown
