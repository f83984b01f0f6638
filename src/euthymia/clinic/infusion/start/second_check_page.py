"""The second check, on a page without the first one's numbers."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.order import forms
from euthymia.clinic.infusion.start import second_check as acts
from euthymia.medicine.refusal import Refusal


@login_required
def second_check(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person's page: it shows none of the first one's numbers."""
    session = session_for(request, key, doing=Action.OPENED_SECOND_CHECK)
    form = forms.SecondCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = {"number": data["number"], "birth_date": data["birth_date"]}
        try:
            acts.second_check(session, form.entered(), **who, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("infusion:chair", key=session.key)
    context = {"session": session, "form": form}
    return render(request, "infusion/start/second_check.html", context, status=422 if form.errors else 200)
