"""Folders that hold no model or a damaged one: found when they are loaded, and told in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.semantic.loading import load
from bot.semantic.model import SemanticUnavailable
from tests.fakes.sentence_model import VOCABULARY, tiny_model

pytest.importorskip("numpy")
CONFIG = '{"num_attention_heads": %s, "num_hidden_layers": %s, "layer_norm_eps": 1e-12}'


def written(name: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


def weights(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        path = folder / "model.safetensors"
        path.write_bytes(change(path.read_bytes()))

    return changed


def header(content: bytes) -> Callable[[Path], None]:
    return written("model.safetensors", len(content).to_bytes(8, "little") + content)


DAMAGES = {
    "cut short": weights(lambda raw: raw[: len(raw) // 2]),
    "not a number": weights(lambda raw: raw[:-400] + b"\xff" * 400),
    "empty": written("model.safetensors", b""),
    "a pointer to a large file": written("model.safetensors", b"version 1 of a pointer to a large file"),
    "a header that is a list": header(b"[]"),
    "a header without end": header(b"[" * 200_000),
    "arrays of a kind that is not read": weights(lambda raw: raw.replace(b'"F32"', b'"I16"')),
    "a config that is a list": written("config.json", b"[]"),
    "a config that is no JSON": written("config.json", b"\xff{"),
    "no heads": written("config.json", (CONFIG % (0, 1)).encode()),
    "heads that are null": written("config.json", (CONFIG % ("null", 1)).encode()),
    "more layers than there are": written("config.json", (CONFIG % (2, 2)).encode()),
    "no vocabulary": lambda folder: (folder / "vocab.txt").unlink(),
    "a vocabulary that is no text": written("vocab.txt", b"\xff\xfe"),
    "a vocabulary without the marks": written("vocab.txt", b"robot"),
    "a vocabulary of a larger model": written("vocab.txt", "\n".join([*VOCABULARY, "more"]).encode()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_folder_is_told_in_one_sentence_with_its_name(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(tiny_model(tmp_path))
    with pytest.raises(SemanticUnavailable) as told:
        load(tmp_path)
    assert f"The sentence model in {tmp_path} cannot be used (" in str(told.value)


def test_a_whole_folder_is_loaded(tmp_path: Path) -> None:
    model = load(tiny_model(tmp_path))
    assert model.name == tmp_path.name
    assert model.encoder.encode(["robots"]).shape == (1, 4)
