"""The policies: all staff read them, a medical director signs and changes them."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.policies import TITLES
from euthymia.medicine.sources import SOURCES


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Every policy with its value, its source and who signed it."""
    _staff_only(request)
    rows = policies.standing()
    groups = [
        {"name": group, "title": TITLES[group], "rows": found, "unsigned": sum(row.signature is None for row in found)}
        for group, found in ((group, list(members)) for group, members in groupby(rows, lambda row: row.policy.group))
    ]
    return render(
        request,
        "people/policies.html",
        {
            "groups": groups,
            "unsigned": sum(row.signature is None for row in rows),
            "count": len(rows),
            "meaning": policies.MEANING,
            "may_sign": request.user.may(Capability.SIGN_POLICIES),
        },
    )


@require_POST
@login_required
def sign(request: HttpRequest) -> HttpResponse:
    """Sign a group as it stood on the page."""
    _staff_only(request)
    seen = [(key, request.POST.get(f"value:{key}", "")) for key in request.POST.getlist("key")]
    signing.confirm(request)
    count = policies.sign(seen, by=request.user)
    messages.success(request, f"{count} policies signed.")
    return redirect("people:policies")


@login_required
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One policy: its history, and another value for it."""
    _staff_only(request)
    if request.method == "POST":
        signing.confirm(request)
        policies.change(key, request.POST.get("value", ""), reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, "The new value is signed and in force for sessions opened from now on.")
        return redirect("people:policies")
    policy = policies.find(key)
    found = next(row for row in policies.standing() if row.policy.key == key)
    return render(
        request,
        "people/policy.html",
        {
            "row": found,
            "source": SOURCES[policy.source],
            "history": policies.history(key),
            "may_sign": request.user.may(Capability.SIGN_POLICIES),
            "meaning": policies.MEANING,
        },
    )


def _staff_only(request: HttpRequest) -> None:
    if not request.user.may(Capability.READ_POLICIES):
        raise Http404
