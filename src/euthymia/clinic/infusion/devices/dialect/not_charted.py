"""The messages of the clinic's devices that were not charted: all of them, filtered, a page at a time."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet

from euthymia.clinic.infusion.models import Device, DeviceMessage, Disposition, Stranger

A_PAGE: Final = 50
WHAT: Final = {
    "": "Kept apart or refused",
    "quarantined": "Kept apart: not shown to be this chair's patient",
    "refused": "Refused: could not be read",
    "repeat": "Sent again: charted already",
}
NO_DEVICE: Final = "none"


class Asked(NamedTuple):
    """What is asked for: which disposition, which device ("" all, NO_DEVICE garbage on a line), before which row."""

    what: str = ""
    device: str = ""
    before: int = 0

    @property
    def query(self) -> str:
        """Return it as the query of an address."""
        return urlencode({name: value for name, value in self._asdict().items() if value})


def asked(query: Mapping[str, str]) -> Asked:
    """Read what a page asks for; what cannot be read asks for everything."""
    what, device, before = query.get("what", ""), query.get("device", ""), query.get("before", "")
    keys = {str(key) for key in Device.objects.values_list("key", flat=True)}
    return Asked(
        what if what in WHAT else "",
        device if device in keys or device == NO_DEVICE else "",
        int(before) if before.isascii() and before.isdigit() and len(before) < 18 else 0,
    )


def rows(asked: Asked) -> QuerySet[DeviceMessage]:
    """Return the messages asked for, the newest first, without their bytes."""
    found = DeviceMessage.objects.exclude(disposition=Disposition.CHARTED)
    found = found.filter(disposition=asked.what) if asked.what else found.exclude(disposition=Disposition.REPEAT)
    if asked.device:
        found = found.filter(device=None) if asked.device == NO_DEVICE else found.filter(device__key=asked.device)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    return found.select_related("device__chair").defer("raw").order_by("-pk")


def page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    found = list(rows(asked)[: A_PAGE + 1])
    shown = found[:A_PAGE]
    return {
        "rows": shown,
        "asked": asked,
        "kinds": WHAT,
        "devices": Device.objects.select_related("chair").order_by("chair__name", "pk"),
        "older": asked._replace(before=shown[-1].pk).query if len(found) > A_PAGE else "",
        "newest": asked._replace(before=0).query if asked.before else None,
        "strangers": [(row, says(bytes(row.sample))) for row in Stranger.objects.all()],
    }


def says(sample: bytes) -> str:
    """Return the header of a message, which names its sender and nobody else; "" where it has none."""
    head = sample.lstrip(b"\x0b \r\n\t\x00").replace(b"\n", b"\r").split(b"\r", 1)[0]
    return head[:200].decode("ascii", "replace") if head[:3] == b"MSH" else ""
