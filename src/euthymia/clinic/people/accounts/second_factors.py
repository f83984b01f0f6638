"""The secrets of second factors, encrypted in the database by a key that lies outside it."""

from base64 import urlsafe_b64encode
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings

_MARK: Final = "fernet:"  # what is stored without it is from before, and in the clear


class SecondFactors(DefaultMFAAdapter):
    """Encrypts what allauth stores of one-time codes and recovery codes."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _MARK + _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret back, also one from before this was done."""
        if not encrypted_text.startswith(_MARK):
            return encrypted_text
        return _cipher().decrypt(encrypted_text.removeprefix(_MARK)).decode()


def encrypt_old() -> int:
    """Encrypt the secrets that were stored in the clear; give how many."""
    adapter, found = SecondFactors(), 0
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):  # which holds a public key
        clear = {name for name in ("secret", "seed") if name in row.data and not row.data[name].startswith(_MARK)}
        if clear:
            row.data |= {name: adapter.encrypt(row.data[name]) for name in clear}
            row.save(update_fields=["data"])
            found += 1
    return found


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(bytes.fromhex(settings.SECOND_FACTOR_KEY)))
