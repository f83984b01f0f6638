"""The browser that the tests drive shows pages and nothing beside them."""

import pytest

pytestmark = pytest.mark.browser


def test_a_window_holds_its_page_alone(browser):
    """The lists under the address bar are pages too, and cost as much as ours; their names may change."""
    context = browser.new_context()
    context.new_page().goto("data:text/html,one")
    every = browser.new_browser_cdp_session().send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    context.close()

    assert "data:text/html,one" in [target["url"] for target in every]
    assert not [target["url"] for target in every if target["url"].startswith("chrome:")]
