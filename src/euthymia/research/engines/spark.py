"""Running pieces of work on Spark, when one machine is not enough. Spark and Java are no part of the product's own set.

Each worker needs this package installed beside its Python, and where a job writes files, the same folder.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from euthymia.medicine.refusal import Refusal

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_HERE = ("local", "127.0.0.1", "localhost")


class NoSpark(Refusal):
    """Spark was asked for and cannot be had here."""


def on_spark(job: Callable[[Item], Answer], items: Sequence[Item], *, master: str) -> Iterator[Answer]:
    """Do a job of every item on the cluster of this master, such as `local-cluster[2,1,1024]` or `spark://host:7077`.

    The job is the same one that runs on one machine; a piece is a task, so nothing depends on how they are dealt out.
    Raises NoSpark.
    """
    session = _session(master)
    try:
        yield from session.sparkContext.parallelize(list(items), max(len(items), 1)).map(job).collect()
    finally:
        session.stop()


def _session(master: str) -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark("Spark is not installed here. Install pyspark 4 and Java 17, or leave it out.") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("euthymia").config("spark.ui.enabled", "false")
    if any(name in master for name in _HERE):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as failed:
        raise NoSpark(f"Spark did not start: {failed}. Java 17 or later is needed on this machine.") from None
    session.sparkContext.setLogLevel("ERROR")
    return session
