"""Secrets that live outside the database: made once, readable by the clinic's own account only."""

import os
import secrets
from pathlib import Path


def key_from(path: Path) -> str:
    """Read the secret at path; make one (256 bits, mode 0600) where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text().strip()
