"""Each story goes as told: on the page of the chair, in the database, and nothing else alarmed."""

import pytest

from tests import waits
from tests.journeys.conftest import whole_clinic
from tests.stories.theatre import Theatre
from tests.stories.told import STORIES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.alone,
    pytest.mark.timeout(waits.STORIES_S),
]  # all at once, in real time


@pytest.fixture(scope="module")
def went(request, tmp_path_factory) -> dict[str, str]:
    """All stories that were asked for, told at once in one clinic; how each went."""
    asked = {item.callspec.params["story"].name for item in request.session.items if "went" in item.fixturenames}
    with whole_clinic(tmp_path_factory.mktemp("stories") / "home", speed=1) as clinic:
        theatre = Theatre(clinic)
        theatre.tell_all(story for story in STORIES if story.name in asked)
    return theatre.went


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_goes_as_told(story, went):
    if went[story.name]:
        pytest.fail(went[story.name], pytrace=False)
