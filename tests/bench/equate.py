"""compare as judge on figure pairs (EQUATE half a): accuracy by `support`.

    .venv/bin/python tests/bench/equate.py [--errors] [--baselines]

`--baselines`: the commonest label, "every figure of the hypothesis stands in the premise", and the best share of
shared words (its line chosen on the very pairs), each with its standard error, so that a gain can be told from luck.

Old = hypothesis, new = premise. Of the verdicts a set has: entailment when support >= SUPPORTS,
contradiction when support < CONTRADICTS and the two are related, else neutral; a set without
"contradiction" has only two. The weights were trained on this half too: tests/bench/support_training.py
--folds 4 gives the cross-validated figures.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.compare import bare_statement, compare
from rules.compare.support import CONTRADICTS, SUPPORTS

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "figures" / "equate-a.jsonl"


def baselines(pairs: Sequence[Mapping[str, str]]) -> Mapping[str, float]:
    """Accuracy of what reads no sentence."""
    labels = Counter(one["label"] for one in pairs)
    shares = [_shared(one) for one in pairs]
    standing = [_digits(one["hypothesis"]) <= _digits(one["premise"]) for one in pairs]
    return {
        "commonest label": max(labels.values()) / len(pairs),
        "figures stand there": _accuracy(standing, pairs),
        "shared words, best line": max(
            _accuracy([share >= line for share in shares], pairs) for line in sorted(set(shares))
        ),
    }


def _accuracy(entailed: Sequence[bool], pairs: Sequence[Mapping[str, str]]) -> float:
    said = ["entailment" if yes else "neutral" for yes in entailed]
    return sum(a == one["label"] for a, one in zip(said, pairs, strict=True)) / len(pairs)


def _digits(text: str) -> set[str]:
    return {found.strip(".,") for found in re.findall(r"\d[\d.,]*", text)}


def _shared(one: Mapping[str, str]) -> float:
    asked = set(one["hypothesis"].lower().split())
    return len(asked & set(one["premise"].lower().split())) / len(asked)


def main() -> None:
    if not DATA.exists():
        raise SystemExit("../shared/data/figures is absent")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    pairs = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    for one in pairs:
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
        share = right[name] / total[name]
        error = math.sqrt(share * (1 - share) / total[name])
        print(f"{name:12s} n {total[name]:4d}  accuracy {share:.3f} ± {error:.3f}")
        if "--baselines" in sys.argv:
            for what, value in baselines([one for one in pairs if one["set"] == name]).items():
                print(f"  {what:24s} {value:.3f}")


if __name__ == "__main__":
    main()
