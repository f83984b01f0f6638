"""The audit report: who did what about whom in a period, read from the chain, and the review that somebody signs."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import AuditReview, BreakGlass, Patient, User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal

COLUMNS: Final = {"when": "number", "who": "who", "what": "action", "about": "record_number"}
HEADINGS: Final = {"when": "When", "who": "Who", "what": "What", "about": "Record number"}


class NotAPeriod(Refusal):
    """The days asked for cannot be read, or end before they begin."""


class NotAReviewer(Refusal):
    """Somebody else than the owner or a medical director wants to sign a review."""


class Period(NamedTuple):
    """The days of a report, both included."""

    first: date
    last: date

    @property
    def edges(self) -> tuple[datetime, datetime]:
        """From the first day's midnight to the one after the last day."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))


_FIRST_YEAR: Final = 2000


def period(first: str, last: str) -> Period:
    """Read two days as they were typed; without them, the last 30 days. Raises NotAPeriod."""
    today = timezone.localdate()
    try:
        found = Period(
            date.fromisoformat(first) if first else today - timedelta(days=29),
            date.fromisoformat(last) if last else today,
        )
    except ValueError:
        raise NotAPeriod(f'Days read as "{first[:10]}" and "{last[:10]}". Choose two days.') from None
    if not (found.first.year >= _FIRST_YEAR and found.last.year <= today.year + 1):
        raise NotAPeriod(f"{found.first} to {found.last}: choose days from {_FIRST_YEAR} to the end of next year.")
    if found.last < found.first:
        raise NotAPeriod(f"{found.first} to {found.last}: the period ends before it begins. Exchange the two days.")
    return found


def rows(of: Period, *, sort: str = "when", down: bool = True, machines: bool = True) -> QuerySet[AuditEvent]:
    """Return the chain's rows of a period with `who` and `record_number`, sorted by one of the COLUMNS.

    machines   also what devices and parts of the system did: the listener alone writes a row at each commit
    """
    within = AuditEvent.objects.filter(at__gte=of.edges[0], at__lt=of.edges[1])
    if not machines:
        within = within.exclude(actor__startswith="system:").exclude(actor__startswith="device:")
    number = Patient.objects.filter(key=OuterRef("patient_key")).order_by().values("number")[:1]
    found = within.annotate(who=_names(within), record_number=Subquery(number))
    column = F(COLUMNS.get(sort, "number"))
    ordered = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return found.order_by(ordered, "-number")


def as_csv(found: Iterable[AuditEvent]) -> str:
    """Write rows as a table for a spreadsheet, which is kept from reading a cell as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["number", "when", "who", "what", "subject", "record number", "detail"])
    for row in found:
        number, when, about = row.number, row.at.isoformat(), row.record_number or ""
        cells = (number, when, row.who, row.in_words, row.subject, about, row.detail)
        writer.writerow([_plain(str(cell)) for cell in cells])
    return out.getvalue()


def broken_glass(of: Period) -> QuerySet[BreakGlass]:
    """The charts that were opened with a reason in the period."""
    within = BreakGlass.objects.filter(at__gte=of.edges[0], at__lt=of.edges[1])
    return within.select_related("user", "patient", "reviewed_by").order_by("-at")


def near_misses(of: Period) -> dict[str, int]:
    """Count the near misses of the period by their kind, as the chain has them."""
    counts: dict[str, int] = {}
    within = AuditEvent.objects.filter(at__gte=of.edges[0], at__lt=of.edges[1], action=Action.NEAR_MISS)
    for detail in within.values_list("detail", flat=True):
        counts[detail["kind"]] = counts.get(detail["kind"], 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def sign_review(of: Period, finding: str, *, by: User) -> AuditReview:
    """Sign that a period was reviewed and what was found. Raises NotAReviewer, Refusal for an empty finding."""
    if not by.may(Capability.REVIEW_AUDIT):
        raise NotAReviewer("The owner or a medical director reviews the audit report.")
    if len(finding.strip()) < LEAST_REASON:
        raise Refusal(f'Finding read as "{finding.strip()}". Write in a few words what you found, or that all is well.')
    at = timezone.now()
    within = AuditEvent.objects.filter(at__gte=of.edges[0], at__lt=of.edges[1])
    last = within.order_by("-number").first()
    with audit.atomic():
        row = AuditReview.objects.create(
            first_day=of.first, last_day=of.last, row_count=within.count(), last_number=last.number if last else 0,
            last_hash=last.hash if last else "", finding=finding.strip(), meaning=signing.AUDIT, signed_by=by,
            signed_at=at,
        )  # fmt: skip
        audit.write(Action.SIGNED_AUDIT_REVIEW, row, by=by, at=at, first=str(of.first), last=str(of.last))
    return row


def _names(within: QuerySet[AuditEvent]) -> Case:
    """Name each person of the period as staff know them; devices and parts of the system keep their own word."""
    keys = {actor.partition(":")[2] for actor in within.order_by().values_list("actor", flat=True).distinct()}
    people = [user for user in User.objects.all() if str(user.key) in keys]
    known = [When(actor=f"person:{user.key}", then=Value(str(user))) for user in people]
    return Case(*known, default=F("actor"))


# What makes a spreadsheet compute a cell, also in full width; and what may part cells where a comma does not.
_FORMULA: Final = re.compile(r"(^|[;|\t\r\n])([^\S\t\r\n]*[=+\-@＝＋－＠])")


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet computes, also one that parts cells at semicolons, tabs or line ends."""
    return _FORMULA.sub(r"\1'\2", cell.replace("\0", ""))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
