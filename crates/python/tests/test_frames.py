"""Every library of data frames counts 126/15/28 in the model report."""

from __future__ import annotations

import datetime
import decimal
import subprocess
import sys

import pytest

import tenken
from conftest import R6

EXPECTED = {"achieved": 126, "mostly_achieved": 15, "not_achieved": 28}


def counted(pairs):
    counts = dict(pairs)
    return {rating: counts[rating] for rating in EXPECTED}


def test_without_any_library(report):
    counts: dict[str, int] = {}
    for row in report.measures:
        counts[row["rating"]] = counts.get(row["rating"], 0) + 1
    assert counted(counts) == EXPECTED
    assert len(report) == len(report.measures) == sum(counts.values()) == 225


def test_pandas(report):
    pandas = pytest.importorskip("pandas")
    frame = report.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == 225
    assert counted(frame.groupby("rating").size()) == EXPECTED
    values = report.values.to_pandas()
    assert (values["role"] == "target").sum() > 100


def test_no_pyarrow_is_needed():
    """In an interpreter that has none."""
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    code = (
        "import sys; sys.modules['pyarrow'] = None; import tenken\n"
        "report = tenken.read(sys.argv[1])\n"
        "print(int((report.to_pandas()['rating'] == 'achieved').sum()),"
        " (report.to_polars()['rating'] == 'achieved').sum())"
    )
    words = [sys.executable, "-c", code, R6 / "report-r6.pdf"]
    run = subprocess.run(words, capture_output=True)
    assert run.stdout.split() == [b"126", b"126"], run.stderr


def test_polars(report):
    polars = pytest.importorskip("polars")
    frame = report.to_polars()
    counts = frame.group_by("rating").len()
    assert counted(counts.iter_rows()) == EXPECTED
    assert polars.DataFrame(report.values).height == len(report.values)
    assert frame.schema["groups"] == polars.List(
        polars.Struct({"level": polars.Int32, "number": polars.String, "name": polars.String})
    )


def test_pyarrow(report):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(report.measures)
    counts = table.group_by("rating").aggregate([([], "count_all")])
    assert counted(zip(counts["rating"].to_pylist(), counts["count_all"].to_pylist())) == EXPECTED
    # Both ways lead to the same rows.
    for name in ["measures", "values", "findings", "tables"]:
        columns = getattr(report, name)
        assert pyarrow.table(columns).to_pylist() == columns.to_pylist(), name


def test_duckdb(report):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    measures = report.measures
    rows = duckdb.sql("select rating, count(*) from measures group by rating").fetchall()
    assert counted(rows) == EXPECTED
    values = report.values
    [(most,)] = duckdb.sql("select max(number) from values where role = 'target'").fetchall()
    assert most > 0


def test_columns_are_the_same_for_every_report(report):
    pyarrow = pytest.importorskip("pyarrow")
    annex = tenken.read(R6 / "annex-r6.xlsx")
    unsigned = {pyarrow.uint8(), pyarrow.uint16(), pyarrow.uint32(), pyarrow.uint64()}
    for name in ["measures", "values", "findings", "tables"]:
        schema = pyarrow.table(getattr(report, name)).schema
        assert schema == pyarrow.table(getattr(annex, name)).schema
        assert schema == pyarrow.schema(getattr(tenken.read_many([], isolate=False), name))
        assert not unsigned & set(schema.types), name


def test_pdf_and_workbook_give_the_same_values(report):
    annex = tenken.read(R6 / "annex-r6.xlsx")
    kept = ["key", "indicator", "role", "fiscal_year", "text", "number_text", "unit", "state"]

    def rows(table):
        return [{name: row[name] for name in kept} for row in table]

    assert rows(annex.values) == rows(report.values)


def test_numbers_and_days(report):
    first = next(row for row in report.values if row["role"] == "target")
    assert first["cell"] == "５万人"
    assert first["number"] == decimal.Decimal(50000) and first["number_text"] == "50000"
    assert isinstance(first["number"], decimal.Decimal)
    assert first["fiscal_year_begin"] == datetime.date(2024, 4, 1)
    assert first["fiscal_year_end"] == datetime.date(2025, 3, 31)
    assert first["page"] == 5 and first["bbox"]["x0"] < first["bbox"]["x1"]
    rated = [row for row in report.values if row["role"] == "rating"]
    assert sum(row["rating"] == "achieved" for row in rated) == 126
    assert all(row["page"] and row["bbox"] for row in rated)


def test_what_the_report_says(report):
    assert report.title == "神奈川ＤＸ計画 令和６年度点検報告書"
    assert (report.fiscal_year, report.complete) == (2024, True)
    assert report.file.endswith("report-r6.pdf") and len(report.source["sha256"]) == 64
    assert [entry["symbol"] for entry in report.legend][:2] == ["◎", "◯"]
    totals = report.totals["computed"]["rows"][-1]
    assert [totals["counts"][symbol] for symbol in "◎◯△■"] == [126, 15, 28, 10]
    assert len(report.to_dict()["measures"]) == 225


def test_notebooks_show_totals_and_first_rows(report):
    html = report._repr_html_()
    for part in ["<table>", "126", "かながわ子育てパーソナルサポート事業", "5 / 225"]:
        assert part in html
    assert "<script" not in html
    assert "10 / 225" in report.measures._repr_html_()
    assert "225 measures" in repr(report)
