"""One device's connection: its bytes to messages, its answers back; in the clear on loopback, else by mutual TLS."""

import asyncio
import contextlib
import itertools
import os
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Final, Protocol

from euthymia.clinic.infusion.devices.links import HERE, Link, fingerprint
from euthymia.wire import mllp
from euthymia.wire.mllp_gate import Gate

DEAF_BYTES: Final = 1_000_000  # answers a device has not read: it does not listen
UNFINISHED_S: Final = 30.0
READ_BYTES: Final = 1 << 18
HELD_BYTES: Final = 1 << 16  # by the system for a line: of two hundred that bring a megabyte each, little comes at once
_NUMBERS: Final = itertools.count(1)  # one for each line of this process


class Taker(Protocol):
    """What a line asks of the listener."""

    lines: "set[Line]"

    def take(self, piece: mllp.Piece, received_s: float, line: "Line", *, trouble: str = "") -> None: ...

    def ended(self, line: "Line") -> None: ...

    def brought(self, line: "Line", size: int, messages: int) -> None: ...

    def has_room(self, address: str) -> bool: ...


class Line(asyncio.Protocol):
    """One device's connection."""

    def __init__(self, listener: Taker) -> None:
        self._listener = listener
        self._gate = Gate()
        self._deframer = mllp.Deframer()
        self._begun_s: float | None = None  # since when a message waits for its end
        self.number = next(_NUMBERS)
        self.transport: asyncio.Transport | None = None
        self.link = HERE
        self.brought_bytes = 0  # since it last let the others go first

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HELD_BYTES)
        address = transport.get_extra_info("peername")[0]
        if address != HERE.address:
            self.link = Link(address)
        if not self._listener.has_room(address):
            said = f"Too many lines from {address} on which no device speaks: a new one was closed."
            self._listener.take(mllp.Fault("garbage", b"", 0), time.time(), self, trouble=said)
            transport.abort()  # type: ignore[attr-defined]
            return
        self._listener.lines.add(self)

    def data_received(self, data: bytes) -> None:
        received_s = time.time()
        admitted, shut = self._gate.admit(data)
        pieces = self._deframer.feed(admitted)
        for piece in pieces:
            self._listener.take(piece, received_s, self)
        if not self._deframer.inside:
            self._begun_s = None
        elif pieces or self._begun_s is None:
            self._begun_s = time.monotonic()
        if shut is not None:
            self._shut(shut)
        else:
            self._listener.brought(self, len(data), len(pieces))

    def _shut(self, fault: mllp.Fault) -> None:
        """Keep what showed that no device speaks here, and end the line: nothing after it is read."""
        self._listener.take(fault, time.time(), self)
        if self.transport is not None:
            self.transport.close()

    def look(self, now_s: float) -> bool:
        """End the line where a message has begun and does not end: it holds room that other lines need.

        Gives whether it was ended.
        """
        if self._begun_s is None or now_s - self._begun_s < UNFINISHED_S:
            return False
        self._begun_s = None
        for piece in self._deframer.close():
            said = f"A message began and did not end within {UNFINISHED_S:.0f} s. The line was closed."
            self._listener.take(piece, time.time(), self, trouble=said)
        if self.transport is not None:
            self.transport.close()
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        for piece in self._deframer.close():
            self._listener.take(piece, time.time(), self)
        self.transport = None
        self._listener.ended(self)

    def overhear(self) -> None:
        """Read what has come while the loop that else reads is inside a commit. The line's end waits for the loop."""
        if self.transport is None or self.transport.is_closing():
            return
        with contextlib.suppress(OSError):  # nothing has come
            self.data_received(os.read(self.transport.get_extra_info("socket").fileno(), READ_BYTES))

    def answer(self, answers: Sequence[bytes]) -> None:
        """Send the acknowledgements that are due, if the device is still there and reads what it asked for."""
        if self.transport is None or self.transport.is_closing():
            return
        for answer in answers:
            self._send(self.transport, mllp.frame(answer))
        if self.transport.get_write_buffer_size() > DEAF_BYTES:
            self.transport.abort()

    def _send(self, transport: asyncio.Transport, data: bytes) -> None:
        transport.write(data)


class TlsLine(Line):
    """A connection from beyond this machine: nothing is read before its certificate is known to be good.

    TLS is worked out here, in memory, and not by the loop: so a handshake that fails is seen and kept, and the standby
    may read the socket of this line as of any other.
    """

    def __init__(self, listener: Taker, context: ssl.SSLContext) -> None:
        super().__init__(listener)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._shaken = False

    def data_received(self, data: bytes) -> None:
        self._incoming.write(data)
        try:
            if not self._shaken:
                self._shake_hands()
            while plain := self._tls.read(READ_BYTES):
                super().data_received(plain)
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass  # no more for now, or it said goodbye
        except ssl.SSLError as failed:
            self._refuse(failed)
        self._flush()

    def _shake_hands(self) -> None:
        self._tls.do_handshake()
        self._shaken = True
        certificate = self._tls.getpeercert(binary_form=True)
        self.link = Link(self.link.address, fingerprint(certificate or b""))

    def _refuse(self, failed: ssl.SSLError) -> None:
        said = f"A connection from {self.link.address} was refused: TLS failed ({failed.reason or 'no reason given'})."
        self._listener.take(mllp.Fault("garbage", b"", 0), time.time(), self, trouble=said)
        self._flush()  # the alert that says why
        if self.transport is not None:
            self.transport.close()

    def _send(self, transport: asyncio.Transport, data: bytes) -> None:
        self._tls.write(data)
        transport.write(self._outgoing.read())

    def _flush(self) -> None:
        if self.transport is not None and not self.transport.is_closing() and (data := self._outgoing.read()):
            self.transport.write(data)
