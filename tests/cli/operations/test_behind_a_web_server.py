"""Production behind a real nginx and a real Caddy with TLS, as `euthymia deploy` prints their settings."""

import functools
import json
import re
import time
from datetime import timedelta

import pytest

from euthymia.clinic.server.doctor import probe
from euthymia.demo.logins import totp
from tests import waits
from tests.cli.operations import proxies
from tests.cli.operations.commands import euthymia, made
from tests.cli.operations.proxies import NAME, Browser, Site
from tests.clinic.certificates import Authority
from tests.postgres import free_port

pytestmark = pytest.mark.slow
MAKE = {"nginx": proxies.nginx, "caddy": proxies.caddy}
RECORD = "/patients/3f0c5a44-0d3e-5c7e-9f0a-6b61636b7570/import/read"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """A clinic that runs in production: its folder, its authority, what `init` printed."""
    folder = tmp_path_factory.mktemp("behind")
    said = made(folder / "clinic").stdout
    ports = {key: free_port() for key in ("web_port", "devices_port")}
    for key, port in ports.items():
        assert euthymia(folder / "clinic", "configure", key, str(port)).returncode == 0
    authority = Authority(folder)
    authority.signs("web")
    with proxies.clinic(folder / "clinic", folder / "log", port=ports["web_port"]):
        yield folder, authority.path, said


def site_of(clinic, kind, into, *, change=lambda text: text):
    folder, authority, said = clinic
    port = free_port()
    text = change(euthymia(folder / "clinic", "deploy", kind).stdout)
    command = MAKE[kind](into, text, port, folder / "web.crt", folder / "web.key")
    site = Site(folder / "clinic", port, authority, said, kind)
    return site, proxies.running(command, port, into / "server.log", HOME=str(into), XDG_DATA_HOME=str(into))


def without(pattern, by=""):
    return lambda text: re.sub(pattern, by, text)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def site(request, clinic, tmp_path_factory):
    site, server = site_of(clinic, request.param, tmp_path_factory.mktemp(request.param))
    with server:
        proxies.waited_for(site)
        yield site


def _said(site, word):
    return re.search(rf"^{word} +(\S+)$", site.first, re.M)[1]


def test_the_first_owner_signs_in_through_it(site):
    browser = signed_in(site)
    answer, page = browser.ask("GET", "/today")

    assert answer.status == 200 and "Ann Other" in page
    assert answer.headers["Strict-Transport-Security"] and answer.headers["Cache-Control"] == "no-store"


@functools.cache
def signed_in(site):
    """Sign in the first owner, with both factors."""
    password, secret = (_said(site, word) for word in ("password", "authenticator key"))
    browser = Browser(site)
    browser.ask("GET", "/account/login/")

    answer, _ = browser.ask("POST", "/account/login/", login="owner@clinic.example", password=password)
    assert answer.status == 302 and answer.headers["Location"].startswith("/account/second-factor/authenticate")
    browser.ask("GET", answer.headers["Location"])
    beside_s = 30 if site.kind == "caddy" else 0  # a code holds once: the other server's test used this one
    code = totp(secret, time.time() + beside_s)
    answer, page = browser.ask("POST", "/account/second-factor/authenticate/", code=code)
    assert answer.status == 302, page
    return browser


def test_a_large_record_is_taken_from_who_is_signed_in_alone(site):
    connection = site.connect()
    headers = {"Host": NAME, "Content-Length": "400000000"}
    connection.request("POST", RECORD, bytes(100_000), headers)  # the rest is never sent: nobody waits for it
    stranger = connection.getresponse()
    browser = signed_in(site)
    owner, _ = browser.ask("POST", RECORD, file="x" * 2_200_000)

    assert stranger.status == 302, stranger.read()
    assert stranger.headers["Location"].split("?")[0].removeprefix(f"https://{NAME}") == "/account/login/"
    assert owner.status in (403, 404)  # an owner opens no chart, and there is none; the clinic itself says so


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost: clinic.example\r\nX-Half"])
@pytest.mark.parametrize(("kind", "limit"), [("nginx", "client_header_timeout"), ("caddy", "read_header")])
def test_who_sends_half_a_request_is_sent_away_and_a_stream_goes_on(clinic, tmp_path, kind, limit, sent):
    site, server = site_of(clinic, kind, tmp_path, change=without(rf"{limit} 15s", f"{limit} 1s"))
    with server:
        proxies.waited_for(site)
        line = site.connect().sock
        line.settimeout(waits.LINE_S)
        line.sendall(sent)
        assert line.recv(1000)[:12] in (b"", b"HTTP/1.1 408", b"HTTP/1.1 400")
        connection = site.connect()  # the probe's stream lasts for longer than the limit of a header
        with probe.word(site.home) as nonce:
            connection.request("GET", probe.PATH, headers={"Host": NAME, probe.HEADER: nonce})
            assert connection.getresponse().read().endswith(b"end\n")


