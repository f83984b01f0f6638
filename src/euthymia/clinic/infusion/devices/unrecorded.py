"""What is seen while nothing can be recorded: alarms in memory for the screens, and a line in the record afterwards."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.devices.intake import Held, Intake, heard, own_alarm
from euthymia.clinic.infusion.devices.roster import Seat
from euthymia.clinic.infusion.devices.traffic.arriving import Arrived
from euthymia.clinic.infusion.models import LIVE, Disposition, Session
from euthymia.clinic.infusion.session.board import board
from euthymia.clinic.infusion.session.writer import moment, writing
from euthymia.medicine import watch
from euthymia.medicine.watch import Limits

MOST_NAMED = 5


class Unrecorded:
    """The alarm states of live sessions from the first commit that failed or stalled to the next that went well.

    since_s   None while all is recorded
    lost      messages answered "not recorded"; while it is 0 the stalled commit may still bring them all
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._states: dict[int, Held] = {}
        self._keys: dict[int, str] = {}
        self._raised: dict[int, dict[str, str]] = {}
        self.since_s: float | None = None
        self.lost = 0

    def step(self, batch: Sequence[Arrived], *, now_s: float) -> dict[str, Any]:
        """Step what arrived and what is silent, in memory alone; give the boards to show, by session key."""
        self.since_s = self.since_s or now_s
        for arrived in batch:
            seat = self._intake.roster.known(arrived.sender)
            if (
                seat is not None
                and seat.session_id is not None
                and self._intake.judge(arrived, seat).disposition == Disposition.CHARTED
            ):
                held = self._held(seat, now_s)
                self._take(seat.session_id, heard(held.state, arrived, seat, limits=held.limits))
                for alert in arrived.message.alarms if arrived.message else ():
                    state = self._states[seat.session_id].state
                    self._take(seat.session_id, own_alarm(state, alert, seat, now_s=arrived.received_s))
        for pk, held in list(self._states.items()):
            self._take(pk, watch.due(held.state, now_s=now_s, limits=held.limits))
        return {self._keys[pk]: board(held.state, held.limits) for pk, held in self._states.items()}

    def _held(self, seat: Seat, now_s: float) -> Held:
        """Begin from the state last recorded; from the clinic's own limits where this process has recorded none."""
        pk = seat.session_id or 0
        if pk not in self._states:
            limits = Limits()
            fresh = Held(0, watch.initial(now_s=now_s, limits=limits, expected=()), limits, None)
            self._states[pk] = self._intake.held.get(pk, fresh)
            self._keys[pk] = seat.session_key
        return self._states[pk]

    def _take(self, pk: int, step: watch.Step) -> None:
        self._states[pk] = self._states[pk]._replace(state=step.state)
        self._raised.setdefault(pk, {}).update({alarm.key: alarm.condition for alarm in step.raised})

    def write(self) -> None:
        """Leave an alarm that somebody must acknowledge in each session that lost something, and begin again."""
        at = timezone.now()
        if self.lost and self.since_s is not None:
            span = f"{moment(self.since_s):%H:%M:%S} to {at:%H:%M:%S} UTC"
            for session in Session.objects.filter(pk__in=list(self._states), state__in=LIVE).order_by("pk"):
                raised = list(self._raised.get(session.pk, {}).values())[:MOST_NAMED]
                about = f"{span}. Meanwhile: {'; '.join(raised) or 'no alarm'}"
                with writing(
                    session, at=at, by="system:listener", doing=Action.RECORDED_WHAT_WAS_RAISED_WHILE_NOT_RECORDING
                ) as pen:
                    pen.step(watch.begin_condition(pen.state, "not-recording", about, now_s=at.timestamp()))
                    pen.step(watch.end_condition(pen.state, "not-recording", about, now_s=at.timestamp()))
        self._states, self._keys, self._raised = {}, {}, {}
        self.since_s, self.lost = None, 0
