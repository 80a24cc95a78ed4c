"""Fits the weights of linking on the train split, reports on dev, writes rules/linking/weights.py.

    python tests/bench/train_link.py [--data DIR] [--models lexical semantic none] [--vectors FILE] [--ablation]
                                     [--write]

Needs NumPy (the `semantic` extra). All by Newton's method with a ridge penalty:
  own     logistic regression on the words that name things, of invented pairs by one speaker (`link_own.py`)
  rank    conditional logit over the candidates of a query (McFadden 1974), full store
  accept  logistic regression on the first candidate, for stores of several sizes, each query once with its claim
          in the store and once without; claims in the very same words go and come together
  same    the same for claims of the statement's own speaker, on posts, sentences and pairs (`link_same.py`)
  report  MAP@5; accept F1 in three meanings (`link_fit.Meaning`), precision and recall at the threshold of 95 %
          precision, expected calibration error; figures on train are cross-fitted in eight blocks of neighbouring
          queries, order and acceptance both; and what samples as large as dev would show of them. `--models none`
          reports the pairs alone
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from rules.linking.model import Model
from tests.bench.link_fit import (
    BLOCKS,
    Meaning,
    accepted,
    calibration_error,
    counted,
    crossed_accept,
    crossed_map,
    fit_accept,
    fit_rank,
    held_out,
    log_loss,
    mean_average_precision,
    outside,
    probabilities,
    spread,
    threshold_for,
)
from tests.bench.link_own import of_own_words, report_pairs
from tests.bench.link_rows import (
    ACCEPT,
    ACCEPT_OTHER_SPEAKER,
    ALL,
    BY_HAND,
    CONTEXT,
    DATA,
    RANK,
    ROOT,
    STORES,
    Data,
    Rows,
    accept_rows,
    load,
    rank_rows,
)
from tests.bench.link_same import of_same_speaker

# --- the report -----------------------------------------------------------------------------------


def train(data: Data, own: tuple[dict[str, float], float], semantic: bool, ablation: bool) -> Model:
    rank_names = (*RANK, "similarity") if semantic else RANK
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
    parts = [fit_rank(outside(ranked["train"], block), rank_names) for block in range(BLOCKS)]
    models = [_ordering(each, *own) for each in (*parts, rank)]
    *by_block, whole = accept_rows(data, "train", models)
    dev_rows = accept_rows(data, "dev", models[-1:])[0]
    fitted = fit_accept(counted(whole), ACCEPT)
    rows, crossed = held_out(by_block), crossed_accept(by_block, ACCEPT)
    _report(data, rows, crossed, dev_rows, fitted)
    if ablation:
        all_in = log_loss(rows, crossed)
        print(f"log loss, train, crossed {all_in:.4f}")
        for name in ACCEPT:
            loss = log_loss(rows, crossed_accept(by_block, [n for n in ACCEPT if n != name]))
            print(f"  without {name:15} {loss - all_in:+.4f}")
    accept = {**fitted[0], "other_speaker": ACCEPT_OTHER_SPEAKER}
    model = replace(models[-1], accept=accept, bias=fitted[1])
    same, same_bias = of_same_speaker(data, model, data.measure)
    return replace(model, same=same, same_bias=same_bias)


def _ordering(rank: Mapping[str, float], own: Mapping[str, float], own_bias: float) -> Model:
    hand = {**BY_HAND, "context": CONTEXT * rank["bm25"]}
    return Model(
        rank={**rank, **hand}, accept={}, bias=0.0, own=own, own_bias=own_bias, same={}, same_bias=0.0
    )


def _report(
    data: Data, rows: Rows, crossed: Any, on_dev: Rows, fitted: tuple[dict[str, float], float]
) -> None:
    for store in STORES:
        at = [i for i, r in enumerate(rows) if r["store"] == store]
        train_rows, p = [rows[i] for i in at], crossed[at]
        strict = threshold_for(train_rows, p, 0.95)
        dev_rows = [r for r in on_dev if r["store"] == store]
        q = probabilities(dev_rows, *fitted)
        print(f"accept, store of {store[0]} {store[1] or len(data.claims)} claims (P R F1)")
        for meaning in get_args(Meaning):
            best = max(np.unique(np.round(p, 2)), key=lambda t: accepted(train_rows, p, t, meaning)[2])
            mine = " ".join(f"{v:.3f}" for v in accepted(train_rows, p, best, meaning))
            theirs = " ".join(f"{v:.3f}" for v in accepted(dev_rows, q, best, meaning))
            print(f"  best F1, {meaning:5} at {best:.2f}  train {mine}   dev {theirs}")
        for label, t in (("95 % P", strict), ("alert", 0.9), ("suggest", 0.5)):
            mine = " ".join(f"{v:.3f}" for v in accepted(train_rows, p, t))
            theirs = " ".join(f"{v:.3f}" for v in accepted(dev_rows, q, t))
            print(f"  {label:8} at {t:.3f}  train {mine}   dev {theirs}")
        losses = log_loss(train_rows, p), log_loss(dev_rows, q)
        print(f"  log loss  train {losses[0]:.4f}  dev {losses[1]:.4f}", end="")
        errors = calibration_error(train_rows, p), calibration_error(dev_rows, q)
        print(f"  calibration error  train {errors[0]:.3f}  dev {errors[1]:.3f}")
        if store == ALL:
            print(
                f"  samples of train as large as dev: {spread(train_rows, p, strict, len(data.queries['dev']))}"
            )


def written(models: Mapping[str, Model]) -> str:
    parts = [
        '"""Weights of linking, written by tests/bench/train_link.py: what it printed is in docs/design/linking.md."""',
        "from __future__ import annotations",
        "from rules.linking.model import Model",
    ]
    for name, model in models.items():
        fields = f"    rank={_literal(model.rank)},\n    accept={_literal(model.accept)},\n    bias={model.bias:.3f},\n"
        fields += f"    own={_literal(model.own)},\n    own_bias={model.own_bias:.3f},\n"
        fields += f"    same={_literal(model.same)},\n    same_bias={model.same_bias:.3f},\n"
        parts.append(f"{name} = Model(\n{fields})")
    return "\n\n".join(parts) + "\n"


def _literal(weights: Mapping[str, float]) -> str:
    return "{" + "".join(f'\n        "{name}": {weight:.3f},' for name, weight in weights.items()) + "\n    }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--models", nargs="+", choices=("lexical", "semantic", "none"), default=["lexical"])
    parser.add_argument("--vectors", type=Path, default=Path("claim-vectors.npz"), help="where they are kept")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    from rules.linking import weights

    models = {"LEXICAL": weights.LEXICAL, "SEMANTIC": weights.SEMANTIC}
    own = of_own_words(models["LEXICAL"])
    for name in [n for n in args.models if n != "none"]:
        print(f"\n{name}")
        data = load(args.data, args.vectors if name == "semantic" else None)
        models[name.upper()] = train(data, own, name == "semantic", args.ablation)
        report_pairs(models[name.upper()], data.measure)
    if "none" in args.models:
        report_pairs(models["LEXICAL"])
    if args.write:
        (ROOT / "rules/linking/weights.py").write_text(written(models), "utf-8")


if __name__ == "__main__":
    main()
