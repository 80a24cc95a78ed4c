"""`walkback claim vectors`: alone, again, and beside a bot that links by another model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from state.sqlite import instance_lock
from tests.fakes.sentence_model import VOCABULARY, tiny_model

pytest.importorskip("numpy")
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("WALKBACK_DB", str(tmp_path / "w.db"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        tiny_model(tmp_path / name)
    (tmp_path / "two" / "vocab.txt").write_text("\n".join([*VOCABULARY[:-1], "other"]), "utf-8")
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "one")

    def once(*argv: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        out, err = capsys.readouterr()
        assert (ended.value.code or 0) == code, err
        return out + err

    once("claim", "add", "Robots will take 5 % of the jobs.", "--speaker", "Mara Voss")
    return once


def test_claims_are_encoded_once(run: Run) -> None:
    assert run("claim", "vectors") == "1 claim encoded; every claim has its vector.\n"
    assert run("claim", "vectors") == "0 claims encoded; every claim has its vector.\n"


def test_beside_a_bot_that_links_by_the_same_model_it_helps(run: Run, tmp_path: Path) -> None:
    run("claim", "vectors")
    run("claim", "add", "The plant will open in May.", "--speaker", "Mara Voss")
    with instance_lock(tmp_path / "w.db"):
        assert run("claim", "vectors").startswith("1 claim encoded")


def test_beside_a_bot_that_links_otherwise_it_stands_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with instance_lock(tmp_path / "w.db"):
        assert "links by words alone" in run("claim", "vectors", code=1)
    run("claim", "vectors")
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "two")
    with instance_lock(tmp_path / "w.db"):
        assert "links by one, and not by this model" in run("claim", "vectors", code=1)
    assert run("claim", "vectors").startswith("1 claim encoded")


@pytest.mark.parametrize(
    ("setting", "told"),
    [("off", "switched off"), ("nowhere", "No sentence model in nowhere"), ("two", "No vectors were made")],
)
def test_without_a_model_it_says_why(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, told: str
) -> None:
    (tmp_path / "two" / "config.json").write_text("[]", "utf-8")
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", setting)
    assert told in run("claim", "vectors", code=1)
