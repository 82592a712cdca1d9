"""A data source for PySpark (4.0 or later)::

    from tenken.spark import TenkenDataSource

    spark.dataSource.register(TenkenDataSource)
    measures = spark.read.format("tenken").load("reports/*.pdf")

Options: ``table`` (measures, values, findings, tables or documents; measures by
default), ``limit_time`` in seconds of processor time and ``limit_memory`` in MB for each
document (4 and 512 by default), ``limit_pages``, and ``files_per_partition`` (16). The
path may be a file, a folder, a zip archive or a pattern; several are parted by line
ends. Every executor must see it: paths are those of a file system, not of HDFS or S3.

The columns are those of :class:`tenken.Report`, the same for every document, and two
more. A document that can't be read is a row: its ``file``, ``error_code`` and
``error_message``, all else null. It fails no task, and neither does one that takes more
time or memory than it may: each is read in a process of its own. What an executor had
under way when it was lost is read anew by another.
"""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from typing import Any, Iterator

import pyarrow
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import StructType

import tenken
from tenken import _tenken

_TABLES = ("measures", "values", "findings", "tables", "documents")
_ENDINGS = (".pdf", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip")
_FILES = 16


@dataclass
class _Files(InputPartition):
    """The documents of one task."""

    paths: list[str]


class TenkenDataSource(DataSource):
    """``spark.read.format("tenken")``."""

    @classmethod
    def name(cls) -> str:
        return "tenken"

    def schema(self) -> StructType:
        from pyspark.sql.pandas.types import from_arrow_schema

        return from_arrow_schema(_schema(_table(self.options)))

    def reader(self, schema: StructType) -> TenkenReader:
        return TenkenReader(dict(self.options))


class TenkenReader(DataSourceReader):
    """Reads the documents of a path, some in each task."""

    def __init__(self, options: dict[str, str]) -> None:
        if not options.get("path"):
            raise ValueError('no path: spark.read.format("tenken").load("reports/*.pdf")')
        self.table = _table(options)
        self.paths = [path for path in options["path"].split("\n") if path]
        self.per_partition = int(options.get("files_per_partition", _FILES))
        names = ("limit_time", "limit_memory", "limit_pages")
        given = [name for name in names if name in options]
        self.limits: dict[str, Any] = {name: int(options[name]) for name in given}

    def partitions(self) -> list[InputPartition]:
        files = [file for path in self.paths for file in _files(path)]
        starts = range(0, len(files), self.per_partition)
        return [_Files(files[start : start + self.per_partition]) for start in starts]

    def read(self, partition: InputPartition) -> Iterator[pyarrow.RecordBatch]:
        assert isinstance(partition, _Files)
        schema = _schema(self.table)
        is_tables = self.table == "tables"
        # One core a task: Spark has as many tasks as it has cores. All documents of a task
        # share a worker, which holds each of them to its limits.
        batch = tenken.read_many(
            partition.paths, jobs=1, tables=is_tables, isolate=True, **self.limits
        )
        rows = pyarrow.table(getattr(batch, self.table))
        for name in ("error_code", "error_message"):
            rows = rows.append_column(name, pyarrow.nulls(len(rows), pyarrow.string()))
        yield from rows.cast(schema).to_batches()
        if len(batch.errors):
            yield from _errors(batch.errors, schema).to_batches()


def _table(options: Any) -> str:
    table = options.get("table", "measures")
    if table not in _TABLES:
        raise ValueError(f"{table!r} is none of {', '.join(_TABLES)}")
    return table


def _schema(table: str) -> pyarrow.Schema:
    own = pyarrow.schema(_tenken.schema(table))
    for name in ("error_code", "error_message"):
        own = own.append(pyarrow.field(name, pyarrow.string()))
    return own


def _errors(errors: tenken.Table, schema: pyarrow.Schema) -> pyarrow.Table:
    """Rows of errors in the columns of another table."""
    of = pyarrow.table(errors)
    said = {"file": "file", "error_code": "code", "error_message": "message_en"}
    columns = [
        of[said[field.name]] if field.name in said else pyarrow.nulls(len(of), field.type)
        for field in schema
    ]
    return pyarrow.table(columns, schema=schema)


def _files(path: str) -> list[str]:
    """The documents of a path, in a fixed order; one that is not there is a row of
    errors."""
    if os.path.isdir(path):
        found = (
            os.path.join(folder, name)
            for folder, _, names in os.walk(path)
            for name in names
            if name.lower().endswith(_ENDINGS) and not name.startswith("~$")
        )
        return sorted(found) or [path]
    if not os.path.exists(path) and glob.has_magic(path):
        return sorted(glob.glob(path, recursive=True)) or [path]
    return [path]
