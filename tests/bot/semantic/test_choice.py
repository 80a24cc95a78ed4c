"""Whether meaning is asked at all: what is installed, what the settings say, what people are told about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import semantic_links
from bot.doctor import examine
from bot.semantic.choice import choose
from bot.semantic.filling import fill_all
from bot.semantic.model import fingerprint_of, name_of
from bot.settings import Settings, read_settings
from state.sqlite import open_sqlite
from tests.fakes import nouns
from tests.fakes.sentence_model import tiny_model

pytest.importorskip("numpy")
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_a_folder_with_a_model_is_taken(tmp_path: Path) -> None:
    choice = choose(str(tiny_model(tmp_path)))
    assert (choice.folder, choice.wrong) == (tmp_path, False)


@pytest.mark.parametrize("setting", ["off", "OFF", "false"])
def test_off_is_no_folder_and_nothing_wrong(setting: str) -> None:
    choice = choose(setting)
    assert (choice.folder, choice.wrong) == (None, False)


def test_a_folder_without_a_model_is_named_and_wrong(tmp_path: Path) -> None:
    choice = choose(str(tmp_path))
    assert choice.folder is None and choice.wrong
    assert str(tmp_path) in choice.words


def test_a_model_is_known_by_its_content_and_called_by_its_folder(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        tiny_model(tmp_path / name)
    words = tmp_path / "three" / "vocab.txt"
    words.write_text(words.read_text("utf-8") + "\nmore", "utf-8")
    one, two, three = (fingerprint_of(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two != three
    assert name_of(tmp_path / "one") == "one"


def test_the_setting_is_read_and_a_home_is_found() -> None:
    settings = read_settings({"WALKBACK_SEMANTIC_MODEL": "~/model"})
    assert isinstance(settings, Settings)
    assert settings.semantic_model == str(Path("~/model").expanduser())
    off = read_settings({}, "semantic_model = false")
    assert isinstance(off, Settings) and choose(off.semantic_model).words.startswith("switched off")


async def test_the_composition_root_makes_links_that_work_or_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = tiny_model(tmp_path)
    store = open_sqlite(tmp_path / "w.db")
    claim = nouns.claim()
    await store.transact(lambda tx: tx.claims.put(claim, nouns.version(claim)))
    assert semantic_links(Settings(semantic_model="off"), store) is None
    assert semantic_links(Settings(semantic_model=str(tmp_path / "nowhere")), store) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    links = semantic_links(Settings(semantic_model=str(model)), store)
    assert links is not None
    assert await fill_all(links) == 1
    rated = await links.rate(["Half of the jobs will go."], [nouns.GUILD])
    assert rated is not None
    assert rated.near == {nouns.GUILD: {"Half of the jobs will go.": [claim.id]}}
    links.close()
    await store.close()


async def test_a_folder_of_another_kind_of_model_is_told_once_and_words_decide(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = tiny_model(tmp_path)
    (model / "config.json").write_text(
        '{"num_attention_heads": 2, "num_hidden_layers": 3, "layer_norm_eps": 1}'
    )
    store = open_sqlite(tmp_path / "w.db")
    links = semantic_links(Settings(semantic_model=str(model)), store)
    assert links is not None
    assert await links.rate(["Half of the jobs will go."], [nouns.GUILD]) is None
    assert await links.rate(["Half of the jobs will go."], [nouns.GUILD]) is None
    assert sum("linking by words alone" in record.message for record in caplog.records) == 1
    links.close()
    await store.close()


@pytest.mark.parametrize(
    ("setting", "state", "words"),
    [
        ("off", "ok", "switched off"),
        ("nowhere", "bad", "No sentence model in"),
        ("here", "ok", "0 of 1 claims have their vector. A running bot makes the others"),
        ("damaged", "bad", "cannot be used"),
    ],
)
async def test_the_doctor_says_how_statements_are_linked(
    tmp_path: Path, setting: str, state: str, words: str
) -> None:
    for name in ("here", "damaged"):
        (tmp_path / name).mkdir()
        tiny_model(tmp_path / name)
    (tmp_path / "damaged" / "model.safetensors").write_bytes(b"version 1 of a pointer to a large file")
    store = open_sqlite(tmp_path / "w.db")
    claim = nouns.claim()
    await store.transact(lambda tx: tx.claims.put(claim, nouns.version(claim)))
    chosen = setting if setting == "off" else str(tmp_path / setting)
    settings = Settings(db=str(tmp_path / "w.db"), semantic_model=chosen)
    checks = {check.name: check for check in await examine(settings, lambda settings: store, NOW)}
    assert checks["linking"].state == state
    assert words in checks["linking"].text
