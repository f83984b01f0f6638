"""What a new password must not be, beside what Django refuses."""

from typing import Final

from django.core.exceptions import ValidationError

LEAST_DIFFERENT: Final = 5


class SeveralLetters:
    """Refuses a password of one letter, or of a few repeated, however long it is."""

    def validate(self, password: str, user: object | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError where the password has fewer than LEAST_DIFFERENT different characters."""
        if len(set(password.casefold())) < LEAST_DIFFERENT:
            raise ValidationError("This password repeats a few letters.", code="few_letters")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return f"Your password needs at least {LEAST_DIFFERENT} different letters."
