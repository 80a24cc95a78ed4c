"""The nearest claims of one guild: an exact scan over the vectors of all, in memory as 8-bit
integers (384 bytes a text)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.semantic.model import Array, numpy
from state.vectors import KeptVector

SCALE = 127
PIECE = 4096
"""Rows that are widened to floats at once: they stay in the processor's cache."""
TOGETHER = 16
"""Statements that one scan serves."""


def packed(vectors: Array) -> bytes:
    """Unit vectors, one a row → bytes as they are kept."""
    data: bytes = as_kept(vectors).tobytes()
    return data


def as_kept(vectors: Array) -> Array:
    """Numbers of unit vectors → 8-bit integers, without loss in order."""
    return numpy().round(vectors * SCALE).astype("int8")


class Nearest:
    """Claims by vector; a claim has one for each of its texts. Not safe for several threads at once."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.number = 0
        """Of the newest vector that was added."""
        self._rows: Array = numpy().zeros((0, width), dtype="int8")
        self._owners: list[str] = []
        """Claim id of each row, "" for one that is not used any more."""
        self._places: dict[str, list[int]] = {}
        self._unused = 0

    def __len__(self) -> int:
        return len(self._places)

    @property
    def rows(self) -> int:
        """Vectors held, those of earlier words included."""
        return len(self._owners)

    @property
    def worn(self) -> bool:
        """Whether more than half of it is of claims that say something else by now."""
        return self._unused > 1000 and self._unused > len(self._owners) // 2

    def add(self, kept: Sequence[KeptVector]) -> None:
        """Written after what is here, in order; a claim's newer vectors replace its older."""
        np = numpy()
        blocks = [np.frombuffer(each.data, dtype="int8").reshape(-1, self.width) for each in kept]
        self._make_room(sum(len(block) for block in blocks))
        for each, block in zip(kept, blocks, strict=True):
            for place in self._places.pop(each.claim_id, ()):
                self._owners[place] = ""
                self._unused += 1
            start = len(self._owners)
            self._rows[start : start + len(block)] = block
            self._owners += [each.claim_id] * len(block)
            self._places[each.claim_id] = list(range(start, start + len(block)))
            self.number = each.number

    def _make_room(self, more: int) -> None:
        np = numpy()
        wanted = len(self._owners) + more
        if wanted > len(self._rows):
            rows = np.zeros((max(wanted, len(self._rows) * 3 // 2), self.width), dtype="int8")
            rows[: len(self._owners)] = self._rows[: len(self._owners)]
            self._rows = rows

    def top(self, vectors: Array, most: int) -> list[list[str]]:
        """For each unit vector, ids of the `most` claims with the largest cosine, nearest first."""
        found: list[list[str]] = []
        for start in range(0, len(vectors), TOGETHER):
            found += self._top(vectors[start : start + TOGETHER], most)
        return found

    def _top(self, vectors: Array, most: int) -> list[list[str]]:
        np = numpy()
        used = len(self._owners)
        likeness = np.empty((len(vectors), used), dtype=np.float32)
        for start in range(0, used, PIECE):
            rows = self._rows[start : min(start + PIECE, used)].astype(np.float32)
            likeness[:, start : start + len(rows)] = vectors @ rows.T
        looked_at = min(used, 2 * most + (used - len(self._places)) // 8)
        out = []
        for row in likeness:
            best = (
                np.argpartition(row, used - looked_at)[used - looked_at :]
                if looked_at < used
                else np.arange(used)
            )
            ordered = best[np.argsort(-row[best], kind="stable")]
            out.append([id for id in dict.fromkeys(self._owners[place] for place in ordered) if id][:most])
        return out
