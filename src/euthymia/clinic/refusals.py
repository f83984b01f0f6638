"""A Refusal becomes a 422 that shows its sentence; it is shown to the person at the screen and never logged."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from euthymia.medicine.refusal import Refusal


class ShowRefusals:
    """One place for every refusal: a fragment where htmx asked, a page otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        template = "_refusal.html" if request.headers.get("HX-Request") else "refusal.html"
        response = render(request, template, {"refusal": str(exception)}, status=422)
        if request.headers.get("HX-Request"):
            response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
        return response
