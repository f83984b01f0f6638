"""What every test may ask for."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs; a test that asks for it skips where it is absent."""
    folder = Path(os.environ.get("EUTHYMIA_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is not a folder. Set EUTHYMIA_SHARED_DATA to one.")
    return folder
