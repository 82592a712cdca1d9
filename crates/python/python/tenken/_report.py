"""A report, and many of them."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Callable, Optional

from . import _tenken
from ._table import Table, _html

if TYPE_CHECKING:
    import pandas
    import polars

#: Columns of measures that a notebook shows.
_SHOWN = ["id", "name", "bureaus", "rating_symbol", "rating", "status"]


class Report:
    """One report, read.

    ======================  =====================================================
    ``report.measures``     a row a measure (施策)
    ``report.values``       a row a value (目標, 実績 …), and a row a rating
    ``report.findings``     a row for each thing that deserves a look
    ``report.tables``       a row a cell of the raw grids of the document
    ======================  =====================================================
    """

    def __init__(
        self, document: _tenken.Document, tables: Callable[[], _tenken.Columns]
    ) -> None:
        self._document = document
        self._read_tables = tables
        self._made: dict[str, Table] = {}
        self._head: Optional[dict[str, Any]] = None

    def _table(self, name: str) -> Table:
        if name not in self._made:
            self._made[name] = Table(self._document.columns(name))
        return self._made[name]

    @property
    def measures(self) -> Table:
        """A row a measure, in the order of the report: ``key``, ``id``, ``groups``,
        ``name``, ``bureaus``, ``rating``, ``status``, ``indicators`` …"""
        return self._table("measures")

    @property
    def values(self) -> Table:
        """A row a value of an indicator, by ``role`` (baseline, target, actual, goal,
        ratio, forecast) and ``fiscal_year``; a cell with several values has a row for
        each, a rating one with the role ``rating``."""
        return self._table("values")

    @property
    def findings(self) -> Table:
        """A row a finding: ``code``, ``severity`` (error, warning, info), a sentence in
        two languages, and where to look."""
        return self._table("findings")

    @property
    def tables(self) -> Table:
        """A row a cell of the raw grids, row by row; ``table`` counts from 0. The
        document is read anew for them."""
        if "tables" not in self._made:
            self._made["tables"] = Table(self._read_tables())
        return self._made["tables"]

    def _part(self, name: str) -> Any:
        if self._head is None:
            self._head = json.loads(self._document.head())
        return self._head[name]

    @property
    def file(self) -> str:
        """The file, as it was named."""
        return self._part("source")["file"]

    @property
    def source(self) -> dict[str, Any]:
        """The file: ``file``, ``format``, ``sha256``, ``pages``, ``producer``, ``title``."""
        return self._part("source")

    @property
    def title(self) -> str:
        """The title of the report."""
        return self._part("title")

    @property
    def publisher(self) -> Optional[str]:
        """Who published it, where it says so on a line of its own."""
        return self._part("publisher")

    @property
    def fiscal_year(self) -> Optional[int]:
        """The western year in which the fiscal year begins that it reports on."""
        year = self._part("fiscal_year")
        return None if year is None else year["year"]

    @property
    def complete(self) -> bool:
        """Whether all of the document was read; else findings say what was not."""
        return self._part("complete")

    @property
    def legend(self) -> list[dict[str, Any]]:
        """What the rating symbols mean, in the report's own words."""
        return self._part("legend")

    @property
    def totals(self) -> dict[str, Any]:
        """The totals: ``declared`` by the report (or None) and ``computed`` from its
        measures."""
        return self._part("totals")

    def to_json(self) -> str:
        """All of it as the JSON of ``tenken convert``."""
        return self._document.json()

    def to_dict(self) -> dict[str, Any]:
        """The JSON as dicts and lists. Numbers are ``decimal.Decimal`` where they are
        not whole."""
        from decimal import Decimal

        return json.loads(self.to_json(), parse_float=Decimal)

    def to_pandas(self) -> pandas.DataFrame:
        """The measures for pandas."""
        return self.measures.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The measures for polars."""
        return self.measures.to_polars()

    def __len__(self) -> int:
        """How many measures it has."""
        return self._part("measures")

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<tenken.Report: {self.title}, {len(self)} measures>"

    def _repr_html_(self) -> str:
        rows = self.totals["computed"]["rows"]
        symbols: list[str] = []
        for row in rows:
            symbols.extend(name for name in row["counts"] if name not in symbols)
        totals = [
            {"": row["label"], **{name: row["counts"].get(name) for name in symbols}} for row in rows
        ]
        first = self.measures._columns.rows(0, 5)
        return (
            f"<p><b>{escape(self.title)}</b></p>"
            + _html(["", *symbols], totals, len(totals))
            + _html(_SHOWN, first, len(self))
        )


class Batch:
    """What came of many documents: rows of those that were read, and a row of
    ``errors`` for each that was not. Rows stand in the order of the documents."""

    def __init__(self, tables: dict[str, _tenken.Columns]) -> None:
        self._tables = {name: Table(columns) for name, columns in tables.items()}

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = Table(_tenken.schema(name))
        return self._tables[name]

    @property
    def documents(self) -> Table:
        """A row a document that was read: its file, fingerprint, title, fiscal year, and
        how many measures and findings it has."""
        return self._table("documents")

    @property
    def measures(self) -> Table:
        """As :attr:`Report.measures`, of all documents."""
        return self._table("measures")

    @property
    def values(self) -> Table:
        """As :attr:`Report.values`, of all documents."""
        return self._table("values")

    @property
    def findings(self) -> Table:
        """As :attr:`Report.findings`, of all documents."""
        return self._table("findings")

    @property
    def tables(self) -> Table:
        """As :attr:`Report.tables`, of all documents; none unless they were asked for."""
        return self._table("tables")

    @property
    def errors(self) -> Table:
        """A row a document that was not read: ``file``, ``code`` and a message in two
        languages."""
        return self._table("errors")

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(table)} {name}" for name, table in self._tables.items())
        return f"<tenken.Batch: {counts}>"


class Comparison:
    """Reports side by side: two readings of one report (``kind`` is ``"readings"``), or
    the years of one plan (``"years"``)."""

    def __init__(self, is_clean: bool, text: str, columns: _tenken.Columns) -> None:
        self._json = text
        #: Whether it shows no error: readings of one report are to be the same.
        self.is_clean = is_clean
        #: Of readings a row a difference: ``measure``, ``field``, ``left``, ``right``; null
        #: where one lacks the measure. Of years a row for each indicator of each report:
        #: ``measure`` (counts from 0, the same through the years), ``state``, ``file``,
        #: ``fiscal_year``, ``key``, ``target_number``, ``actual_number``,
        #: ``target_changed``, ``actual_moved`` (better, same, worse), ``rating_moved``,
        #: ``revised`` …
        self.table = Table(columns)

    def to_json(self) -> str:
        """The JSON of ``tenken compare -f json``."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """The same as dicts and lists."""
        return json.loads(self._json)

    @property
    def kind(self) -> str:
        """``"readings"`` or ``"years"``."""
        return self.to_dict()["kind"]

    def __repr__(self) -> str:
        return f"<tenken.Comparison of {self.kind}: {len(self.table)} rows>"

    def _repr_html_(self) -> str:
        return self.table._repr_html_()
