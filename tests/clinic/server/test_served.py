"""`euthymia serve` in production, from an empty folder: the whole process tree, asked as the proxy before it asks."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from posixpath import dirname, join, normpath

import allauth
import pytest
from django.contrib.staticfiles import finders

from tests import waits
from tests.conftest import CHECKOUT
from tests.journeys.running import below
from tests.postgres import free_port
from tests.waits import until

BY_PROXY = {"Host": "clinic.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
NAMED = re.compile(r"\{%\s*static\s+['\"]([^'\"]+)['\"]")
IMPORTED = re.compile(r"""^\s*import\s+(?:[^"';]*?from\s*)?["']([^"']+)["']""", re.MULTILINE)
LOADED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@dataclass
class Served:
    """A clinic in production: its folder, its port, its processes by id."""

    home: Path
    port: int
    devices: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, headers: dict[str, str] = BY_PROXY) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=waits.PAGE_S)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()

    @property
    def paths(self) -> dict[str, str]:
        manifest: dict[str, str] = json.loads((self.home / "static" / "staticfiles.json").read_text())["paths"]
        return manifest


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("production")
    served = start(folder / "home", folder / "log")
    yield served
    served.process.terminate()
    served.process.wait(waits.UP_S)


def start(home: Path, log: Path) -> Served:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EUTHYMIA", "DATABASE", "DJANGO"))}
    environment = {"EUTHYMIA_MODE": "production", "EUTHYMIA_HOME": str(home), "EUTHYMIA_HOSTS": "clinic.example"}
    port, devices = free_port(), free_port()
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "euthymia.cli.main", "serve", "--port", str(port), "--devices", str(devices)],
            cwd=CHECKOUT, env=kept | environment, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    until(
        lambda: (opens(port) and opens(devices)) or process.poll() is not None,
        within_s=waits.WORKED_S,
        what="pages and devices",
    )
    assert process.poll() is None, log.read_text()
    return Served(home, port, devices, process)


def opens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/help", 200), ("/account/login/", 200), ("/", 503)],  # an empty clinic has published nothing yet, and says so
)
def test_a_page_comes_with_every_file_that_it_loads(served, path, expected):
    status, _, page = served.get(path)
    files = LOADED.findall(page)

    assert (status, bool(files)) == (expected, True)
    for address in files:
        status, headers, _ = served.get(address)
        assert (status, headers["cache-control"]) == (200, "max-age=315360000, public, immutable"), address


@pytest.mark.parametrize(
    ("headers", "status", "goes_to"),
    [
        (BY_PROXY, 200, None),
        ({"Host": "clinic.example"}, 301, "https://clinic.example/help"),  # a proxy that does not say https: for ever
        ({"Host": "clinic.example", "X-Forwarded-Proto": "http"}, 301, "https://clinic.example/help"),
        ({"Host": "other.example", "X-Forwarded-Proto": "https"}, 400, None),
    ],
)
def test_the_proxy_says_what_the_visitor_came_by(served, headers, status, goes_to):
    answer = served.get("/help", headers)

    assert (answer[0], answer[1].get("location")) == (status, goes_to)


def test_every_file_that_a_template_names_is_served(served):
    folders = [CHECKOUT / "src" / "euthymia" / "clinic"]
    folders += [Path(allauth.__file__).parent / "templates" / name for name in ("account", "allauth", "mfa")]
    named = {name for folder in folders for page in folder.rglob("*.html") for name in NAMED.findall(page.read_text())}

    assert {"app.js", "htmx/htmx.min.js", "uplot/uPlot.min.css", "mfa/js/webauthn.js"} <= named
    assert {name: served.get(f"/static/{served.paths.get(name)}")[0] for name in named} == dict.fromkeys(named, 200)


def test_every_import_of_a_script_is_served_under_the_name_of_its_content(served):
    hashed = set(served.paths.values())
    scripts = [name for name in served.paths if name.endswith(".js") and not name.startswith("htmx/")]
    imported = {}
    for name in scripts:
        address = served.paths[name]
        for there in IMPORTED.findall(served.get(f"/static/{address}")[2]):
            imported[name, there] = normpath(join(dirname(address), there))

    assert ("chair/page.js" in {name for name, _ in imported}) and len(imported) > 30
    assert {at: place for at, place in imported.items() if place not in hashed} == {}


@pytest.mark.parametrize(
    ("path", "is_served"),
    [
        ("htmx/htmx.min.js", True),
        ("uplot/uPlot.iife.min.js", True),
        ("app.js", True),
        ("htmx/ext/multi-swap.js", False),
        ("htmx/htmx.esm.js", False),
        ("uplot/uPlot.cjs.js", False),
    ],
)
def test_of_a_library_only_what_pages_load_is_served(served, path, is_served):
    assert (path in served.paths) == is_served
    assert bool(finders.find(path)) == is_served


def test_it_ends_with_every_process_and_leaves_no_port_open(tmp_path):
    served = start(tmp_path / "home", tmp_path / "log")
    started = below(served.process.pid)
    assert len([line for line in started.values() if "euthymia.cli.main" in line]) == 5

    served.process.send_signal(signal.SIGTERM)

    assert served.process.wait(waits.UP_S) == 0
    assert not set(started) & set(below(os.getpid()))
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert not opens(served.port) and not opens(served.devices)
    assert "Traceback" not in (tmp_path / "log").read_text()
