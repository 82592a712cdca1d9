"""Tables: columns that every data frame library takes as they are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Iterator

from . import _tenken

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

#: Rows that a notebook shows.
_SHOWN = 10
#: Rows that are made at a time.
_CHUNK = 1000


class Table:
    """A table with the same columns for every document.

    It has the Arrow PyCapsule interface, so that ``polars.DataFrame(table)``,
    ``pyarrow.table(table)`` and ``duckdb.sql("select * from table")`` take it
    without copies; nothing has to be installed to go through its rows as dicts::

        for row in report.measures:
            print(row["id"], row["name"], row["rating"])

    Numbers stand in two columns: ``number`` is a decimal with 10 places behind the
    point, ``number_text`` has every digit. Years are the western year in which a fiscal
    year begins; ``…_begin`` and ``…_end`` are its days. Boxes are in points (1/72 inch)
    from the top left corner of the upright page, pages count from 1.
    """

    __slots__ = ("_columns",)

    def __init__(self, columns: _tenken.Columns) -> None:
        self._columns = columns

    def __arrow_c_schema__(self) -> object:
        return self._columns.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._columns.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, len(self), _CHUNK):
            yield from self._columns.rows(start, _CHUNK)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return self._columns.names()

    def to_pylist(self) -> list[dict[str, Any]]:
        """All rows as dicts: str, int, bool, float, ``decimal.Decimal``,
        ``datetime.date``, list, dict and None."""
        return self._columns.rows(0, len(self))

    def to_arrow(self) -> pyarrow.Table:
        """The table for pyarrow (14 or later), without copies."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The table for pandas: through pyarrow where it is installed, and row by row
        where it is not."""
        import pandas

        try:
            import pyarrow
        except ImportError:
            return pandas.DataFrame(self.to_pylist(), columns=self.column_names)
        return pyarrow.table(self).to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The table for polars (1.3 or later), without copies."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self) -> str:
        names = ", ".join(self.column_names)
        return f"<tenken.Table: {len(self)} rows of {names}>"

    def _repr_html_(self) -> str:
        names = self.column_names
        return _html(names, self._columns.rows(0, _SHOWN), len(self))


def _html(names: list[str], rows: list[dict[str, Any]], count: int) -> str:
    """The first rows for a notebook."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(row[name])}</td>" for name in names) + "</tr>"
        for row in rows
    )
    more = f"<p>{len(rows)} / {count}</p>" if count > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "<br>".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_cell(part) for part in value.values() if part is not None)
    return escape(str(value)).replace("\n", "<br>")
