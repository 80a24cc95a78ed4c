"""Acceptance of a speaker's own claims: fitted on invented pairs and on real statements together. For `train_link.py`.

No pair of the data has a speaker. Here all claims and all statements are one speaker's: posts of train, and of each the
one sentence that shares most with its claim, with the others around it, which is as near to a speech as the data comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.linking.model import Model
from tests.bench.link_fit import (
    BLOCKS,
    accepted,
    blocks_of,
    calibration_error,
    fit_accept,
    log_loss,
    probabilities,
)
from tests.bench.link_own import FITTED, VOSS, own_rows
from tests.bench.link_rows import ALL, Data, Rows, Store, accept_rows, spoken

if TYPE_CHECKING:
    from bot.semantic import Similarity

SAME = (
    "margin",
    "height",
    "lead_third",
    "rarest_alone",
    "kept_asked",
    "best_coverage",
    "shared",
    "name_shared",
    "rarest_missing",
    "other_year",
    "words",
)
SAME_STORES: tuple[Store, ...] = (ALL, ("any", 100), ("theme", 100), ("theme", 25), ("theme", 5))


def of_same_speaker(
    data: Data, model: Model, measure: Similarity | None = None
) -> tuple[dict[str, float], float]:
    """(weights, bias); prints what they make of posts and sentences, cross-fitted in blocks (the order is not)."""
    hers = spoken(data, VOSS)
    posts = accept_rows(hers, "train", [model], SAME_STORES)[0]
    sentences = accept_rows(hers, "sentences", [model], SAME_STORES)[0]
    pairs = [r for name in FITTED for r in own_rows(name, model, measure=measure) if r["evidence"]]
    rows = [*posts, *sentences]
    p = _crossed(rows, pairs)
    for label, some in (("posts", slice(0, len(posts))), ("sentences", slice(len(posts), None))):
        for store in SAME_STORES:
            _report(f"{label}, store of {store}", rows[some], p[some], store)
    return fit_accept(_together(rows, pairs), SAME)


def _together(rows: Rows, pairs: Rows) -> Rows:
    return [*(r for r in rows if r["evidence"]), *pairs]


def _crossed(rows: Rows, pairs: Rows) -> Any:
    blocks = blocks_of(rows)
    p = np.zeros(len(rows))
    for block in range(BLOCKS):
        fitted = fit_accept(
            _together([r for r, b in zip(rows, blocks, strict=True) if b != block], pairs), SAME
        )
        held = np.nonzero(blocks == block)[0]
        p[held] = probabilities([rows[i] for i in held], *fitted)
    return p


def _report(label: str, rows: Sequence[dict[str, Any]], p: Any, store: Store) -> None:
    at = [i for i, r in enumerate(rows) if r["store"] == store]
    some, q = [rows[i] for i in at], p[at]
    alert, suggest = (" ".join(f"{v:.3f}" for v in accepted(some, q, t)) for t in (0.9, 0.5))
    error, loss = calibration_error(some, q), log_loss(some, q)
    first = max(accepted(some, q, t, "first")[2] for t in np.unique(np.round(q, 2)))
    print(f"by one speaker, {label}: P R F1 alert {alert}  suggest {suggest}  F1 first {first:.3f}", end="")
    print(f"  log loss {loss:.3f}  calibration error {error:.3f}")
