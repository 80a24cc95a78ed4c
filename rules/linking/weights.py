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
        "margin": 0.332,
        "lead": 0.277,
        "height": 0.220,
        "bm25": 0.024,
        "characters": 0.893,
        "coverage": -3.368,
        "claim_coverage": 0.988,
        "query_words": -2.364,
        "rarest_shared": -0.603,
        "second_rarest": 1.380,
        "rarest_missing": 0.923,
        "other_speaker": -1.500,
    },
    bias=0.254,
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
        "lead": 0.250,
        "height": 0.226,
        "bm25": 0.178,
        "characters": -0.217,
        "coverage": -1.920,
        "claim_coverage": -1.697,
        "query_words": -1.241,
        "rarest_shared": -1.053,
        "second_rarest": 0.328,
        "rarest_missing": 0.914,
        "similarity": 1.505,
        "similarity_gap": 1.916,
        "other_speaker": -1.500,
    },
    bias=-3.268,
    own={
        "kept_asked": 4.747,
        "kept_held": 4.151,
        "swapped": -0.948,
        "things": -4.551,
    },
    own_bias=-3.080,
)
