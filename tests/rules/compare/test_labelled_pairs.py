"""The invented pairs as a guard; tests/bench/compare.py measures them and the real ones in full."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from rules.change import SILENT
from rules.compare import bare_statement, compare
from rules.model import Statement

PAIRS = Path(__file__).parents[2] / "data" / "compare" / "own.jsonl"


def side(given: dict[str, Any]) -> Statement:
    return bare_statement(given["text"], given["speaker"], date.fromisoformat(given["said_on"]))


def test_most_pairs_get_the_headline_that_a_person_gave_them() -> None:
    records = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    found = [(one["label"], compare(side(one["old"]), side(one["new"])).headline) for one in records]
    right = sum(a == b for a, b in found) / len(found)
    silent = [headline for label, headline in found if label in SILENT]
    false = sum(headline not in SILENT for headline in silent) / len(silent)
    assert right >= 0.85
    assert false <= 0.10
