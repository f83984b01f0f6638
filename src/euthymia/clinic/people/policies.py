"""The clinic's policies: which value is in force, who signed it, and whether all are signed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import PolicySignature, User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.clinic.people.roles import Capability
from euthymia.medicine import policies
from euthymia.medicine.policies import Policy, Value
from euthymia.medicine.refusal import Refusal

MEANING = "I have read this policy and its source, and it is to be followed in this clinic from now on."


class NotTheDirector(Refusal):
    """Somebody else than a medical director tried to sign."""


class ChangedMeanwhile(Refusal):
    """The value on the page is not the one in force any more."""


class NotSigned(Refusal):
    """A real session was to be opened before every policy is signed."""


class Standing(NamedTuple):
    """A policy as it stands: our proposal where nobody has signed, else the value last signed.

    signature  None where nobody has signed it in the words it has now
    """

    policy: Policy
    value: Value
    signature: PolicySignature | None

    @property
    def text(self) -> str:
        return policies.written(self.value)

    @property
    def proposed(self) -> str:
        """Our own number, where the clinic's is another."""
        return "" if self.value == self.policy.default else policies.written(self.policy.default)


def standing() -> list[Standing]:
    """List every policy with the value in force and its signature."""
    signed = {row.key: row for row in PolicySignature.objects.select_related("signed_by").order_by("pk")}
    return [_standing(policy, signed.get(policy.key)) for policy in policies.policies()]


def _standing(policy: Policy, last: PolicySignature | None) -> Standing:
    if last is None:
        return Standing(policy, policy.default, None)
    return Standing(policy, _value(last.value), last if last.wording == _words(policy) else None)


def _words(policy: Policy) -> str:
    return f"{policy.label} {policy.unit}".strip()


def unsigned() -> int:
    """Count the policies that nobody has signed."""
    return sum(one.signature is None for one in standing())


def training() -> bool:
    """Return whether nothing here may be for a real person: a demo, or a policy that nobody has signed."""
    return settings.MODE != "production" or unsigned() > 0


def check_signed() -> None:
    """Refuse to go on with a real patient before every policy is signed. Raises NotSigned."""
    if settings.MODE == "production" and (left := unsigned()):
        raise NotSigned(
            f"{left} of the clinic's policies are not signed: no real session can be opened. "
            "The medical director signs them on the Policies page."
        )


def in_force(group: str) -> Any:
    """Return a group's limits as the clinic has them: Limits, DoseLimits or DischargePolicy of medicine."""
    return policies.in_force(group, _changed())


def changed(group: str) -> dict[str, Value]:
    """Return what of a group differs from our proposals, by the name of the limit."""
    return {key.partition(".")[2]: value for key, value in _changed().items() if key.partition(".")[0] == group}


def sign(seen: Sequence[tuple[str, str]], *, by: User) -> int:
    """Sign policies as they stand; give how many. `seen` is each key with the value on the signer's page.

    Raises NotTheDirector, ChangedMeanwhile.
    """
    _check_director(by)
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()  # what stands may be changed or signed by another request at this moment
        now = {one.policy.key: one for one in standing()}
        for key, text in seen:
            if key not in now or now[key].text != text:
                raise ChangedMeanwhile("A value on this page is not in force any more. Load the page again, then sign.")
        fresh = [now[key] for key, _ in dict(seen).items() if now[key].signature is None]
        for one in fresh:
            _add(one.policy, one.value, reason="", by=by, at=at)
        if fresh:
            audit.write(Action.SIGNED_POLICIES, by=by, at=at, keys=[one.policy.key for one in fresh])
    return len(fresh)


def change(key: str, text: str, *, reason: str, by: User) -> PolicySignature:
    """Put another value in force and sign it; the old one is kept. Sessions that are open keep theirs.

    The same change pressed again is the one that stands.
    Raises NotTheDirector, UnknownPolicy, NotAValue, and what the limits refuse (LimitsOutOfOrder).
    """
    _check_director(by)
    policy = find(key)
    value = policies.read(policy, text)
    if len(reason.strip()) < LEAST_REASON:
        raise Refusal(f'Reason read as "{reason.strip()}". Write in a few words why this clinic sets another value.')
    at = timezone.now()
    with audit.atomic():
        audit.wait_for_turn()  # two changes at once are held against each other
        policies.in_force(policy.group, {**_changed(), key: value})
        if again := _signed_just_so(policy, value, reason=reason.strip(), by=by):
            return again
        row = _add(policy, value, reason=reason.strip(), by=by, at=at)
        audit.write(Action.CHANGED_POLICY, by=by, at=at, key=key, value=policies.written(value))
    return row


def find(key: str) -> Policy:
    """Return a policy by its key. Raises UnknownPolicy."""
    found = next((row for row in policies.policies() if row.key == key), None)
    if found is None:
        raise policies.UnknownPolicy(f"{key}: no policy has this name. Go back to the list of policies.")
    return found


def history(key: str) -> list[PolicySignature]:
    """List who signed which value of a policy, newest first."""
    return list(PolicySignature.objects.filter(key=key).select_related("signed_by").order_by("-pk"))


def _add(policy: Policy, value: Value, *, reason: str, by: User, at: datetime) -> PolicySignature:
    return PolicySignature.objects.create(
        key=policy.key,
        wording=_words(policy),
        value=value,
        meaning=MEANING,
        reason=reason,
        signed_by=by,
        signed_at=at,
    )


def _signed_just_so(policy: Policy, value: Value, *, reason: str, by: User) -> PolicySignature | None:
    """Return the newest signature of a policy where it is the same person's, under the same value and reason."""
    newest = PolicySignature.objects.filter(key=policy.key).order_by("pk").last()
    this = (_words(policy), value, reason, by.pk)
    same = newest and (newest.wording, _value(newest.value), newest.reason, newest.signed_by_id) == this
    return newest if same else None


def _check_director(by: User) -> None:
    if not by.may(Capability.SIGN_POLICIES):
        raise NotTheDirector("Only a medical director signs or changes a policy.")


def _changed() -> dict[str, Value]:
    """What differs from our proposals. Asked several times at every act: in plain SQL, no more than keys and values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, value FROM people_policysignature ORDER BY id")
        signed = {key: None if value is None else json.loads(value) for key, value in cursor.fetchall()}
    proposed = {policy.key: policy.default for policy in policies.policies()} if signed else {}
    values = {key: _value(value) for key, value in signed.items() if key in proposed}
    return {key: value for key, value in values.items() if value != proposed[key]}


def _value(stored: Any) -> Value:
    return tuple(stored) if isinstance(stored, list) else stored
