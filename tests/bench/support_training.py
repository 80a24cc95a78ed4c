"""Train `support`: features of rules/compare/evidence.py → rules/compare/support_weights.py, a small readable file.

    .venv/bin/python tests/bench/support_training.py [--folds 4] [--write]

Multinomial logistic regression (standardised features, L2) over both sets in ../shared/data: encyclopedia
revisions (supports, refutes, not enough information) and figure pairs (entailment, contradiction, neutral),
the second weighed ten times because it is seven times smaller and more varied. Plain Python, about half a
minute a fit. Without `--write` it prints the cross-validated figures and changes nothing. Folds go by the
hash of a record's claim, so both evidences of a claim fall in one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.compare import bare_statement, polarity
from rules.compare.evidence import features
from rules.compare.look import side_by_side
from rules.compare.relate import relate
from rules.compare.support import CONTRADICTS, SUPPORTS, of_probabilities

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "data"
TARGET = ROOT / "rules" / "compare" / "support_weights.py"
CLASSES = {
    "REFUTES": 0,
    "contradiction": 0,
    "NOT ENOUGH INFO": 1,
    "neutral": 1,
    "SUPPORTS": 2,
    "entailment": 2,
}
FIGURE_SET_WEIGHT = 10.0
STRENGTH = 0.01
"""Weight of the loss against the L2 term, summed over records (C in the field's libraries)."""
ROUNDS = 220


@dataclass(frozen=True)
class Example:
    kind: str
    group: str
    values: tuple[float, ...]
    label: int
    weight: float


@dataclass(frozen=True)
class Model:
    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]

    def probabilities(self, values: Sequence[float]) -> list[float]:
        x = [(v - m) / s for v, m, s in zip(values, self.means, self.scales, strict=True)]
        return softmax(
            [b + sum(map(float.__mul__, w, x)) for w, b in zip(self.weights, self.biases, strict=True)]
        )


def softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def examples() -> tuple[tuple[str, ...], list[Example]]:
    out: list[Example] = []
    names: tuple[str, ...] = ()
    for path, kind, old, new, group, weight in (
        ("edits/vitaminc-a.jsonl", "vitaminc", "claim", "evidence", "claim", 1.0),
        ("figures/equate-a.jsonl", "set", "hypothesis", "premise", "id", FIGURE_SET_WEIGHT),
    ):
        with (SHARED / path).open(encoding="utf-8") as lines:
            for one in map(json.loads, lines):
                sides = side_by_side(
                    bare_statement(one[old], None, None), bare_statement(one[new], None, None)
                )
                found = features(sides, relate(sides), flip=polarity.flipped(sides)[0] is not None)
                names = tuple(found)
                out.append(
                    Example(
                        one.get(kind, kind), one[group], tuple(found.values()), CLASSES[one["label"]], weight
                    )
                )
    return names, out


def fit(names: tuple[str, ...], known: Sequence[Example]) -> Model:
    """Full-batch gradient descent with momentum on the mean weighted loss."""
    n, total = len(names), sum(e.weight for e in known)
    means = [sum(e.weight * e.values[i] for e in known) / total for i in range(n)]
    spread = [sum(e.weight * (e.values[i] - means[i]) ** 2 for e in known) / total for i in range(n)]
    scales = [math.sqrt(v) or 1.0 for v in spread]
    xs = [[(v - m) / s for v, m, s in zip(e.values, means, scales, strict=True)] for e in known]
    weights, biases = [[0.0] * n for _ in range(3)], [0.0] * 3
    speed, speed_b = [[0.0] * n for _ in range(3)], [0.0] * 3
    shrink = 1 / (STRENGTH * total)
    for _ in range(ROUNDS):
        slope, slope_b = [[shrink * w for w in row] for row in weights], [0.0] * 3
        for e, x in zip(known, xs, strict=True):
            p = softmax([b + sum(map(float.__mul__, w, x)) for w, b in zip(weights, biases, strict=True)])
            for c in range(3):
                error = (p[c] - (c == e.label)) * e.weight / total
                slope_b[c] += error
                slope[c] = [s + error * v for s, v in zip(slope[c], x, strict=True)]
        for c in range(3):
            speed[c] = [0.9 * v - 0.12 * s for v, s in zip(speed[c], slope[c], strict=True)]
            weights[c] = [w + v for w, v in zip(weights[c], speed[c], strict=True)]
            speed_b[c] = 0.9 * speed_b[c] - 0.12 * slope_b[c]
            biases[c] += speed_b[c]
    return Model(names, tuple(means), tuple(scales), tuple(map(tuple, weights)), tuple(biases))


