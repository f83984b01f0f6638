"""What lies beside each encrypted copy: its hash, under a key that only the clinic and its copies hold."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from euthymia.clinic.server.copies.encryption import SUFFIX, fingerprint

MANIFEST: Final = ".json"


def write(file: Path, *, sha256: str, rows: int, at: str, key: bytes) -> Path:
    """Write the manifest of an encrypted copy beside it; give its path."""
    said: dict[str, Any] = {"file": file.name, "at": at, "rows": rows, "bytes": file.stat().st_size}
    said["sha256"] = sha256
    path = of(file)
    path.write_text(json.dumps(said | {"mac": _mac(said, key)}, indent=1))
    path.chmod(0o600)
    return path


def of(file: Path) -> Path:
    """Return where the manifest of an encrypted copy lies."""
    return file.with_name(file.name.removesuffix(SUFFIX) + MANIFEST)


def fault(file: Path, *, key: bytes) -> str:
    """Return what is wrong with an encrypted copy or its manifest, "" where nothing is."""
    try:
        said: dict[str, Any] = json.loads(of(file).read_text())
        mac = str(said.pop("mac"))
    except (OSError, ValueError, KeyError):
        return f"{file.name} has no manifest that can be read"
    if not hmac.compare_digest(mac, _mac(said, key)):
        return f"the manifest of {file.name} was not written by this clinic, or was changed"
    if not file.exists():
        return f"{file.name} is missing"
    if said["file"] != file.name or said["sha256"] != fingerprint(file):
        return f"{file.name} was changed"
    return ""


def faults(folder: Path, *, key: bytes) -> Iterator[str]:
    """Check each encrypted copy of a folder against its manifest, and look for copies that are gone."""
    names = {path.name.removesuffix(MANIFEST) for path in folder.glob(f"euthymia-*{MANIFEST}")}
    names |= {path.name.removesuffix(SUFFIX) for path in folder.glob(f"euthymia-*{SUFFIX}")}
    for name in sorted(names):
        if what := fault(folder / f"{name}{SUFFIX}", key=key):
            yield what


def _mac(said: dict[str, Any], key: bytes) -> str:
    text = json.dumps(["manifest of a copy", said], sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()
