"""Who speaks MLLP at all: a line that begins otherwise, or carries an HTTP request, is another program's.

A browser sends whatever bytes a page of another site asks for, to this machine too (CWE-352 across protocols). It
cannot choose the first ones: they are the request line of HTTP. So the first bytes decide, and the line ends there.
"""

import re
from typing import Final

from euthymia.wire.mllp import END, KEEP_BYTES, VT, Fault, Reason

_NOTHING: Final = b" \t\r\n\x00"
_BEGINS: Final = (VT, b"MSH")
_LONGEST: Final = 3
# RFC 9112, section 3: method, target, version. At the beginning of any line of text, whatever stands before it.
_REQUEST: Final = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[A-Za-z-]{1,40} [^\r\n]{1,8000} HTTP/\d")
_VERSION: Final = b" HTTP/"
_REMEMBERED: Final = 8_192


class Gate:
    """Let one connection's bytes through to be cut into messages, until they show that no device speaks.

    `shut` says that nothing after may be read: the line is to be closed.
    What comes out does not depend on how the stream was split, but for the bytes that the fault keeps.
    """

    __slots__ = ("_before", "_begun", "_held", "shut")

    def __init__(self) -> None:
        self._begun = False
        self._held = b""
        self._before = b""
        self.shut = False

    def admit(self, data: bytes) -> tuple[bytes, Fault | None]:
        """Return what may be cut into messages, and why the line is shut with it; None while it stays open."""
        if self.shut:
            return b"", None
        if not self._begun:
            data = (self._held + data).lstrip(_NOTHING)
            if not data.startswith(_BEGINS):
                return self._undecided(data)
            self._begun, self._held = True, b""
        seen = self._before + data
        if _VERSION in seen and (found := _REQUEST.search(seen)):
            return data[: max(0, found.start() - len(self._before))], self._shut("web", seen[found.start() :])
        self._before = b"" if data.endswith(END) else seen[-_REMEMBERED:]
        return data, None

    def _undecided(self, data: bytes) -> tuple[bytes, Fault | None]:
        if len(data) < _LONGEST and any(begin.startswith(data) for begin in _BEGINS):
            self._held = data
            return b"", None
        return b"", self._shut("web" if _REQUEST.match(data) else "no device", data)

    def _shut(self, reason: Reason, data: bytes) -> Fault:
        self.shut = True
        return Fault(reason, data[:KEEP_BYTES], len(data))
