"""compare as judge on figure pairs (EQUATE half a): accuracy by `support`.

    .venv/bin/python tests/bench/equate.py [--errors]

Old = hypothesis, new = premise. Of the verdicts a set has: entailment when support >= SUPPORTS,
contradiction when support < CONTRADICTS and the two are related, else neutral; a set without
"contradiction" has only two. The weights were trained on this half too: tests/bench/support_training.py
--folds 4 gives the cross-validated figures.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.compare import bare_statement, compare
from rules.compare.support import CONTRADICTS, SUPPORTS

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "figures" / "equate-a.jsonl"


def main() -> None:
    if not DATA.exists():
        raise SystemExit("../shared/data/figures is absent")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in DATA.read_text("utf-8").splitlines():
        one = json.loads(line)
        found = compare(
            bare_statement(one["hypothesis"], None, None), bare_statement(one["premise"], None, None)
        )
        said = "entailment" if found.support >= SUPPORTS else "neutral"
        if found.support < CONTRADICTS and found.related and "contradiction" in one["labels"]:
            said = "contradiction"
        total[one["set"]] += 1
        right[one["set"]] += said == one["label"]
        if said != one["label"] and "--errors" in sys.argv:
            print(f"{one['id']} {one['label']} → {said} {found.support:.2f} {found.headline}")
            print(f"  H {one['hypothesis'].strip()}\n  P {one['premise'].strip()}")
    for name in total:
        print(f"{name:12s} n {total[name]:4d}  accuracy {right[name] / total[name]:.3f}")


if __name__ == "__main__":
    main()
