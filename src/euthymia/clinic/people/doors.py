"""The only doors to a chart. Who may is decided here; whether it is the moment is medicine's business."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session as DjangoSession
from django.dispatch import Signal
from django.http import Http404, HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import policies
from euthymia.clinic.people.accounts.browser_sessions import kept_as
from euthymia.clinic.people.models import BreakGlass, CareTeamDeparture, CareTeamMember, Patient, User
from euthymia.clinic.people.reasons import NoReason, check_reason
from euthymia.clinic.people.roles import ROLES, Capability
from euthymia.medicine.refusal import Refusal


class NotOnTeam(Refusal):
    """Somebody was to leave a care team they are not on."""


class LastOnTeam(Refusal):
    """The last of a care team was to leave it: then nobody would look after this patient."""


LEAST_FINDING = 5  # "in order" says enough
# A room ahead hears of both, inside the transaction: tasks, which this room may not import.
glass_broken, glass_reviewed = Signal(), Signal()


class LockedChart(Http404):
    """The chart exists, this clinician is not on its care team. The page offers to break the glass."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("locked chart")
        self.patient = patient


def may_open(user: User | AnonymousUser, patient: Patient) -> bool:
    """Return whether this person may see this chart: the patient, the care team, or a clinician who broke the glass."""
    if not user.is_authenticated:
        return False
    if patient.user_id == user.pk:
        return True
    if not user.is_clinician:
        return False
    on_team = CareTeamMember.objects.filter(patient=patient, user=user).exists()
    return on_team or BreakGlass.objects.filter(patient=patient, user=user, until__gt=timezone.now()).exists()


