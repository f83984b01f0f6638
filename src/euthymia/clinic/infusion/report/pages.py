"""The record of a session on the screen, the same on paper, and the signature after a change."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.front_door.context import face
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.report import facts, pdf
from euthymia.clinic.people import signing


@require_GET
@login_required
def shown(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the paper says, on the screen; with what was changed since it was signed."""
    session = session_for(request, key, doing=Action.OPENED_SESSIONS_RECORD)
    found = facts.gather(session, dose_hidden=_hidden(request, session))
    context = {
        "session": session,
        "report": found,
        "sections": pdf.sections(found),
        "label": facts.LABEL,
        "meaning": signing.AGAIN,
    }
    return render(request, "infusion/report.html", context)


@require_GET
@login_required
def printed(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a PDF: an audited read, never kept by the browser; its name tells nobody who it is about."""
    session = session_for(request, key, doing=Action.PRINTED_SESSIONS_RECORD)
    printed_pdf = pdf.print_report(
        facts.gather(session, dose_hidden=_hidden(request, session)),
        clinic=face().profile.name,
        by=str(request.user),
        at=timezone.now(),
    )
    headers = {"Content-Disposition": f'attachment; filename="session-{session.key.hex[:8]}.pdf"'}
    return HttpResponse(printed_pdf, content_type="application/pdf", headers={**headers, "Cache-Control": "no-store"})


def _hidden(request: HttpRequest, session: Session) -> str:
    return "" if dose_shown.may_show_at_chair(request.user, session) else dose_shown.HIDDEN


@require_POST
@login_required
def sign_again(request: HttpRequest, key: UUID) -> HttpResponse:
    session = session_for(request, key)
    signing.confirm(request)
    facts.sign_again(session, by=request.user)
    return redirect("infusion:report", key=session.key)
