"""The house stands as drawn: import contracts, sizes, words that have no place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "watchers", "state", "rules")


def python_files(*tops: str) -> list[Path]:
    return [path for top in tops for path in sorted((ROOT / top).rglob("*.py"))]


def test_every_import_contract_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files(*ROOMS, "tests")
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_room_is_named_after_nothing() -> None:
    vague = re.compile(r"(^|_)(utils?|common|helpers?|manager|misc)$")
    assert [path.name for path in python_files(*ROOMS) if vague.search(path.stem)] == []


def test_no_test_mocks() -> None:
    mocked = re.compile(r"unittest\.mock|MagicMock|mocker\.|time\.sleep\(")
    here = Path(__file__)
    guilty = [p.name for p in python_files("tests") if p != here and mocked.search(p.read_text("utf-8"))]
    assert guilty == []


@pytest.mark.slow
def test_importing_the_rules_is_quick() -> None:
    code = (
        "import time; a = time.process_time(); import rules.judge, rules.reading, rules.compare;"
        "print(time.process_time() - a)"
    )
    seconds = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        seconds.append(float(done.stdout))
    # Alone it takes less than 0.1 s; this only catches an import that became heavy, on a loaded machine too.
    assert min(seconds) < 0.5