class ClosedChart(Http404):
    """The chart exists and is not this person's to open; they read that there is nothing."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("no such chart")
        self.patient = patient


class Viewer(NamedTuple):
    """Who follows which chart, signed in where: what the right is asked of again while a page stays open."""

    user_id: int
    patient_id: int
    browser: str  # the key of the session this person is signed in by
    password: str  # its fingerprint: another password signs every other browser out


def viewer(request: HttpRequest, patient_id: int) -> Viewer:
    """Name who asks for a page that stays open."""
    user = request.user
    return Viewer(user.pk, patient_id, request.session.session_key or "", user.get_session_auth_hash())


def still_open(viewers: Collection[Viewer]) -> set[Viewer]:
    """Return which of these clinicians may go on following, in three queries however many they are.

    Signing out deletes the browser's session and ends the right. One that only ran out for idleness does not: a chair
    that is watched stays in sight.
    """
    kept = {v: kept_as(v.browser) for v in viewers}
    browsers = DjangoSession.objects.filter(pk__in=set(kept.values())).values_list("pk", flat=True)
    clinicians = User.objects.filter(is_active=True, role__in=ROLES[Capability.OPEN_CHARTS])
    people = clinicians.filter(pk__in={v.user_id for v in viewers})
    passwords = {user.pk: user.get_session_auth_hash() for user in people}
    asked = {"user__in": list(passwords), "patient__in": {v.patient_id for v in viewers}}
    team = CareTeamMember.objects.filter(**asked).values_list("user_id", "patient_id")
    glass = BreakGlass.objects.filter(**asked, until__gt=timezone.now()).values_list("user_id", "patient_id")
    own = Patient.objects.filter(user__in=list(passwords)).order_by().values_list("user_id", "pk")
    signed_in, opened = set(browsers), set(team.union(glass, own))
    return {
        v
        for v in viewers
        if kept[v] in signed_in and passwords.get(v.user_id) == v.password and (v.user_id, v.patient_id) in opened
    }


def patient_for(user: User | AnonymousUser, key: UUID, *, doing: Action = Action.OPENED_CHART) -> Patient:
    """Open a chart: check the right, write the read and commit it, and only then give the patient.

    Raises Http404 where there is no such chart for this person, LockedChart where a clinician could break the glass.
    """
    patient = Patient.objects.filter(key=key).first()
    if patient is None or not user.is_authenticated:
        raise Http404("no such chart")
    if not may_open(user, patient):
        raise LockedChart(patient) if user.is_clinician else ClosedChart(patient)
    with audit.atomic():
        audit.write(doing, patient, by=user, at=timezone.now())
    return patient


def person_to_book(user: User | AnonymousUser, key: UUID) -> Patient:
    """Return who a booking is for: name and contact, not the chart. Staff who book may; the read is written."""
    patient = Patient.objects.filter(key=key).first()
    if patient is None or not user.is_authenticated or not user.is_booker:
        raise Http404("no such person")
    with audit.atomic():
        audit.write(Action.LOOKED_UP_TO_BOOK, patient, by=user, at=timezone.now())
    return patient


def opened_by(user: User, patients: Collection[int]) -> set[int]:
    """Return which of these charts the clinician may open without giving a reason, in one query however many."""
    if not user.is_clinician or not patients:
        return set()
    asked = {"user": user, "patient__in": patients}
    team = CareTeamMember.objects.filter(**asked).values_list("patient_id", flat=True)
    return set(team.union(BreakGlass.objects.filter(**asked, until__gt=timezone.now()).values_list("patient_id")))


def patients_listed(
    user: User, patients: Iterable[Patient], *, doing: Action, requests: Iterable[UUID] = ()
) -> list[Patient]:
    """Write one read row that names everybody on a list page, then give the list.

    requests   those who only asked for a consult, by the key of their request
    """
    listed, asking = list(patients), [str(key) for key in requests]
    if listed or asking:
        detail = {"patients": [str(p.key) for p in listed]} | ({"requests": asking} if asking else {})
        with audit.atomic():
            audit.write(doing, by=user, at=timezone.now(), **detail)
    return listed


def break_glass(user: User, key: UUID, *, reason: str) -> Patient:
    """Open a locked chart for some hours (a policy), with a typed reason that stands in the review queue at once.

    Raises NoReason, Http404 for anybody but a clinician.
    """
    patient = Patient.objects.filter(key=key).first()
    if patient is None or not user.is_clinician:
        raise Http404("no such chart")
    said = check_reason(reason, "Write in a few words why you need this chart now.")
    at = timezone.now()
    until = at + timedelta(hours=policies.in_force("time").glass_open_h)
    with audit.atomic():
        glass = BreakGlass.objects.create(
            patient=patient,
            user=user,
            reason=said,
            at=at,
            until=until,
        )
        audit.write(Action.BROKE_GLASS, glass, by=user, at=at)
        glass_broken.send(BreakGlass, glass=glass)
    return patient


def review_glass(glass: BreakGlass, *, finding: str, by: User) -> BreakGlass:
    """Record what a reviewer found. Nobody reviews their own."""
    if glass.user_id == by.pk:
        raise NoReason("This opening is your own. Someone else reviews it.")
    if glass.reviewed_at is not None:
        raise NoReason("This opening has been reviewed already. The first finding stands.")
    found = check_reason(finding, "Write in a few words what you found.", least=LEAST_FINDING)
    at = timezone.now()
    with audit.atomic():
        glass.reviewed_by, glass.reviewed_at, glass.finding = by, at, found
        glass.save()
        audit.write(Action.REVIEWED_BROKEN_GLASS, glass, by=by, at=at)
        glass_reviewed.send(BreakGlass, glass=glass)
    return glass


def new_number() -> str:
    """Return the next record number of the clinic."""
    last = Patient.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"E{last + 1:05d}"


def register(
    *, given: str, family: str, birth_date: object, email: str, phone: str, by: User | None, number: str = ""
) -> Patient:
    """Open a record for a new patient; a clinician who registers joins the care team."""
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()  # two who register at once would take the same number
        patient = Patient.objects.create(
            number=number or new_number(),
            given=given,
            family=family,
            birth_date=birth_date,
            email=email,
            phone=phone,
            created_at=at,
        )
        audit.write(Action.REGISTERED, patient, by=by, at=at)
        if by is not None and by.is_clinician:
            join_care_team(patient, by, by=by)
    return patient


def join_care_team(patient: Patient, user: User, *, by: User) -> CareTeamMember:
    """Put a clinician on the care team."""
    at = timezone.now()
    with audit.atomic():
        member, made = CareTeamMember.objects.get_or_create(patient=patient, user=user, defaults={"since": at})
        if made:
            audit.write(Action.JOINED_CARE_TEAM, patient, by=by, at=at, member=str(user.key))
    return member


def leave_care_team(patient: Patient, user: User, *, reason: str, by: User) -> CareTeamDeparture:
    """Take a clinician off the care team, for a reason: the chart and its open pages close to them at once.

    Raises NoReason, NotOnTeam, LastOnTeam.
    """
    said, at = check_reason(reason, "Write in a few words why this person leaves the care team."), timezone.now()
    with audit.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        team = list(CareTeamMember.objects.filter(patient=patient).select_related("user"))
        member = next((row for row in team if row.user_id == user.pk), None)
        if member is None:
            raise NotOnTeam(f"{user.name} is not on this care team.")
        if not [row for row in team if row.pk != member.pk and row.user.is_active]:
            raise LastOnTeam(f"{user.name} is the last on this care team. Put a colleague on it first, then try again.")
        row = CareTeamDeparture.objects.create(
            patient=patient, user=user, since=member.since, left_at=at, reason=said, by=by
        )
        member.delete()
        audit.write(Action.LEFT_CARE_TEAM, patient, by=by, at=at, member=str(user.key))
    return row
