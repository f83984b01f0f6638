"""A hand-over is read at the chair and taken by the one who watches from then on; nobody's alarm falls between two."""

import pytest

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.chair import acts, symptoms
from euthymia.clinic.infusion.hand_over import acts as hand_over
from euthymia.clinic.infusion.report import facts
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

HERE = {"giver": "here", "read": "yes"}


@pytest.fixture
def session(clinic):
    return chairside.running(clinic)


def page(clinic, session, who=None):
    return signed_in(who or clinic.prescriber).get(f"/chair/{session.key}/hand-over")


def taken(clinic, session, who=None, **sent):
    """Read the page, then press; what is sent beside the tick and "hands over to me here" stands in `sent`."""
    who = who or clinic.prescriber
    fields = HERE | {"read_to": hand_over.newest(session)} | sent
    return signed_in(who).post(f"/chair/{session.key}/hand-over", fields)


def watcher(session):
    session.refresh_from_db()
    return session.nurse


def test_who_takes_it_watches_from_then_on_and_the_record_says_from_whom(clinic, session):
    assert watcher(session) == clinic.nurse
    assert taken(clinic, session).status_code == 302

    assert watcher(session) == clinic.prescriber
    said = [text for _, text in facts.gather(session).course if "watches this chair now" in text]
    assert said == [
        f"{clinic.prescriber.name} watches this chair now. {clinic.nurse.name} handed over at the chair. "
        "Read at the chair, with the patient"
    ]
    assert AuditEvent.objects.filter(action="took over a chair").count() == 1


def test_everything_that_has_to_be_told_stands_on_the_page(clinic, session):
    acts.enter_vitals(session, {"systolic_mmhg": 168.0, "diastolic_mmhg": 92.0}, by=clinic.nurse)
    acts.rate(session, acts.EventKind.DISSOCIATION, 3, by=clinic.nurse)
    acts.rate(session, acts.EventKind.DISTRESS, 2, by=clinic.nurse)
    acts.write_note(session, "Asks for the light to be dimmed", by=clinic.nurse)
    acts.give_medicine(
        session,
        {"drug": "ondansetron", "dose": "4", "unit": "mg", "route": "IV", "ordered_by": "Dr Novak"},
        by=clinic.nurse,
    )
    told = " ".join(page(clinic, session).content.decode().split())

    for words in (
        "The infusion runs", "35.0 mg (0.5 mg/kg) over 40 min", "Systolic", "168 mmHg", "next check",
        "Baseline", "Systolic 122 mmHg, Diastolic 76 mmHg", "Alarm (medium) since", "nobody has acknowledged it",
        "Ondansetron 4 mg", "Allergies", "none known", "Danger to self", "Dissociation 3 of 4, strong",
        "Distress 2 of 4, clear", "Asks for the light to be dimmed", "Highest and lowest values",
        "The vein: where it is", "Who takes them home", "The bedside monitor is the primary alarm",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.parametrize("missing", [{"read": ""}, {"giver": ""}, {"giver": "absent", "absent": " "}])
def test_an_unread_page_or_a_giver_who_is_passed_over_takes_nothing(clinic, session, missing):
    refused = taken(clinic, session, **missing)

    assert (refused.status_code, watcher(session)) == (422, clinic.nurse)
    assert "Nothing was changed." in refused.content.decode()


def test_a_giver_who_is_called_away_is_recorded_with_the_reason(clinic, session):
    taken(clinic, session, giver="absent", absent="called to chair 2")

    assert watcher(session) == clinic.prescriber
    told = [said for _, said in facts.gather(session).course]
    assert any(f"{clinic.nurse.name} is not here: called to chair 2" in said for said in told)


def test_not_while_a_high_alarm_is_unseen_nor_while_help_is_called(clinic, session):
    symptoms.see(session, "chest pain", by=clinic.nurse)
    refused = taken(clinic, session)
    assert (refused.status_code, watcher(session)) == (422, clinic.nurse)
    assert "Symptom: chest pain" in refused.content.decode()

    acts.acknowledge(session, "symptom:chest pain", by=clinic.nurse)
    acts.call_help(session, by=clinic.nurse)
    assert "HELP was called here" in taken(clinic, session).content.decode()
    acts.add_help_line(session, "here", acts.entry_text.catalogue.HERE, by=clinic.nurse)
    assert taken(clinic, session).status_code == 302


def test_what_was_written_since_is_read_first(clinic, session):
    """Two nurses who take one hand-over: the second reads that the first has it."""
    before = hand_over.newest(session)
    acts.write_note(session, "Feels cold", by=clinic.nurse)
    refused = taken(clinic, session, read_to=before)
    assert (refused.status_code, watcher(session)) == (422, clinic.nurse)
    assert "Feels cold" in refused.content.decode()

    read = hand_over.newest(session)
    taken(clinic, session, read_to=read)
    assert "watches this chair now" in taken(clinic, session, clinic.nurse2, read_to=read).content.decode()
    assert watcher(session) == clinic.prescriber


def test_nobody_takes_over_from_themselves(clinic, session):
    with pytest.raises(Refusal, match="already"):
        hand_over.take(session, by=clinic.nurse, read_to=hand_over.newest(session))
    assert "You watch this chair." in page(clinic, session, clinic.nurse).content.decode()


def test_an_empty_chair_is_nobodys_to_take(clinic):
    left = chairside.checked(clinic)
    acts.act(left, "cancel", by=clinic.nurse)

    with pytest.raises(WrongMoment, match="cancelled"):
        hand_over.take(left, by=clinic.prescriber, read_to=hand_over.newest(left))


def test_where_nobody_may_know_the_dose_it_is_not_told_here_either(clinic, session, monkeypatch):
    monkeypatch.setattr(dose_shown, "stands_on_board", lambda _: False)
    told = page(clinic, session).content.decode()

    assert "35.0 mg" not in told and dose_shown.HIDDEN in told
