"""The data source on a local cluster: executors and Python workers in processes of
their own, one of which is killed on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

import tenken
from conftest import R6, ROOT

pytest.importorskip("pyspark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")

COPIES = 12


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> Path:
    """Reports, and three documents that can't be read."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(COPIES):
        shutil.copy(R6 / "report-r6.pdf", folder / f"{number:02}.pdf")
        shutil.copy(R6 / "annex-r6.xlsx", folder / f"{number:02}.xlsx")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "letter.pdf").write_bytes(b"no document")
    locked = ROOT / "fixtures" / "file" / "user-password-aes-256.pdf"
    shutil.copy(locked, folder / "locked.pdf")
    return folder


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession
    from tenken.spark import TenkenDataSource

    # The workers are this interpreter, which has tenken.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("tenken")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "localhost")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.dataSource.register(TenkenDataSource)
    yield session
    session.stop()


def load(spark, documents: Path, **options):
    reader = spark.read.format("tenken").option("files_per_partition", 2)
    for name, value in options.items():
        reader = reader.option(name, value)
    return reader.load(str(documents))


def executors() -> list[int]:
    """The executors among the processes that this one started."""
    parents, executors = {}, []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = Path("/proc", entry, "stat").read_text()
            line = Path("/proc", entry, "cmdline").read_bytes()
        except OSError:
            continue
        parents[int(entry)] = int(stat.rsplit(")", 1)[1].split()[1])
        if b"CoarseGrainedExecutorBackend" in line:
            executors.append(int(entry))

    def is_ours(process: int) -> bool:
        while process > 1:
            if process == os.getpid():
                return True
            process = parents.get(process, 0)
        return False

    return [process for process in executors if is_ours(process)]


def test_the_rows_of_a_cluster_are_those_of_one_process(spark, documents):
    killed = []

    done = threading.Event()
    status = spark.sparkContext.statusTracker()

    def kill():
        # Once some of the tasks are done and others are under way.
        while not killed and not done.wait(0.05):
            stages = [status.getStageInfo(stage) for stage in status.getActiveStageIds()]
            if any(stage and stage.numCompletedTasks > 2 for stage in stages):
                for process in executors()[:1]:
                    os.kill(process, signal.SIGKILL)
                    killed.append(process)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        rows = load(spark, documents).select("file", "key", "rating", "error_code").collect()
    finally:
        done.set()
        thread.join()
    assert killed, "no executor was there to be killed"

    batch = tenken.read_many(documents)
    expected = [(row["file"], row["key"], row["rating"], None) for row in batch.measures]
    expected += [(row["file"], None, None, row["code"]) for row in batch.errors]
    assert len(batch.errors) == 3

    def order(row):
        return tuple(cell or "" for cell in row)

    assert sorted(map(tuple, rows), key=order) == sorted(expected, key=order)
    counts = {}
    for row in rows:
        counts[row["rating"]] = counts.get(row["rating"], 0) + 1
    found = [counts[name] for name in ["achieved", "mostly_achieved", "not_achieved"]]
    assert found == [126 * 2 * COPIES, 15 * 2 * COPIES, 28 * 2 * COPIES]


def test_other_tables_and_limits(spark, documents):
    one = documents / "00.pdf"
    report = tenken.read(one)
    for table in ["values", "findings"]:
        frame = load(spark, one, table=table)
        assert frame.count() == len(getattr(report, table)), table
    numbers = load(spark, one, table="values").where("role = 'target'").agg({"number": "max"})
    values = [row["number"] for row in report.values if row["role"] == "target" and row["number"]]
    assert numbers.collect()[0][0] == max(values)
    rows = load(spark, one, table="tables", limit_pages=1).collect()
    assert [row["error_code"] for row in rows] == ["E110"]
