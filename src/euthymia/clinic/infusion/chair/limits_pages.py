"""The page of one patient's own limits."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.session import patient_limits
from euthymia.medicine.refusal import Refusal


@login_required
def limits(request: HttpRequest, key: UUID) -> HttpResponse:
    """The limits of this session beside the clinic's own; what was typed stays where it is refused."""
    session = session_for(request, key, doing=Action.OPENED_LIMITS)
    refusal = ""
    if request.method == "POST":
        try:
            wanted = patient_limits.read(request.POST)
            patient_limits.change(session, wanted, reason=request.POST.get("reason", ""), by=request.user)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("infusion:chair", key=session.key)
    context = {"session": session, "rows": patient_limits.rows(session, request.POST), "refusal": refusal,
               "reason": request.POST.get("reason", "")}  # fmt: skip
    return render(request, "infusion/limits.html", context, status=422 if refusal else 200)
