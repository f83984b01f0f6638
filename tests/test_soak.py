"""What is long is the same test in both runs, a hundredth as much in `make test`."""

import pytest

from tests import soak, stages


@pytest.mark.parametrize(("asked", "whole", "share"), [("", 1000, 10), ("", 5, 1), ("1", 1000, 1000)])
def test_a_hundredth_in_the_usual_run(asked, whole, share, monkeypatch):
    monkeypatch.setenv("EUTHYMIA_SOAK", asked)

    assert soak.share(whole) == share


def test_make_soak_draws_a_hundred_times_as_many_examples_and_others_each_time():
    ((stage,),) = stages.RUNS["soak"]

    assert stage.environment == {"EUTHYMIA_SOAK": "1", "EUTHYMIA_EXAMPLES": "100", "EUTHYMIA_CHANCE": "random"}
    assert "soak or hypothesis" in stage.words
