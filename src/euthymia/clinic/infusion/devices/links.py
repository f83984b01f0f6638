"""By what line a message came, and whether that line may speak for the device the message names.

MLLP has no login. On loopback a device's name stands for its credential; from anywhere else it needs a client
certificate, or an address, that is tied to it.
"""

import hashlib
import ipaddress
import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal

ENVIRONMENT: Final = {
    "certificate": ("EUTHYMIA_DEVICES_CERT", "devices.crt"),
    "key": ("EUTHYMIA_DEVICES_KEY", "devices.key"),
    "authority": ("EUTHYMIA_DEVICES_CA", "devices-ca.crt"),
}


class NoCredentials(Refusal):
    """The listener was to be opened beyond loopback with nothing by which it could know a device."""


class Link(NamedTuple):
    """Where a connection comes from: its peer's address, and its certificate's fingerprint ("" without TLS)."""

    address: str
    fingerprint: str = ""


HERE: Final = Link("127.0.0.1")


class TlsFiles(NamedTuple):
    """The listener's certificate and key, and the authority that signed the devices' certificates."""

    certificate: Path
    key: Path
    authority: Path

    def context(self) -> ssl.SSLContext:
        """Make what asks every device for a certificate of this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        context.load_verify_locations(self.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def tls_files(keys: Path, environment: Mapping[str, str] = os.environ) -> TlsFiles | None:
    """Find the three files, named by the environment or in the clinic's keys folder; None where there is none.

    Raises NoCredentials where only some are there.
    """
    paths = [Path(environment.get(variable) or keys / name) for variable, name in ENVIRONMENT.values()]
    missing = [str(path) for path in paths if not path.exists()]
    if len(missing) == len(paths):
        return None
    if missing:
        raise NoCredentials(f"Mutual TLS needs three files; missing: {', '.join(missing)}.")
    return TlsFiles(*paths)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def fingerprint(certificate: bytes) -> str:
    """Return the SHA-256 of a certificate (DER) in small hex digits."""
    return hashlib.sha256(certificate).hexdigest()


def fingerprint_of(pem: str) -> str:
    """Return it of a certificate as files hold it (PEM). Raises NoCredentials."""
    try:
        return fingerprint(ssl.PEM_cert_to_DER_cert(pem.strip()))
    except ValueError:
        raise NoCredentials("The file holds no certificate in PEM form.") from None


def trouble(link: Link, *, address: str, tied: str) -> str:
    """Return why a line may not speak for a device; "" where it may.

    address, tied   the device's own address and fingerprint, "" where none is set; each that is set must match
    """
    if tied and link.fingerprint != tied:
        return "another certificate than the one tied to this device" if link.fingerprint else "no certificate"
    if address and link.address != address:
        return f"from {link.address}, and this device speaks from {address}"
    if tied or address or (is_loopback(link.address) and not link.fingerprint):
        return ""
    if link.fingerprint:
        return "its certificate is tied to no device of this name"
    return f"from {link.address}: beyond this machine a device needs a certificate or an address that is tied to it"
