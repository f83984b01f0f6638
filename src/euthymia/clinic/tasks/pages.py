"""Today: what waits for this person, and the buttons that take and close it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from euthymia.clinic.people.models import Role, User
from euthymia.clinic.tasks import about, askable
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Task


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Today: what is waiting for this person."""
    if request.user.role == Role.PATIENT:
        return redirect("assessment:mine")
    if request.user.role == Role.RESEARCHER:
        return redirect("exchange:registry")
    rows = about.rows(tasks.open_tasks(request.user), by=request.user)
    context = {"rows": rows, "now": timezone.now(), **_unanswered(request.user)}
    return render(request, "tasks/today.html", context)


def _unanswered(user: User) -> dict[str, object]:
    """Say to whom it falls to mend it what nobody here may open, and how much waits: no name, no patient."""
    if user.role not in (Role.OWNER, Role.MEDICAL_DIRECTOR):
        return {}
    return {"unanswered": askable.kinds_nobody_answers(), "without_owner": tasks.without_owner()}


@require_POST
@login_required
def take_task(request: HttpRequest, key: UUID) -> HttpResponse:
    tasks.take(_task_for(request.user, key), by=request.user)
    return redirect("tasks:home")


@require_POST
@login_required
def finish_task(request: HttpRequest, key: UUID) -> HttpResponse:
    tasks.close_by_hand(_task_for(request.user, key), outcome=request.POST.get("outcome", ""), by=request.user)
    return redirect("tasks:home")


def _task_for(user: User, key: UUID) -> Task:
    task = get_object_or_404(Task, key=key)
    if not user.is_staff_member or user.role == Role.RESEARCHER or task not in tasks.open_tasks(user):
        raise Http404
    return task
