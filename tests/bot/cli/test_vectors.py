"""`walkback claim vectors`, alone and beside a bot that links by another model; `walkback why` asks by meaning too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from state.sqlite import instance_lock, open_sqlite
from state.store import Tx
from tests.fakes import nouns
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


async def prepared(path: Path) -> None:
    said = nouns.statement("said", "Robots take 5 % of jobs.", speaker=None, speaker_kind="narrator")

    def prepare(tx: Tx) -> None:
        entry = nouns.entry()
        tx.sources.put(nouns.source())
        tx.sources.follow(nouns.follow(guild_id=0))
        tx.rules.put_rule(nouns.rule(query="jobs", guild_id=0))
        tx.entries.put(entry, nouns.revision(entry))
        tx.entries.put_statements([said], 1)

    store = open_sqlite(path)
    await store.transact(prepare)
    await store.close()


def test_why_answers_by_meaning_as_the_bot_does(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(prepared(tmp_path / "w.db"))
    run("claim", "vectors")
    assert "In meaning they are" in run("why", "said")
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "off")
    assert "In meaning" not in run("why", "said")
