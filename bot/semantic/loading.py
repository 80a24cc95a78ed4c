"""A model's folder → a model that was tried out. What is wrong with the folder is found here and nowhere later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.semantic.encoder import MAX_TOKENS, Encoder
from bot.semantic.model import Array, SemanticUnavailable, fingerprint_of, name_of, numpy

_DAMAGED = (
    OSError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""What files show that are cut short, swapped or of another kind of model: all of it is one thing to people."""


class TextEncoder(Protocol):
    def encode(self, texts: Sequence[str]) -> Array:
        """One unit vector a text, in order."""


@dataclass(frozen=True, slots=True)
class Model:
    """What makes vectors. `fingerprint`: vectors of another one cannot be compared."""

    name: str
    fingerprint: str
    encoder: TextEncoder


def load(folder: Path) -> Model:
    """About a second, 100 MB. Raises SemanticUnavailable."""
    encoder = load_encoder(folder)
    return Model(name_of(folder), fingerprint_of(folder), encoder)


def load_encoder(folder: Path) -> Encoder:
    """Encodes a short and a long text once. Raises SemanticUnavailable: the extra is missing, the files are damaged, do
    not belong together or are of another kind of model."""
    np = numpy()
    try:
        encoder = Encoder(folder)
        with np.errstate(all="ignore"):
            vectors = encoder.encode(["Half of the jobs will go.", "jobs " * MAX_TOKENS])
    except _DAMAGED as error:
        raise _unusable(folder, str(error) or type(error).__name__) from error
    if not np.isfinite(vectors).all():
        raise _unusable(folder, "its numbers are damaged")
    return encoder


def _unusable(folder: Path, why: str) -> SemanticUnavailable:
    return SemanticUnavailable(
        f"The sentence model in {folder} cannot be used ({why}). Its files must be whole, belong together and be of a"
        " BERT-like sentence encoder: copy them again, or name another folder."
    )
