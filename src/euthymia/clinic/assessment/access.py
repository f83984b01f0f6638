"""Who may open the pages of an assessment."""

from django.core.exceptions import PermissionDenied

from euthymia.clinic.people.models import User


def clinicians_only(user: User) -> None:
    """Raise 403 for anybody but a clinician: a patient reads her own page, not these."""
    if not user.is_clinician:
        raise PermissionDenied
