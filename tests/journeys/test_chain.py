"""The course as the browser computes it, held to the model: the same people, the same scores, the same counts."""

import functools
import http.server
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page

from euthymia.pharmacology.cascade.hundred import days_of, standing_of, visits_of
from euthymia.research.calibration.hundred import CONTEXTS, drawn, hundred, in_every_draw, responding, shown
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.browser
FOLDER = CHECKOUT / "src/euthymia/clinic/static/how_it_works"
SETTINGS = [(n, week, context) for n in (1, 2, 5, 8) for week in (1, 2, 3) for context in CONTEXTS]
COMPUTE = """async ([infusions, aWeek, context, draw]) => {
  const [chain, { default: numbers }] = await Promise.all([import('/chain.js'), import('/people.js')]);
  const plan = chain.planOf(infusions, aWeek);
  return [true, false].map((given) => {
    const scores = chain.scoresOf(numbers, plan, context, given, draw);
    return { days: plan.days, visits: plan.visits, scores, standing: chain.standingOf(scores, plan),
             range: draw === null ? chain.rangeOf(numbers, plan, context, given) : null };
  });
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def scripts(browser) -> Iterator[Page]:
    """A page that can load the scripts, and nothing else of the clinic."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(FOLDER)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()


@pytest.mark.parametrize(("infusions", "a_week", "context"), SETTINGS)
def test_the_browser_draws_the_hundred_of_the_model(scripts, infusions, a_week, context):
    days = days_of(infusions, a_week)

    for found, given in zip(scripts.evaluate(COMPUTE, [infusions, a_week, context, None]), (True, False), strict=True):
        scores, expected = drawn(days, context, given=given, of=hundred()), shown(days, context, given=given)
        assert (found["days"], found["visits"]) == (list(days), list(visits_of(days)))
        np.testing.assert_allclose(found["scores"], scores, rtol=0, atol=1e-9)
        np.testing.assert_array_equal(found["standing"], expected.standing)
        np.testing.assert_array_equal(found["range"], np.stack([expected.low, expected.high], axis=1))


@pytest.mark.parametrize("draw", [0, 57, 199])
def test_the_browser_draws_each_draw_of_the_fit(scripts, draw):
    days = days_of(7, 3)

    for found, given in zip(scripts.evaluate(COMPUTE, [7, 3, "saline", draw]), (True, False), strict=True):
        every = in_every_draw(days, "saline", given=given, of=hundred())
        np.testing.assert_allclose(found["scores"], every[:, draw], rtol=0, atol=1e-9)
        assert (
            responding(np.array(found["standing"])).tolist() == responding(standing_of(every, days))[:, draw].tolist()
        )


def test_two_rates_that_meet_are_no_trouble(scripts):
    """Strength that wears off as fast as it shows: the limit, a day after, is exp(-1) of what was restored."""
    shown_a_day_later = scripts.evaluate(
        """async () => {
          const chain = await import('/chain.js'), { default: numbers } = await import('/people.js');
          const values = Object.fromEntries(Object.keys(numbers.values).map((name) => [name, [0]]));
          Object.assign(values, { loss: [0], onset: [Math.log(24)], relief: [40], placebo_open: [-40], durable: [0] });
          const one = { values, study: [0], pick: [0], noise: numbers.noise.map(() => [0]),
                        chance: { placebo: [0], relief: [0], loss: [0], lasts: [0.5] } };
          return chain.scoresOf(one, chain.planOf(1, 1), 'open', true)[0][0];
        }"""
    )
    assert shown_a_day_later == pytest.approx(33 * (1 - (1 - np.exp(-1)) * np.exp(-1)), abs=1e-5)
