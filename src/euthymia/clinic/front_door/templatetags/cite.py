"""{% cite "murrough2013ajp" %}: a claim on a page names its source."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from euthymia.medicine.sources import source

register = template.Library()


@register.simple_tag
def cite(key: str) -> SafeString:
    """Link to the source's line; a source we recalled and did not re-read says "to be confirmed". Raises KeyError."""
    entry = source(key)
    doubt = " (to be confirmed)" if entry.mark == "medium" else ""
    return format_html(
        '<sup><a href="{}#{}" aria-label="Source: {}{}">{}{}</a></sup>',
        reverse("front_door:sources"),
        key,
        key,
        doubt,
        key,
        doubt,
    )
