"""Every message that left or was to leave: whether, when, how and to whom by name. No secret, and no words."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from euthymia.clinic.messages import senders
from euthymia.clinic.messages.models import Message
from euthymia.clinic.people.roles import Capability

ON_A_PAGE = 50


@require_GET
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """List the messages, the newest first. They name colleagues alone, so nothing is written to the audit."""
    if not request.user.may(Capability.RUN_THE_CLINIC):
        raise PermissionDenied
    page = Paginator(Message.objects.select_related("user"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "server": senders.server(), "takes": senders.in_use() is not None}
    return render(request, "messages/listed.html", context)
