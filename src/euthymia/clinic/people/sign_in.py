"""Signing in and out, and what a person signs in with, are written to the audit chain like any other act."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sesame.utils
from allauth.core import context, ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.mail import send_mail
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.access import mailed
from euthymia.clinic.people.guessing import refusals, tries
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Role

log = logging.getLogger("euthymia.people")
# Links are mailed beside the request: how long the answer takes must not tell whether an address is known.
post = ThreadPoolExecutor(1, thread_name_prefix="sign-in-links")


def ask_for_link(request: HttpRequest, address: str) -> None:
    """Mail a sign-in link where a patient signs in with this address; who asks learns nothing of what came of it.

    A mailbox is mailed only so often, no matter who asks, and from where. What is counted by is a keyed hash of it.
    """
    user = User.objects.filter(email__iexact=address, role=Role.PATIENT, is_active=True).first()
    mailbox = (user.email if user else address).casefold()  # however it was typed, the same mailbox
    key = salted_hmac("people.sign_in.mailbox", mailbox, algorithm="sha256").hexdigest()
    if ratelimit.consume(request, action="sign_in_mailbox", key=key) and user and not mailed.goes_nowhere():
        link = request.build_absolute_uri(reverse("people:patient_link")) + sesame.utils.get_query_string(user)
        post.submit(_mail_link, link, user.email)


def _mail_link(link: str, address: str) -> None:
    body = f"This link signs you in once, within 15 minutes:\n{link}\n"
    try:
        send_mail("Your sign-in link", body, None, [address])
    except Exception as fault:  # its message may quote the address
        log.error("a sign-in link could not be mailed: %s", type(fault).__name__)


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    with audit.atomic():
        audit.write(Action.SIGNED_IN, user, by=user, at=timezone.now())


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        with audit.atomic():
            audit.write(Action.SIGNED_OUT, user, by=user, at=timezone.now())


@receiver(user_login_failed)
def refused(credentials: Mapping[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Write whose account was tried, and from where; of a name that nobody has, a keyed hash."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip()
    user = User.objects.filter(email__iexact=email).first()
    who = str(user.key) if user else tries.hashed(email.casefold())
    refusals.note(Action.SIGN_IN_REFUSED, who=who, request=request or HttpRequest(), user=user)


@receiver(authentication_failed)
def code_refused(user: User, request: HttpRequest, **_: Any) -> None:
    """Write that the password was right and the second factor was not."""
    refusals.note(Action.SIGN_IN_REFUSED, who=str(user.key), request=request, user=user)


# allauth's own signals come after its commit, these inside the transaction: no second factor changes without its row.


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        _write_factor(Action.ADDED_SECOND_FACTOR, instance)


@receiver(pre_delete, sender=Authenticator)
def factor_to_remove(instance: Authenticator, **_: Any) -> None:
    """Wait for another request that removes the same factor: it went once, and is written once."""
    instance.still_there = bool(Authenticator.objects.select_for_update().filter(pk=instance.pk))


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_: Any) -> None:
    if instance.still_there:
        _write_factor(Action.REMOVED_SECOND_FACTOR, instance)
    if context.request is not None:
        context.request.session.pop("second_factor", None)  # so that it is asked again whether one is left


def _write_factor(action: Action, factor: Authenticator) -> None:
    """Write which kind came or went, for whom and by whom; never anything of the secret."""
    person = getattr(context.request, "user", None)
    by = person if person is not None and person.is_authenticated else "system:clinic"
    with audit.atomic():
        audit.write(action, factor.user, by=by, at=timezone.now(), kind=str(factor.type))
