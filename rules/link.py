"""Which stored claim is a statement about? The door: `formulate` a query, gather candidates, `decide`.

`state` gathers the candidates between the two; everything here is pure. How it works and what was measured:
docs/design/linking.md.
"""

from __future__ import annotations

from rules.linking.decide import ALERT, SUGGEST, decide
from rules.linking.formulate import claim_terms, formulate
from rules.linking.nouns import Band, Candidate, ClaimQuery, Link
from rules.linking.speakers import same_speaker, speaker_keys

__all__ = [
    "ALERT",
    "SUGGEST",
    "Band",
    "Candidate",
    "ClaimQuery",
    "Link",
    "claim_terms",
    "decide",
    "formulate",
    "same_speaker",
    "speaker_keys",
]
