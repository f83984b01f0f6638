"""MLLP: a stream of bytes to whole messages, and back. <VT> message <FS><CR>.

What does not fit the framing is never dropped quietly: it comes out as a Fault, in its place in the stream. Blanks,
line ends and NUL between messages, and a start or end byte sent twice, are nothing.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

VT: Final = b"\x0b"
FS: Final = b"\x1c"
END: Final = b"\x1c\r"

MAX_BYTES: Final = 1_000_000
KEEP_BYTES: Final = 4_096

_START: Final = 0x0B
_NOTHING: Final = b" \t\r\n\x00"
# A message whose start byte was lost, behind what else may stand there.
_MESSAGE: Final = re.compile(rb"(?:\A|(?<=[\r\n]))(?:MSH|FHS|BHS)(?=[^\w\s])")

Reason = Literal["garbage", "lost end", "too long", "cut", "no start", "no device", "web"]
_SENTENCES: Final[dict[Reason, str]] = {
    "garbage": "bytes stand between two messages. Check that the device speaks MLLP.",
    "lost end": "a message began before the one before it ended. Its end byte was lost: have the device send it again.",
    "too long": "a message is longer than the limit. Its beginning is kept; have the device send less at a time.",
    "cut": "the connection ended inside a message. Have the device send it again.",
    "no start": "a message came without its start byte (VT). Nothing of it was charted. Set the device to MLLP.",
    "no device": "the connection did not begin as a device's does. It was closed, and nothing of it was charted.",
    "web": "a web request came to the devices' port. The connection was closed, and nothing of it was charted. "
    "Find the program or browser that sent it.",
}


class Frame(NamedTuple):
    """One whole message, without its framing."""

    payload: bytes


class Fault(NamedTuple):
    """A piece of the stream that is no whole message.

    kept   its bytes: all of a message that lost its start or end, the first keep_bytes of one too long or of garbage
    size   how many bytes the piece had when it was given up: at most one more than the limit
    """

    reason: Reason
    kept: bytes
    size: int

    @property
    def answerable(self) -> bool:
        """Return whether it was a message. Other bytes get no answer: a device takes it for its next message's."""
        if self.reason in ("no device", "web"):
            return False
        return self.reason != "garbage" or self.kept.lstrip(_NOTHING)[:3] in (b"MSH", b"FHS", b"BHS")

    @property
    def sentence(self) -> str:
        """Return for staff what was seen and what to do."""
        return f"{self.size:,} bytes: {_SENTENCES[self.reason]}"


Piece = Frame | Fault


def _marks(data: bytes) -> Iterator[int]:
    """Yield where a message starts or ends. Two searches for one byte each are far faster than one for either."""
    start, end = data.find(VT), data.find(FS)
    while start >= 0 or end >= 0:
        if end < 0 or 0 <= start < end:
            yield start
            start = data.find(VT, start + 1)
        else:
            yield end
            end = data.find(FS, end + 1)


def frame(payload: bytes) -> bytes:
    """Put a message between the bytes that begin and end it. The message must hold neither of them."""
    return b"\x0b" + payload + b"\x1c\r"


class Deframer:
    """Cut one connection's stream into messages, however its bytes arrive.

    A message ends at <FS>; the <CR> after it may be missing. One whose <VT> is missing, and that begins with MSH, is a
    Fault at its <FS>: no browser can send a <VT> first, so only what has one is charted. A message that another <VT>
    interrupts is a Fault, and the new one goes on; an empty one is none. One longer than max_bytes is a Fault at once;
    its rest is skipped up to the next <VT> or <FS>.
    The pieces that come out do not depend on how the stream was split into feeds.
    """

    __slots__ = ("_held", "_keep", "_limit", "_open", "_skipping")

    def __init__(self, max_bytes: int = MAX_BYTES, *, keep_bytes: int = KEEP_BYTES) -> None:
        self._limit = max_bytes
        self._keep = min(keep_bytes, max_bytes)
        self._held = bytearray()  # of the open message, or of what stands between two
        self._open = False
        self._skipping = False

    @property
    def inside(self) -> bool:
        """Return whether a message or other bytes have begun and not ended: a slow sender, if it stays so."""
        return self._open or bool(self._held) or self._skipping

    def feed(self, data: bytes) -> list[Piece]:
        """Take the next bytes and give what they complete, in order; often nothing."""
        if not self._open and not self._held and not self._skipping and self._is_one_frame(data):
            return [Frame(data[1:-2])]
        pieces: list[Piece] = []
        begin = 0
        for mark in _marks(data):
            self._take(data[begin:mark], pieces)
            begin = mark + 1
            if data[mark] == _START:
                self._starts(pieces)
            else:
                self._ends(pieces)
        self._take(data[begin:] if begin else data, pieces)
        return pieces

    def close(self) -> list[Piece]:
        """Return what an ended connection leaves behind: a cut message, or garbage."""
        pieces: list[Piece] = []
        if self._open and self._held.strip(_NOTHING):
            pieces.append(self._fault("cut"))
        elif not self._open:
            self._give_up_gap(pieces)
        self._reset(opened=False)
        return pieces

    def _is_one_frame(self, data: bytes) -> bool:
        return (
            len(data) <= self._limit
            and data[1:2] > b" "
            and data[:1] == VT
            and data.find(FS) == len(data) - 2
            and data[-1:] == b"\r"
            and data.find(VT, 1) < 0
        )

    def _take(self, chunk: bytes, pieces: list[Piece]) -> None:
        """Hold a chunk without marks, up to the limit; blanks and line ends between messages are nothing."""
        if not self._open and not self._held:
            chunk = chunk.lstrip(_NOTHING)
        if self._skipping or not chunk:
            return
        self._held += chunk[: self._limit + 1 - len(self._held)]
        if len(self._held) <= self._limit:
            return
        pieces.append(self._fault("too long" if self._open else "garbage"))
        self._reset(opened=False)
        self._skipping = True

    def _starts(self, pieces: list[Piece]) -> None:
        if self._open and self._held.strip(_NOTHING):
            pieces.append(self._fault("lost end"))
        else:
            self._give_up_gap(pieces)
        self._reset(opened=True)

    def _ends(self, pieces: list[Piece]) -> None:
        if self._open:
            pieces += [Frame(bytes(self._held))] if self._held.strip(_NOTHING) else []
        elif not self._skipping and (begun := _MESSAGE.search(self._held)):
            message = bytes(self._held[begun.start() :])
            del self._held[begun.start() :]
            self._give_up_gap(pieces)
            pieces.append(Fault("no start", message, len(message)))
        else:
            self._give_up_gap(pieces)
        self._reset(opened=False)

    def _give_up_gap(self, pieces: list[Piece]) -> None:
        if self._held.strip(_NOTHING):
            pieces.append(self._fault("garbage"))

    def _fault(self, reason: Reason) -> Fault:
        whole = reason in ("lost end", "cut")
        return Fault(reason, bytes(self._held if whole else self._held[: self._keep]), len(self._held))

    def _reset(self, *, opened: bool) -> None:
        self._held.clear()
        self._open = opened
        self._skipping = False
