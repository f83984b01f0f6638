"""The web server in front: TLS, what it hands on about the visitor, buffering, and how large a body it takes."""

import json
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, Final, NamedTuple

from euthymia.clinic.server.doctor import probe
from euthymia.clinic.server.doctor.finding import Finding, look, right, wrong

TIMEOUT_S: Final = 10
FORGED: Final = "203.0.113.99"  # of a network for documents (RFC 5737): nobody's address
TOO_LARGE: Final = 3_000_000  # bytes: more than any page of the clinic sends, less than a record of another system
SOON_DAYS: Final = 14
_CONFIGURE: Final = "Compare its settings with: euthymia deploy nginx (or caddy)"


class At(NamedTuple):
    """A name of the clinic, and where its web server is found: as DNS has it, or where it was said to be."""

    name: str
    address: str = ""
    port: int = 443


class Seen(NamedTuple):
    """What came of asking through the web server."""

    status: int
    line: dict[str, Any]
    first_s: float
    clock_off_s: float | None


def examine(at: At, home: Path) -> list[Finding]:
    """Ask the clinic as a visitor does."""
    check = f"https://{at.name}"
    try:
        with _open(at) as line:
            findings = [_certificate(check, line)]
        with probe.word(home) as nonce:
            seen = _ask(at, nonce)
    except ssl.SSLCertVerificationError as trouble:
        return [wrong(check, f"its certificate is not believed: {trouble.verify_message}", "Renew or complete it.")]
    except (OSError, HTTPException, zlib.error) as trouble:
        return [wrong(check, f"nothing answers: {trouble}", f"Start the web server in front. {_CONFIGURE}")]
    return [*findings, *judge(at, seen), _body(at)]


def judge(at: At, seen: Seen) -> list[Finding]:
    """Return what of a request arrived."""
    check = f"https://{at.name}: handed on"
    if seen.status in (502, 503, 504):
        advice = "Start the clinic (systemctl start euthymia), then ask again."
        return [wrong(check, f"the web server answers {seen.status}: no clinic is behind it", advice)]
    if seen.status != 200 or not seen.line:
        advice = (
            f"Another clinic or server may be behind this name; or EUTHYMIA_HOME is not the running one's. {_CONFIGURE}"
        )
        return [wrong(check, f"the answer was {seen.status}, and not from this clinic", advice)]
    faults = _faults(at, seen.line)
    findings = [wrong(check, *fault) for fault in faults]
    if not faults:
        findings = [
            right(check, "Host, X-Forwarded-For and X-Forwarded-Proto arrive, and a visitor cannot choose them")
        ]
    check = f"https://{at.name}: live pages"
    if seen.first_s < probe.PAUSE_S / 2:
        return [*findings, right(check, f"a line of a stream came after {seen.first_s:.1f} s, by itself")]
    advice = f"Turn buffering off: proxy_buffering off (nginx), flush_interval -1 (Caddy). {_CONFIGURE}"
    return [*findings, wrong(check, f"a line of a stream waited {seen.first_s:.1f} s in a buffer", advice)]


def _faults(at: At, line: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each thing that is wrong with what arrived, with what to do."""
    faults = []
    if line["scheme"] != "https":
        faults.append(("TLS is not said: every page leads to itself", "Set X-Forwarded-Proto to https, and proxies."))
    if line["host"] != [at.name]:
        faults.append((f"Host arrived as {', '.join(line['host'])}", "Hand on Host as the visitor wrote it."))
    if not line["forwarded_for"]:
        faults.append(
            ("the visitor's address is not said: all are one", "Set X-Forwarded-For to the visitor's address.")
        )
    if line["client"] == FORGED:
        faults.append(("a visitor chooses his own address", "Replace X-Forwarded-For, do not append what came."))
    return faults


def clock(at: At, home: Path) -> float | None:
    """Return the seconds by which the web server's clock is ahead of ours; None where it says no time."""
    with probe.word(home) as nonce:
        return _ask(at, nonce).clock_off_s


def _open(at: At) -> ssl.SSLSocket:
    line = socket.create_connection((at.address or at.name, at.port), timeout=TIMEOUT_S)
    return ssl.create_default_context().wrap_socket(line, server_hostname=at.name)


def _connected(at: At) -> HTTPConnection:
    connection = HTTPConnection(at.name, at.port, timeout=TIMEOUT_S)
    connection.sock = _open(at)
    return connection


def _certificate(check: str, line: ssl.SSLSocket) -> Finding:
    ends = ssl.cert_time_to_seconds(str((line.getpeercert() or {})["notAfter"]))
    days = (ends - time.time()) / 86_400
    seen = f"{line.version()}, certificate believed until {datetime.fromtimestamp(ends, UTC):%d %b %Y}"
    if days < SOON_DAYS:
        return look(check, seen, f"It ends in {days:.0f} days: see that it is renewed.")
    return right(check, seen)


def _ask(at: At, nonce: str) -> Seen:
    headers = {"Host": at.name, probe.HEADER: nonce, "X-Forwarded-For": FORGED, "X-Forwarded-Proto": "http"}
    connection = _connected(at)
    began_s = time.monotonic()
    connection.request("GET", probe.PATH, headers=headers | {"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    off_s = _clock_off(answer)
    line = _first_line(answer)
    took_s = time.monotonic() - began_s
    connection.close()
    return Seen(answer.status, _read(line) if answer.status == 200 else {}, took_s, off_s)


def _first_line(answer: HTTPResponse) -> bytes:
    """Read until a line is whole, as a browser would: a web server may pack it and hold it back."""
    unpack: Callable[[bytes], bytes] = bytes
    if answer.headers.get("Content-Encoding") == "gzip":
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress
    text = b""
    while b"\n" not in text and (part := answer.read1(65_536)):
        text += unpack(part)
    return text.partition(b"\n")[0]


def _read(line: bytes) -> dict[str, Any]:
    """Return what the probe says; {} where something else answered."""
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) and {"client", "scheme", "host", "forwarded_for"} <= set(read) else {}


def _clock_off(answer: HTTPResponse) -> float | None:
    try:
        said = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
    return said.timestamp() + 0.5 - time.time()  # it leaves out what is less than a second


def _body(at: At) -> Finding:
    """Send a page more than it can want."""
    status = 0
    connection = _connected(at)
    try:
        connection.putrequest("POST", "/help")
        connection.putheader("Content-Length", str(TOO_LARGE))
        connection.endheaders()
        connection.send(bytes(TOO_LARGE))
    except OSError:
        pass  # it hung up meanwhile, and has said why
    try:
        status = connection.getresponse().status
    except (OSError, HTTPException):
        status = 0
    finally:
        connection.close()
    return size_held(at.name, status)


def size_held(name: str, status: int) -> Finding:
    """Judge the answer to a body that is too large; 0 where there was none.

    502 is no body that was taken either: the clinic hung up on its web server while that still sent on, and where the
    clinic does not answer at all, the look at its page says so.
    """
    check = f"https://{name}: size"
    if status in (0, 413, 502):
        return right(check, f"{TOO_LARGE / 1e6:.0f} MB for a page were refused")
    advice = f"Set client_max_body_size (nginx) or request_body (Caddy): a stranger can fill the disk. {_CONFIGURE}"
    return wrong(check, f"{TOO_LARGE / 1e6:.0f} MB for a page were taken and answered {status}", advice)
