"""The peers of the intake rows, each a process: `python -m bench.peers echo|parse|server PORT`."""

import asyncio
import contextlib
import sys

import hl7
from hl7.mllp import HL7StreamReader, HL7StreamWriter, InvalidBlockError, start_hl7_server

END = b"\x1c\r"
FIXED = b"\x0bMSH|^~\\&|||||20260101000000||ACK^R01^ACK|1|P|2.6\rMSA|CA|1\r\x1c\r"


class Echo(asyncio.Protocol):
    """Sends back what comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(data)  # type: ignore[attr-defined]


class Parse(Echo):
    """Parses each message with the `hl7` library, stores nothing, answers a fixed acknowledgement."""

    _held = b""

    def data_received(self, data: bytes) -> None:
        *messages, self._held = (self._held + data).split(END)
        for message in messages:
            hl7.parse(message[1:].decode())
            self._transport.write(FIXED)  # type: ignore[attr-defined]


async def answer(reader: HL7StreamReader, writer: HL7StreamWriter) -> None:
    """Read and acknowledge each message, as the library's own page of its server does."""
    with contextlib.suppress(asyncio.IncompleteReadError, OSError):
        while not writer.is_closing():
            try:
                message = await reader.readmessage()
            except (ValueError, hl7.ParseException, InvalidBlockError):  # too long, or no message: the next one
                continue
            writer.writemessage(message.create_ack())
            await writer.drain()
    writer.close()


async def serve(kind: str, port: int) -> None:
    if kind == "server":
        async with await start_hl7_server(answer, "127.0.0.1", port, backlog=2048) as whole:
            await whole.serve_forever()
    peer = {"echo": Echo, "parse": Parse}[kind]
    server = await asyncio.get_running_loop().create_server(peer, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
