"""The locked page's own addresses: what it takes without a sign-in, and the ways back."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.access import session_for
from euthymia.clinic.infusion.chair import locked
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.oversight import page_token
from euthymia.clinic.people import signing
from euthymia.clinic.people.access import sign_in_life
from euthymia.clinic.people.guessing import tries
from euthymia.clinic.people.models import User
from euthymia.medicine.refusal import Refusal


class StillLocked(Refusal):
    """The password that unlocks a page is not that of who opened it."""


def _page_of(request: HttpRequest, key: UUID) -> tuple[Session, User]:
    """Return the session and who opened its page in this browser. Raises Http404."""
    session = get_object_or_404(Session.objects.select_related("patient", "order", "chair", "nurse"), key=key)
    return session, User.objects.get(pk=page_token.check(request, session).user_id)


# None of the three asks for the CSRF secret: signing in elsewhere in this browser changes it, and a locked page must
# take help all the same. What lets them in is signed, and no other site's request carries it (SameSite=Strict).
@csrf_exempt
@require_POST
def take(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """One act, unconfirmed."""
    session, opened_by = _page_of(request, key)
    if what not in locked.SAYS:
        raise Http404
    locked.take(session, what, alarm=request.POST.get("alarm", ""), opened_by=opened_by)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def unlock(request: HttpRequest, key: UUID) -> HttpResponse:
    """The person who opened the page gives the password again; where the sign-in ran out meanwhile it is renewed."""
    session, user = _page_of(request, key)
    began_s = _began_s(request, session)
    try:
        signing.check_password(request, user, counter=tries.name_of("unlock", str(user.key), str(session.key)))
    except signing.WrongPassword:
        raise StillLocked(
            f"Still locked: that is not the password of {user.name}. Type it again, or sign in again."
        ) from None
    if request.user != user:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[sign_in_life.BEGAN] = began_s  # the same sign-in goes on: it does not begin again
    with audit.atomic():
        audit.write(Action.UNLOCKED_CHAIRS_PAGE, session, by=user, at=timezone.now(), patient=session.patient)
    answer = JsonResponse({"csrf": get_token(request)})
    page_token.give(answer, request, session)
    return answer


def _began_s(request: HttpRequest, session: Session) -> float:
    """Return when the sign-in began that the page was opened with. Raises StillLocked where it lasted long enough."""
    began_s = sign_in_life.began_s(page_token.check(request, session).browser)
    if sign_in_life.is_over(began_s):
        raise StillLocked("Still locked: this sign-in has lasted as long as one may. Sign in again, with both factors.")
    return began_s


@csrf_exempt
@require_POST
def sign_in_anew(request: HttpRequest, key: UUID) -> HttpResponse:
    """The person signed in in this browser is signed out, and the sign-in leads back to the chair."""
    if page_token.read(request, key) is None:
        raise Http404
    logout(request)
    back = urlencode({"next": reverse("infusion:chair", args=[key])})
    return redirect(f"{reverse('account_login')}?{back}")


@require_POST
@login_required
def confirm(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Confirm in one's own name what the locked page took."""
    locked.confirm(session_for(request, key), number, by=request.user)
    return HttpResponse(status=204)
