"""A patient in a chair, what her monitor sends, and a listener to send it to: real actions, real sockets."""

import asyncio
import contextlib
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.db import connection

from euthymia.clinic.assessment.medicines import acts as medicines
from euthymia.clinic.assessment.models import Allergy
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.listener import Listener
from euthymia.clinic.infusion.models import Device, DeviceMessage, Session, Stranger
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.start import checklist, second_check
from euthymia.clinic.people import doors
from euthymia.demo.fill import on, ready_to_start
from euthymia.medicine import dosing
from euthymia.wire import hl7
from euthymia.wire.mllp import Deframer, Frame, frame
from tests import waits
from tests.postgres import free_port

ORDER = dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=70, vial_mg_per_ml=50, bag_ml=100)
FIELDS = {"indication": "TRD", "endpoint": "MADRS", "course": "6", "height_cm": 168.0, "weight_as_entered": "70 kg"}
READ = dosing.SecondCheck(
    weight_kg=70, drug="racemic ketamine", vial_mg_per_ml=50, dose_mg=35, concentration_mg_per_ml=0.35, rate_ml_h=150
)
BEFORE = {"systolic_mmhg": 122.0, "diastolic_mmhg": 76.0, "pulse_bpm": 72.0, "spo2_pct": 98.0}
MONITOR = ("MON", "CHAIR1")


def asked(clinic, patient=None) -> object:
    """The patient, asked about allergies: none known."""
    patient = patient or clinic.ruth
    if not Allergy.objects.filter(patient=patient).exists():
        medicines.say_none_known(patient, by=clinic.prescriber)
    return patient


def ordered(clinic, patient=None) -> object:
    return signing.sign_order(asked(clinic, patient), ORDER, fields=FIELDS, reason="", by=clinic.prescriber)


def opened(clinic, *, chair=None, patient=None) -> Session:
    return signing.open_session(ordered(clinic, patient), chair or clinic.chairs[0], by=clinic.nurse)


def checked(clinic, *, chair=None, patient=None) -> Session:
    session = opened(clinic, chair=chair, patient=patient)
    patient = session.patient
    second_check.second_check(session, READ, number=patient.number, birth_date=patient.birth_date, by=clinic.nurse2)
    session.refresh_from_db()
    return checklist.go_through(session, ready_to_start(), by=clinic.nurse)


def running(clinic, *, chair=None, patient=None) -> Session:
    session = checked(clinic, chair=chair, patient=patient)
    acts.enter_vitals(session, BEFORE, by=clinic.nurse)
    return acts.act(session, "start", by=clinic.nurse)


def device(clinic, session: Session, *, sender=MONITOR, kind="monitor", paired=True, zone="UTC") -> Device:
    row = pairing.add_device(session.chair, kind=kind, sender=sender, by=clinic.owner, time_zone=zone)
    if paired:
        patient = session.patient
        pairing.pair(session, row, number=patient.number, birth_date=patient.birth_date, by=clinic.nurse)
    return row


def seated(clinic) -> Session:
    """Ruth in chair 1, her infusion running for a minute, her monitor paired."""
    with on(datetime.now(UTC) - timedelta(minutes=1)):
        session = running(clinic)
        device(clinic, session)
    return session


def seat_her(listener) -> Session:
    """The same, and the listener knows."""
    session = seated(listener.clinic)
    reads_the_roster_again(listener)
    return session


def reads_the_roster_again(listener) -> None:
    """Do not wait the second that a roster may be old."""
    listener.listener.intake.roster._read_at = -10.0


def another_chair(clinic, n: int, **person) -> tuple[Resource, object]:
    """A chair of its own with a patient of its own."""
    from euthymia.clinic.booking import actions as booking

    born = person.pop("birth_date", date(1970, 1, 1))
    names = {"given": f"Given{n}", "family": f"Family{n}", "email": f"p{n}@patients.example", "phone": "", **person}
    patient = doors.register(birth_date=born, by=clinic.prescriber, **names)
    doors.join_care_team(patient, clinic.nurse, by=clinic.prescriber)
    return booking.add_resource("chair", f"Chair {n}", by=clinic.owner), patient


# What monitors send

SPO2, PULSE = "150456^MDC_PULS_OXIM_SAT_O2^MDC", "149530^MDC_PULS_OXIM_PULS_RATE^MDC"
SYSTOLIC, DIASTOLIC = "150301^MDC_PRESS_CUFF_SYS^MDC", "150302^MDC_PRESS_CUFF_DIA^MDC"
BREATHS, HEART = "151562^MDC_RESP_RATE^MDC", "147842^MDC_ECG_CARD_BEAT_RATE^MDC"
UNITS = {
    SPO2: "262688^MDC_DIM_PERCENT^MDC",
    PULSE: "264864^MDC_DIM_BEAT_PER_MIN^MDC",
    HEART: "264864^MDC_DIM_BEAT_PER_MIN^MDC",
    BREATHS: "264928^MDC_DIM_RESP_PER_MIN^MDC",
}


