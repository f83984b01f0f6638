"""Production behind nginx, asked as nobody's browser asks: other verbs, hosts, paths and headers, with a sign-in and
without. Whatever is asked, an answer is ours, names nobody, and nothing fails inside.
"""

import contextlib
import re
import sys

import pytest

from tests.cli.operations import proxies
from tests.cli.operations.commands import bare, euthymia
from tests.cli.operations.test_behind_a_web_server import clinic, signed_in, site_of
from tests.cli.operations.wheels import run
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.slow
__all__ = ["clinic"]  # a fixture
NAME = proxies.NAME
KEY = "3f0c5a44-0d3e-5c7e-9f0a-6b61636b7570"
WORDS = {"uuid": KEY, "int": "1", "str": "x", "slug": "x", "path": "x"}
CLOSED = 503  # public pages, until the clinic has a crisis contact
READS = ("GET", "HEAD", "OPTIONS")
VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


LISTS = (  # in a process of its own: a production's addresses, with what stands for a key
    "import os, django; django.setup(); from django.urls import get_resolver\n"
    "def walk(patterns, before):\n"
    "    for one in patterns:\n"
    "        path = before + str(one.pattern).lstrip('^').rstrip('$')\n"
    "        walk(one.url_patterns, path) if hasattr(one, 'url_patterns') else print('/' + path)\n"
    "walk(get_resolver().url_patterns, '')"
)


def addresses(home):
    """List every address of ours, with something in each place that a key has."""
    environment = bare(home, DJANGO_SETTINGS_MODULE="euthymia.clinic.settings")
    done = run(sys.executable, "-c", LISTS, cwd=CHECKOUT, env=environment)
    assert done.returncode == 0, done.stderr
    plain = [re.sub(r"<(?:(\w+):)?\w+>", lambda m: WORDS.get(m[1] or "str", "x"), p) for p in done.stdout.split()]
    return sorted({path for path in plain if not re.search(r"[()\\\[]", path)})


@pytest.fixture(scope="module")
def site(clinic, tmp_path_factory):
    site, server = site_of(clinic, "nginx", tmp_path_factory.mktemp("hostile"))
    with server:
        proxies.waited_for(site)
        yield site


def ask(site, method, path, headers=(), body=None):
    """Ask on a line of its own; give the answer and its body."""
    with contextlib.closing(site.connect()) as connection:
        return ask_on(connection, method, path, headers, body)


def ask_on(connection, method, path, headers=(), body=None):
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": NAME, **dict(headers)}.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer, answer.read()


class Line:
    """One line for many questions: each of a line's own would be a handshake. A line that was closed is made again."""

    def __init__(self, site):
        self.site, self.connection = site, site.connect()

    def ask(self, method, path, headers=()):
        answer, said = ask_on(self.connection, method, path, headers)
        if answer.will_close:
            self.connection.close()
            self.connection = self.site.connect()
        return answer, said


@pytest.fixture(scope="module")
def owner(site):
    browser = signed_in(site)
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


@pytest.mark.parametrize("signed", [False, True])
def test_no_verb_at_any_address_fails_inside_or_does_anything_without_its_token(site, owner, signed):
    asked, found, line = addresses(site.home), {}, Line(site)
    for path in asked:
        for verb in VERBS:
            answer, _ = line.ask(verb, path, owner if signed else ())
            if (answer.status >= 500 and answer.status != CLOSED) or (verb not in READS and answer.status == 200):
                found[verb, path] = answer.status
            if signed and answer.status == 200 and verb == "GET" and path not in PUBLIC:
                kept = answer.headers["Cache-Control"] or ""
                found |= {} if "no-store" in kept else {("kept", path): kept}
    line.connection.close()

    assert found == {} and len(asked) > 120
    verified = euthymia(site.home, "audit", "verify")
    assert verified.returncode == 0, verified.stdout


PUBLIC = {"/offline.js", "/offline", "/robots.txt", "/manifest.webmanifest"}  # name nobody: a browser may keep them


@pytest.mark.parametrize(
    "host",
    ["evil.example", "clinic.example.evil.example", "clinic.example:1@evil.example", "evil.example#clinic.example"],
)
def test_another_host_is_never_repeated(site, host):
    for headers in (
        {"Host": host},
        {"X-Forwarded-Host": host},
        {"Forwarded": f"host={host}"},
        {"X-Original-URL": host},
    ):
        for path in ("/", "/account/login/", "/patient/sign-in", "/today"):
            answer, said = ask(site, "GET", path, headers)
            assert b"evil.example" not in said
            assert "evil" not in (answer.headers["Location"] or "")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../keys/audit.key", "/static/..%2fkeys/audit.key", "/static/%2e%2e/%2e%2e/keys/audit.key",
        "/static/..%5c..%5ckeys", "/static//etc/passwd", "/static/%00", "//evil.example/", "/%2f%2fevil.example/",
        "/\\evil.example", "/patients/%2e%2e/audit", "/audit;x=/static/a.css", "/audit/.css", "/audit%20", "/AUDIT",
        "/audit//", "/audit/%2e", "/account/login/?next=//evil.example", "/account/login/?next=https:evil.example",
        "/account/login/?next=%09//evil.example", "/account/login/?next=/%5cevil.example",
    ],
)  # fmt: skip
def test_no_trick_of_a_path_opens_or_leads_elsewhere(site, path):
    answer, said = ask(site, "GET", path)

    assert answer.status in (200, 301, 302, 400, 404), answer.status
    leads = answer.headers["Location"] or ""
    assert not re.match(r"(https?:)?//(?!clinic\.example[/:])|/\\|\\", leads), leads
    assert b"BEGIN" not in said and b"root:" not in said
    if answer.status == 200:
        assert b'name="login"' in said  # the sign-in alone


def test_cookies_go_over_tls_to_this_host_alone_and_no_script_reads_them(site):
    answer, _ = ask(site, "GET", "/account/login/")

    for cookie in answer.headers.get_all("Set-Cookie"):
        assert cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
        assert "SameSite=Strict" in cookie or "SameSite=Lax" in cookie, cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "__Host-sessionid=" + "x" * 6000},
        {"Cookie": "__Host-sessionid=\xff\xfe; =; ;;"},
        {"Accept-Language": "x" * 4000},
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=" + "x" * 300},
        {"Content-Type": "application/json; charset=utf-7"},
        {"Range": "bytes=0-1,2-3,4-5"},
        {"If-Modified-Since": "no day"},
        {"Expect": "100-continue"},
        {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13"},
        {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)"},
        {"X-Forwarded-For": "10.0.0.1, 127.0.0.1", "X-Forwarded-Proto": "http"},
        {"X-HTTP-Method-Override": "DELETE"},
    ],
    ids=lambda headers: " ".join(headers),
)
def test_no_header_fails_inside(site, headers):
    for method, path in (("GET", "/help"), ("POST", "/help"), ("GET", "/today"), ("POST", "/account/login/")):
        answer, said = ask(site, method, path, headers, b"a=%ff%00&b" if method == "POST" else None)
        assert answer.status < 500, (method, path, answer.status)
        assert b"javascript:alert" not in said and b"Traceback" not in said
