"""The linking data as rows: claims and queries, pools of candidates, their features. For `train_link.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.index import Index
from rules.link import Candidate, claim_terms, formulate
from rules.linking.decide import ordered
from rules.linking.features import Asked, Features, asked, evidence, is_swapped, ranking
from rules.linking.formulate import clean
from rules.linking.model import DOUBT, Model
from rules.linking.words import stems, words
from rules.model import Claim, Statement

if TYPE_CHECKING:
    from bot.semantic import Similarity

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data/linking"
POOL = 40
NEAREST = 30
"""Candidates by similarity alone, beside those by words."""
Store = tuple[str, int]
STORES: Mapping[Store, int] = {
    ("all", 0): 6,
    ("any", 1000): 1,
    ("any", 100): 1,
    ("any", 8): 1,
    ("theme", 100): 1,
    ("theme", 25): 1,
    ("theme", 5): 1,
}
"""Stores to be sure in, and how often each counts: all claims, so many at random, so many about the subject."""
ALL: Store = ("all", 0)
RANK = ("bm25", "characters", "coverage", "rarest_shared", "length", "same_year")
ACCEPT = (
    "margin",
    "height",
    "lead_third",
    "rarest_alone",
    "coverage",
    "best_coverage",
    "shared",
    "name_shared",
    "rarest_missing",
    "other_year",
)
BY_HAND = {"same_speaker": 2.0, "other_speaker": -1.0}
"""Log-odds that speakers add to the order: they agree in most true pairs and in few others. No pair of the data has a
speaker."""
CONTEXT = 0.3
"""Of the weight of a word of the statement itself, for a word of the sentences around it."""
ACCEPT_OTHER_SPEAKER = -1.5
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_SIGNED = re.compile(r"\s*[—–-]\s*[^—()]{1,60}?\s*\(@\w{1,30}\).*$", re.DOTALL)
_END = re.compile(r"(?<=[.!?…])\s+|\n+|\s[-–—]\s")

Rows = list[dict[str, Any]]


@dataclass
class Data:
    claims: dict[str, Claim]
    index: Index
    terms: dict[str, tuple[str, ...]]
    place: dict[str, int]
    queries: dict[str, list[tuple[Statement, frozenset[str]]]]
    """"train", "dev"; "sentences": one of each of train."""
    twins: dict[str, frozenset[str]]
    """Claim → all claims in the very same words."""
    near: Mapping[str, Mapping[str, float]]
    """Statement → claim → similarity; empty without the semantic extra."""
    measure: Similarity | None = None


def load(folder: Path, cache: Path | None = None) -> Data:
    claims: dict[str, Claim] = {}
    same: dict[str, list[str]] = {}
    index = Index()
    terms: dict[str, tuple[str, ...]] = {}
    for row in lines_of(folder / "claims.jsonl"):
        said = Statement(id=row["id"], text=row["text"], speaker=None, speaker_kind="narrator")
        claim = Claim(
            id=row["id"],
            guild_id=0,
            theme_id=None,
            speaker=None,
            standing=said,
            created_at=WHEN,
            title=row.get("title", ""),
        )
        claims[claim.id] = claim
        same.setdefault(" ".join(words(row["text"])), []).append(claim.id)
        terms[claim.id] = claim_terms(claim)
        index.add(claim.id, terms[claim.id])
    queries = {part: list(_queries(folder, part)) for part in ("train", "dev")}
    queries["sentences"] = [(_sentence(said, claims[min(meant)]), meant) for said, meant in queries["train"]]
    twins = {id: frozenset(group) for group in same.values() for id in group}
    measure = _measure(list(claims.values()), cache) if cache else None
    asking = [said for part in queries.values() for said, _ in part]
    near = {said.id: measure.to_all(said.text) for said in asking} if measure else {}
    place = {id: number for number, id in enumerate(claims)}
    return Data(claims, index, terms, place, queries, twins, near, measure)


def _queries(folder: Path, part: str) -> Iterator[tuple[Statement, frozenset[str]]]:
    meant: dict[str, set[str]] = {}
    for line in (folder / f"qrels.{part}.tsv").read_text("utf-8").splitlines():
        if line.strip():
            query, claim = line.split()
            meant.setdefault(query, set()).add(claim)
    for row in lines_of(folder / f"queries.{part}.jsonl"):
        if row["id"] in meant:
            said = Statement(id=row["id"], text=row["text"], speaker=None, speaker_kind="narrator")
            yield said, frozenset(meant[row["id"]])


def _sentence(said: Statement, about: Claim) -> Statement:
    """Of a post, the sentence that shares most with its claim, the others as its neighbours: as in a speech."""
    text = _SIGNED.sub("", said.text)
    every = [(part, frozenset(stems(clean(part).text))) for part in _END.split(text)]
    long = [(part, terms) for part, terms in every if len(terms) >= 3] or [(text, frozenset())]
    words_of = frozenset(claim_terms(about))
    at = max(range(len(long)), key=lambda i: len(long[i][1] & words_of))
    around = " ".join(part for part, _ in (*long[max(0, at - 2) : at], *long[at + 1 : at + 3]))
    return replace(said, id=f"{said.id}-sentence", text=clean(long[at][0]).text, neighbours=around)


def spoken(data: Data, by: str) -> Data:
    """As if all were said by one."""

    def of(said: Statement) -> Statement:
        return replace(said, speaker=by, speaker_kind="named")

    claims = {id: replace(c, speaker=by, standing=of(c.standing)) for id, c in data.claims.items()}
    queries = {part: [(of(said), meant) for said, meant in rows] for part, rows in data.queries.items()}
    return replace(data, claims=claims, queries=queries)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _measure(claims: Sequence[Claim], cache: Path) -> Similarity:
    """Of all claims. Encoding ten thousand takes minutes."""
    from bot.semantic import Similarity

    measure = Similarity.installed()
    if cache.is_file():
        measure.load(cache)
    measure.add(claims)
    measure.save(cache)
    measure.settle(claims)
    return measure


# --- pools ----------------------------------------------------------------------------------------


def pool(data: Data, said: Statement, store: Store, right: frozenset[str], seed: int) -> list[Candidate]:
    """Candidates in a store that holds the claims in `right` and others."""
    query = formulate(said)
    near = data.near.get(said.id, {})
    inside = _drawn(data, store, right, seed)
    index = data.index if inside is None else _index(data, inside)
    hits = index.search(query.terms, POOL)
    found = list(hits.scores)
    if near:
        have = {id for id, _ in found}
        nearest = sorted(near if inside is None else inside, key=lambda id: -near[id])[: NEAREST + POOL]
        found += [(id, 0.0) for id in nearest if id not in have][:NEAREST]
    return [
        Candidate(
            claim=data.claims[id], score=s, rarity=hits.rarity, similarity=near.get(id) if near else None
        )
        for id, s in found
    ]


def _drawn(data: Data, store: Store, right: frozenset[str], seed: int) -> list[str] | None:
    kind, size = store
    if kind == "all":
        return None
    if kind == "any":
        drawn = np.random.default_rng(seed).choice(np.array(list(data.claims)), size, replace=False).tolist()
    else:
        about = tuple(dict.fromkeys(data.terms[min(right)]))
        drawn = [id for id, _ in data.index.search(about, size).scores]
    return sorted({*drawn, *right}, key=data.place.__getitem__)


def _index(data: Data, ids: Sequence[str]) -> Index:
    index = Index()
    for id in ids:
        index.add(id, data.terms[id])
    return index


# --- rows -----------------------------------------------------------------------------------------


def rank_rows(data: Data, part: str) -> Rows:
    rows = []
    for said, meant in data.queries[part]:
        candidates = pool(data, said, ALL, frozenset(), 0)
        ask = asked(said, formulate(said), candidates)
        rows.append(
            {
                "meant": meant,
                "ids": [c.claim.id for c in candidates],
                "features": [ranking(ask, c) for c in candidates],
                "right": [c.claim.id in meant for c in candidates],
            }
        )
    return rows


def accept_rows(
    data: Data, part: str, models: Sequence[Model], stores: Iterable[Store] = STORES
) -> list[Rows]:
    """One list of rows for each model: the first in its order, with the claim in the store and without."""
    rows: list[Rows] = [[] for _ in models]
    for number, (said, meant) in enumerate(data.queries[part]):
        right = frozenset().union(*(data.twins[id] for id in meant))
        for at, store in enumerate(stores):
            candidates = pool(data, said, store, right, number * 10 + at)
            ask = asked(said, formulate(said), candidates)
            rated = [(c, ranking(ask, c)) for c in candidates]
            for removed in (False, True):
                kept = [each for each in rated if not (removed and each[0].claim.id in right)]
                empty = {
                    "query": number,
                    "store": store,
                    "removed": removed,
                    "right": False,
                    "evidence": None,
                }
                for each, model in zip(rows, models, strict=True):
                    each.append({**empty, **_first(ask, kept, model, right)})
    return rows


def _first(
    ask: Asked, kept: Sequence[tuple[Candidate, Features]], model: Model, right: frozenset[str]
) -> dict[str, Any]:
    """As `decide` does it."""
    if not kept:
        return {}
    ranked = ordered(ask, kept, model)
    best, features, _ = ranked[0]
    found = evidence(ask, ranked, model.floor(features))
    return {"evidence": found, "right": best.claim.id in right, **bounds(ask, best, found, model)}


def bounds(ask: Asked, best: Candidate, found: dict[str, float], model: Model) -> dict[str, float]:
    """The most that a link may be where one thing stands for another; adds what naming words say to `found`."""
    if not found["same_speaker"]:
        return {"bound": DOUBT if is_swapped(ask, best) else 1.0}
    found["words"] = model.words(found)
    return {"bound": float(1 / (1 + np.exp(-model.bound(found))))}
