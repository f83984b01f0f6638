"""Who watches a chair: a hand-over is read at the chair and accepted by the one who takes it, with the patient.

Who had it stays responsible until then. A hand-over without content passes on a name, not a patient.
"""

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import Pen, writing
from euthymia.clinic.people.models import User
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind, Line, catalogue
from euthymia.medicine.refusal import Refusal


class NotNow(Refusal):
    """A hand-over that would leave an alarm or a call for help between two people."""


class ReadAgain(Refusal):
    """Something was written since the page was read."""


def newest(session: Session) -> int:
    """Return the number of the newest line that a hand-over is read up to; a device's readings are no line."""
    lines = board.acts_of(session)
    return lines[-1].number if lines else 0


def take(session: Session, *, by: User, read_to: int, absent: str = "") -> Session:
    """Make `by` the one who watches this chair.

    read_to  the number of the newest line on the page that was read
    absent   why the one who hands over is not at the chair; "" where they are
    Raises WrongMoment, NotNow, ReadAgain, Refusal.
    """
    reason = catalogue.words(absent, "Why they are not here") if absent.strip() else ""
    with writing(session, at=timezone.now(), by=by, doing=Action.TOOK_OVER_CHAIR) as pen:
        row = pen.session
        if row.state not in LIVE:
            raise states.WrongMoment(f"The session is {row.state}: its patient is not in the chair.")
        was = row.nurse
        if was.pk == by.pk:
            raise Refusal("You watch this chair already. Nothing was changed.")
        _check_calm(pen)
        _check_read(board.acts_of(row), read_to)
        row.nurse = by
        how = f"{was.name} is not here: {reason}" if reason else f"{was.name} handed over at the chair"
        text = f"{by.name} watches this chair now. {how}. Read at the chair, with the patient"
        body = {"by": by.name, "said": f"Took over from {was.name}", "text": text, "was": was.name, "absent": reason}
        pen.note(EventKind.CHAIR_TAKEN, body)
    return session


def _check_calm(pen: Pen) -> None:
    """Refuse while somebody has to act at once: whose that is must not change meanwhile."""
    if pen.session.help_called_at is not None:
        raise NotNow("HELP was called here. No hand-over until somebody says that help is here.")
    unseen = [one for one in watch.conditions_of(pen.state) if one.priority == "high" and one.unseen]
    if unseen:
        raise NotNow(f"A high alarm that nobody has acknowledged: {unseen[0].text()}. See to it first.")


def _check_read(lines: list[Line], read_to: int) -> None:
    since = [line for line in lines if line.number > read_to]
    if since:
        said = "; ".join(board.text_of(line.kind, line.body) for line in since[-3:])
        raise ReadAgain(f"Since this page was read, this was written: {said}. Read it again, then take over.")
