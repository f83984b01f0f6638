from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from euthymia.clinic.exchange.actions import make_snapshot
from euthymia.medicine.refusal import Refusal


class Command(BaseCommand):
    """For the night: one snapshot, and a line that says where it is."""

    help = "Make a de-identified registry snapshot of the clinic as it is now."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            folder = make_snapshot(by="system:nightly", at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(folder))
