"""What every answer carries, and what no log line carries."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeaders:
    """Content security policy without any unsafe word, and no caching of anything a signed-in person saw.

    What a page asks for by itself brings no secret of forms: where nobody is signed in any more it is led to the
    sign-in page, and a late answer would put the old secret in place of the one that a new sign-in has just brought.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), screen-wake-lock=(self)"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        by_itself = request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "empty"
        if by_itself and settings.CSRF_COOKIE_NAME in request.COOKIES:  # a service worker may ask for a first page so
            response.cookies.pop(settings.CSRF_COOKIE_NAME, None)
        return response


class PlaceOnly(logging.Formatter):
    """Logs what kind of failure happened and where, never its message: that may quote what a person entered."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.startswith("euthymia"):
            line += f": {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
            line += f": {kind.__name__} at {place}"
        return line