def stamp(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y%m%d%H%M%S.%f")[:-2] + "+0000"


def message(
    control: str, *rows: tuple, at_s: float | None = None, sender=MONITOR, pid="", asks=("", ""), charset="", **more
) -> bytes:
    """An ORU^R01; a row is (coding, value) or (coding, value, measured at)."""
    at = more.get("stamp") or stamp(time.time() if at_s is None else at_s)
    lines = [f"MSH|^~\\&|{sender[0]}|{sender[1]}|||{at}||ORU^R01|{control}|P|2.6|||{asks[0]}|{asks[1]}||{charset}"]
    lines += [pid] if pid else []
    lines += [f"OBR|1||||||{at}"]
    for n, (coding, value, *then) in enumerate(rows, 1):
        unit = UNITS.get(coding, "266016^MDC_DIM_MMHG^MDC")
        own = stamp(then[0]) if then else ""
        lines.append(f"OBX|{n}|NM|{coding}|1.1.1.{n}|{value}|{unit}|||||R|||{own}")
    return ("\r".join(lines) + "\r").encode("utf-8")


class Line:
    """A device's connection, read and written by hand."""

    def __init__(self, port: int, *, source: str = "", context: ssl.SSLContext | None = None) -> None:
        """Connect; from another address of this machine, or by TLS."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=waits.LINE_S, source_address=(source, 0))
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_hostname="listener")
        self._deframer, self._got = Deframer(), []

    def send(self, raw: bytes) -> None:
        self.socket.sendall(frame(raw))

    def answer(self, *, within_s: float = waits.LINE_S) -> hl7.Reply:
        """The next acknowledgement. Raises OSError when the line breaks, TimeoutError when none comes."""
        self.socket.settimeout(within_s)
        while not self._got:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionResetError("closed")
            self._got += [p.payload for p in self._deframer.feed(data) if isinstance(p, Frame)]
        reply = hl7.read(self._got.pop(0), default_zone=UTC).reply
        assert reply is not None
        return reply

    def ask(self, raw: bytes) -> list[tuple[str, str]]:
        """Send, and give every (code, control id) that came before the answer to a message sent after it."""
        self.send(raw)
        self.send(message("FENCE", sender=("NOBODY", "")))
        found = []
        while (reply := self.answer()).control_id != "FENCE":
            found.append((reply.code, reply.control_id))
        return found

    def codes(self, raw: bytes) -> list[str]:
        return [code for code, _ in self.ask(raw)]

    def close(self) -> None:
        self.socket.close()


@contextlib.contextmanager
def listening(doorbell: Path, context: ssl.SSLContext | None = None) -> Iterator[SimpleNamespace]:
    """A listener in this process, in a loop of its own thread."""
    port, ready = free_port(), threading.Event()
    holder = SimpleNamespace(port=port)

    async def serve() -> None:
        holder.listener = Listener(doorbell)
        holder.task = asyncio.current_task()
        holder.loop = asyncio.get_running_loop()
        ready.set()
        with contextlib.suppress(asyncio.CancelledError):
            await holder.listener.serve("127.0.0.1", port, context)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait(waits.PAGE_S)
    wait_for_port(port)
    wait_for_doorbell(doorbell)
    try:
        yield holder
    finally:
        holder.loop.call_soon_threadsafe(holder.task.cancel)
        thread.join(waits.LINE_S)


def kept() -> list[tuple[str, str]]:
    """Disposition and reason of each message, as they were kept; not of those a test sent to wait for."""
    rows = DeviceMessage.objects.order_by("pk").values_list("disposition", "reason", "raw")
    return [(disposition, reason) for disposition, reason, raw in rows if b"|FENCE|" not in bytes(raw)]


def strange(listener) -> set[str]:
    """Return why strangers were refused, of each address the newest reason: counted, written or both."""
    counted = {one.reason for one in listener.listener.intake.strangers._counted.values()}
    return counted | set(Stranger.objects.values_list("reason", flat=True))


def settled(count: int) -> list[tuple[str, str]]:
    """Wait until so many messages are kept: what is not answered cannot be waited for."""
    waits.until(lambda: len(kept()) >= count, what=f"{count} messages kept")
    return kept()


def wait_for_port(port: int) -> None:
    def is_open() -> bool:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=waits.NOW_S).close()
            return True
        return False

    waits.until(is_open, within_s=waits.UP_S, what=f"a process that listens on port {port}")


def wait_for_doorbell(doorbell: Path) -> None:
    """A listener opens its port before its doorbell."""
    waits.until(doorbell.exists, within_s=waits.UP_S, what="the listener's doorbell")


def own_process(home: Path) -> dict[str, str]:
    """The environment in which another process works on this test's database, with its key and its anchor."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment |= {"EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "test"}
    if not (home / "keys").exists():
        (home / "keys").symlink_to(settings.HOME / "keys")
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        with contextlib.suppress(FileExistsError):
            (home / "clinic.sqlite3").symlink_to(there["NAME"])
    else:
        at = f"{there['USER']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
        environment["DATABASE_URL"] = f"postgres://{at}"
    return environment


@contextlib.contextmanager
def part(home: Path, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of the clinic's processes, as `euthymia COMMAND` starts it; killed at the end if it still lives."""
    child = subprocess.Popen([sys.executable, "-m", "euthymia.cli.main", *command], env=own_process(home) | environment)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
