"""Recorded history is linked by meaning as a bot that runs would link it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk.answers import Refusal
from bot.desk.claims import Draft
from bot.replaying import replay_packs
from rules.change import Alert, headline
from tests.fakes.sentence_model import tiny_model

pytest.importorskip("numpy")


def pack(folder: Path, *editions: str) -> Path:
    path = folder / "pack.jsonl"
    rows = []
    for hour, text in enumerate(editions):
        item = f"<item><guid>{hour}</guid><title>T</title><description>{text}</description></item>"
        body = f"<rss version='2.0'><channel><title>Paper</title>{item}</channel></rss>"
        at = f"2026-03-02T{hour:02}:00:00+00:00"
        rows.append({"at": at, "url": "https://a.example/feed", "status": 200, "headers": {}, "body": body})
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("model", ["off", "tiny"])
async def test_a_replay_tells_with_a_model_what_it_tells_without(tmp_path: Path, model: str) -> None:
    (tmp_path / "tiny").mkdir()
    chosen = model if model == "off" else str(tiny_model(tmp_path / "tiny"))
    recorded = pack(tmp_path, "Nothing happened.", "The plant in Lindow will cut 900 jobs.")
    claim = Draft(text="The plant in Lindow will cut 500 jobs.", speaker=None)
    told: list[Alert] = []
    done = await replay_packs(
        [recorded],
        [claim],
        [("all", "*", ())],
        "t",
        lambda alert, theme: told.append(alert),
        model=chosen,
    )
    assert not isinstance(done, Refusal)
    assert [headline(alert.changes) for alert in told] == ["figure_changed"]
    assert ("In meaning" in " ".join(told[0].why)) == (model == "tiny")


async def test_a_replay_with_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = await replay_packs([], [], [], "t", lambda alert, theme: None, model=str(tmp_path))
    assert isinstance(done, Refusal)
    assert "No sentence model" in done.text
