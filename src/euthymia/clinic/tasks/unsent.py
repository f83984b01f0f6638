"""Messages about tasks: whether they are still to be sent, and a task to the owner for one that nothing took."""

from datetime import datetime

from euthymia.clinic.messages import outbox
from euthymia.clinic.messages.models import Message
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import rings
from euthymia.clinic.tasks.models import Duty, Task

BY = "system:messenger"


def still_true(message: Message) -> bool:
    """Return whether nobody has taken the task yet."""
    return Task.objects.filter(key=message.cause_key, taken_at=None, done_at=None).exists()


def given_up(message: Message, at: datetime) -> None:
    """Tell the owner, by one open task a colleague, that messages to them are not taken."""
    name, why = message.user.name, message.why
    what = f"A message to {name} was not taken by the mail server ({why}). Check the address under Staff, and the mail."
    tasks.open_task(Duty.Kind.CLINIC, what=what, at=at, by=BY, subject_key=message.user.key)


outbox.CAUSES[rings.CAUSE] = outbox.Cause(still_true, given_up)
