"""An authority and certificates of its making, for a test's own line."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from euthymia.clinic.infusion.devices.links import TlsFiles

NAMES = ("listener", "clinic.example", "localhost")  # whom every certificate may stand for


class Authority:
    """Signs certificates and leaves them as files in a folder."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self.path = self._write(name, self._certificate(self._name, self._key, ca=True))

    def signs(self, name: str, *, ends_in: timedelta = timedelta(days=1)) -> tuple[Path, Path]:
        """Make a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._write(name, self._certificate(_named(name), key, ends_in=ends_in))
        path = self._folder / f"{name}.key"
        form = serialization.PrivateFormat.PKCS8
        path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
        return certificate, path

    def for_the_listener(self) -> TlsFiles:
        return TlsFiles(*self.signs("listener"), self.path)

    def for_a_device(
        self, name: str = "", *, by: "Authority | None" = None, ends_in: timedelta = timedelta(days=1)
    ) -> ssl.SSLContext:
        """What a device speaks with: it trusts this authority; its own certificate may be another's, or none."""
        context = ssl.create_default_context(cafile=str(self.path))
        if name:
            context.load_cert_chain(*(by or self).signs(name, ends_in=ends_in))
        return context

    def _certificate(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        ca: bool = False,
        ends_in: timedelta = timedelta(days=1),
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + ends_in)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES]), critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _write(self, name: str, certificate: x509.Certificate) -> Path:
        path = self._folder / f"{name}.crt"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
