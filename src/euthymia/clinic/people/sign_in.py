"""Signing in and out is written to the audit chain like any other act."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.people.models import User


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    with audit.atomic():
        audit.write("signed in", user, by=user, at=timezone.now())


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        with audit.atomic():
            audit.write("signed out", user, by=user, at=timezone.now())


@receiver(user_login_failed)
def refused(**_: Any) -> None:
    with audit.atomic():
        audit.write("sign-in refused", by=None, at=timezone.now())
