"""The parts of the forecast's panel. They are asked for by an open chair page, and nothing else waits for them.

The model is imported inside: a clinic that has not signed it on never loads it.
"""

import logging
import time
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.people import policies
from euthymia.medicine import number_entry
from euthymia.medicine.refusal import Refusal

log = logging.getLogger("euthymia.forecast")

FAILED: Final = "The forecast failed and is not shown. Values, alarms and buttons of this page do not depend on it."
_KINDS: Final = ("rate", "pause", "stop")


def on() -> bool:
    """Return whether a medical director has signed the forecast on."""
    return bool(policies.in_force("forecast").shown)


def now(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next hour as it is assumed. A part of the live page, whose opening was written; nothing is written here."""
    session = _session(request, key)
    context = _hidden(request, session) or _answered(session)
    return render(request, "infusion/_forecast.html", context)


@require_POST
def what_if(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same beside a question, inside the signed order; a question outside it is refused, and stays as typed."""
    session = _session(request, key)
    try:
        context = _hidden(request, session) or _answered(session, _asked(request))
    except Refusal as refusal:
        return render(request, "infusion/_forecast_if.html", {"refusal": str(refusal)}, status=422)
    return render(request, "infusion/_forecast_if.html", context)


def _session(request: HttpRequest, key: UUID) -> Session:
    """A person who is signed out meanwhile is refused: a sign-in page in the middle of this one would help nobody."""
    session = session_for(request, key)
    if not on():
        raise Http404
    return session


def _hidden(request: HttpRequest, session: Session) -> dict[str, Any]:
    """Return why nothing is shown while the dose is hidden from this person; empty where it is not."""
    if dose_shown.may_show_at_chair(request.user, session):
        return {}
    return {"failed": f"The dose of this person is {dose_shown.HIDDEN}, and with it what the model expects."}


def _answered(session: Session, asked: dict[str, Any] | None = None) -> dict[str, Any]:
    """Whatever goes wrong in the model is said in the panel's own place. Raises Refusal where something was asked."""
    try:
        from euthymia.clinic.infusion.forecast import shown
        from euthymia.pharmacology.forecast import Change

        return shown.panel(session, now_s=time.time(), change=Change(**asked) if asked else None)
    except Refusal as refusal:
        if asked:
            raise
        return {"failed": f"Nothing is forecast. {refusal}"}
    except Exception:
        log.exception("the forecast failed")
        return {"failed": FAILED}


def _asked(request: HttpRequest) -> dict[str, Any]:
    kind = request.POST.get("kind", "")
    if kind not in _KINDS:
        raise Refusal("Nothing was asked. Choose another rate, a pause or a stop.")
    found: dict[str, Any] = {"kind": kind}
    wanted = {"rate": ("ml_per_h", "minutes"), "pause": ("minutes",), "stop": ()}[kind]
    labels = {"ml_per_h": "Rate, mL/h", "minutes": "Minutes"}
    for name in wanted:
        if text := request.POST.get(name, "").strip():
            found[name] = number_entry.number(text, labels[name])
    return found
