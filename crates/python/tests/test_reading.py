"""What can be read from what, and what goes wrong how."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

import tenken
from conftest import R6, ROOT

ANNEX = R6 / "annex-r6.xlsx"
LOCKED = ROOT / "fixtures" / "file" / "user-password-aes-256.pdf"


def test_paths_bytes_and_files():
    bytes_ = ANNEX.read_bytes()
    sources = [str(ANNEX), ANNEX, bytes_, bytearray(bytes_), memoryview(bytes_), io.BytesIO(bytes_)]
    with ANNEX.open("rb") as file:
        read = [len(tenken.read(source)) for source in [*sources, file]]
    assert read == [225] * 7
    assert tenken.read(bytes_, name="x").file == "x"
    for wrong in [7, None, ["a.pdf"]]:
        with pytest.raises(TypeError):
            tenken.read(wrong)
    with pytest.raises(TypeError, match="rb"):
        tenken.read(io.StringIO("text"))


@pytest.mark.parametrize(
    ("make", "kind", "code"),
    [
        (lambda folder: folder / "nowhere.pdf", FileNotFoundError, "E101"),
        (lambda folder: folder, OSError, "E113"),
        (lambda folder: b"no document", tenken.UnsupportedError, "E103"),
        (lambda folder: b"", tenken.UnsupportedError, "E102"),
        (lambda folder: b"%PDF-1.7 and no more", tenken.DamagedError, None),
    ],
)
def test_what_goes_wrong_has_a_code(tmp_path, make, kind, code):
    with pytest.raises(kind) as caught:
        tenken.read(make(tmp_path))
    error = caught.value
    assert isinstance(error, tenken.Error)
    assert code in (error.code, None), error
    assert error.code in str(error) and error.message_en in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.code) == (type(error), str(error), error.code)


def test_a_locked_file_is_a_password_error():
    for isolate in [False, True]:
        with pytest.raises(tenken.PasswordError) as caught:
            tenken.read(LOCKED, isolate=isolate)
        assert caught.value.code == "E105"


def test_a_password_opens_it():
    cells = tenken.tables(LOCKED, password="tenken")
    assert len(cells) > 0
    with pytest.raises(tenken.PasswordError) as caught:
        tenken.tables(LOCKED, password="another")
    assert "another" not in str(caught.value)
    with pytest.raises(ValueError, match="password"):
        tenken.read(LOCKED, password="tenken", isolate=True)


def test_messages_are_in_the_language_of_the_person():
    tenken.set_language("ja")
    with pytest.raises(tenken.UnsupportedError, match="でもありません"):
        tenken.read(b"no document")
    with pytest.raises(ValueError):
        tenken.set_language("fr")


def test_a_report_without_measures_still_has_tables():
    path = ROOT / "fixtures" / "publishers" / "own-words.xlsx"
    with pytest.raises(tenken.NoMeasuresError):
        tenken.read(path)
    cells = tenken.tables(path).to_pylist()
    assert cells and {row["table"] for row in cells} == {0}
    assert cells == [{**row, "file": str(path)} for row in tenken.tables(path, isolate=True)]


def test_whole_tables_have_their_header_once():
    path = ROOT / "fixtures" / "layout" / "header-on-every-page.pdf"
    pages, whole = tenken.tables(path), tenken.tables(path, join=True)
    first = next(iter(whole))
    assert first["header_rows"] >= 1 and first["page"] == 1 and first["bbox"]
    header = [row["text"] for row in whole if row["row"] < first["header_rows"]]
    assert header and len(whole) < len(pages)
    assert len({row["table"] for row in whole}) < len({row["table"] for row in pages})
    assert whole.column_names == pages.column_names
    with pytest.raises(ValueError, match="join"):
        tenken.tables(path, join=True, limit_time=1)


def test_limits_hold_in_a_process_of_its_own(report):
    isolated = tenken.read(R6 / "report-r6.pdf", limit_time=30, limit_memory=1000)
    assert isolated.measures.to_pylist() == report.measures.to_pylist()
    assert isolated.to_json() == report.to_json()
    with pytest.raises(tenken.LimitError) as caught:
        tenken.read(R6 / "report-r6.pdf", limit_pages=1)
    assert caught.value.code == "E110"
    # Where so little is there, what dies first is a matter of chance; nothing passes for
    # the whole.
    try:
        few = tenken.read(R6 / "report-r6.pdf", limit_memory=50)
        assert not few.complete or few.to_json() == report.to_json()
    except tenken.Error as error:
        assert error.code
    with pytest.raises(ValueError, match="limit_time"):
        tenken.read(ANNEX, limit_time=0)


def test_check_and_expect():
    assert len(tenken.check(ANNEX, expect="126/15/28")) == len(tenken.read(ANNEX).findings)
    first = next(iter(tenken.check(ANNEX, expect="126/15/29")))
    assert (first["code"], first["severity"]) == ("T190", "error")
    with pytest.raises(ValueError):
        tenken.check(ANNEX, expect="many")


def test_compare():
    same = tenken.compare(R6 / "report-r6.pdf", ANNEX)
    assert (same.kind, same.is_clean, len(same.table)) == ("readings", True, 0)
    years = tenken.compare(ANNEX, ANNEX, years=True)
    assert years.kind == "years" and len(years.table) >= 225
    assert {row["state"] for row in years.table} == {"continued"}


def test_years_have_types():
    paths = [ROOT / "fixtures" / "publish" / f"digital-{year}.xlsx" for year in (2023, 2024)]
    rows = tenken.compare(*paths).table.to_pylist()
    assert {row["fiscal_year"] for row in rows} == {2023, 2024}
    of = [row for row in rows if row["name"] == "融資の支援"]
    before, after = of
    assert before["measure"] == after["measure"] and before["matched_by"] is None
    assert (after["changes"], after["groups"]) == (["renumbered"], ["しごと", "産業"])
    assert before["target_changed"] is None and before["changes"] is None
    first = next(row for row in rows if row["actual_number"] == 1180)
    assert isinstance(first["actual_number"], Decimal) and first["actual_number_text"] == "1180"
    kinds = (first["target_changed"], first["actual_direction"], first["rating_moved"])
    assert kinds == (True, "down", "worse"), first
    assert {row["state"] for row in rows} == {"continued", "new", "dropped"}


def test_many_documents_give_rows_and_error_rows(tmp_path, report):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "letter.pdf").write_bytes(b"no document")
    paths = [R6 / "report-r6.pdf", tmp_path, ANNEX, tmp_path / "nowhere.pdf"]
    for isolate in [None, False]:
        batch = tenken.read_many(paths, jobs=2, isolate=isolate)
        assert [row["measures"] for row in batch.documents] == [225, 225]
        assert len(batch.measures) == 450
        errors = batch.errors.to_pylist()
        assert [Path(row["file"]).name for row in errors] == [
            "broken.pdf",
            "letter.pdf",
            "nowhere.pdf",
        ]
        assert [row["code"] for row in errors][1:] == ["E103", "E101"]
        own = [row for row in batch.measures if row["file"].endswith(".pdf")]
        assert own == report.measures.to_pylist()
    tables = tenken.read_many([ANNEX, tmp_path], tables=True)
    assert len(tables.tables) > 225 and len(tables.errors) == 2
    assert len(tenken.read_many(str(tmp_path / "*.xlsx")).errors) == 1


def test_the_lock_is_free_while_documents_are_read():
    ticks, stop = 0, threading.Event()

    def tick():
        nonlocal ticks
        while not stop.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = time.perf_counter()
    tenken.read(R6 / "report-r6.pdf")
    taken = time.perf_counter() - before
    stop.set()
    thread.join()
    # A thread that had to wait would have come to none.
    assert ticks > min(20, taken * 100)


def command(*words: str, **how) -> subprocess.CompletedProcess[bytes]:
    script = Path(sys.executable).parent / ("tenken.exe" if os.name == "nt" else "tenken")
    return subprocess.run([script, "--lang", "en", *words], capture_output=True, **how)


@pytest.mark.parametrize("manual", ["README.md", "README.ja.md"])
def test_what_the_manual_shows_is_true(manual, monkeypatch):
    pytest.importorskip("pandas")
    text = (ROOT / manual).read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, flags=re.S)[1]
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(block, names)  # noqa: S102
    assert names["achieved"] == 126


def test_the_wheel_carries_the_command():
    assert command("--version").stdout.decode().split() == ["tenken", tenken.__version__]
    for isolate in ["never", "always"]:
        run = command("--isolate", isolate, "check", "--expect", "126/15/28", str(ANNEX))
        assert run.returncode == 0, run.stderr
    run = command("check", "--expect", "126/15/29", str(ANNEX))
    assert run.returncode == 1 and b"T190" in run.stdout + run.stderr
    run = command("convert", "-", input=ANNEX.read_bytes())
    assert run.returncode == 0 and run.stdout.decode() == tenken.read(ANNEX, name="-").to_json()
    run = command("convert", "nowhere.pdf")
    assert run.returncode == 2 and b"E101" in run.stderr
    module = subprocess.run([sys.executable, "-m", "tenken", "value", "５万人"], capture_output=True)
    assert b"50000" in module.stdout


def test_the_wheel_writes_every_format(tmp_path):
    picture = tmp_path / "page.png"
    run = command("draw", str(R6 / "report-r6.pdf"), "1", "-o", str(picture))
    assert run.returncode == 0 and picture.read_bytes().startswith(b"\x89PNG"), run.stderr
    words = ["--id", "dx", "--publisher", "神奈川県", "--source-url", "https://a.example/", "--contact", "b"]
    words += ["--code", "140007", "--update-frequency", "年1回", "--with", "sqlite,parquet"]
    package = tmp_path / "dx"
    run = command("publish", str(ANNEX), "-o", str(package), *words)
    assert run.returncode == 0, run.stderr
    names = {it.name for it in package.iterdir()}
    assert {"measures.parquet", "data.sqlite"} <= names, names
    run = command("check", str(package), "--against", str(ANNEX))
    assert run.returncode == 0 and b"O405" not in run.stdout, run.stdout


def test_the_wheel_holds_the_licences_of_its_parts():
    notices = (Path(tenken.__file__).parent / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    for part in ["pyo3 0.", "hayro-interpret 0.", "rust_decimal 1.", "Permission is hereby granted"]:
        assert part in notices, part


def test_a_worker_needs_no_path_of_its_own(tmp_path):
    """A module of the same name in the folder of the person is not what a worker loads."""
    (tmp_path / "tenken.py").write_text("raise SystemExit('the wrong one')")
    code = "import sys; sys.path.pop(0); import tenken; tenken.read(sys.argv[1], isolate=True)"
    run = subprocess.run([sys.executable, "-c", code, str(ANNEX)], cwd=tmp_path, capture_output=True)
    assert run.returncode == 0, run.stderr


def test_it_is_imported_at_once():
    """Measured without the interpreter's own start, the least of some: a machine that
    others use may take long by chance."""
    code = "import time; a = time.perf_counter(); import tenken; print(time.perf_counter() - a)"
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True).stdout)
        for _ in range(5)
    ]
    assert min(taken) < 0.05, taken
