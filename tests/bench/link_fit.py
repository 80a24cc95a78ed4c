"""Fitting and measuring on rows of linking features: order, acceptance, calibration. For `train_link.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from tests.bench.link_rows import STORES, Rows

# --- fitting --------------------------------------------------------------------------------------


def fit_rank(rows: Rows, names: Sequence[str], penalty: float = 5.0) -> dict[str, float]:
    """Conditional logit: the share of the right claims among the candidates, as large as can be."""
    usable = [r for r in rows if any(r["right"])]
    width = max(len(r["right"]) for r in usable)
    x = np.zeros((len(usable), width, len(names)))
    y = np.zeros((len(usable), width))
    there = np.zeros((len(usable), width))
    for i, r in enumerate(usable):
        x[i, : len(r["right"])] = [[f[n] for n in names] for f in r["features"]]
        y[i, : len(r["right"])] = r["right"]
        there[i, : len(r["right"])] = 1
    spread = x[there > 0].std(0) + 1e-9
    z = (x - x[there > 0].mean(0)) / spread * there[..., None]
    target = y / y.sum(1, keepdims=True)
    w = np.zeros(len(names))
    value, share = _likelihood(z, target, there, w, penalty)
    for _ in range(40):
        mean = np.einsum("qk,qkd->qd", share, z)
        slope = np.einsum("qk,qkd->d", target - share, z) - penalty * w
        flat = z.reshape(-1, len(names))
        bend = (flat * share.reshape(-1, 1)).T @ flat - mean.T @ mean + penalty * np.eye(len(names))
        step, scale = np.linalg.solve(bend, slope), 1.0
        while (found := _likelihood(z, target, there, w + scale * step, penalty))[0] < value and scale > 1e-4:
            scale /= 2
        done = found[0] - value < 1e-5
        w, (value, share) = w + scale * step, found
        if done:
            break
    return dict(zip(names, (w / spread).tolist(), strict=True))


def _likelihood(z: Any, target: Any, there: Any, w: Any, penalty: float) -> tuple[float, Any]:
    s = z @ w - 1e9 * (1 - there)
    s -= s.max(1, keepdims=True)
    total = np.log(np.exp(s).sum(1, keepdims=True))
    return float((target * np.where(there > 0, s - total, 0)).sum() - penalty * w @ w / 2), np.exp(s - total)


def fit_accept(rows: Rows, names: Sequence[str], penalty: float = 3.0) -> tuple[dict[str, float], float]:
    """Logistic regression; (weights, bias)."""
    x = np.array([[r["evidence"][n] for n in names] for r in rows])
    y = np.array([float(r["right"]) for r in rows])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    ridge = np.diag([penalty] * len(names) + [0.0])
    w = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        step = np.linalg.solve((z.T * (p * (1 - p))) @ z + ridge, z.T @ (p - y) + ridge @ w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    weights = w[:-1] / spread
    return dict(zip(names, weights.tolist(), strict=True)), float(w[-1] - weights @ mean)


# --- measures -------------------------------------------------------------------------------------


def mean_average_precision(rows: Rows, weights: Mapping[str, float], depth: int = 5) -> float:
    total = 0.0
    for r in rows:
        scores = [sum(w * f[n] for n, w in weights.items()) for f in r["features"]]
        order = sorted(range(len(scores)), key=lambda i: -round(scores[i], 9))[:depth]
        hits, gained = 0, 0.0
        for place, i in enumerate(order, 1):
            if r["ids"][i] in r["meant"]:
                hits += 1
                gained += hits / place
        total += gained / min(len(r["meant"]), depth)
    return total / len(rows)


BLOCKS = 8
"""Parts of train for cross-fitting, each of neighbouring queries: these are of one time and share subjects, so what is
fitted on the others has not seen the like."""


def block_of(number: int, every: int) -> int:
    return number * BLOCKS // every


def blocks_of(rows: Rows) -> Any:
    """Of each row the block of its query."""
    size = 1 + max(r["query"] for r in rows)
    return np.array([block_of(r["query"], size) for r in rows])


def outside(rows: Rows, block: int) -> Rows:
    """Of rows in the order of the queries, those of the other blocks."""
    return [r for i, r in enumerate(rows) if block_of(i, len(rows)) != block]


def crossed_map(rows: Rows, names: Sequence[str]) -> float:
    total = 0.0
    for block in range(BLOCKS):
        held = [r for i, r in enumerate(rows) if block_of(i, len(rows)) == block]
        total += mean_average_precision(held, fit_rank(outside(rows, block), names)) * len(held)
    return total / len(rows)


def crossed_accept(by_block: Sequence[Rows], names: Sequence[str]) -> Any:
    """Of `by_block[b]`: the same rows, with the order fitted outside of block b."""
    blocks = blocks_of(by_block[0])
    p = np.zeros(len(blocks))
    for block, rows in enumerate(by_block):
        fitted = fit_accept(counted([r for r, b in zip(rows, blocks, strict=True) if b != block]), names)
        held = np.nonzero(blocks == block)[0]
        p[held] = probabilities([rows[i] for i in held], *fitted)
    return p


def held_out(by_block: Sequence[Rows]) -> Rows:
    """The rows that `crossed_accept` gives the probabilities of."""
    return [by_block[block][i] for i, block in enumerate(blocks_of(by_block[0]))]


def counted(rows: Rows) -> Rows:
    """Those with a candidate, each as often as its store counts."""
    return [r for r in rows if r["evidence"] is not None for _ in range(STORES[r["store"]])]


def probabilities(rows: Rows, weights: Mapping[str, float], bias: float) -> Any:
    z = [
        -50.0 if r["evidence"] is None else bias + sum(w * r["evidence"][n] for n, w in weights.items())
        for r in rows
    ]
    return np.minimum(1 / (1 + np.exp(-np.array(z))), [r.get("bound", 1.0) for r in rows])


Meaning = Literal["claim", "first", "any"]
"""What counts as a right link, and what there is to find. "claim": the right claim, for every statement that has one
in the store. "first": the right claim, for those where the order put it first: the decision alone, as a classifier of
first candidates. "any": whichever claim, for every statement that has one."""


def accepted(rows: Rows, p: Any, threshold: float, meaning: Meaning = "claim") -> tuple[float, float, float]:
    """(precision, recall, F1) of links made at the threshold."""
    there = np.array([not r["removed"] for r in rows])
    good = there if meaning == "any" else np.array([r["right"] for r in rows])
    to_find = int((good if meaning == "first" else there).sum())
    said = p >= threshold
    precision = float(good[said].mean()) if said.any() else 1.0
    recall = float(good[said].sum() / to_find)
    return precision, recall, 2 * precision * recall / (precision + recall or 1.0)


def threshold_for(rows: Rows, p: Any, precision: float) -> float:
    order = np.argsort(-p)
    so_far = np.cumsum(np.array([r["right"] for r in rows])[order]) / np.arange(1, len(rows) + 1)
    good = np.nonzero(so_far >= precision)[0]
    return float(p[order][good[-1]]) if len(good) else 1.0


def spread(rows: Rows, p: Any, threshold: float, size: int, draws: int = 400) -> dict[str, list[float]]:
    """What samples of `size` queries would show of these rows, 5th, 50th and 95th percentile: how much of a
    difference between two splits is chance."""
    queries = np.array([r["query"] for r in rows])
    chance = np.random.default_rng(1)
    found = []
    for _ in range(draws):
        drawn = np.isin(queries, chance.choice(np.unique(queries), size, replace=False))
        some = [r for r, d in zip(rows, drawn, strict=True) if d]
        found.append((*accepted(some, p[drawn], threshold)[:2], calibration_error(some, p[drawn])))
    columns = np.percentile(found, [5, 50, 95], axis=0).round(3).T.tolist()
    return dict(zip(("precision", "recall", "calibration error"), columns, strict=True))


def calibration_error(rows: Rows, p: Any, bins: int = 10) -> float:
    y = np.array([float(r["right"]) for r in rows])
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(p[place == b].mean() - y[place == b].mean()) * (place == b).mean()
            for b in set(place.tolist())
        )
    )


def log_loss(rows: Rows, p: Any) -> float:
    y = np.array([float(r["right"]) for r in rows])
    return float(-np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)))
