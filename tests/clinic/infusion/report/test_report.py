"""The session on paper: what it says, that nobody's silence is a no, and that a change after signing shows."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from euthymia.clinic.assessment.medicines import acts as medicines
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.report import course, facts, pdf
from euthymia.clinic.infusion.session.refusals import NotYours
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people import doors, signing
from euthymia.demo.fill import on, ready_to_leave
from euthymia.medicine.session import WrongMoment
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

BEGAN = timezone.now().replace(microsecond=0) - timedelta(hours=2)


def cuff(session, clinic, systolic, diastolic, *, minutes, **more):
    with on(BEGAN + timedelta(minutes=minutes)):
        values = {"systolic_mmhg": systolic, "diastolic_mmhg": diastolic, **more}
        acts.enter_vitals(session, values, by=clinic.nurse)


def infused(clinic, patient=None):
    """From the start to the door: sleepy and breathing slowly for ten minutes, far away at the peak, sick once."""
    with on(BEGAN):
        session = chairside.running(clinic, patient=patient)
    cuff(session, clinic, 141, 84, minutes=20, sedation_moaas=3.0, resp_rate_bpm=9.0, spo2_pct=94.0)
    cuff(session, clinic, 138, 82, minutes=30, sedation_moaas=5.0, resp_rate_bpm=14.0)
    with on(BEGAN + timedelta(minutes=32)):
        acts.rate(session, "dissociation", 3, by=clinic.nurse)
        acts.report_adverse_event(session, what="Vomiting", grade=2, note="once", by=clinic.nurse)
    cuff(session, clinic, 134, 80, minutes=41)
    with on(BEGAN + timedelta(minutes=42)):
        acts.act(session, "stop", by=clinic.nurse)
        acts.pump_seen(session, by=clinic.nurse)
    with on(BEGAN + timedelta(minutes=70)):
        acts.rate(session, "dissociation", 0, by=clinic.nurse)
    cuff(session, clinic, 124, 77, minutes=100)
    return session


def left(clinic, patient=None):
    session = infused(clinic, patient)
    with on(BEGAN + timedelta(minutes=105)):
        return leave.leave(session, ready_to_leave(), by=clinic.nurse)


def at(minutes) -> str:
    return f"{timezone.localtime(BEGAN + timedelta(minutes=minutes)):%H:%M}"


def text_of(found, **more) -> str:
    more = {"clinic": "A clinic", "by": "Nia Okoro, nurse", "at": timezone.now(), **more}
    pages = PdfReader(io.BytesIO(pdf.print_report(found, **more))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_facts_are_gathered_into_one_value(clinic):
    medicines.add_medicine(clinic.ruth, {"drug": "Lorazepam", "dose": "1 mg"}, by=clinic.nurse)
    with on(BEGAN - timedelta(days=1)):
        medicines.add_medicine(clinic.ruth, {"drug": "Oxycodone"}, by=clinic.nurse)
    found = facts.gather(left(clinic))

    assert (found.patient, found.number, found.ordered_mg) == (clinic.ruth.name, clinic.ruth.number, 35)
    assert (found.given_mg, found.monitored_min) == (pytest.approx(35), pytest.approx(105))
    assert [(point, seen.text) for point, seen in found.pressures] == [
        ("Before the start", f"122/76 mmHg at {at(0)}"),
        ("At 40 min", f"134/80 mmHg at {at(41)}"),
        ("Before leaving", f"124/77 mmHg at {at(100)}"),
    ]
    assert found.lowest_spo2.value == 94
    assert found.sedation.text == f"yes: MOAA/S 3; onset {at(20)}, resolved {at(30)}"
    assert found.breathing.text == f"yes: breaths 9; onset {at(20)}, resolved {at(30)}"
    assert found.dissociation.text == f"yes: 3 of 4; onset {at(32)}, resolved {at(70)}"
    assert (found.adverse, found.serious) == (("Vomiting, grade 2 (once)",), ())
    taken = dict(found.medicines)
    assert taken["Opioid"] == ("Oxycodone",)
    assert taken["Benzodiazepine"] == ()  # entered after she had left
    assert found.allergies == "none known"
    assert found.changed == ()


def test_what_nobody_looked_at_is_not_a_no(clinic):
    found = facts.gather(chairside.checked(clinic))

    assert (found.sedation.happened, found.breathing.happened, found.dissociation.happened) == (None, None, None)
    assert [seen for _, seen in found.pressures] == [None, None, None]
    said = text_of(found)
    assert "not assessed" in said and "not measured" in said and "not recorded" in said


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], "not assessed"),
        ([5], "no"),
        ([5, 4, 5], "yes: MOAA/S 4; onset 12:01, resolved 12:02"),
        ([4, 5, 3, 5], "yes: MOAA/S 3; onset 12:00, resolved 12:03"),
        ([5, 2], "yes: MOAA/S 2; onset 12:01, not seen to resolve"),
    ],
)
def test_a_spell_has_an_onset_a_resolution_and_how_far_it_went(values, text):
    noon = timezone.localtime().replace(hour=12, minute=0)
    seen = [facts.Seen(noon + timedelta(minutes=n), value) for n, value in enumerate(values)]

    assert facts.spell(seen, lambda value: value < 5, "MOAA/S", lowest=True).text == text


def test_grade_four_and_five_are_serious(clinic):
    session = infused(clinic)
    acts.report_adverse_event(session, what="Chest pain", grade=4, note="", by=clinic.nurse)
    assert facts.gather(session).serious == ("Chest pain, grade 4",)


def test_every_signature_is_printed_with_name_time_and_meaning(clinic):
    said = text_of(facts.gather(left(clinic)))

    for who, meaning in (
        ("Pavel Novak, prescriber", signing.ORDER), ("Sam Reyes, nurse", "all agrees"),
        ("Nia Okoro, nurse", signing.BEFORE), ("Nia Okoro, nurse", signing.LEAVING),
    ):  # fmt: skip
        assert who in said and meaning in said
    assert facts.LABEL in said
    assert "page 1 of" in said and "Printed" in said and "by Nia Okoro, nurse" in said


def test_names_in_other_letters_are_printed_whole(clinic):
    _, patient = chairside.another_chair(clinic, 7, given="Łukasz Ægir", family="Grønn Ελένη Жуков")
    doors.join_care_team(patient, clinic.nurse2, by=clinic.prescriber)
    assert "Łukasz Ægir Grønn Ελένη Жуков" in text_of(facts.gather(left(clinic, patient)))


def eventful(clinic):
    """A pressure of 186/112, seen, paused, HELP called, treated and entered; a value that was a slip, struck."""
    session = infused(clinic)
    with on(BEGAN + timedelta(minutes=101)):
        acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 112.0}, by=clinic.nurse)
        acts.acknowledge(session, "systolic_mmhg:pause", by=clinic.nurse)
        acts.say_done(session, "physician", by=clinic.nurse)
        acts.call_help(session, by=clinic.nurse)
        acts.add_help_line(session, "called", "Prescriber", by=clinic.nurse)
        sent = {"drug": "labetalol", "dose": "10", "unit": "mg", "route": "IV", "ordered_by": "Paul Reyes"}
        acts.give_medicine(session, sent, by=clinic.nurse)
    cuff(session, clinic, 128, 80, minutes=104)
    return session


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("alarm raised", "Alarm ("),
        ("alarm acknowledged", "Seen by Nia Okoro: "),
        ("alarm ended", "Over: "),
        ("act", ("I started", "I stopped", "Second check")),
        ("pump observed", "The pump stands still"),
        ("act an alarm asks for done", "Done: "),
        ("help called", "HELP called at the chair"),
        ("help sheet entry", "HELP. Called: "),
        ("medication given", "Given: Labetalol 10 mg"),
    ],
)
def test_the_record_tells_every_alarm_act_call_and_medicine_as_a_plain_recount_finds_them(clinic, kind, begins):
    session = eventful(clinic)
    rows = SessionEvent.objects.filter(session=session, kind=kind)
    told = [text for _, text in facts.gather(session).course if text.startswith(begins)]

    assert len(told) == rows.count() >= 1
    assert all(text in text_of(facts.gather(session)) for text in told)


@pytest.mark.parametrize(("channel", "label"), [("systolic_mmhg", "Systolic"), ("spo2_pct", "SpO2")])
def test_the_record_tells_the_highest_and_lowest_value_and_when_as_a_plain_recount_finds_them(clinic, channel, label):
    session, values = eventful(clinic), []
    for event in SessionEvent.objects.filter(session=session, kind__in=("readings", "vital signs")):
        for name, value, at_s, *_ in event.body["readings"]:
            if name == channel and value is not None:
                values.append((value, at_s))
    said = dict(facts.gather(session).extremes)[label]

    for word, (value, at_s) in (("lowest", min(values)), ("highest", max(values, key=lambda one: (one[0], -one[1])))):
        when = timezone.localtime(datetime.fromtimestamp(at_s, tz=UTC))
        assert f"{word} {value:g}" in said
        assert f"{when:%H:%M:%S}" in said
    assert said in text_of(facts.gather(session))


def test_what_a_pump_s_alarm_says_stands_on_no_record_where_the_dose_is_hidden(clinic):
    session = eventful(clinic)
    event = SessionEvent.objects.filter(session=session, kind="alarm raised").first()
    event.body = {**event.body, "level": "pump-rate", "condition": "Pump rate 150 mL/h, ordered 120 mL/h"}

    assert course.course([event])[0][1].endswith("ordered 120 mL/h")
    assert course.course([event], dose_hidden="hidden")[0][1] == f"Alarm ({event.body['priority']}): hidden"


def late_entry(session, clinic):
    """What a correction after the door writes: one more event."""
    with writing(session, at=timezone.now(), by=clinic.nurse, doing=Action.WROTE_NOTE) as pen:
        pen.note("late entry", {"text": "Late: SpO2 93 at the peak (Nia Okoro)"})


def test_a_record_changed_after_it_was_signed_says_so_until_it_is_signed_again(clinic):
    session = left(clinic)
    with pytest.raises(facts.NothingChanged):
        facts.sign_again(session, by=clinic.nurse)
    late_entry(session, clinic)
    found = facts.gather(session)
    assert len(found.changed) == 1 and "Late: SpO2 93" in found.changed[0]
    assert "Changed after it was signed: sign again" in text_of(found)

    with pytest.raises(NotYours):
        facts.sign_again(session, by=clinic.owner)
    facts.sign_again(session, by=clinic.nurse)
    again = facts.gather(session)
    assert again.changed == ()
    assert again.signatures[-1].meaning == signing.AGAIN
    late_entry(session, clinic)
    assert len(facts.gather(session).changed) == 1


def test_nobody_signs_again_while_the_patient_is_in_the_chair(clinic):
    with pytest.raises(WrongMoment):
        facts.sign_again(infused(clinic), by=clinic.nurse)


def test_the_page_and_the_pdf_are_audited_reads_that_no_browser_keeps(clinic):
    session = left(clinic)
    late_entry(session, clinic)
    nurse = signed_in(clinic.nurse)
    page = nurse.get(reverse("infusion:report", args=[session.key])).content.decode()
    assert "sign again" in page and facts.LABEL in page
    pdf = nurse.get(reverse("infusion:report_pdf", args=[session.key]))
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "no-store")
    assert clinic.ruth.family not in pdf["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="printed a session's record", patient_key=clinic.ruth.key).count() == 1

    again = reverse("infusion:sign_again", args=[session.key])
    assert nurse.post(again, {"password": "x"}).status_code == 422
    assert nurse.post(again, {"password": PASSWORD}).status_code == 302
    assert "sign again" not in nurse.get(reverse("infusion:report", args=[session.key])).content.decode()
    for who, status in ((clinic.patient, 403), (clinic.desk, 403), (clinic.director, 404)):
        assert signed_in(who).get(reverse("infusion:report_pdf", args=[session.key])).status_code == status


def test_without_its_letters_nothing_is_printed_and_it_says_why(clinic, settings, tmp_path):
    settings.TYPEFACE = tmp_path
    with pytest.raises(pdf.NoTypeface, match="set-up"):
        text_of(facts.gather(chairside.opened(clinic)))
