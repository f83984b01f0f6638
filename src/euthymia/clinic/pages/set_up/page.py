"""The page of the set-up list, and its buttons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from euthymia.clinic.front_door.views import staff_only
from euthymia.clinic.pages.set_up import lines as listing
from euthymia.clinic.pages.set_up.acts import ACTS
from euthymia.clinic.pages.set_up.contents import Sent, contents
from euthymia.clinic.people.roles import Capability
from euthymia.medicine.refusal import Refusal


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show every line; the one named in the address is open, else the first that is missing."""
    staff_only(request.user, Capability.RUN_THE_CLINIC)
    return _page(request, open_line=request.GET.get("open", ""))


@require_POST
@login_required
def act(request: HttpRequest, act: str) -> HttpResponse:
    """Do one thing of the list and come back to its line, or show what is refused beside what was typed."""
    staff_only(request.user, Capability.RUN_THE_CLINIC)
    if act not in ACTS:
        raise Http404
    line = ACTS[act].line
    row = request.POST.get("key", "")
    form = ACTS[act].form(request.POST, auto_id=f"{act}-{row}-%s" if row else f"{act}-%s")
    if form.is_valid():
        try:
            messages.success(request, ACTS[act].do(form, request.user))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('pages:set_up')}?open={line}#{line}")
    return _page(request, open_line=line, sent=Sent(act, form))


def _page(request: HttpRequest, *, open_line: str, sent: Sent | None = None) -> HttpResponse:
    found = listing.lines(request.user)
    if open_line not in {line.key for line in found}:
        open_line = next((line.key for line in found if not line.done), "")
    context = {
        "lines": [(line, f"pages/set_up/_{line.key.replace('-', '_')}.html") for line in found],
        "missing": [line for line in found if not line.done],
        "count": listing.count(found),
        "open_line": open_line,
        "refused": _refusals(sent) if sent else [],
        **contents(request.user, sent),
    }
    return render(request, "pages/set_up.html", context, status=422 if sent else 200)


def _refusals(sent: Sent) -> list[str]:
    """Return what was refused of the whole form, or of a field that is not shown."""
    hidden = [error for field in sent.form.hidden_fields() for error in field.errors]
    return [*sent.form.non_field_errors(), *(f"{error} Load the page again." for error in hidden)]
