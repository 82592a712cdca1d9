"""What the tests of the wheel have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

import tenken

ROOT = Path(__file__).resolve().parents[3]
R6 = ROOT / "fixtures" / "r6"


@pytest.fixture(autouse=True)
def in_english():
    tenken.set_language("en")
    yield
    tenken.set_language(None)


@pytest.fixture(scope="session")
def report() -> tenken.Report:
    return tenken.read(R6 / "report-r6.pdf")
