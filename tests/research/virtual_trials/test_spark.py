"""The same trial on Spark, one master and two workers on this machine: the same numbers, to the last bit."""

from functools import partial

import pytest

from euthymia.research.engines.spark import NoSpark, on_spark
from euthymia.research.virtual_trials import plan as planning
from euthymia.research.virtual_trials.result import together
from euthymia.research.virtual_trials.run import run
from tests.research.virtual_trials.given import plan, ran
from tests.research.virtual_trials.test_run import same

CLUSTER = "local-cluster[2,1,1024]"


@pytest.mark.slow
def test_a_cluster_gives_what_one_process_gives(monkeypatch, tmp_path):
    monkeypatch.setattr(planning, "IN_A_BLOCK_OF_TRIALS", 64)
    monkeypatch.setenv("SPARK_WORKER_DIR", str(tmp_path))
    asked = plan(trials=8)

    done = list(on_spark(partial(run, asked), asked.blocks(), master=CLUSTER))
    assert len(done) == 4
    assert same(together(asked, done), ran(asked))


def test_spark_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)

    with pytest.raises(NoSpark, match="Install pyspark 4 and Java 17, or leave it out"):
        list(on_spark(len, ["one"], master=CLUSTER))
