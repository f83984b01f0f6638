"""The style sheet: the ring that shows where the keyboard is stands out on every ground."""

import re

import pytest

from tests.conftest import CHECKOUT

SHEET = (CHECKOUT / "src/euthymia/clinic/static/euthymia.css").read_text("utf-8")
PAGES = {":root": ("paper", "card", "tint", "deep", "refuse-tint"), "html.chair": ("paper", "card", "tint"),
         "html.day": ("paper", "card", "tint", "deep")}  # fmt: skip
ALARMS = ("high", "medium", "low")
LEAST = 3.0  # WCAG 2.2, 1.4.11


def tokens(selector: str) -> dict[str, str]:
    """Read the colours that a selector sets, over those of the root."""
    found: dict[str, str] = {}
    for place in dict.fromkeys((":root", selector)):
        body = re.search(rf"^{re.escape(place)} \{{(.*?)\}}", SHEET, re.MULTILINE | re.DOTALL)
        found |= dict(re.findall(r"--([\w-]+): (#\w+)", body[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("page", "ground"), [(page, ground) for page, all_of in PAGES.items() for ground in all_of])
def test_one_of_the_two_rings_stands_out_on_every_ground(page, ground):
    colours = tokens(page)

    assert max(contrast(colours[ring], colours[ground]) for ring in ("ring", "ring-gap")) >= LEAST


@pytest.mark.parametrize("alarm", ALARMS)
def test_both_rings_together_stand_out_on_every_alarm(alarm):
    assert ":is(.alarm, .menu-alarm, .trouble) { --ring: #fff; --ring-gap: #0b2a2d; }" in SHEET

    assert max(contrast(ring, tokens(":root")[alarm]) for ring in ("#fff", "#0b2a2d")) >= LEAST


@pytest.mark.parametrize(
    ("page", "selector"),
    [
        ("html.chair", ".alarm:is(.seen, .ended).high"),
        ("html.day", ".day .alarm:is(.seen, .ended).high"),
        ("html.day", ".day .alarm:is(.seen, .ended).medium"),
    ],
)
def test_the_edge_of_an_alarm_that_was_seen_stands_out_on_its_card(page, selector):
    edge = re.search(rf"^{re.escape(selector)} \{{ border-color: (#\w+); \}}", SHEET, re.MULTILINE)[1]

    assert contrast(edge, tokens(page)["card"]) >= LEAST


def test_the_measure_of_contrast_is_that_of_the_standard():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)
