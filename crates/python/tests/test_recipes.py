"""The recipes of docs/scale.md, as they stand there, where their engines are installed."""

from __future__ import annotations

import re

import pytest

import tenken
from conftest import R6, ROOT

SCALE = ROOT / "docs" / "scale.md"


def recipe(name: str) -> str:
    """The block of Python under a heading."""
    text = SCALE.read_text(encoding="utf-8")
    section = re.split(rf"^### {name}\n", text, flags=re.M)[1]
    return re.search(r"```python\n(.*?)```", section, flags=re.S)[1]


@pytest.mark.parametrize("engine", ["dask", "daft", "ray"])
def test_an_engine_counts_what_one_process_counts(engine, tmp_path, monkeypatch):
    pytest.importorskip(engine)
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ["report-r6.pdf", "annex-r6.xlsx"]:
        (folder / name).write_bytes((R6 / name).read_bytes())
    (folder / "letter.pdf").write_bytes(b"no document")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(recipe(engine.capitalize()), names)  # noqa: S102
    assert names["achieved"] == 2 * 126
    assert len(tenken.read_many(folder).errors) == 1
