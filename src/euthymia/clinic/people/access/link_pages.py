"""The pages that a link opens, and the one for an owner's recovery code. Nobody is signed in on them, nor by them."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from euthymia.clinic.people import signing
from euthymia.clinic.people.access import links, recovery
from euthymia.clinic.people.guessing import known_devices, refusals, tries
from euthymia.clinic.people.models import AccessLink
from euthymia.medicine.refusal import Refusal

_CHOOSES = (links.Purpose.INVITE, links.Purpose.PASSWORD)


class TooManyLinks(Refusal):
    """Links that are none came too fast from one address."""


class DifferentPasswords(Refusal):
    """A new password was typed in two ways."""


def link(request: HttpRequest) -> HttpResponse:
    """Open a link: it shows a page with a form, so that a mail program that looks ahead does not use it up."""
    secret = request.POST.get("key") or request.GET.get("key", "")
    try:
        found = links.find(secret)
    except links.LinkExpired as expired:
        return _expired(request, expired)
    if request.method == "POST":
        return _used(request, found)
    shown = {"link": found, "secret": secret, "chooses": found.purpose in _CHOOSES}
    return render(request, "access/link.html", shown)


def _expired(request: HttpRequest, expired: Refusal) -> HttpResponse:
    address = refusals.address_of(request)
    if request.method == "POST" and not tries.take(tries.name_of("link", address)):
        raise TooManyLinks("Too many tries. Wait five minutes, then open the link again.")
    return render(request, "access/link_expired.html", {"why": str(expired)}, status=403)


def _used(request: HttpRequest, found: AccessLink) -> HttpResponse:
    """Do what the link is for, and lead to the sign-in."""
    if found.purpose in _CHOOSES:
        links.choose_password(found, _new_password(request))
        said = "Your password is set. Sign in with it."
    elif found.purpose == links.Purpose.SECOND_FACTOR:
        _check_own(request, found)
        links.drop_second_factor(found)
        said = "Your old second factor is gone. Sign in with your password, then set up a new one."
    else:
        links.use(found)
        said = "This device may try again. Sign in with your password and your second factor."
    logout(request)
    answer = redirect("account_login")
    messages.success(request, said)
    if found.purpose == links.Purpose.SIGN_IN:
        known_devices.remember(request, answer, found.user)
    return answer


def _check_own(request: HttpRequest, found: AccessLink) -> None:
    """Ask the password, where the second factor is to go: the link alone is not enough."""
    signing.check_password(request, found.user, counter=tries.name_of("link-password", str(found.user.key)))


def recover(request: HttpRequest) -> HttpResponse:
    """An owner's code from the safe: a new password, and the second factor is set up again."""
    if request.method == "POST":
        password = _new_password(request)
        fields = {name: request.POST.get(name, "").replace("\0", "")[:254] for name in ("email", "code")}
        recovery.use(request, **fields, password=password)
        logout(request)
        messages.success(request, "Your password is set. Sign in with it, then set up a new second factor.")
        return redirect("account_login")
    return render(request, "access/recover.html")


def _new_password(request: HttpRequest) -> str:
    first, again = request.POST.get("password1", ""), request.POST.get("password2", "")
    if first != again:
        raise DifferentPasswords("The two passwords differ. Type the new password twice the same.")
    return first[:1000]
