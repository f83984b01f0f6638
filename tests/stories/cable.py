"""A cable between a page and the clinic's server, which a story pulls: nothing passes, and nobody is told so."""

import contextlib
import select
import socket
import threading
from dataclasses import dataclass, field

from tests.postgres import free_port


@dataclass
class Cable:
    """Listens in the server's place and passes bytes on, until it is pulled; what was sent meanwhile comes later."""

    to_port: int
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self._plugged, self._open = threading.Event(), True
        self._plugged.set()
        self._ear = socket.create_server(("127.0.0.1", self.port))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def pull(self) -> None:
        self._plugged.clear()

    def plug_in(self) -> None:
        self._plugged.set()

    def close(self) -> None:
        self._open = False
        self._plugged.set()
        self._ear.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while self._open:
                near, _ = self._ear.accept()
                threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", self.to_port)) as far:
            other = {near: far, far: near}
            while self._open:
                ready, _, _ = select.select([near, far], [], [], 0.2)
                for end in ready:
                    self._plugged.wait()
                    if not (data := end.recv(65536)):
                        return
                    other[end].sendall(data)
