"""A speaker's statements against her own claims: rows, fit, bands. For `train_link.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.index import Index
from rules.link import ALERT, SUGGEST, Candidate, claim_terms, formulate
from rules.linking.decide import in_order
from rules.linking.features import asked, evidence
from rules.linking.model import Model
from rules.model import Claim, Statement

if TYPE_CHECKING:
    from bot.semantic import Similarity
from tests.bench.link_fit import calibration_error, fit_accept
from tests.bench.link_rows import POOL, ROOT, WHEN, Rows, bounds, lines_of

OWN = ("kept_asked", "kept_held", "swapped", "things")
"""What tells whether a speaker speaks of one of her own claims; fitted on invented pairs."""
OWN_PAIRS = ROOT / "tests/data/linking"
VOSS = "Mara Voss"
ROUNDS = 4
FITTED = ("same_speaker", "near_verbatim")
HELD = ("same_speaker_held_out", "near_verbatim_held_out", "near_verbatim_unseen")


def report_pairs(model: Model, measure: Similarity | None = None) -> None:
    """Prints bands: by one speaker, and with nobody named."""
    for speaker in (VOSS, None):
        for name in (*FITTED, *HELD):
            told = _told(own_rows(name, model, speaker, measure), model)
            print(f"{'by one speaker' if speaker else 'nobody named'}, {name}: {told}")


def of_own_words(model: Model) -> tuple[dict[str, float], float]:
    """(weights, bias) of the words that name things, fitted on the pairs in FITTED. The weights choose which claim
    stands first, and the rows are of the first: so a few rounds, from none."""
    model = replace(model, own={}, own_bias=0.0)
    for _ in range(ROUNDS):
        fit_on = [r for name in FITTED for r in own_rows(name, model) if r["evidence"]]
        own, bias = fit_accept(fit_on, OWN, penalty=1.0)
        model = replace(model, own=own, own_bias=bias)
    return dict(model.own), model.own_bias


def _told(rows: Rows, model: Model) -> str:
    p = np.array([_probability(r, model) for r in rows])
    bands = {label: _bands(p[[r["label"] == label for r in rows]]) for label in ("same", "other", "gone")}
    wrong = sum(
        bool(x >= ALERT and r["label"] == "same" and not r["right"]) for x, r in zip(p, rows, strict=True)
    )
    error = calibration_error(rows, p)
    return f"(alert, suggest, new) {bands}, wrong claim {wrong}, calibration error {error:.3f}"


def _probability(row: dict[str, Any], model: Model) -> float:
    if not row["evidence"]:
        return 0.0
    return float(min(1 / (1 + np.exp(-model.log_odds(row["evidence"]))), row["bound"]))


def _bands(p: Any) -> list[int]:
    return [int((p >= ALERT).sum()), int(((p >= SUGGEST) & (p < ALERT)).sum()), int((p < SUGGEST).sum())]


def own_rows(name: str, model: Model, speaker: str | None = VOSS, measure: Similarity | None = None) -> Rows:
    """Of each pair in three stores: her claim alone, every fourth of her claims, all. "same": about the claim;
    "other": another thing in some of its words; "gone": about a claim that is not in the store."""
    pairs = lines_of(OWN_PAIRS / f"{name}.jsonl")
    claims = [_claim(str(n), pair["claim"], speaker) for n, pair in enumerate(pairs)]
    rows: Rows = []
    for number, pair in enumerate(pairs):
        for step in (len(pairs), 4, 1):
            inside = claims[number % step :: step]
            for label in ("same", "other", "gone"):
                said = replace(
                    claims[number].standing, id="said", text=pair["other" if label == "other" else "same"]
                )
                kept = [c for c in inside if label != "gone" or c is not claims[number]]
                found = _found(said, kept, measure)
                rows.append(_own_row(said, found, label, claims[number], number, model))
    return rows


def _own_row(
    said: Statement, found: list[Candidate], label: str, meant: Claim, number: int, model: Model
) -> dict[str, Any]:
    row: dict[str, Any] = {"label": label, "query": number, "removed": label != "same", "right": False}
    if not found:
        return {**row, "evidence": None}
    ask = asked(said, formulate(said), found)
    ranked = in_order(ask, found, model)
    best = ranked[0][0]
    evident = evidence(ask, ranked, model.floor(ranked[0][1]))
    right = label == "same" and best.claim is meant
    return {**row, "right": right, "evidence": evident, **bounds(ask, best, evident, model)}


def _found(said: Statement, inside: Sequence[Claim], measure: Similarity | None) -> list[Candidate]:
    index = Index()
    for claim in inside:
        index.add(claim.id, claim_terms(claim))
    hits = index.search(formulate(said).terms, POOL)
    scores = dict(hits.scores)
    found = [
        Candidate(claim=c, score=scores.get(c.id, 0.0), rarity=hits.rarity)
        for c in inside
        if c.id in scores or measure is not None
    ]
    if measure is None:
        return found
    measure.settle(inside)
    near = measure.to_all(said.text)
    return [replace(c, similarity=near[c.claim.id]) for c in found]


def _claim(id: str, text: str, speaker: str | None) -> Claim:
    said = Statement(id=id, text=text, speaker=speaker, speaker_kind="named" if speaker else "narrator")
    return Claim(id=id, guild_id=0, theme_id=None, speaker=said.speaker, standing=said, created_at=WHEN)