def cross_validate(names: tuple[str, ...], known: Sequence[Example], folds: int) -> None:
    """Accuracy by `support` as the product reads it, with its standard error; contrast pairs by its order."""
    told: list[float] = [0.0] * len(known)
    for fold in range(folds):
        model = fit(names, [e for e in known if _fold(e, folds) != fold])
        for i, e in enumerate(known):
            if _fold(e, folds) == fold:
                told[i] = of_probabilities(*model.probabilities(e.values))
    right: dict[str, list[bool]] = {}
    for e, value in zip(known, told, strict=True):
        right.setdefault(e.kind, []).append(said(e.kind, value) == e.label)
    for kind, hits in right.items():
        share = sum(hits) / len(hits)
        error = math.sqrt(share * (1 - share) / len(hits))
        print(f"{kind:12s} n {len(hits):5d}  accuracy {share:.3f} ± {error:.3f}")
    print("contrast pairs: " + "  ".join(f"{k} {v:.3f}" for k, v in contrast(known, told).items()))


def said(kind: str, support: float) -> int:
    """The class that `support` stands for; two of the sets have two."""
    if support >= SUPPORTS:
        return 2
    return 0 if support < CONTRADICTS and kind not in ("NewsNLI", "RTE_Quant") else 1


def contrast(known: Sequence[Example], told: Sequence[float]) -> dict[str, float]:
    """One claim, two texts of different verdicts: which has the higher support."""
    by_claim: dict[str, list[tuple[int, float]]] = {}
    for e, value in zip(known, told, strict=True):
        if e.kind == "vitaminc":
            by_claim.setdefault(e.group, []).append((e.label, value))
    found = dict.fromkeys(("right", "tie", "wrong"), 0)
    for texts in by_claim.values():
        for (a, x), (b, y) in combinations(texts, 2):
            if a != b:
                sign = (x - y) * (a - b)
                found["right" if sign > 0 else "wrong" if sign < 0 else "tie"] += 1
    return {k: v / (sum(found.values()) or 1) for k, v in found.items()}


def _fold(e: Example, folds: int) -> int:
    return int(hashlib.sha256(e.group.encode()).hexdigest(), 16) % folds


def write(model: Model) -> None:
    lines = [
        '"""Weights of `support`, written by tests/bench/support_training.py. Do not edit by hand.',
        "",
        "Each line: a feature of rules/compare/evidence.py, its mean and spread in training, and what one spread of it",
        'adds to the log-odds of "contradicts", "says neither" and "supports".',
        '"""',
        "",
        "from __future__ import annotations",
        "",
        f"BIASES = ({', '.join(f'{b:.4f}' for b in model.biases)})",
        "WEIGHTS: dict[str, tuple[float, float, float, float, float]] = {",
    ]
    for i, name in enumerate(model.names):
        values = (model.means[i], model.scales[i], *(row[i] for row in model.weights))
        lines.append(f'    "{name}": ({", ".join(f"{v:.4f}" for v in values)}),')
    TARGET.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")
    print(f"{TARGET.name} written")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folds", type=int, default=0, help="cross-validate first")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    names, known = examples()
    print(f"{len(known)} examples, {len(names)} features")
    if given.folds:
        cross_validate(names, known, given.folds)
    if given.write:
        write(fit(names, known))


if __name__ == "__main__":
    main()
