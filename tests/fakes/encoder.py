"""A sentence encoder that knows a few synonyms: texts whose words mean the same have the same vector."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from rules.linking.words import stems

WIDTH = 64
MEANINGS = {"trim": "cut", "factory": "plant"}
_ONE = {stem: same for word, meant in MEANINGS.items() for stem in stems(word) for same in stems(meant)}


class HashingEncoder:
    """Counts of hashed stems, as unit vectors. `calls`: how many texts each call was given."""

    def __init__(self, salt: str = "") -> None:
        self.salt = salt
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str]) -> Any:
        import numpy as np

        self.calls.append(len(texts))
        out = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(out, texts, strict=True):
            for stem in stems(text):
                meant = f"{self.salt}{_ONE.get(stem, stem)}".encode("utf-8", "surrogatepass")
                row[int.from_bytes(blake2b(meant, digest_size=4).digest(), "big") % WIDTH] += 1.0
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        vectors: Any = out / np.maximum(norms, 1e-9)
        return vectors
