"""Weights of linking, written by tests/bench/train_link.py: what it printed is in docs/design/linking.md."""

from __future__ import annotations

from rules.linking.model import Model

LEXICAL = Model(
    rank={
        "bm25": 3.140,
        "characters": 12.326,
        "coverage": -1.310,
        "rarest_shared": 4.619,
        "length": -0.741,
        "same_year": 1.709,
        "same_speaker": 2.000,
        "other_speaker": -1.000,
        "context": 0.942,
    },
    accept={
        "margin": 0.261,
        "lead": 0.345,
        "height": 0.192,
        "bm25": 0.177,
        "characters": 1.298,
        "coverage": -3.825,
        "claim_coverage": 1.023,
        "query_words": -2.411,
        "rarest_shared": -1.183,
        "second_rarest": 1.343,
        "rarest_missing": 0.305,
        "other_speaker": -1.500,
    },
    bias=1.269,
    own={
        "coverage": 4.096,
        "claim_coverage": 7.158,
        "rarest_missing": -4.837,
    },
    own_bias=-0.798,
)

SEMANTIC = Model(
    rank={
        "bm25": 2.500,
        "characters": 1.500,
        "coverage": 3.000,
        "rarest_shared": 4.000,
        "length": -0.500,
        "same_year": 1.500,
        "context": 0.700,
        "same_speaker": 2.000,
        "other_speaker": -1.000,
        "similarity": 5.000,
    },
    accept={
        "margin": 1.000,
    },
    bias=0.000,
    own={
        "coverage": 4.096,
        "claim_coverage": 7.158,
        "rarest_missing": -4.837,
    },
    own_bias=-0.798,
)
