"""Sentence embeddings without torch: the tokenizer, the file format, what is said when they are missing."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.semantic import Encoder, SemanticUnavailable, Similarity, WordPiece, find_model, read_safetensors
from rules.model import Claim, Statement
from tests.fakes.sentence_model import VOCABULARY, tiny_model, write_safetensors


def test_words_become_the_longest_known_pieces() -> None:
    ids = WordPiece(VOCABULARY).encode("Robots take jobs")
    assert [VOCABULARY[i] for i in ids] == ["[CLS]", "robot", "##s", "take", "job", "##s", "[SEP]"]


def test_case_diacritics_and_punctuation_are_taken_apart() -> None:
    ids = WordPiece(VOCABULARY).encode("CAFÉ,5%")
    assert [VOCABULARY[i] for i in ids] == ["[CLS]", "cafe", ",", "5", "%", "[SEP]"]


def test_a_word_that_cannot_be_pieced_together_is_unknown() -> None:
    ids = WordPiece(VOCABULARY).encode("unheard " + "x" * 200)
    assert [VOCABULARY[i] for i in ids] == ["[CLS]", "[UNK]", "[UNK]", "[SEP]"]


def test_long_texts_are_cut() -> None:
    assert len(WordPiece(VOCABULARY).encode("job " * 1000)) == 128


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(SemanticUnavailable, match=r"model\.safetensors"):
        find_model(tmp_path)


def test_an_encoder_gives_unit_vectors_whatever_the_batch(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    encoder = Encoder(tiny_model(tmp_path))
    alone = encoder.encode(["robots take jobs"])
    together = encoder.encode(["cafe", "robots take jobs", "5 % , 5 % , jobs jobs jobs"])
    assert together.shape == (3, 4)
    assert math.isclose(float((together[1] ** 2).sum()), 1.0, abs_tol=1e-5)
    assert abs(alone[0] - together[1]).max() < 1e-5


def test_arrays_are_read_as_they_were_written(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    path = tmp_path / "m.safetensors"
    write_safetensors(path, {"bert.a": [[1.0, 2.0], [3.0, 4.0]]})
    assert read_safetensors(path)["a"].tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_claims_are_rated_by_text_or_title_and_kept_on_disk(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    model = tiny_model(tmp_path)
    claims = [claim("one", "cafe"), claim("two", "5 %", "robots take jobs")]
    measure = Similarity.installed(model)
    measure.settle(claims)
    rated = measure.to_all("robots take jobs")
    assert rated["two"] == pytest.approx(1.0, abs=0.02)
    measure.save(tmp_path / "kept.npz")
    again = Similarity.installed(model)
    again.load(tmp_path / "kept.npz")
    again.settle(claims)
    assert again.to_all("robots take jobs")["two"] == pytest.approx(rated["two"], abs=1e-6)


def claim(id: str, text: str, title: str = "") -> Claim:
    said = Statement(id=id, text=text, speaker=None, speaker_kind="narrator")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Claim(id=id, guild_id=0, theme_id=None, speaker=None, standing=said, created_at=at, title=title)


def test_the_program_lets_matrices_be_multiplied_by_one_thread() -> None:
    code = "import os, bot.__main__ as m\ntry: m.main(['version'])\nfinally: print(os.environ['OPENBLAS_NUM_THREADS'])"
    environ = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "1"