def test_the_doctor_finds_nothing_wrong_with_it_but_a_certificate_of_a_day(site):
    done = site.doctor("--json")

    rows = [row for row in json.loads(done.stdout) if NAME in row["check"] or "web server" in row["check"]]
    levels = {row["check"]: row["level"] for row in rows}
    assert levels == {
        f"https://{NAME}": "look",
        f"https://{NAME}: handed on": "right",
        f"https://{NAME}: live pages": "right",
        f"https://{NAME}: size": "right",
        "web servers believed": "right",
        "clock and web server": "right",
    }, rows
    assert "It ends in 1 days" in next(row["advice"] for row in rows if row["level"] == "look")


@pytest.mark.parametrize(("path", "size", "refused"), [("/help", 1_900_000, False), ("/help", 3_200_000, True)])
def test_a_page_takes_little(site, path, size, refused):
    connection = site.connect()

    connection.request("POST", path, bytes(size), {"Content-Type": "application/octet-stream"})
    status = connection.getresponse().status

    assert (status == 413) == refused and status < 500, status


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without(r"proxy_set_header X-Forwarded-Proto https;"), "TLS is not said"),
        (without(r"proxy_set_header Host \$host;"), "Host arrived as"),
        (without(r"proxy_set_header [^;]*;"), "Host arrived as"),  # it hands on nothing at all
        (without(r"\$remote_addr;", "$http_x_forwarded_for;"), "a visitor chooses his own address"),
        (without(r"X-Forwarded-For \$remote_addr;", 'X-Forwarded-For "";'), "the visitor's address is not said"),
    ],
)
def test_the_doctor_names_what_a_web_server_does_wrong(clinic, tmp_path, change, said):
    site, server = site_of(clinic, "nginx", tmp_path, change=change)
    with server:
        done = site.doctor()

    assert done.returncode == 2
    assert re.search(rf"^WRONG  https://{NAME}.*{said}", done.stdout, re.M), done.stdout


def test_the_doctor_says_where_nothing_answers_and_who_is_not_believed(clinic, tmp_path):
    site, server = site_of(clinic, "nginx", tmp_path)

    nobody = site.doctor().stdout
    with server:
        site.authority = tmp_path / "site.conf"  # no authority at all
        strangers = site.doctor().stdout

    assert "nothing answers: [Errno 111] Connection refused" in nobody
    assert "its certificate is not believed" in strangers or "could not be seen" in strangers


def test_the_doctor_says_that_a_certificate_has_expired(clinic, tmp_path):
    site, _ = site_of(clinic, "nginx", tmp_path)
    late = Authority(tmp_path, "late")
    certificate, key = late.signs("old", ends_in=-timedelta(hours=1))
    text = euthymia(site.home, "deploy", "nginx").stdout
    command = proxies.nginx(tmp_path, text, site.port, certificate, key)
    site.authority = late.path
    with proxies.running(command, site.port, tmp_path / "server.log", HOME=str(tmp_path)):
        done = site.doctor()

    assert done.returncode == 2
    assert f"WRONG  https://{NAME}: its certificate is not believed: certificate has expired" in done.stdout


def test_nobody_else_is_answered_where_the_doctor_asks(site):
    for headers in ({}, {"X-Euthymia-Doctor": ""}, {"X-Euthymia-Doctor": "guess"}):
        connection = site.connect()
        connection.request("GET", "/.well-known/euthymia-doctor", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 404 and b"client" not in answer.read()


def test_where_the_web_server_holds_no_size_the_clinic_does(clinic, tmp_path):
    site, server = site_of(
        clinic, "nginx", tmp_path, change=without(r"client_max_body_size 2m;", "client_max_body_size 0;")
    )
    with server:
        said = json.loads(site.doctor("--json").stdout)
    (size,) = (row for row in said if row["check"] == f"https://{NAME}: size")

    assert size["level"] == "right", size
