"""What importing the judge costs: no room's machinery is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import rules.compare


def test_importing_the_judge_loads_no_machinery_of_reading_or_comparing() -> None:
    code = "import sys, rules.judge; print(*(m for m in sys.modules if m.startswith('rules.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "rules.judging.edits" in loaded
    assert not {"rules.reading.statements", "rules.reading.figures", "rules.compare.statements"} & set(loaded)


def test_the_door_stays_a_function_after_its_machinery_is_loaded() -> None:
    old = rules.compare.bare_statement("Halden Robotics will build 500 machines.", "Mara Voss", None)
    new = rules.compare.bare_statement("Halden Robotics will build 300 machines.", "Mara Voss", None)
    assert rules.compare.compare(old, new).changes
    assert callable(rules.compare.compare)
    assert rules.compare.compare(old, new).changes
