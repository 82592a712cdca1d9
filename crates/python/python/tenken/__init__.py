"""Reads the check reports (点検報告書) of Japanese governments, PDF or workbook, into
tables, and checks what a report says against itself.

::

    import tenken

    report = tenken.read("report.pdf")
    report.measures.to_pandas().groupby("rating").size()

    tenken.check("report.pdf", expect="126/15/28").to_polars()
    tenken.read_many("reports/", jobs=4).errors.to_pylist()

Every function takes the path of a document (str or ``os.PathLike``), its bytes, or a
file that is open for reading bytes. What can't be read is a :class:`tenken.Error` with
a stable ``code``. The interpreter's lock is free while documents are read.
"""

from __future__ import annotations

import os
from typing import Any, Iterable, Optional, Protocol, Union

from . import _tenken
from ._command import python as _python
from ._errors import (
    DamagedError,
    Error,
    FileError,
    ForbiddenFileError,
    InternalError,
    LimitError,
    MissingFileError,
    NoMeasuresError,
    PasswordError,
    UnsupportedError,
    set_language,
)
from ._report import Batch, Comparison, Report
from ._table import Table

__version__: str = _tenken.__version__

__all__ = [
    "Batch",
    "Comparison",
    "DamagedError",
    "Error",
    "FileError",
    "ForbiddenFileError",
    "InternalError",
    "LimitError",
    "MissingFileError",
    "NoMeasuresError",
    "PasswordError",
    "Report",
    "Table",
    "UnsupportedError",
    "check",
    "compare",
    "read",
    "read_many",
    "set_language",
    "tables",
]


class _File(Protocol):
    def read(self) -> bytes: ...


#: A document: its path, its bytes, or a file that gives them.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, _File]


def read(
    source: Source,
    *,
    name: Optional[str] = None,
    password: Optional[str] = None,
    layouts: Iterable[Union[str, "os.PathLike[str]"]] = (),
    isolate: Optional[bool] = None,
    limit_time: Optional[int] = None,
    limit_memory: Optional[int] = None,
    limit_pages: Optional[int] = None,
) -> Report:
    """Read a report.

    :param source: the document, PDF, xlsx, xlsm, xls, xlsb or ods, told by content.
    :param name: by what messages and the column ``file`` call it, where it is no path.
    :param password: for PDF, xlsx, xlsm, xlsb and xls that ask for one; such a document is
        read in this process.
    :param layouts: files that say what a publisher's columns hold (docs/layouts.md).
    :param isolate: whether it is read in a process of its own. By default it is where a
        limit of time or memory is given, since nothing else can hold it to these.
    :param limit_time: processor time in seconds; each MB of the document adds one.
    :param limit_memory: memory in MB.
    :param limit_pages: pages of a PDF, sheets of a workbook.
    :raises FileNotFoundError: there is no such file (:class:`MissingFileError`).
    :raises PasswordError: it opens only with a password.
    :raises UnsupportedError: it is no document of a format that can be read.
    :raises NoMeasuresError: it holds no table of measures; :func:`tables` still reads it.
    :raises Error: any other reason, with its ``code``.
    """
    given = _given(source, name)
    asking = _asking(None, isolate, limit_time, limit_memory, limit_pages, layouts, password)
    document = _tenken.read(given, asking)
    return Report(document, lambda: _tenken.tables(given, False, asking))


def check(
    source: Source,
    *,
    expect: Optional[str] = None,
    name: Optional[str] = None,
    password: Optional[str] = None,
    layouts: Iterable[Union[str, "os.PathLike[str]"]] = (),
) -> Table:
    """Ask whether a report can be true: its findings, the worst first.

    :param expect: the totals that were published, 達成/概ね達成/未達成: ``"126/15/28"``.
        Each that its measures do not give is a finding T190.
    :returns: the columns of :attr:`Report.findings`.
    :raises Error: as :func:`read`.
    """
    asking = _asking(None, False, None, None, None, layouts, password)
    return Table(_tenken.check(_given(source, name), expect, asking))


