"""A real web server in front of a real clinic in production: what `euthymia deploy` prints, with a test's own paths."""

import contextlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import waits
from tests.cli.operations.commands import bare, euthymia
from tests.postgres import free_port
from tests.waits import until

NAME = "clinic.example"


@dataclass(eq=False)
class Site:
    """A clinic behind a web server. `first` is what `init` printed."""

    home: Path
    port: int
    authority: Path
    first: str
    kind: str

    def connect(self) -> HTTPConnection:
        context = ssl.create_default_context(cafile=str(self.authority))
        connection = HTTPConnection(NAME, self.port, timeout=waits.PAGE_S)
        line = socket.create_connection(("127.0.0.1", self.port), timeout=waits.PAGE_S)
        connection.sock = context.wrap_socket(line, server_hostname=NAME)
        return connection

    def doctor(self, *words: str):
        front = f"127.0.0.1:{self.port}"
        return euthymia(self.home, "doctor", "--front", front, *words, SSL_CERT_FILE=str(self.authority))


class Browser:
    """Keeps cookies and follows nothing: enough to sign in."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies = site, {}

    def ask(self, method: str, path: str, **form: str) -> tuple[HTTPResponse, str]:
        connection = self.site.connect()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Host": NAME, "Referer": f"https://{NAME}/", "Content-Type": "application/x-www-form-urlencoded"}
        if form:
            form["csrfmiddlewaretoken"] = self.cookies["__Host-csrftoken"]
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer, page


@contextlib.contextmanager
def clinic(home: Path, log: Path, *, port: int) -> Iterator[None]:
    """Run the whole clinic, in production, as its settings say; `port` is where it hands out its pages."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "euthymia.cli.main", "serve"],
            env=bare(home), stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        until(
            lambda: opens(port) or process.poll() is not None,
            within_s=waits.CLINIC_UP_S,
            what="the clinic's own pages",
        )
        yield
        assert process.poll() is None, log.read_text()
    finally:
        process.terminate()
        process.wait(waits.UP_S)


@contextlib.contextmanager
def running(command: list[object], port: int, log: Path, **environment: str) -> Iterator[None]:
    """Run a web server in the foreground until its port opens, then until told to end."""
    words, environment = [str(word) for word in command], os.environ | environment
    with log.open("wb") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, env=environment, start_new_session=True)
    try:
        until(lambda: opens(port) or process.poll() is not None, within_s=waits.UP_S, what="the web server's port")
        assert process.poll() is None, log.read_text()
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(waits.UP_S)


def opens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def nginx(folder: Path, text: str, port: int, certificate: Path, key: Path) -> list[object]:
    """Return the command of nginx with the printed site, at a port and with files of the test."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not on this machine (Debian: apt-get install nginx-light)")
    text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{port} ssl http2")
    text = text.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    text = text.replace(f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate))
    text = text.replace(f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key))
    (folder / "site.conf").write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""  # the temporary folders of a test are the account's own
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr warn;\nevents {{}}\n"
        f"http {{\n{paths}include {folder}/site.conf;\n}}\n"
    )
    return ["nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"]


def caddy(folder: Path, text: str, port: int, certificate: Path, key: Path) -> list[object]:
    """Return the command of Caddy with the printed file, at a port and with files of the test."""
    if not shutil.which("caddy"):
        pytest.skip("caddy is not on this machine (Debian: apt-get install caddy)")
    options = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\thttps_port {port}\n"
    text = text.replace("\n{\n", "\n" + options, 1)
    text = text.replace(f"\n{NAME} {{\n", f"\n{NAME} {{\n\ttls {certificate} {key}\n")
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


def waited_for(site: Site) -> None:
    """Wait until the clinic answers through the web server."""

    def answers() -> bool:
        browser = Browser(site)
        with contextlib.suppress(OSError):
            return browser.ask("GET", "/help")[0].status == 200
        time.sleep(waits.TWO_LOOKS_S)
        return False

    until(answers, within_s=waits.WORKED_S, what="the clinic behind the web server")
