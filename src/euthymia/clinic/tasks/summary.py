"""What the pages of several rooms show of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.timesince import timesince

from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.people.summary import Line
from euthymia.clinic.tasks import about, actions, askable, copies, mail_test
from euthymia.clinic.tasks.models import BackupRun, Duty, MailTest, Task


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one colleague.

    unanswered      what nobody here may open, in words; without_owner: how many tasks wait for somebody who may.
                    Both only for those to whom it falls to mend it: no name, no patient
    """

    rows: Sequence[about.Row]
    unanswered: Sequence[str] = ()
    without_owner: int = 0


def of_user(user: User, *, asking: about.Asking) -> Waiting:
    """Return what waits for this colleague; one read row in the audit names everybody who may be recognised.

    asking   reads who asked for a consult, in a room after this one
    """
    rows = about.rows(actions.open_tasks(user), by=user, asking=asking)
    if not user.may(Capability.MEND_GAPS):
        return Waiting(rows)
    return Waiting(rows, askable.kinds_nobody_answers(), actions.without_owner())


def of_patient(patient: Patient) -> tuple[Task, ...]:
    """Return the open tasks about this person, by the clock."""
    return tuple(Task.objects.filter(patient=patient, done_at=None).select_related("owner"))


def duties_line() -> Line:
    """Return for which kinds of task nobody is on duty by name."""
    missing = [label for kind, label in Duty.Kind.choices if _on_duty(kind) is None]
    if not missing:
        return Line("duties", "Duties", done=True, says=f"Each of {len(Duty.Kind.choices)} kinds has its name.")
    says = f"{len(missing)} of {len(Duty.Kind.choices)} without a name: {'; '.join(missing).lower()}."
    blocks = "Such tasks go to the first by role, whether or not they are here today."
    return Line("duties", "Duties", done=False, says=says, blocks=blocks)


def _on_duty(kind: str) -> Duty | None:
    return Duty.objects.filter(kind=kind, user__in=askable.people(kind)).first()


def mail_line() -> Line:
    """Return whether the mail server that is set took a test message."""
    server, test = mail_test.server(), mail_test.newest()
    blocks = "Patients get no sign-in link, and nobody is rung about danger."
    if not server:
        says = "No mail server is set: mails are files in the clinic's folder, and nobody receives them or is rung."
        return Line("mail", "Mail", done=False, says=says, blocks=blocks)
    if test is None or test.server != server[:300]:
        says = f"{server}: not tested yet."
        return Line("mail", "Mail", done=False, says=says, blocks="Whether patients get a sign-in link is not known.")
    done = test.outcome == MailTest.Outcome.TAKEN
    at = f"{timezone.localtime(test.at):%d %b %Y %H:%M}"
    says = f"{server}: {test.get_outcome_display().lower()}, {at}{f' ({test.said})' if test.said else ''}."
    return Line("mail", "Mail", done=done, says=says, blocks="" if done else blocks)


def backup_line() -> Line:
    """Return how old the newest copy is that can be trusted."""
    at, title = timezone.now(), "Nightly copy"
    trusted = BackupRun.objects.filter(faults=[]).first()
    blocks = "A broken disk takes every record."
    if trusted is None:
        says = "None was made yet that can be trusted."
        return Line("backup", title, done=False, says=says, blocks=blocks)
    says = f"The newest that was rehearsed is {timesince(trusted.ended_at, at)} old."
    late = copies.overdue(at)
    return Line("backup", title, done=not late, says=says, blocks=blocks if late else "")
