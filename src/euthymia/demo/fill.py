"""Fills an empty clinic with the cast, through the same actions staff use: nothing is written behind their back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from unittest import mock

from euthymia.clinic.assessment.eligibility import decision as eligibility_decision
from euthymia.clinic.assessment.history import judging as assessment
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.booking import actions as booking
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.infusion.chair import acts as infusion
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import Device, Session
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.start import checklist, second_check
from euthymia.clinic.infusion.summary import infused
from euthymia.clinic.outcomes import actions as outcomes
from euthymia.clinic.people import doors, policies, staff
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.demo.cast import AS_OF, DORA, STAFF, STORIES, Story
from euthymia.demo.devices import PUMP, SENDERS
from euthymia.medicine import dosing, eligibility, resistance
from euthymia.medicine.checklists import discharge
from euthymia.medicine.checklists import pre_infusion as starting
from euthymia.medicine.resistance import Between, Dose


@dataclass
class Filled:
    """What was made: staff logins, and the live sessions the monitors will speak for."""

    logins: dict[str, dict[str, str]] = field(default_factory=dict)
    live: list[tuple[str, str, int]] = field(default_factory=list)  # story's login, record number, chair


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """Act as if it were then: for the cast's past, so that it is written by the same actions."""
    with mock.patch("django.utils.timezone.now", lambda: moment):
        yield


def fill(now: datetime, *, say: Callable[[str], None] = lambda _: None) -> Filled:
    """Make the clinic, its staff, chairs and devices, and tell each story."""
    made = Filled()
    say("staff, chairs, devices and crisis contacts")
    team = {c.login: _add_staff(c.login, c.email, c.name, c.role, made) for c in STAFF}
    _open_doors(team)
    for story in STORIES:
        say(f"{story.name}: {story.shows}")
        number = _tell(_moved(story, now.date()), team, now)
        if story.monitor:
            made.live.append((story.login, number, int(story.chair[-1])))
    return made


def _add_staff(login: str, email: str, name: str, role: str, made: Filled) -> User:
    user, password, secret = staff.add(email=email, name=name, role=role, by="system:demo")
    made.logins[login] = {"email": email, "password": password, "secret": secret}
    return user


def _open_doors(team: dict[str, User]) -> None:
    owner = team["owner"]
    profile = ClinicProfile(
        name="Euthymia Demo Clinic",
        person_to_call="Finn Larsen, front desk",
        phone="DEMO, no real line",
        hours="weekdays 8 to 18",
        week={str(day): "08:00-18:00" for day in range(5)},
    )
    front_door.set_profile(profile, by=owner)
    line = CrisisContact(country="Demo country", name="DEMO crisis line", phone="DEMO, no real line", hours="always")
    front_door.set_contacts([line], by=owner)
    tasks.set_duty(Duty.Kind.RISK, team["prescriber"], by=owner)
    tasks.set_duty(Duty.Kind.CONSULTS, team["desk"], by=owner)
    for login in ("prescriber", "director"):
        booking.add_resource("clinician", team[login].name, by=owner, user=team[login])
    for n in range(1, 8):
        chair = booking.add_resource("chair", f"Chair {n}", by=owner)
        style = next((s.monitor for s in STORIES if s.chair == chair.name), "mindray")
        for kind, (app, facility) in (("monitor", SENDERS[style]), ("pump", PUMP)):
            pairing.add_device(chair, kind=kind, sender=(app.format(n=n), facility.format(n=n)), by=owner)


def _moved(story: Story, today: date) -> Story:
    """The story with its dates moved, so that AS_OF is today."""
    by = today - AS_OF
    trials = tuple(replace(trial, doses=tuple(_later(dose, by) for dose in trial.doses)) for trial in story.trials)
    return replace(story, trials=trials, episode_began=story.episode_began + by)


def _later(dose: Dose, by: timedelta) -> Dose:
    assert isinstance(dose.began, date) and not isinstance(dose.ended, Between)
    return replace(dose, began=dose.began + by, ended=dose.ended + by if dose.ended else None)


