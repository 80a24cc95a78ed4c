"""Weights of linking, written by tests/bench/train_link.py: what it printed is in docs/design/linking.md."""

from __future__ import annotations

from rules.linking.model import Model

LEXICAL = Model(
    rank={
        "bm25": 3.047,
        "characters": 12.177,
        "coverage": -0.649,
        "rarest_shared": 4.652,
        "length": -0.769,
        "same_year": 1.731,
        "same_speaker": 2.000,
        "other_speaker": -1.000,
        "context": 0.914,
    },
    accept={
        "margin": 0.420,
        "height": 0.206,
        "lead_third": 0.256,
        "rarest_alone": -3.721,
        "coverage": 3.170,
        "best_coverage": 3.530,
        "query_words": -0.897,
        "shared": -4.330,
        "rarest_shared": 3.334,
        "second_rarest": 1.448,
        "rarest_missing": 1.953,
        "other_year": -0.413,
        "other_speaker": -1.500,
    },
    bias=-7.486,
    own={
        "kept_asked": 4.747,
        "kept_held": 4.151,
        "swapped": -0.948,
        "things": -4.551,
    },
    own_bias=-3.080,
)

SEMANTIC = Model(
    rank={
        "bm25": 1.673,
        "characters": 7.974,
        "coverage": -1.663,
        "rarest_shared": 2.520,
        "length": 0.064,
        "same_year": 1.335,
        "similarity": 17.421,
        "same_speaker": 2.000,
        "other_speaker": -1.000,
        "context": 0.502,
    },
    accept={
        "margin": 0.423,
        "height": 0.284,
        "lead_third": 0.325,
        "rarest_alone": -2.175,
        "coverage": 3.200,
        "best_coverage": -0.442,
        "query_words": -0.319,
        "shared": -3.339,
        "rarest_shared": 0.752,
        "second_rarest": 0.760,
        "rarest_missing": 1.437,
        "other_year": -0.592,
        "other_speaker": -1.500,
    },
    bias=-7.783,
    own={
        "kept_asked": 4.747,
        "kept_held": 4.151,
        "swapped": -0.948,
        "things": -4.551,
    },
    own_bias=-3.080,
)
