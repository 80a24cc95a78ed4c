"""Fits the weights of linking on the train split, reports on dev, writes rules/linking/weights.py.

    python tests/bench/train_link.py [--data DIR] [--models lexical semantic] [--vectors FILE] [--ablation] [--write]

Needs NumPy (the `semantic` extra). Three steps, all by Newton's method with a ridge penalty:
  rank    conditional logit over the candidates of a query (McFadden 1974), full store
  accept  logistic regression on the first candidate, for stores of several sizes, each query once with its claim
          in the store and once without; claims in the very same words go and come together
  report  MAP@5, accept F1, precision and recall at the threshold of 95 % precision, expected calibration error;
          figures on train are cross-fitted in five folds by query
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from rules.index import Index
from rules.link import Candidate, claim_terms, formulate
from rules.linking.decide import in_order
from rules.linking.features import asked, evidence, ranking
from rules.linking.model import Model
from rules.linking.words import words
from rules.model import Claim, Statement

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data/linking"
POOL = 40
NEAREST = 30
"""Candidates by similarity alone, beside those by words."""
Store = tuple[str, int]
STORES: Mapping[Store, int] = {
    ("all", 0): 4,
    ("any", 1000): 1,
    ("any", 100): 1,
    ("theme", 100): 1,
    ("theme", 25): 1,
}
"""Stores to be sure in, and how often each counts: all claims, so many at random, so many about the subject."""
ALL: Store = ("all", 0)
RANK = ("bm25", "characters", "coverage", "rarest_shared", "length", "same_year")
ACCEPT = (
    "margin",
    "lead",
    "height",
    "bm25",
    "characters",
    "coverage",
    "claim_coverage",
    "query_words",
    "rarest_shared",
    "second_rarest",
    "rarest_missing",
)
BY_HAND = {"same_speaker": 2.0, "other_speaker": -1.0}
"""Log-odds that speakers add to the order: they agree in most true pairs and in few others. No pair of the data has a
speaker."""
CONTEXT = 0.3
"""Of the weight of a word of the statement itself, for a word of the sentences around it."""
OWN = ("coverage", "claim_coverage", "rarest_missing")
"""What tells whether a speaker speaks of one of her own claims; fitted on invented pairs."""
OWN_PAIRS = ROOT / "tests/data/linking"
ACCEPT_OTHER_SPEAKER = -1.5
WHEN = datetime(2026, 1, 1, tzinfo=UTC)

Rows = list[dict[str, Any]]


@dataclass
class Data:
    claims: dict[str, Claim]
    index: Index
    terms: dict[str, tuple[str, ...]]
    place: dict[str, int]
    queries: dict[str, list[tuple[Statement, frozenset[str]]]]
    twins: dict[str, frozenset[str]]
    """Claim → all claims in the very same words."""
    near: Mapping[str, Mapping[str, float]]
    """Statement → claim → similarity; empty without the semantic extra."""


def load(folder: Path, cache: Path | None = None) -> Data:
    claims: dict[str, Claim] = {}
    same: dict[str, list[str]] = {}
    index = Index()
    terms: dict[str, tuple[str, ...]] = {}
    for row in _lines(folder / "claims.jsonl"):
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
    twins = {id: frozenset(group) for group in same.values() for id in group}
    near = _similarities(claims, queries, cache) if cache else {}
    place = {id: number for number, id in enumerate(claims)}
    return Data(claims, index, terms, place, queries, twins, near)


def _queries(folder: Path, part: str) -> Iterator[tuple[Statement, frozenset[str]]]:
    meant: dict[str, set[str]] = {}
    for line in (folder / f"qrels.{part}.tsv").read_text("utf-8").splitlines():
        if line.strip():
            query, claim = line.split()
            meant.setdefault(query, set()).add(claim)
    for row in _lines(folder / f"queries.{part}.jsonl"):
        if row["id"] in meant:
            said = Statement(id=row["id"], text=row["text"], speaker=None, speaker_kind="narrator")
            yield said, frozenset(meant[row["id"]])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _similarities(
    claims: Mapping[str, Claim],
    queries: Mapping[str, Sequence[tuple[Statement, frozenset[str]]]],
    cache: Path,
) -> dict[str, dict[str, float]]:
    """Every query against every claim. Encoding ten thousand claims takes minutes."""
    from bot.semantic import Similarity

    measure = Similarity.installed()
    everything = list(claims.values())
    if cache.is_file():
        measure.load(cache)
    measure.add(everything)
    measure.save(cache)
    measure.settle(everything)
    return {said.id: measure.to_all(said.text) for part in queries.values() for said, _ in part}


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


def accept_rows(data: Data, part: str, model: Model, stores: Iterable[Store] = STORES) -> Rows:
    rows = []
    for number, (said, meant) in enumerate(data.queries[part]):
        right = frozenset().union(*(data.twins[id] for id in meant))
        for at, store in enumerate(stores):
            candidates = pool(data, said, store, right, number * 10 + at)
            for removed in (False, True):
                kept = [c for c in candidates if not (removed and c.claim.id in right)]
                row = {"query": number, "store": store, "removed": removed, "right": False, "evidence": None}
                if kept:
                    ask = asked(said, formulate(said), kept)
                    ranked = in_order(ask, kept, model)
                    row["evidence"] = evidence(ask, ranked, model.floor(ranked[0][1]))
                    row["right"] = ranked[0][0].claim.id in right
                rows.append(row)
    return rows


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


def crossed_map(rows: Rows, names: Sequence[str]) -> float:
    total = 0.0
    for fold in range(5):
        held = [r for i, r in enumerate(rows) if i % 5 == fold]
        weights = fit_rank([r for i, r in enumerate(rows) if i % 5 != fold], names)
        total += mean_average_precision(held, weights) * len(held)
    return total / len(rows)


def crossed_accept(rows: Rows, names: Sequence[str]) -> Any:
    p = np.zeros(len(rows))
    some = [i for i, r in enumerate(rows) if r["evidence"] is not None]
    for fold in range(5):
        fitted = fit_accept(counted([rows[i] for i in some if rows[i]["query"] % 5 != fold]), names)
        held = [i for i in some if rows[i]["query"] % 5 == fold]
        p[held] = probabilities([rows[i] for i in held], *fitted)
    return p


def counted(rows: Rows) -> Rows:
    """Those with a candidate, each as often as its store counts."""
    return [r for r in rows if r["evidence"] is not None for _ in range(STORES[r["store"]])]


def probabilities(rows: Rows, weights: Mapping[str, float], bias: float) -> Any:
    z = [
        -50.0 if r["evidence"] is None else bias + sum(w * r["evidence"][n] for n, w in weights.items())
        for r in rows
    ]
    return 1 / (1 + np.exp(-np.array(z)))


def accepted(rows: Rows, p: Any, threshold: float) -> tuple[float, float, float]:
    """(precision, recall, F1) of links made at the threshold: a link counts if it is the right one."""
    y = np.array([r["right"] for r in rows])
    there = sum(not r["removed"] for r in rows)
    said = p >= threshold
    precision = float(y[said].mean()) if said.any() else 1.0
    recall = float(y[said].sum() / there)
    return precision, recall, 2 * precision * recall / (precision + recall or 1.0)


def threshold_for(rows: Rows, p: Any, precision: float) -> float:
    order = np.argsort(-p)
    so_far = np.cumsum(np.array([r["right"] for r in rows])[order]) / np.arange(1, len(rows) + 1)
    good = np.nonzero(so_far >= precision)[0]
    return float(p[order][good[-1]]) if len(good) else 1.0


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


# --- the report -----------------------------------------------------------------------------------


def train(data: Data, semantic: bool, ablation: bool) -> Model:
    rank_names = (*RANK, "similarity") if semantic else RANK
    accept_names = (*ACCEPT, "similarity", "similarity_gap") if semantic else ACCEPT
    ranked = {part: rank_rows(data, part) for part in ("train", "dev")}
    rank = fit_rank(ranked["train"], rank_names)
    base = crossed_map(ranked["train"], rank_names)
    print(f"MAP@5  bm25 alone: train {mean_average_precision(ranked['train'], {'bm25': 1.0}):.4f}", end="  ")
    print(f"dev {mean_average_precision(ranked['dev'], {'bm25': 1.0}):.4f}")
    print(f"MAP@5  all: train, crossed {base:.4f}  dev {mean_average_precision(ranked['dev'], rank):.4f}")
    if ablation:
        for name in rank_names:
            left = [n for n in rank_names if n != name]
            on_dev = mean_average_precision(ranked["dev"], fit_rank(ranked["train"], left))
            print(f"  without {name:15} {crossed_map(ranked['train'], left) - base:+.4f}  dev {on_dev:.4f}")
    hand = {**BY_HAND, "context": CONTEXT * rank["bm25"]}
    model = Model(rank={**rank, **hand}, accept={}, bias=0.0, own={}, own_bias=0.0)
    rows = {part: accept_rows(data, part, model) for part in ("train", "dev")}
    fitted = fit_accept(counted(rows["train"]), accept_names)
    crossed = crossed_accept(rows["train"], accept_names)
    _report(data, rows, crossed, fitted)
    if ablation:
        whole = log_loss(rows["train"], crossed)
        print(f"log loss, train, crossed {whole:.4f}")
        for name in accept_names:
            loss = log_loss(
                rows["train"], crossed_accept(rows["train"], [n for n in accept_names if n != name])
            )
            print(f"  without {name:15} {loss - whole:+.4f}")
    model = replace(model, accept={**fitted[0], "other_speaker": ACCEPT_OTHER_SPEAKER}, bias=fitted[1])
    return _of_own_claims(model)


def _of_own_claims(model: Model) -> Model:
    fitted = fit_accept([r for r in own_rows("same_speaker", model) if r["evidence"]], OWN, penalty=1.0)
    model = replace(model, own=fitted[0], own_bias=fitted[1])
    for name in ("same_speaker", "same_speaker_held_out"):
        rows = own_rows(name, model)
        p = 1 / (
            1 + np.exp(-np.array([model.log_odds(r["evidence"]) if r["evidence"] else -50 for r in rows]))
        )
        bands = {
            label: [int((q >= 0.9).sum()), int(((q >= 0.5) & (q < 0.9)).sum()), int((q < 0.5).sum())]
            for label in ("same", "other", "gone")
            if (q := np.array([x for x, r in zip(p, rows, strict=True) if r["label"] == label])) is not None
        }
        print(f"{name}: (alert, suggest, new) {bands}, calibration error {calibration_error(rows, p):.3f}")
    return model


def own_rows(name: str, model: Model) -> Rows:
    """A speaker's statements against her own claims: one in the store, every fourth, all. "same": about the claim;
    "other": another subject in some of its words; "gone": about a claim that is not in the store."""
    pairs = _lines(OWN_PAIRS / f"{name}.jsonl")
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


def _report(
    data: Data, rows: Mapping[str, Rows], crossed: Any, fitted: tuple[dict[str, float], float]
) -> None:
    for store in STORES:
        at = [i for i, r in enumerate(rows["train"]) if r["store"] == store]
        train_rows, p = [rows["train"][i] for i in at], crossed[at]
        best = max(np.unique(np.round(p, 2)), key=lambda t: accepted(train_rows, p, t)[2])
        strict = threshold_for(train_rows, p, 0.95)
        dev_rows = [r for r in rows["dev"] if r["store"] == store]
        q = probabilities(dev_rows, *fitted)
        print(f"accept, store of {store[0]} {store[1] or len(data.claims)} claims (P R F1)")
        for label, t in (("best F1", float(best)), ("95 % P", strict), ("alert", 0.9), ("suggest", 0.5)):
            mine = " ".join(f"{v:.3f}" for v in accepted(train_rows, p, t))
            theirs = " ".join(f"{v:.3f}" for v in accepted(dev_rows, q, t))
            print(f"  {label:8} at {t:.3f}  train {mine}   dev {theirs}")
        errors = calibration_error(train_rows, p), calibration_error(dev_rows, q)
        print(f"  calibration error  train {errors[0]:.3f}  dev {errors[1]:.3f}")


def written(models: Mapping[str, Model]) -> str:
    parts = [
        '"""Weights of linking, written by tests/bench/train_link.py: what it printed is in docs/design/linking.md."""',
        "from __future__ import annotations",
        "from rules.linking.model import Model",
    ]
    for name, model in models.items():
        fields = f"    rank={_literal(model.rank)},\n    accept={_literal(model.accept)},\n    bias={model.bias:.3f},\n"
        fields += f"    own={_literal(model.own)},\n    own_bias={model.own_bias:.3f},\n"
        parts.append(f"{name} = Model(\n{fields})")
    return "\n\n".join(parts) + "\n"


def _literal(weights: Mapping[str, float]) -> str:
    return "{" + "".join(f'\n        "{name}": {weight:.3f},' for name, weight in weights.items()) + "\n    }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--models", nargs="+", choices=("lexical", "semantic"), default=["lexical"])
    parser.add_argument("--vectors", type=Path, default=Path("claim-vectors.npz"), help="where they are kept")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    from rules.linking import weights

    models = {"LEXICAL": weights.LEXICAL, "SEMANTIC": weights.SEMANTIC}
    for name in args.models:
        print(f"\n{name}")
        data = load(args.data, args.vectors if name == "semantic" else None)
        models[name.upper()] = train(data, name == "semantic", args.ablation)
    if args.write:
        (ROOT / "rules/linking/weights.py").write_text(written(models), "utf-8")


if __name__ == "__main__":
    main()
