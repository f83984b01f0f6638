"""What the owner does about a colleague: invite, change the role, disable, enable, end what is signed in.

Each ends rights, sign-ins and event streams at once, is written down, and is undone by a new act alone.
"""

from django.db.models import Q
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import staff
from euthymia.clinic.people.access import links
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import ROLES, Capability, staff_roles
from euthymia.medicine.refusal import Refusal

_OWNERS = ROLES[Capability.MANAGE_STAFF]


class LastOwner(Refusal):
    """The last owner who can sign in was to be disabled, or to lose the role."""


class NotAColleague(Refusal):
    """The account is a patient's, or was to become one."""


class NoChange(Refusal):
    """The account is already as it was to become."""


def invite(*, email: str, name: str, role: str, by: User | str) -> tuple[User, str]:
    """Add a colleague without password; return the account and the secret of the link that gives one.

    Raises NoSuchRole, AddressInUse, BadAddress.
    """
    email, name = email.strip(), name.strip()
    staff.check_new(email=email, name=name, role=role)
    with audit.atomic():
        user = User.objects.create_user(email, None, name=name, role=role)
        audit.write(Action.ADDED_COLLEAGUE, user, by=by, at=timezone.now(), role=role)
        secret = links.make(user, links.Purpose.INVITE, by=by)
    return user, secret


def change_role(user: User, role: str, *, by: User | str) -> User:
    """Change what a colleague may do. They sign in again. Raises NoSuchRole, LastOwner, NoChange, NotAColleague."""
    staff.check_role(role)
    with audit.atomic():
        locked = _locked(user)
        if locked.role == role:
            raise NoChange(f"{locked.name} has this role already.")
        if locked.may(Capability.MANAGE_STAFF):
            _check_other_owner(locked)
        before, locked.role = locked.role, role
        _end_sign_ins(locked)
        audit.write(Action.CHANGED_ROLE, locked, by=by, at=timezone.now(), before=before, role=role)
    return locked


def disable(user: User, *, by: User | str) -> User:
    """End a colleague's access. Raises LastOwner, NoChange, NotAColleague."""
    with audit.atomic():
        locked = _locked(user)
        if not locked.is_active:
            raise NoChange(f"{locked.name}'s account is disabled already.")
        if locked.may(Capability.MANAGE_STAFF):
            _check_other_owner(locked)
        locked.is_active = False
        _end_sign_ins(locked)
        links.end_all(locked)
        audit.write(Action.DISABLED_ACCOUNT, locked, by=by, at=timezone.now())
    return locked


def enable(user: User, *, by: User | str) -> User:
    """Open a disabled account again, with the password and the second factor it had. Raises NoChange, NotAColleague."""
    with audit.atomic():
        locked = _locked(user)
        if locked.is_active:
            raise NoChange(f"{locked.name}'s account is open already.")
        locked.is_active = True
        locked.save()
        audit.write(Action.ENABLED_ACCOUNT, locked, by=by, at=timezone.now())
    return locked


def end_sessions(user: User, *, by: User | str) -> User:
    """End every sign-in of a colleague, and make each of their devices unknown. Raises NotAColleague."""
    with audit.atomic():
        locked = _locked(user)
        _end_sign_ins(locked)
        audit.write(Action.ENDED_SESSIONS, locked, by=by, at=timezone.now())
    return locked


def owners_who_can_sign_in() -> list[User]:
    """Return the owners who are not disabled and have chosen a password."""
    owners = User.objects.filter(role__in=_OWNERS, is_active=True)
    return [owner for owner in owners if owner.has_usable_password()]


def is_last_owner(user: User) -> bool:
    """Return whether nobody else can sign in as an owner."""
    return user.may(Capability.MANAGE_STAFF) and not [
        owner for owner in owners_who_can_sign_in() if owner.pk != user.pk
    ]


def _locked(user: User) -> User:
    """Return the colleague's row, locked with those of all owners: two acts at once never end the last two."""
    rows = User.objects.select_for_update().filter(Q(role__in=_OWNERS) | Q(pk=user.pk))
    found = next(row for row in rows.order_by("pk") if row.pk == user.pk)
    check_colleague(found)
    return found


def check_colleague(user: User) -> None:
    """Raise NotAColleague for a patient's account."""
    if not user.is_staff_member:
        raise NotAColleague("This account is a patient's. It is opened and closed at the desk.")


def _check_other_owner(user: User) -> None:
    if is_last_owner(user):
        raise LastOwner(
            f"{user.name} is the last owner who can sign in. Make another colleague owner first, then try again."
        )


def _end_sign_ins(user: User) -> None:
    user.session_epoch += 1
    user.save()


def colleagues() -> list[User]:
    """Return everybody who works here: those with access first, by role and name."""
    roles = [str(role) for role in staff_roles()]
    rows = User.objects.filter(role__in=roles)
    return sorted(rows, key=lambda user: (not user.is_active, roles.index(user.role), user.name.casefold()))
