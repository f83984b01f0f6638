"""When something happened, kept apart from when it was written down."""

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch import Limits


class NotYetHappened(Refusal):
    """An entry whose time lies ahead of the clinic's clock."""


class BeforeTheSession(Refusal):
    """An entry whose time lies before the session was opened."""


def happened_s(said_s: float | None, *, now_s: float, opened_s: float, limits: Limits) -> float | None:
    """Return the time of an entry that comes late; None where it is written down as it happens.

    said_s    when a hand says it happened; None where nothing was said
    opened_s  when the session was opened
    A time ahead of ours by no more than the clock rule is now.
    Raises NotYetHappened, BeforeTheSession.   Source: house:late-entry
    """
    if said_s is None:
        return None
    ahead_s = said_s - now_s
    if ahead_s > limits.clock_s:
        raise NotYetHappened(
            f"The time entered is {_said(ahead_s)} ahead of the clinic's clock. Correct it, or the tablet's clock."
        )
    if -ahead_s <= limits.late_entry_s:
        return None
    if said_s < opened_s:
        raise BeforeTheSession(
            f"The time entered is {_said(opened_s - said_s)} before this session was opened. Correct the time."
        )
    return said_s


def _said(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
