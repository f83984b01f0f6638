"""Today: what waits for this person, and the buttons that take and close it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.front_door import summary as front_door
from euthymia.clinic.pages.set_up import lines as set_up
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.tasks import actions
from euthymia.clinic.tasks import summary as tasks
from euthymia.clinic.tasks.models import Task


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person; a patient and a researcher have a place of their own."""
    if not request.user.may(Capability.WORK_HERE):
        return redirect("pages:me")
    if not request.user.may(Capability.WORK_TASKS):
        return redirect("exchange:registry")
    waiting = tasks.of_user(request.user, asking=front_door.people_asking)
    context = {"waiting": waiting, "now": timezone.now(), "set_up": set_up.missing_for(request.user)}
    return render(request, "pages/today.html", context)


@require_POST
@login_required
def take_task(request: HttpRequest, key: UUID) -> HttpResponse:
    actions.take(_task_for(request.user, key), by=request.user)
    return redirect("pages:today")


@require_POST
@login_required
def finish_task(request: HttpRequest, key: UUID) -> HttpResponse:
    assessment.close_by_hand(_task_for(request.user, key), outcome=request.POST.get("outcome", ""), by=request.user)
    return redirect("pages:today")


def _task_for(user: User, key: UUID) -> Task:
    task = get_object_or_404(Task, key=key)
    if not user.may(Capability.WORK_TASKS) or task not in actions.open_tasks(user):
        raise Http404
    return task
