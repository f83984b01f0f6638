"""A receiver for the simulated devices: keeps what came, answers as each message asks."""

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7
from euthymia.wire.mllp import Deframer, Frame, frame
from tests import waits


class Receiver:
    def __init__(self, verdict):
        self.verdict = verdict
        self.pieces = []
        self.messages = []
        self.connections = 0
        self.port = 0

    async def serve(self, reader, writer):
        self.connections += 1
        deframer = Deframer()
        try:
            while data := await reader.read(65_536):
                for piece in deframer.feed(data):
                    self.take(piece, writer)
        except ConnectionError:
            pass
        self.pieces += deframer.close()
        writer.close()

    def take(self, piece, writer):
        self.pieces.append(piece)
        if not isinstance(piece, Frame):
            return
        asked, verdict = piece.payload, "error"
        try:
            asked, verdict = hl7.read(piece.payload, default_zone=UTC), self.verdict
            self.messages.append(asked)
        except Refusal:
            pass
        for answer in hl7.acknowledgements(asked, verdict=verdict, now_s=time.time(), control_id="E1"):
            writer.write(frame(answer))

    @property
    def faults(self):
        return [piece.reason for piece in self.pieces if not isinstance(piece, Frame)]

    async def until(self, condition):
        await waits.until_then(lambda: condition(self), what="what a device was to send")


@pytest.fixture
def receiving():
    @asynccontextmanager
    async def receive(verdict="accept", port=0):
        receiver = Receiver(verdict)
        server = await asyncio.start_server(receiver.serve, "127.0.0.1", port)
        receiver.port = server.sockets[0].getsockname()[1]
        try:
            yield receiver
        finally:
            server.close()

    return receive
