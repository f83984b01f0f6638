"""The audit report: for the owner and the medical director."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import audit_report, doors, signing
from euthymia.clinic.people.models import AuditReview, Patient
from euthymia.clinic.people.roles import Capability

ON_A_PAGE = 50


@require_GET
@login_required
def shown(request: HttpRequest) -> HttpResponse:
    """Who did what about whom, column by column; broken glass and near misses of the period beside it."""
    _reviewers_only(request)
    of = audit_report.period(request.GET.get("first", ""), request.GET.get("last", ""))
    sort, down = request.GET.get("sort", "when"), request.GET.get("down", "1") == "1"
    machines = request.GET.get("machines") == "1"
    page = Paginator(audit_report.rows(of, sort=sort, down=down, machines=machines), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    glass = list(audit_report.broken_glass(of))
    about = Patient.objects.filter(key__in={row.patient_key for row in page if row.patient_key})
    doors.patients_listed(request.user, {*about, *(one.patient for one in glass)}, doing=Action.LISTED_AUDIT_REPORT)
    days = {"first": of.first.isoformat(), "last": of.last.isoformat(), **({"machines": "1"} if machines else {})}
    context = {
        "of": of,
        "page": page,
        "machines": machines,
        "headings": [_heading(name, text, sort=sort, down=down, days=days) for name, text in _headings()],
        "paging": urlencode({**days, "sort": sort, "down": int(down)}),
        "csv": f"{reverse('people:audit_csv')}?{urlencode(days)}",
        "glass": glass,
        "near_misses": audit_report.near_misses(of),
        "reviews": AuditReview.objects.select_related("signed_by").order_by("-signed_at")[:10],
        "meaning": signing.AUDIT,
    }
    return render(request, "people/audit.html", context)


@require_GET
@login_required
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole period as a table; taking it out of the house is written."""
    _reviewers_only(request)
    of = audit_report.period(request.GET.get("first", ""), request.GET.get("last", ""))
    text = audit_report.as_csv(audit_report.rows(of, down=False).iterator(chunk_size=2000))
    with audit.atomic():
        days = {"first": str(of.first), "last": str(of.last)}
        audit.write(Action.DOWNLOADED_AUDIT_REPORT, by=request.user, at=timezone.now(), **days)
    headers = {"Content-Disposition": f'attachment; filename="audit-{of.first}-{of.last}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
def review(request: HttpRequest) -> HttpResponse:
    _reviewers_only(request)
    of = audit_report.period(request.POST.get("first", ""), request.POST.get("last", ""))
    signing.confirm(request)
    audit_report.sign_review(of, request.POST.get("finding", ""), by=request.user)
    messages.success(request, f"The review of {of.first:%d %b %Y} to {of.last:%d %b %Y} is signed.")
    return redirect(f"{reverse('people:audit')}?{urlencode({'first': of.first, 'last': of.last})}")


def _headings() -> list[tuple[str, str]]:
    return list(audit_report.HEADINGS.items())


def _heading(name: str, text: str, *, sort: str, down: bool, days: dict[str, str]) -> dict[str, str]:
    """A column's heading: its link turns the order round where the table is sorted by it already."""
    here = name == sort
    turned = {**days, "sort": name, "down": int(not down) if here else int(name == "when")}
    order = ("descending" if down else "ascending") if here else "none"
    return {"text": text, "url": f"?{urlencode(turned)}", "order": order}


def _reviewers_only(request: HttpRequest) -> None:
    if not request.user.may(Capability.REVIEW_AUDIT):
        raise Http404
