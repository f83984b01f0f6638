"""Several parts as one process tree: started together, ended together, and none left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence


class Tree:
    """Child processes of this command. The first is what the tree is for: the tree ends with it.

    Any other that ends by itself is started again, a second later: a page without its listener still takes what is
    entered by hand, and says that no device data comes.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = commands
        self._children: list[subprocess.Popen[bytes]] = []
        self._stop = threading.Event()

    def run(self, *, when_up: Callable[[], None] | None = None) -> int:
        """Start all, wait for Ctrl-C, a signal, or the end of the first; then end all."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stop.set())
        try:
            self._children = [_start(command) for command in self._commands]
            if when_up is not None:
                when_up()
            return self._wait()
        finally:
            self.end()

    def _wait(self) -> int:
        while not self._stop.wait(1):
            if self._children[0].poll() is not None:
                return self._children[0].returncode or 1
            for place, child in enumerate(self._children):
                if child.poll() is not None:
                    name = " ".join(self._commands[place][:2])
                    print(f"{name} ended by itself ({child.returncode}): it is started again.", file=sys.stderr)
                    self._children[place] = _start(self._commands[place])
        return 0

    def end(self) -> None:
        """Ask each child to end, the last started first; after five seconds no longer ask."""
        for child in reversed(self._children):
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches this process alone, which then ends the children in order.
    return subprocess.Popen([sys.executable, "-m", "euthymia.cli.main", *command], start_new_session=True)


def end_with_parent() -> None:
    """Stop this process when the one that started it is gone, however it went."""
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, daemon=True).start()
