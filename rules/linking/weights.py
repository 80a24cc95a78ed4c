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
        "margin": 0.483,
        "height": 0.265,
        "lead_third": 0.097,
        "rarest_alone": -4.699,
        "coverage": 4.080,
        "best_coverage": 3.462,
        "query_words": -0.925,
        "shared": -4.597,
        "rarest_shared": 5.608,
        "second_rarest": 0.743,
        "rarest_missing": 2.118,
        "other_year": -0.439,
        "other_speaker": -1.500,
    },
    bias=-9.171,
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
        "margin": 0.530,
        "height": 0.352,
        "lead_third": 0.101,
        "rarest_alone": -3.003,
        "coverage": 3.658,
        "best_coverage": -0.559,
        "query_words": -0.363,
        "shared": -3.450,
        "rarest_shared": 2.140,
        "second_rarest": 0.489,
        "rarest_missing": 1.541,
        "other_year": -0.580,
        "other_speaker": -1.500,
    },
    bias=-9.043,
    own={
        "kept_asked": 4.747,
        "kept_held": 4.151,
        "swapped": -0.948,
        "things": -4.551,
    },
    own_bias=-3.080,
)
