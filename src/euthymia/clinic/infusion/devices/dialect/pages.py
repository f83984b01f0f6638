"""Pages of what devices sent: all that was not charted, and the codes that the clinic adds to ours."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from euthymia.clinic.infusion.access import clinicians_only
from euthymia.clinic.infusion.devices.dialect import not_charted, preview, signed_codes
from euthymia.clinic.infusion.devices.dialect.signed_codes import Code
from euthymia.clinic.infusion.models import SignedCode
from euthymia.clinic.people import signing
from euthymia.clinic.people.roles import Capability
from euthymia.medicine import watch
from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7 import clinic_codes


class NothingToSee(Refusal):
    """A code was to be signed of which nobody has seen a value."""


_LONGEST: Final = {"sender": 180, "system": 60, "code": 60, "unit": 120, "name": 120}


@require_GET
@login_required
def messages_not_charted(request: HttpRequest) -> HttpResponse:
    """Every message of the clinic's devices that was not charted, page by page; strangers by their address."""
    clinicians_only(request.user)
    return render(request, "infusion/devices/not_charted.html", not_charted.page(not_charted.asked(request.GET)))


@require_GET
@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """The codes that the clinic added, and every signature that was ever given for one."""
    clinicians_only(request.user)
    context = {
        "in_force": signed_codes.in_force(),
        "history": SignedCode.objects.select_related("signed_by").order_by("-pk"),
        "may_sign": request.user.may(Capability.SIGN_POLICIES),
        "meaning": signed_codes.TAKEN_BACK,
    }
    return render(request, "infusion/devices/codes.html", context)


@login_required
def map_code(request: HttpRequest) -> HttpResponse:
    """One code: what kept messages would have given, then the signature."""
    clinicians_only(request.user)
    sent = request.POST if request.method == "POST" else request.GET
    code = Code(*(sent.get(name, "").replace("\0", "").strip()[:most] for name, most in _LONGEST.items()))
    channel = sent.get("channel", "")
    if request.method == "POST":
        if not request.user.may(Capability.SIGN_POLICIES):
            raise PermissionDenied
        signing.confirm(request)
        if not preview.of(code, channel).count:
            raise NothingToSee(
                "No kept message has a value of this code. Let the device send, look at its values, then sign."
            )
        signed_codes.sign(code, channel, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, "Signed. From the next second on its values are charted and watched.")
        return redirect("infusion:device_codes")
    return render(request, "infusion/devices/map.html", _tried(request, code, channel))


@require_POST
@login_required
def take_back(request: HttpRequest) -> HttpResponse:
    """Sign that a code is read no more."""
    if not request.user.may(Capability.SIGN_POLICIES):
        raise PermissionDenied
    number = request.POST.get("number", "")
    row = get_object_or_404(SignedCode, pk=int(number) if number.isascii() and number.isdigit() else 0)
    signing.confirm(request)
    signed_codes.take_back(row, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, "Signed. From the next second on it is not read. What was charted stays.")
    return redirect("infusion:device_codes")


def map_query(code: Code) -> str:
    """Return the query of the page on which a code is mapped: words of a device, nothing of a patient."""
    return urlencode(code._asdict())


def _tried(request: HttpRequest, code: Code, channel: str) -> dict[str, object]:
    found, refusal, channels = None, "", _channels()
    if channel:
        try:
            found = preview.of(code, channel)
        except Refusal as refused:
            refusal = str(refused)
    return {
        "code": code, "channel": channel, "channels": channels, "label": channels.get(channel, ""),
        "preview": found, "refusal": refusal, "meaning": signed_codes.MEANING,
        "may_sign": request.user.may(Capability.SIGN_POLICIES),
    }  # fmt: skip


def _channels() -> dict[str, str]:
    """Return each channel that a code may be read as, in words with its unit."""
    names = {channel: watch.LABELS[channel] for channel in clinic_codes.CHANNELS}
    return {channel: f"{name} ({unit.strip()})" if unit.strip() else name for channel, (name, unit) in names.items()}
