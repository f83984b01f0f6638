"""A wheel over a number, and an arrow key in it, change nothing in a real browser."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def orders(people) -> Page:
    page = people.page("prescriber")
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Orders").first.click()
    return page


@pytest.mark.parametrize(
    ("label", "typed"), [("Dose, mg/kg", "0.5"), ("Weight of today", "68.4"), ("Over, minutes", "40")]
)
def test_the_wheel_and_the_arrow_keys_change_no_number(orders, label, typed):
    field = orders.get_by_label(label)
    field.fill(typed)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    orders.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    field.focus()
    # Each wheel is seen by the page before the value is read: nothing is waited for by the clock.
    orders.evaluate("() => { window.wheels = 0; addEventListener('wheel', () => { window.wheels += 1; }); }")
    for turn in (-300, 300, -300):
        orders.mouse.wheel(0, turn)
    orders.wait_for_function("() => window.wheels >= 3")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "PageUp"):
        orders.keyboard.press(key)

    expect(field).to_be_focused()
    expect(field).to_have_value(typed)