def _tell(story: Story, team: dict[str, User], now: datetime) -> str:
    prescriber, nurse = team["prescriber"], team["nurse"]
    assessed_at = now - timedelta(days=24)
    with on(assessed_at):
        patient = doors.register(
            given=story.given, family=story.family, birth_date=story.born, email=story.email, phone="", by=prescriber
        )
        for colleague in (nurse, team["nurse2"]):
            doors.join_care_team(patient, colleague, by=prescriber)
        staff.let_patient_sign_in(patient, by=team["desk"])
        _assess(story, patient, prescriber, at=assessed_at)
        _ask_after_medicines(story, patient, prescriber)
    for n in range(story.past_infusions):
        _past_infusion(story, patient, team, now - timedelta(days=21 - 10 * n))
    if story.weight_typed:
        booking.book(
            patient,
            list(Resource.objects.filter(name__in=["Chair 5", prescriber.name])),
            kind="infusion",
            starts_at=_next_weekday(now),
            minutes=120,
            by=team["desk"],
            short_notice="Rung by the desk: eats last at nine in the evening, her sister comes, no alcohol.",
        )
    if story.monitor:
        _today(story, patient, team)
    if story.login == DORA.login:
        _in_danger(patient)
    return patient.number


def _assess(story: Story, patient: Patient, prescriber: User, *, at: datetime) -> None:
    for trial in story.trials:
        assessment.add_trial(patient, trial, by=prescriber)
    if story.trials and story.history_complete:
        assessment.judge_resistance(
            patient,
            rule=resistance.preset(resistance.DEFAULT),
            about=assessment.About(episode_began=story.episode_began, history_complete=True),
            by=prescriber,
            at=at,
        )
    if story.phq9:
        sheet = sheets.begin(patient, "phq9", by=prescriber)
        for item, answer in enumerate(story.phq9, 1):
            sheets.touch(sheet, item, answer, by=prescriber)
        sheets.finish(sheet, by=prescriber)
        eligibility_decision.decide_eligibility(
            patient, {c.key: "no" for c in eligibility.CRITERIA}, {}, infused=infused(patient), by=prescriber
        )
    if story.madrs:
        outcomes.rate_madrs(patient, list(story.madrs), by=prescriber, at=patient.created_at)


def _ask_after_medicines(story: Story, patient: Patient, prescriber: User) -> None:
    if story.allergy:
        substance, reaction = story.allergy
        said = {"substance": substance, "reaction": reaction, "severity": "moderate", "source": "patient"}
        acts.add_allergy(patient, said, by=prescriber)
    else:
        acts.say_none_known(patient, by=prescriber)
    for drug, dose, schedule, ordered in story.medicines:
        row = acts.add_medicine(patient, {"drug": drug, "dose": dose, "schedule": schedule}, by=prescriber)
        acts.order_for_the_day(row, ordered, by=prescriber)


def _order(story: Story, patient: Patient, team: dict[str, User]) -> Session:
    """Order, open, and make the second check as another nurse reads it."""
    asked = dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=story.weight_kg, vial_mg_per_ml=50, bag_ml=100)
    fields = {
        "indication": "Treatment-resistant depression",
        "endpoint": "MADRS 24 h after the infusion",
        "course": "Induction: up to 6 infusions in 3 weeks",
        "height_cm": story.height_cm,
        "weight_as_entered": f"{story.weight_kg:g} kg",
    }
    order = signing.sign_order(patient, asked, fields=fields, reason="", by=team["prescriber"])
    chair = Resource.objects.get(name=story.chair or "Chair 5")
    session = signing.open_session(order, chair, by=team["nurse"])
    plan = dosing.plan(asked, limits=policies.in_force("dose"))
    read = dosing.SecondCheck(
        weight_kg=asked.weight_kg,
        drug=asked.drug,
        vial_mg_per_ml=asked.vial_mg_per_ml,
        dose_mg=plan.dose_mg,
        concentration_mg_per_ml=plan.concentration_mg_per_ml,
        rate_ml_h=plan.rate_ml_h,
    )
    second_check.second_check(session, read, number=patient.number, birth_date=patient.birth_date, by=team["nurse2"])
    session.refresh_from_db()
    return session


BEFORE = {"systolic_mmhg": 122.0, "diastolic_mmhg": 76.0, "pulse_bpm": 72.0, "spo2_pct": 98.0, "resp_rate_bpm": 14.0}


