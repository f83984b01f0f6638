"""The page of the emergency kit's list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.infusion.models import EmergencyKit
from euthymia.clinic.infusion.start import kit
from euthymia.clinic.people import signing
from euthymia.clinic.people.roles import Capability


@require_GET
@login_required
def shown(request: HttpRequest) -> HttpResponse:
    """The list in force, the one that waits for its signature, and a form for another."""
    if not request.user.may(Capability.READ_POLICIES):
        raise PermissionDenied
    in_force, waiting = EmergencyKit.in_force(), EmergencyKit.waiting()
    newest = waiting or in_force
    context = {
        "in_force": in_force,
        "waiting": waiting,
        "text": "\n".join(newest.lines) if newest else "",
        "may_enter": request.user.may(Capability.RUN_THE_CLINIC),
        "may_sign": request.user.may(Capability.SIGN_POLICIES),
        "meaning": kit.MEANING,
    }
    return render(request, "infusion/start/kit.html", context)


@require_POST
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    if not request.user.may(Capability.RUN_THE_CLINIC):
        raise PermissionDenied
    kit.enter(request.POST.get("lines", ""), by=request.user)
    messages.success(request, "Entered. It is in force once a medical director has signed it.")
    return redirect("infusion:kit")


@require_POST
@login_required
def sign(request: HttpRequest) -> HttpResponse:
    if not request.user.may(Capability.SIGN_POLICIES):
        raise PermissionDenied
    signing.confirm(request)
    kit.sign(request.POST.get("key", ""), by=request.user)
    messages.success(request, "Signed: the help sheet shows this list from now on.")
    return redirect("infusion:kit")