def tables(
    source: Source,
    *,
    join: bool = False,
    name: Optional[str] = None,
    password: Optional[str] = None,
    isolate: Optional[bool] = None,
    limit_time: Optional[int] = None,
    limit_memory: Optional[int] = None,
    limit_pages: Optional[int] = None,
) -> Table:
    """The raw tables of any PDF or workbook, a row a cell: ``table`` (from 0), ``page``,
    ``row``, ``col``, ``rowspan``, ``colspan``, ``text``, and the box of the cell.

    :param join: whole tables: one that goes on over pages is one, with its header once
        (``header_rows``), its ``captions``, and its cut rows put together. It is read in
        this process.
    :raises Error: as :func:`read`.
    """
    asking = _asking(None, isolate, limit_time, limit_memory, limit_pages, (), password)
    return Table(_tenken.tables(_given(source, name), join, asking))


def compare(*sources: Source, years: bool = False) -> Comparison:
    """Compare two readings of one report, or the years of one plan.

    :param sources: the reports, two or more.
    :param years: as years of one plan even where the years are the same or not known.
    :raises Error: as :func:`read`.
    """
    if len(sources) < 2:
        raise ValueError("two reports or more are to be compared")
    return Comparison(*_tenken.compare([_given(source, None) for source in sources], years))


def read_many(
    paths: Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]],
    jobs: Optional[int] = None,
    *,
    tables: bool = False,
    layouts: Iterable[Union[str, "os.PathLike[str]"]] = (),
    isolate: Optional[bool] = None,
    limit_time: Optional[int] = None,
    limit_memory: Optional[int] = None,
    limit_pages: Optional[int] = None,
) -> Batch:
    """Read many documents side by side, each in a process of its own under limits.

    None is an exception: what can't be read is a row of :attr:`Batch.errors`.

    :param paths: files, folders, zip archives and patterns such as ``"2024/*.pdf"``.
    :param jobs: documents and pages read at once; by default one for each core.
    :param tables: the raw tables of any documents in place of reports.
    :param isolate: False reads in this process, without limits of time and memory.
    :param limit_time: as for :func:`read`; 4 by default.
    :param limit_memory: as for :func:`read`; 512 by default.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    asking = _asking(jobs, isolate, limit_time, limit_memory, limit_pages, layouts)
    return Batch(_tenken.read_many([os.fspath(path) for path in paths], tables, asking))


def _given(source: Source, name: Optional[str]) -> tuple[str, Optional[bytes]]:
    """A name, and the bytes unless the name is a path to them."""
    if isinstance(source, (str, os.PathLike)):
        path = os.fspath(source)
        if name is None:
            return path, None
        with open(path, "rb") as file:
            return name, file.read()
    if isinstance(source, (bytes, bytearray, memoryview)):
        return name or "bytes", bytes(source)
    if not hasattr(source, "read"):
        raise TypeError(f"{type(source).__name__} is no path, no bytes and no file")
    read = source.read()
    if not isinstance(read, (bytes, bytearray, memoryview)):
        raise TypeError("the file gives no bytes: open it with mode 'rb'")
    of_file = getattr(source, "name", None)
    return name or (of_file if isinstance(of_file, str) else "file"), bytes(read)


def _asking(
    jobs: Optional[int],
    isolate: Optional[bool],
    limit_time: Optional[int],
    limit_memory: Optional[int],
    limit_pages: Optional[int],
    layouts: Iterable[Union[str, "os.PathLike[str]"]],
    password: Optional[str] = None,
) -> dict[str, Any]:
    return {
        "password": password,
        "jobs": jobs,
        "isolate": isolate,
        "limit_time": limit_time,
        "limit_memory": limit_memory,
        "limit_pages": limit_pages,
        "layouts": [os.fspath(layout) for layout in layouts],
        "python": _python(),
    }
