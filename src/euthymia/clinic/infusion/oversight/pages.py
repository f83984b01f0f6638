"""What pages say of themselves, and what other chairs' trouble looks like on every staff page."""

import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from euthymia.clinic.infusion.access import clinicians_only
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.oversight import notices, page_token
from euthymia.clinic.infusion.oversight.presence import Said, presence
from euthymia.clinic.people.roles import Capability


# A page beats on when another tab of its browser signs in again, which changes the CSRF secret. What lets it in is
# signed, and no other site's request carries it (SameSite=Strict).
@csrf_exempt
@require_POST
def beat(request: HttpRequest, key: UUID) -> HttpResponse:
    """An open chair page says whether it is visible, sounds and stays awake. Kept in memory.

    A page whose right has ended watches nothing, whatever it says. Raises Http404.
    """
    page_token.check(request, get_object_or_404(Session, key=key))
    said = Said(*(request.POST.get(name) == "1" for name in ("visible", "audible", "awake", "closed")))
    presence.hear(str(key), request.POST.get("page", "")[:40], said, now_s=time.time())
    return HttpResponse(status=204)


@require_POST
def take_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Be the second person for two unseen high alarms, and go to the chair. Raises AtThisChair, TaskTaken, Http404."""
    clinicians_only(request.user)
    session = get_object_or_404(Session.objects.select_related("patient"), key=key)
    notices.take_over(session, by=request.user)
    return redirect("infusion:chair", key)


def menu_now(request: HttpRequest) -> HttpResponse:
    """What every staff page shows in its menu bar: which chair, and neither patient nor value."""
    user = request.user
    if not user.is_authenticated or not user.may(Capability.WORK_TASKS):
        return HttpResponse(status=403)
    return render(request, "infusion/_menu_alarms.html", {"lines": notices.menu_lines(notices.look())})
