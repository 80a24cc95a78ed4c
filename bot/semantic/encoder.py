"""BERT's forward pass in NumPy: texts → unit vectors, no torch at run time.

MiniLM (Wang et al. 2020), mean pooling (Reimers and Gurevych 2019).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.semantic.model import Array, numpy, read_safetensors

MAX_TOKENS = 128
"""A statement and a claim are sentences; what is longer is cut."""
PADDING = 1024
"""So many rows more than pieces at most: models are padded to round numbers."""
BATCH = 4
"""Together: with more the numbers leave the processor's cache (23 ms a sentence, 30 with 16)."""


class WordPiece:
    """BERT's uncased tokenizer: lower case, no diacritics, punctuation apart, longest known piece first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown, self._first, self._last = (self._ids[t] for t in ("[UNK]", "[CLS]", "[SEP]"))

    def __len__(self) -> int:
        return len(self._ids)

    def encode(self, text: str) -> list[int]:
        """Ids with the two marks around them, at most MAX_TOKENS."""
        ids = [id for word in self._words(text) for id in self._pieces(word)]
        return [self._first, *ids[: MAX_TOKENS - 2], self._last]

    @staticmethod
    def _words(text: str) -> list[str]:
        spaced: list[str] = []
        for char in unicodedata.normalize("NFD", text.lower()):
            category = unicodedata.category(char)
            if category == "Mn" or (category[0] == "C" and char not in "\t\n\r"):
                continue
            spaced.append(f" {char} " if _stands_alone(char, category) else char)
        return "".join(spaced).split()

    def _pieces(self, word: str) -> list[int]:
        if len(word) > 100:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self._ids:
                    found.append(self._ids[piece])
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def _stands_alone(char: str, category: str) -> bool:
    ascii_sign = 33 <= ord(char) <= 126 and not char.isalnum()
    ideograph = 0x4E00 <= ord(char) <= 0x9FFF or 0x3400 <= ord(char) <= 0x4DBF
    return ascii_sign or ideograph or category[0] == "P"


class Encoder:
    """Texts → unit vectors. Loading takes about a second and 100 MB; a sentence takes tens of milliseconds."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._tokens = WordPiece((folder / "vocab.txt").read_text("utf-8").splitlines())
        self._weights = read_safetensors(folder / "model.safetensors")
        rows = len(self._weights["embeddings.word_embeddings.weight"])
        if not rows - PADDING < len(self._tokens) <= rows:
            raise ValueError(f"vocab.txt has {len(self._tokens)} pieces, the model {rows}")

    def encode(self, texts: Sequence[str]) -> Array:
        """One unit vector a text, in order."""
        np = numpy()
        encoded = [self._tokens.encode(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        width = self._weights["embeddings.LayerNorm.weight"].shape[0]
        vectors: Array = np.zeros((len(texts), width), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._forward([encoded[i] for i in chosen])
        return vectors

    def _forward(self, batch: Sequence[Sequence[int]]) -> Array:
        np = numpy()
        longest = max(len(ids) for ids in batch)
        tokens = np.array([[*ids, *[0] * (longest - len(ids))] for ids in batch])
        mask = np.array([[1.0] * len(ids) + [0.0] * (longest - len(ids)) for ids in batch], dtype=np.float32)
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][tokens]
        x = (
            x
            + w["embeddings.position_embeddings.weight"][:longest]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for number in range(self._layers):
            x = self._layer(x, (mask[:, None, None, :] - 1) * 1e9, f"encoder.layer.{number}")
        pooled = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        unit: Array = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-9)
        return unit

    def _layer(self, x: Array, hidden: Array, name: str) -> Array:
        np = numpy()
        size, length, width = x.shape
        split = (size, length, self._heads, width // self._heads)
        q, k, v = (
            self._linear(x, f"{name}.attention.self.{part}").reshape(split).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        weights = q @ k.transpose(0, 1, 3, 2) / np.float32(split[3] ** 0.5) + hidden
        weights = np.exp(weights - weights.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        seen = (weights @ v).transpose(0, 2, 1, 3).reshape(size, length, width)
        x = self._norm(
            x + self._linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
        )
        inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _norm(self, x: Array, name: str) -> Array:
        np = numpy()
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + self._epsilon)
        result: Array = scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def _gelu(x: Array) -> Array:
    """x·Φ(x), the error function after Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    np = numpy()
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    result: Array = (x * np.float32(0.5) * (1 + erf)).astype(np.float32)
    return result
