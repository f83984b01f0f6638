"""A Refusal becomes a 422 that shows its sentence; it is shown to the person at the screen and never logged."""

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from euthymia.medicine.refusal import Refusal

log = logging.getLogger("euthymia.refusals")


class Unreadable(Refusal):
    """What was sent is no key, no day or no text that could be kept: no page of ours sends it."""


class AtTheSameMoment(Refusal):
    """The database refused what another request had done at the same moment."""


def as_refusal(exception: Exception) -> Refusal | None:
    """Return a refusal as it is, and one for what could not be read or was done just now; None for a fault of ours.

    PostgreSQL keeps no NUL in a text, and no number or day beyond its range: both are said, as a key that is none is.
    """
    if isinstance(exception, Refusal):
        return exception
    has_nul = isinstance(exception, ValueError) and "NUL" in str(exception)
    if has_nul or isinstance(exception, ValidationError | DataError | OverflowError):
        log.error("something that was sent could not be read", exc_info=exception)  # kind and place, never the text
        return Unreadable("Something that was sent could not be read: a choice, a day or a character. Choose it again.")
    if isinstance(exception, IntegrityError) and _is_there_already(exception):
        log.error("the database refused what was done twice", exc_info=exception)
        return AtTheSameMoment("Not done: this was done or changed at the same moment. Look at the page again.")
    return None


def _is_there_already(exception: IntegrityError) -> bool:
    """Return whether a row was refused because one like it is there: what else it refuses is a fault of ours."""
    return getattr(exception.__cause__, "sqlstate", "") == "23505" or "UNIQUE constraint" in str(exception)


class ShowRefusals:
    """One place for every refusal: a fragment where htmx asked, a page otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = as_refusal(exception)
        if refusal is None:
            return None
        template = "_refusal.html" if request.headers.get("HX-Request") else "refusal.html"
        response = render(request, template, {"refusal": str(refusal)}, status=422)
        if request.headers.get("HX-Request"):
            response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
        return response
