"""A speaker's statements against her own claims: rows, fit, bands. For `train_link.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from rules.index import Index
from rules.link import ALERT, SUGGEST, Candidate, claim_terms, formulate
from rules.linking.decide import in_order
from rules.linking.features import asked, evidence
from rules.linking.model import Model
from rules.model import Claim, Statement
from tests.bench.link_fit import calibration_error, fit_accept
from tests.bench.link_rows import POOL, ROOT, WHEN, Rows, lines_of

OWN = ("kept_asked", "kept_held", "swapped", "things")
"""What tells whether a speaker speaks of one of her own claims; fitted on invented pairs."""
OWN_PAIRS = ROOT / "tests/data/linking"
ROUNDS = 4
FITTED = ("same_speaker", "near_verbatim")
HELD = ("same_speaker_held_out", "near_verbatim_held_out", "near_verbatim_unseen")


def of_own_claims(model: Model) -> tuple[dict[str, float], float]:
    """(weights, bias), fitted on the pairs in FITTED; prints bands for these and for HELD. The weights choose which
    claim stands first, and the rows are of the first: so a few rounds, from none."""
    model = replace(model, own={}, own_bias=0.0)
    for _ in range(ROUNDS):
        fit_on = [r for name in FITTED for r in own_rows(name, model) if r["evidence"]]
        own, bias = fit_accept(fit_on, OWN, penalty=1.0)
        model = replace(model, own=own, own_bias=bias)
    for name in (*FITTED, *HELD):
        rows = own_rows(name, model)
        p = np.array([_probability(r, model) for r in rows])
        bands = {label: _bands(p[[r["label"] == label for r in rows]]) for label in ("same", "other", "gone")}
        wrong = sum(
            bool(x >= ALERT and r["label"] == "same" and not r["right"]) for x, r in zip(p, rows, strict=True)
        )
        print(f"{name}: (alert, suggest, new) {bands}, wrong claim {wrong}", end="")
        print(f", calibration error {calibration_error(rows, p):.3f}")
    return dict(model.own), model.own_bias


def _probability(row: dict[str, Any], model: Model) -> float:
    return float(1 / (1 + np.exp(-model.log_odds(row["evidence"])))) if row["evidence"] else 0.0


def _bands(p: Any) -> list[int]:
    return [int((p >= ALERT).sum()), int(((p >= SUGGEST) & (p < ALERT)).sum()), int((p < SUGGEST).sum())]


def own_rows(name: str, model: Model) -> Rows:
    """Of each pair in three stores: her claim alone, every fourth of her claims, all. "same": about the claim;
    "other": another thing in some of its words; "gone": about a claim that is not in the store."""
    pairs = lines_of(OWN_PAIRS / f"{name}.jsonl")
    claims = [_of_voss(str(n), pair["claim"]) for n, pair in enumerate(pairs)]
    rows: Rows = []
    for number, pair in enumerate(pairs):
        for step in (len(pairs), 4, 1):
            inside = claims[number % step :: step]
            for label in ("same", "other", "gone"):
                said = replace(
                    claims[number].standing, id="said", text=pair["other" if label == "other" else "same"]
                )
                kept = [c for c in inside if label != "gone" or c is not claims[number]]
                rows.append(_own_row(said, kept, label, claims[number], number, model))
    return rows


def _own_row(
    said: Statement, inside: Sequence[Claim], label: str, meant: Claim, number: int, model: Model
) -> dict[str, Any]:
    index = Index()
    for claim in inside:
        index.add(claim.id, claim_terms(claim))
    query = formulate(said)
    hits = index.search(query.terms, POOL)
    by_id = {c.id: c for c in inside}
    found = [Candidate(claim=by_id[id], score=s, rarity=hits.rarity) for id, s in hits.scores]
    row: dict[str, Any] = {"label": label, "query": number, "removed": label != "same", "right": False}
    if not found:
        return {**row, "evidence": None}
    ask = asked(said, query, found)
    ranked = in_order(ask, found, model)
    row["right"] = label == "same" and ranked[0][0].claim is meant
    return {**row, "evidence": evidence(ask, ranked, model.floor(ranked[0][1]))}


def _of_voss(id: str, text: str) -> Claim:
    said = Statement(id=id, text=text, speaker="Mara Voss", speaker_kind="named")
    return Claim(id=id, guild_id=0, theme_id=None, speaker=said.speaker, standing=said, created_at=WHEN)
