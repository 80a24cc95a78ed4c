"""A sentence model of a few numbers in the files of a real one."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "robot", "##s", "take", "job", ",", "5", "%", "cafe", "un"]


def tiny_model(folder: Path) -> Path:
    """One layer, two heads, four numbers wide, in the files of the real one."""
    wide, inner = 4, 8
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), "utf-8")
    (folder / "config.json").write_text(
        json.dumps({"num_attention_heads": 2, "num_hidden_layers": 1, "layer_norm_eps": 1e-12}), "utf-8"
    )
    arrays: dict[str, Any] = {
        "embeddings.word_embeddings.weight": _numbers(len(VOCABULARY), wide, 1),
        "embeddings.position_embeddings.weight": _numbers(128, wide, 2),
        "embeddings.token_type_embeddings.weight": _numbers(2, wide, 3),
    }
    layer = "encoder.layer.0"
    for number, (name, rows, columns) in enumerate(
        [
            ("attention.self.query", wide, wide),
            ("attention.self.key", wide, wide),
            ("attention.self.value", wide, wide),
            ("attention.output.dense", wide, wide),
            ("intermediate.dense", inner, wide),
            ("output.dense", wide, inner),
        ]
    ):
        arrays[f"{layer}.{name}.weight"] = _numbers(rows, columns, 4 + number)
        arrays[f"{layer}.{name}.bias"] = [0.1] * rows
    for name in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        arrays[f"{name}.LayerNorm.weight"] = [1.0] * wide
        arrays[f"{name}.LayerNorm.bias"] = [0.0] * wide
    write_safetensors(folder / "model.safetensors", arrays)
    return folder


def _numbers(rows: int, columns: int, seed: int) -> list[list[float]]:
    return [[math.sin(seed + 3.7 * r + 1.3 * c) for c in range(columns)] for r in range(rows)]


def write_safetensors(path: Path, arrays: dict[str, Any]) -> None:
    np = pytest.importorskip("numpy")
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, values in arrays.items():
        array = np.array(values, dtype="<f4")
        shape: Sequence[int] = array.shape
        header[name] = {
            "dtype": "F32",
            "shape": list(shape),
            "data_offsets": [len(body), len(body) + array.nbytes],
        }
        body += array.tobytes()
    raw = json.dumps(header).encode()
    path.write_bytes(len(raw).to_bytes(8, "little") + raw + body)
