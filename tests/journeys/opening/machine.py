"""docs/how-to/run-a-clinic.md followed from an empty folder, its commands in order, on what stands for a machine."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import waits
from tests.cli.operations import proxies
from tests.clinic.certificates import Authority
from tests.clinic.messages.sink import Sink, sink
from tests.conftest import CHECKOUT
from tests.postgres import free_port
from tests.waits import until

PAGE = (CHECKOUT / "docs/how-to/run-a-clinic.md").read_text("utf-8")
# Done by hand on a machine of one's own: what they set up is here already, or is the test's own (a user, a shell).
BEFORE = ("apt-get ", "useradd ", "runuser ")
ASKS = "euthymia init"  # at a terminal; the page gives the same as flags
OWNER, PASSWORD = "owner@clinic.example", "orange-kettle-seven"


def commands(text: str) -> list[tuple[str, str]]:
    """List the commands of a part of the page in order: "#" for root or "$" for the clinic's account, and the words."""
    lines = [line.strip() for line in re.sub(r" \\\n +", " ", text).splitlines() if re.match(r" {4,}[$#] ", line)]
    return [(line[0], line[2:]) for line in lines]


@dataclass
class Machine:
    """A folder that stands for a whole machine: `done` holds each command with its status and what it said.

    wheel   what was brought to it; the environment is made of that alone
    """

    folder: Path
    wheel: Path
    authority: Authority
    mails: Sink
    web: int = field(default_factory=free_port)
    devices: int = field(default_factory=free_port)
    front: int = field(default_factory=free_port)
    done: list[tuple[str, int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    ends: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def home(self) -> Path:
        return self.folder / "var/lib/euthymia"

    @property
    def environment(self) -> dict[str, str]:
        """What the clinic's account has on a bare machine; the authority is the test's own."""
        bare = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        return bare | {"SSL_CERT_FILE": str(self.authority.path)}

    def follow(self, text: str) -> None:
        """Carry out every command of a part of the page."""
        for who, command in commands(text):
            if command.startswith(BEFORE) or command == ASKS:
                self.left_out.append(command)
            elif command.startswith("systemctl daemon-reload"):
                self._serve()
            elif command.startswith("nginx -t"):
                self._nginx()
            elif command.startswith("systemd-run "):
                self.left_out.append(command)
            elif command.startswith("export "):
                self.exports.append(self._here(command))
            else:
                self.run(command, root=who == "#")
                if "--no-questions" in command:  # the ports of a test, where two may run at once
                    self.run(f"euthymia configure web_port {self.web}")
                    self.run(f"euthymia configure devices_port {self.devices}")

    def run(self, command: str, *, root: bool = False) -> str:
        """Run one command in a shell of its own; give what it said."""
        command = self._here(command)
        words = "" if root else "".join(f"{line} && " for line in self.exports)
        offline = {name: os.environ[name] for name in ("UV_CACHE_DIR", "XDG_CACHE_HOME") if name in os.environ}
        more = {"HOME": os.environ["HOME"], **offline, **self.installs} if root else {}
        done = subprocess.run(
            ["sh", "-c", words + command], cwd=self.folder, env=self.environment | more, capture_output=True, text=True,
            check=False, timeout=2 * waits.WORKED_S,
        )  # fmt: skip
        self.done.append((command, done.returncode, done.stdout + done.stderr))
        return done.stdout + done.stderr

    installs: dict[str, str] = field(default_factory=dict)

    def _here(self, command: str) -> str:
        """Return a command with the places of this machine, and this account in place of the clinic's own."""
        command = command.replace("-o euthymia -g euthymia ", "").replace(" euthymia doctor", " euthymia doctor")
        if command.startswith("euthymia doctor"):
            command += f" --front 127.0.0.1:{self.front}"
        return re.sub(r"(?<=[ =>])/(?=var/|opt/|etc/|mnt/)", f"{self.folder}/", command)

    def _serve(self) -> None:
        """Start what the installed unit starts, as it says."""
        unit = (self.folder / "etc/systemd/system/euthymia.service").read_text()
        (words,) = re.findall(r"^ExecStart=(.+)$", unit, re.M)
        said = dict(line.split("=", 1) for line in re.findall(r"^Environment=(.+)$", unit, re.M))
        said["NUMBA_CACHE_DIR"] = str(self.folder / "cache")
        log = self.ends.enter_context((self.folder / "serve.log").open("wb"))
        process = subprocess.Popen(
            words.split(), cwd=self.folder, env=self.environment | said, stdout=log, stderr=log, start_new_session=True
        )
        self.ends.callback(self._ended, process)
        until(
            lambda: proxies.opens(self.web) or process.poll() is not None,
            within_s=waits.CLINIC_UP_S, what="the clinic's own pages",
        )  # fmt: skip
        assert process.poll() is None, self.log

    def _ended(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        assert process.wait(waits.UP_S) == 0, self.log

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")[-3000:]

    def _nginx(self) -> None:
        """Start nginx with the installed site, at a port of the test and with its certificate."""
        leaf, key = self.authority.signs("web")
        whole = self.folder / "fullchain.pem"
        whole.write_bytes(leaf.read_bytes() + self.authority.path.read_bytes())
        text = (self.folder / "etc/nginx/sites-enabled/euthymia").read_text()
        into = self.folder / "nginx"
        into.mkdir()
        command = proxies.nginx(into, text, self.front, whole, key)
        tried = subprocess.run([str(word) for word in [*command, "-t"]], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        self.ends.enter_context(proxies.running(command, self.front, into / "log"))


@contextlib.contextmanager
def machine(folder: Path, wheel: Path, installs: dict[str, str]) -> Iterator[Machine]:
    """Set up a machine to which the three files of the wheel's folder were brought, and what its owner wrote down."""
    for name in ("etc/systemd/system", "etc/nginx/sites-enabled", "opt", "var/lib", "mnt/other-disk"):
        (folder / name).mkdir(parents=True)
    for path in wheel.parent.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    authority = Authority(folder)
    with sink(authority.signs("mail")) as mails:
        (folder / "password.txt").write_text(f"{PASSWORD}\n")
        (folder / "mail.txt").write_text(f"smtps://localhost:{mails.port}\n")
        made = Machine(folder, wheel, authority, mails, installs=installs)
        with made.ends:
            yield made
