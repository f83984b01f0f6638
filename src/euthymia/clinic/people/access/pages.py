"""The owner's pages of colleagues: who has access, and what to do about one of them. Each act asks the password."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from euthymia.clinic.people import signing
from euthymia.clinic.people.access import colleagues, links, mailed, recovery
from euthymia.clinic.people.models import AccessLink, User
from euthymia.clinic.people.roles import ROLES, Capability, staff_roles


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with role and state of access."""
    _owners_only(request)
    rows = [(user, state(user)) for user in colleagues.colleagues()]
    alone = len(rows) == 1
    return render(request, "access/staff.html", {"rows": rows, "alone": alone, "roles": staff_roles()})


@require_POST
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Add a colleague, and show the link once where it could not be mailed."""
    _owners_only(request)
    signing.confirm(request)
    fields = {name: request.POST.get(name, "") for name in ("email", "name", "role")}
    user, secret = colleagues.invite(**fields, by=request.user)
    return _handed(request, user, links.Purpose.INVITE, secret)


@login_required
def colleague(request: HttpRequest, key: UUID) -> HttpResponse:
    """One colleague: what they may, and each act about them."""
    _owners_only(request)
    user = _of(key)
    shown = {
        "person": user,
        "state": state(user),
        "roles": staff_roles(),
        "last_owner": colleagues.is_last_owner(user),
        "recovery": recovery.newest(user) if user == request.user else None,
        "invited": not user.has_usable_password(),
    }
    return render(request, "access/colleague.html", shown)


@require_POST
@login_required
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """One act about a colleague, by its name."""
    _owners_only(request)
    user = _of(key)
    if what not in _ACTS and what not in _LINKS:
        raise Http404
    signing.confirm(request)
    if what in _LINKS:
        purpose = _LINKS[what]
        return _handed(request, user, purpose, links.make(user, purpose, by=request.user))
    return _ACTS[what](request, user) or redirect("people:colleague", key=user.key)


def _change_role(request: HttpRequest, user: User) -> None:
    colleagues.change_role(user, request.POST.get("role", ""), by=request.user)
    messages.success(request, f"{user.name} has another role now, and signs in again.")


def _disable(request: HttpRequest, user: User) -> None:
    colleagues.disable(user, by=request.user)
    messages.success(request, f"{user.name} has no access any more.")


def _enable(request: HttpRequest, user: User) -> None:
    colleagues.enable(user, by=request.user)
    messages.success(request, f"{user.name} has access again, with the password and second factor from before.")


def _end_sessions(request: HttpRequest, user: User) -> None:
    colleagues.end_sessions(user, by=request.user)
    messages.success(request, f"{user.name} is signed out everywhere.")


def _recovery(request: HttpRequest, user: User) -> HttpResponse:
    """Show a new code once, to the owner it is for alone."""
    if user != request.user:
        raise Http404
    return render(request, "access/recovery_code.html", {"code": recovery.make(user, by=request.user)})


_ACTS: Final[Mapping[str, Callable[[HttpRequest, User], HttpResponse | None]]] = {
    "role": _change_role,
    "disable": _disable,
    "enable": _enable,
    "end-sessions": _end_sessions,
    "recovery-code": _recovery,
}
_LINKS: Final[Mapping[str, AccessLink.Purpose]] = {
    "invite": links.Purpose.INVITE,
    "password": links.Purpose.PASSWORD,
    "second-factor": links.Purpose.SECOND_FACTOR,
    "sign-in": links.Purpose.SIGN_IN,
}


def state(user: User) -> str:
    """Return a colleague's access in a word."""
    if not user.is_active:
        return "disabled"
    return "active" if user.has_usable_password() else "invited"


def _handed(request: HttpRequest, user: User, purpose: str, secret: str) -> HttpResponse:
    """Mail a new link; where mail is not set or fails, show it once, to be handed over."""
    link = mailed.address(request, secret)
    if mailed.send(user, purpose, link):
        messages.success(request, f"A link was mailed to {user.email}. It works once.")
        return redirect("people:colleague", key=user.key)
    shown = {"person": user, "link": link, "purpose": AccessLink.Purpose(purpose), "holds": links.HOLDS[purpose]}
    return render(request, "access/link_once.html", shown)


def _of(key: UUID) -> User:
    return get_object_or_404(User, key=key, role__in=ROLES[Capability.WORK_HERE])


def _owners_only(request: HttpRequest) -> None:
    if not request.user.may(Capability.MANAGE_STAFF):
        raise PermissionDenied
