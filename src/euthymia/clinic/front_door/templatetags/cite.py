"""{% cite "murrough:2013-ajp" %}: a claim on a page names its source; {% notes %} lists those of a public page.

The public reads numbers, in order, with the sources below the page's words. Staff read the key, as policies name it.
"""

from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from euthymia.medicine.sources import source

register = template.Library()
PUBLIC: Final = "front_door"
DOUBT: Final = " (to be confirmed)"  # a source that we recalled and did not read again


@register.simple_tag(takes_context=True)
def cite(context: template.Context, key: str) -> SafeString:
    """Link to the source's line. Raises KeyError."""
    doubt = DOUBT if source(key).mark == "medium" else ""
    cited = _cited(context)
    if cited is None:
        where = f"{reverse('front_door:sources')}#{key}"
        return format_html('<sup><a href="{}" aria-label="Source: {}{}">{}{}</a></sup>', where, key, doubt, key, doubt)
    if key not in cited:
        cited.append(key)
    number = cited.index(key) + 1
    return format_html('<sup><a href="#note-{0}" aria-label="Note {0}{1}">{0}{1}</a></sup>', number, doubt)


@register.inclusion_tag("_notes.html", takes_context=True)
def notes(context: template.Context) -> dict[str, Any]:
    """List what this page cited, by number; nothing where it cited nothing."""
    return {"notes": [source(key) for key in _cited(context) or ()]}


def _cited(context: template.Context) -> list[str] | None:
    """Return the keys that a public page has cited so far; None for a page of staff."""
    request = context.get("request")
    if request is None or request.resolver_match is None or request.resolver_match.app_name != PUBLIC:
        return None
    cited: list[str] = request.__dict__.setdefault("_cited", [])
    return cited
