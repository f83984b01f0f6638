"""A mail server of a test's own: keeps what it takes, refuses whom it is told to, and can fall silent."""

import contextlib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from tests import waits


class Sink(socketserver.ThreadingTCPServer):
    """Takes mails at a free port of loopback.

    refused   answers to RCPT, by address
    silent    set: a mail that was taken is not answered, as if the line stood still
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.mails: list[Message] = []
        self.refused: dict[str, str] = {}
        self.silent, self.dropped, self._ended = threading.Event(), threading.Event(), threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def to(self) -> list[str]:
        return [mail["To"] for mail in self.mails]

    def stand_still(self) -> None:
        """Answer nothing until the sink ends."""
        self._ended.wait(waits.UP_S)

    def end(self) -> None:
        self._ended.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing of a client that was killed."""


class _Line(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT"):
                address = line[line.index("<") + 1 : line.index(">")]
                self.say(self.server.refused.get(address, "250 yes"))
            elif verb == "DATA":
                self.say("354 go on")
                self._take()
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines)))
        if self.server.silent.is_set():
            self.server.stand_still()
        elif self.server.dropped.is_set():
            raise ConnectionAbortedError
        self.say("250 taken")


@contextlib.contextmanager
def sink(speaks_tls: tuple[Path, Path] | None = None) -> Iterator[Sink]:
    """Serve mails until the block ends; with a certificate and its key by TLS from the first byte."""
    server = Sink()
    if speaks_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*speaks_tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.end()
