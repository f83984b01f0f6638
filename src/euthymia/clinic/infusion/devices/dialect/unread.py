"""What a device sends and we do not read: of its newest messages, each code once with its newest value."""

from datetime import UTC
from typing import Final, NamedTuple

from euthymia.clinic.infusion.devices.dialect import signed_codes
from euthymia.clinic.infusion.devices.dialect.signed_codes import Code
from euthymia.clinic.infusion.models import Device, DeviceMessage
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7

LOOKED_BACK: Final = 5_000  # messages of all devices
READ: Final = 40  # of them, of one device: a cuff speaks seldom
SHOWN: Final = 60  # characters of a device's own text


class Unread(NamedTuple):
    """A code that is not read, with the newest value that came with it, and why it is not."""

    code: Code
    value: str
    reason: str

    @property
    def may_be_mapped(self) -> bool:
        """Return whether it is a code that we do not know; else something is wrong with the row itself."""
        return self.reason.startswith(hl7.UNWATCHED) and bool(self.code.code)


def newest(device: Device, *, back: int = LOOKED_BACK, most: int = READ) -> list[hl7.Message]:
    """Return a device's newest messages that can be read, the newest first, charted or not."""
    last = DeviceMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = DeviceMessage.objects.filter(pk__gt=last - back, device=device).order_by("-pk")
    found = []
    for raw, received_at in rows.values_list("raw", "received_at")[:most]:
        try:
            found.append(hl7.read(bytes(raw), default_zone=UTC, received_s=received_at.timestamp()))
        except Refusal:
            continue
    return found


def lately(device: Device) -> list[Unread]:
    """List what a device lately sent that is not read, each code once."""
    mapped = signed_codes.tables().get(device.sending_app, {})
    found: dict[Code, Unread] = {}
    for message in newest(device):
        for row in hl7.readings(message, mapped)[1]:
            code = Code(device.sending_app, row.system[:60], row.code[:60], row.unit[:120], row.name[:120])
            if row.value is not None:
                value = f"{row.value:g}" if isinstance(row.value, float) else row.value[:SHOWN]
                found.setdefault(code, Unread(code, value, row.reason))
    return sorted(found.values(), key=lambda one: (not one.may_be_mapped, one.code))
