"""Which bed and equipment a device's messages name: one sender may speak for many, and a pairing is with one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from euthymia.clinic.infusion.models import Device, DeviceMessage
from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7

OTHER_BED: Final = "it speaks for another bed than when it was paired"
OTHER_EQUIPMENT: Final = "another device than the one that was paired speaks by the same sender"
LATELY: Final = timedelta(minutes=2)
LOOKED_BACK: Final = 5_000  # messages of all devices
_LONGEST: Final = 250


def of(message: hl7.Message) -> tuple[str, list[str]]:
    """Return the bed (PV1-3) and the equipment (OBX-18) that a message names; "" and none where it does not say."""
    named = dict.fromkeys(speaker.equipment[:_LONGEST] for speaker in message.speakers if speaker.equipment)
    return message.location[:_LONGEST], list(named)


def lately(device: Device, at: datetime) -> tuple[str, list[str]]:
    """Return what the device's newest message names, where one came lately and can be read."""
    newest = DeviceMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = DeviceMessage.objects.filter(pk__gt=newest - LOOKED_BACK, device=device, received_at__gt=at - LATELY)
    for raw in rows.order_by("-pk").values_list("raw", flat=True)[:3]:
        try:
            return of(hl7.read(bytes(raw), default_zone=UTC))
        except Refusal:
            continue
    return "", []


def otherwise(message: hl7.Message, bed: str, equipment: Sequence[str]) -> str:
    """Return why a message is of another device than was paired, "" where it is not. Nothing said proves nothing."""
    said_bed, said = of(message)
    if bed and said_bed and said_bed != bed:
        return OTHER_BED
    if equipment and not set(said) <= set(equipment):
        return OTHER_EQUIPMENT
    return ""
