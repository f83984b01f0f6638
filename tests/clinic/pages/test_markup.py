"""Markup that every template keeps to, whatever it shows."""

import re

import pytest

from tests.conftest import CHECKOUT

TEMPLATES = sorted((CHECKOUT / "src/euthymia/clinic").rglob("templates/**/*.html"))
SCROLLS = re.compile(r'<\w+[^>]*class="[^"]*\bscroll\b[^"]*"[^>]*>')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_what_scrolls_sideways_is_reached_by_keyboard_and_named(path):
    """A phone cuts a wide table off; without a mouse it is moved by the arrow keys, once the focus is on it."""
    for tag in SCROLLS.findall(path.read_text("utf-8")):
        assert re.search('tabindex="0" role="(region|group)" aria-label', tag), tag


def test_a_region_that_keys_do_not_reach_is_found():
    assert SCROLLS.findall('<div class="scroll"><p class="scrolled">') == ['<div class="scroll">']