def _today(story: Story, patient: Patient, team: dict[str, User]) -> None:
    """A session that runs while the demo runs: its monitor and its pump are simulated beside it."""
    session = _order(story, patient, team)
    nurse = team["nurse"]
    for device in Device.objects.filter(chair=session.chair):
        pairing.pair(session, device, number=patient.number, birth_date=patient.birth_date, by=nurse)
    infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0}, by=nurse)
    checklist.go_through(session, ready_to_start(patient), by=nurse)
    infusion.act(session, "start", by=nurse)
    if story.dissociation:
        infusion.rate(session, "dissociation", story.dissociation, by=nurse)
        infusion.rate(session, "distress", 0, by=nurse)
    if story.pump_runs_on:
        infusion.act(session, "pause", by=nurse)


def _past_infusion(story: Story, patient: Patient, team: dict[str, User], began: datetime) -> None:
    nurse = team["nurse"]
    with on(began - timedelta(minutes=20)):
        session = _order(story, patient, team)
    with on(began):
        infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0}, by=nurse)
        checklist.go_through(session, ready_to_start(patient), by=nurse)
        infusion.act(session, "start", by=nurse)
    with on(began + timedelta(minutes=40)):
        infusion.enter_vitals(session, {**BEFORE, "systolic_mmhg": 138.0, "diastolic_mmhg": 84.0}, by=nurse)
        infusion.act(session, "stop", by=nurse)
        infusion.pump_seen(session, by=nurse)
        infusion.enter_cadss(session, 11, by=nurse)
    with on(began + timedelta(minutes=105)):
        infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0}, by=nurse)
        infusion.enter_cadss(session, 2, by=nurse)
        leave.leave(session, ready_to_leave(), by=nurse)
    with on(began + timedelta(hours=25)):
        asked = {item: score for item, score in enumerate(story.day_after, 1) if item not in (4, 5)}
        at = began + timedelta(hours=25)
        outcomes.check_day_after(session, "yes", ["Headache"], asked, by=nurse, at=at)


def ready_to_start(patient: Patient | None = None) -> starting.BeforeFacts:
    """Everything that is asked and looked at before the start, met; each medicine of the patient as it was ordered."""
    taken = acts.current(patient) if patient else []
    return starting.BeforeFacts(
        evaluated=True,
        consent=True,
        suicidal=False,
        hours_since_food=8,
        hours_since_fluids=3,
        escort_name="Jo Winter",
        medicines_as_ordered=True,
        medicines=acts.today(patient, {str(row.key): True for row in taken}) if patient else (),
        pregnancy="not due",
        acls_name="Pavel Novak",
        kit_checked=True,
        call_tested=True,
        alarm_heard=True,
        promised=True,
    )


def ready_to_leave() -> discharge.DischargeFacts:
    """Everything a person who may leave is asked and shows."""
    return discharge.DischargeFacts(
        minutes_since_end=65,
        sedation_moaas=5,
        oriented=True,
        on_oxygen=False,
        systolic_mmhg=BEFORE["systolic_mmhg"],
        diastolic_mmhg=BEFORE["diastolic_mmhg"],
        pulse_bpm=BEFORE["pulse_bpm"],
        spo2_pct=BEFORE["spo2_pct"],
        baseline_systolic_mmhg=BEFORE["systolic_mmhg"],
        baseline_diastolic_mmhg=BEFORE["diastolic_mmhg"],
        baseline_pulse_bpm=BEFORE["pulse_bpm"],
        vitals_age_min=1,
        cadss=2,
        walks=True,
        nausea_controlled=True,
        suicidal=False,
        line_out=True,
        instructions_given=True,
        escort_name="Elna Amsel",
    )


def _in_danger(patient: Patient) -> None:
    """She answers two items, then item 9, and closes the form."""
    sheet = sheets.begin(patient, "phq9", by=patient.user)
    for item, answer in ((1, 3), (2, 3), (9, 2)):
        sheets.touch(sheet, item, answer, by=patient.user)


def _next_weekday(now: datetime) -> datetime:
    """Return ten o'clock on the next day on which this clinic is open."""
    ahead = next(n for n in (1, 2, 3) if (now + timedelta(days=n)).weekday() < 5)
    return (now + timedelta(days=ahead)).replace(hour=10, minute=0, second=0, microsecond=0)
