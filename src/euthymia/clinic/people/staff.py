"""Adding the people who work here."""

import secrets

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.people.roles import Role, staff_roles
from euthymia.medicine.refusal import Refusal


class NoSuchRole(Refusal):
    """The role is not one of the clinic's."""


class AddressInUse(Refusal):
    """Someone signs in with this address already."""


class WeakPassword(Refusal):
    """The password can be guessed."""


class BadAddress(Refusal):
    """A colleague was to be added without a name, or with what is no mail address."""


class NoAddress(Refusal):
    """A patient without a mail address was to sign in by a mailed link."""


def add(*, email: str, name: str, role: str, by: object, password: str = "") -> tuple[User, str, str]:
    """Add a colleague; give the account, its password and the secret of its one-time codes.

    Raises NoSuchRole, AddressInUse, WeakPassword. Nothing but the password's hash is stored.
    """
    check_new(email=email, name=name, role=role)
    password = password or secrets.token_urlsafe(15)
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as weak:
        raise WeakPassword(f"{' '.join(weak.messages)} Choose a longer one.") from weak
    with audit.atomic():
        user = User.objects.create_user(email, password, name=name, role=role)
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        audit.write(Action.ADDED_COLLEAGUE, user, by=by, at=timezone.now(), role=role)
    return user, password, secret


def check_role(role: str) -> None:
    """Raise NoSuchRole where a colleague cannot have this role."""
    if role not in staff_roles():
        raise NoSuchRole(f'"{role}" is not a role. Choose one of: {", ".join(staff_roles())}.')


def check_new(*, email: str, name: str, role: str) -> None:
    """Check what a new colleague's account is made of. Raises NoSuchRole, AddressInUse, BadAddress."""
    check_role(role)
    try:
        validate_email(email)
    except ValidationError:
        raise BadAddress(f'"{email[:80]}" is no mail address. Write one such as first.last@clinic.example.') from None
    if not name or len(name) > 120 or "\0" in name:
        raise BadAddress("The name is empty or too long. Write first and last name, at most 120 letters.")
    if User.objects.filter(email__iexact=email).exists():
        raise AddressInUse(f"{email} already signs in here. Use another address.")


def let_patient_sign_in(patient: Patient, *, by: object) -> User:
    """Return a patient an account; it has no password, only links by mail. Raises NoAddress, AddressInUse."""
    if patient.user_id:
        return patient.user
    if not patient.email:
        raise NoAddress("No mail address is on record, and a sign-in link needs one. Ask for it and enter it first.")
    if User.objects.filter(email__iexact=patient.email).exists():
        raise AddressInUse("Someone else signs in with this mail address. Ask for another one.")
    with audit.atomic():
        user = User.objects.create_user(patient.email, None, name=patient.given, role=Role.PATIENT)
        patient.user = user
        patient.save()
        audit.write(Action.MAY_SIGN_IN, patient, by=by, at=timezone.now())
    return user
