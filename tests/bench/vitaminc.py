"""compare as judge on encyclopedia revisions: 3-way accuracy by `support`, and contrast pairs by its order.

    .venv/bin/python tests/bench/vitaminc.py

Old = claim, new = evidence. supports: support >= SUPPORTS; refutes: support < CONTRADICTS; else not enough
information. A contrast pair is one claim with two evidences of different verdicts; right when the better
verdict has the higher support, wrong when the lower, neither when equal. The weights were trained on this
half: tests/bench/support_training.py --folds 4 gives the cross-validated figures.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.compare import bare_statement, compare
from rules.compare.support import CONTRADICTS, SUPPORTS

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "edits" / "vitaminc-a.jsonl"
ORDER = ("REFUTES", "NOT ENOUGH INFO", "SUPPORTS")


def main() -> None:
    if not DATA.exists():
        raise SystemExit("../shared/data/edits is absent")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    by_claim: dict[str, list[tuple[int, float]]] = defaultdict(list)
    start = time.process_time()
    records = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    for one in records:
        found = compare(
            bare_statement(one["claim"], None, None), bare_statement(one["evidence"], None, None)
        ).support
        said = "SUPPORTS" if found >= SUPPORTS else "REFUTES" if found < CONTRADICTS else "NOT ENOUGH INFO"
        for name in ("all", "digits" if one["digits"] else "no digits", one["label"]):
            total[name] += 1
            right[name] += said == one["label"]
        by_claim[one["claim"]].append((ORDER.index(one["label"]), found))
    for name in total:
        print(f"{name:16s} n {total[name]:5d}  accuracy {right[name] / total[name]:.3f}")
    contrast: Counter[str] = Counter()
    for evidences in by_claim.values():
        for (a, x), (b, y) in combinations(evidences, 2):
            if a != b:
                sign = (x - y) * (a - b)
                contrast["right" if sign > 0 else "wrong" if sign < 0 else "tie"] += 1
    pairs = sum(contrast.values())
    print(
        f"contrast pairs {pairs}: "
        + "  ".join(f"{k} {contrast[k] / pairs:.3f}" for k in ("right", "tie", "wrong"))
    )
    print(f"{1000 * (time.process_time() - start) / len(records):.2f} ms a record with reading")


if __name__ == "__main__":
    main()
