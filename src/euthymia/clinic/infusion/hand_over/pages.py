"""The page on which a chair is handed over: everything to be read first, then one act."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.hand_over import acts, content
from euthymia.clinic.infusion.models import Session
from euthymia.medicine.refusal import Refusal

NOT_TICKED = "Tick that you read this at the chair, with the patient. Nothing was changed."
NO_REASON = "Say whether they hand over to you here, or why they are not here. Nothing was changed."


@login_required
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is handed over, and the button that takes it; what was typed stays where it is refused."""
    session = session_for(request, key, doing=Action.OPENED_HAND_OVER)
    refusal = ""
    if request.method == "POST":
        try:
            _take(request, session)
        except Refusal as refused:
            refusal = str(refused)
            session.refresh_from_db()
        else:
            return redirect("infusion:chair", key=session.key)
    now = timezone.now()
    context = {
        "session": session, "sections": content.sections(session, at=now), "to_ask": content.TO_ASK, "at": now,
        "read_to": acts.newest(session), "refusal": refusal, "typed": request.POST,
        "is_mine": session.nurse_id == request.user.pk,
    }  # fmt: skip
    return render(request, "infusion/hand_over.html", context, status=422 if refusal else 200)


def _take(request: HttpRequest, session: Session) -> None:
    sent = request.POST
    if sent.get("read") != "yes":
        raise Refusal(NOT_TICKED)
    absent = sent.get("absent", "") if sent.get("giver") == "absent" else ""
    if sent.get("giver") not in ("here", "absent") or (sent["giver"] == "absent" and not absent.strip()):
        raise Refusal(NO_REASON)
    read_to = sent.get("read_to", "")
    acts.take(session, by=request.user, read_to=int(read_to) if read_to.isdecimal() else 0, absent=absent)
