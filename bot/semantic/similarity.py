"""Statements against the claims of a file (`walkback link`): vectors in memory, kept on disk if wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.semantic.encoder import Encoder
from bot.semantic.loading import load_encoder
from bot.semantic.model import Array, find_model, numpy
from bot.semantic.nearest import SCALE, as_kept
from bot.semantic.texts import cleaned, texts_of
from rules.model import Claim


class Similarity:
    """Statements against claims: the cosine of the statement with the claim's text or with its title, the larger.

    Claims' vectors are kept as 8-bit integers (384 bytes each, without loss in order), by their text, so that a claim
    whose standing statement changes is encoded anew.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, Any] = {}
        self._owners: list[str] = []
        self._table: Array = None

    @classmethod
    def installed(cls, path: str | Path | None = None) -> Similarity:
        """Of the model in `path`, else of the installed package. Raises SemanticUnavailable."""
        return cls(load_encoder(find_model(path)))

    def add(self, claims: Iterable[Claim]) -> None:
        """Encode what is new; about 20 ms a claim on one core."""
        wanted = dict.fromkeys(text for claim in claims for text in texts_of(claim) if text not in self._kept)
        if wanted:
            vectors = as_kept(self._encoder.encode([cleaned(text) for text in wanted]))
            self._kept.update(zip(wanted, vectors, strict=True))

    def save(self, path: Path) -> None:
        np = numpy()
        np.savez(path, texts=np.array(list(self._kept)), vectors=np.stack(list(self._kept.values())))

    def load(self, path: Path) -> None:
        with numpy().load(path) as kept:
            self._kept.update(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def settle(self, claims: Sequence[Claim]) -> None:
        """From now on `to_all` answers for these."""
        np = numpy()
        self.add(claims)
        pairs = [(claim.id, text) for claim in claims for text in texts_of(claim)]
        self._owners = [id for id, _ in pairs]
        self._table = np.stack([self._kept[text] for _, text in pairs]).astype(np.float32) if pairs else None

    def to_all(self, text: str) -> dict[str, float]:
        """Claim id → similarity, for every claim that was settled."""
        if self._table is None:
            return {}
        products = (self._table @ self._encoder.encode([cleaned(text)])[0] / SCALE).tolist()
        best: dict[str, float] = {}
        for id, product in zip(self._owners, products, strict=True):
            best[id] = max(best.get(id, -1.0), product)
        return best
