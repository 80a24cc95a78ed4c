"""`walkback link`: claims from a file, statements as lines."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.fakes.sentence_model import tiny_model

Run = Callable[..., str]
JOBS = "Within five years robots will take half of all warehouse jobs."
PLANT = "Our plant in Lindow opens in March and will employ 400 people."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "off")

    def once(*argv: str, stdin: str = "", code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        out, err = capsys.readouterr()
        assert (ended.value.code or 0) == code, err
        return out + err

    return once


@pytest.fixture
def claims(tmp_path: Path) -> str:
    rows = [
        {"id": "jobs", "text": JOBS, "speaker": "Mara Voss"},
        {"id": "plant", "text": PLANT, "speaker": "Mara Voss"},
    ]
    (tmp_path / "claims.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return "claims.jsonl"


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_one_line_out_for_each_line_in(run: Run, claims: str) -> None:
    said = "Within ten years robots will take a fifth of all warehouse jobs."
    given = lines(
        {"id": 1, "text": said, "speaker": "Voss", "said_on": "2026-05-01"},
        {"id": 2, "text": "Lentil soup again."},
        {"id": 3},
    )
    first, second, third = map(
        json.loads, run("link", "--claims", claims, "--jsonl", stdin=given).splitlines()
    )
    assert (first["id"], first["claim"]) == (1, "jobs")
    assert first["probability"] > 0.9
    assert first["candidates"][0]["claim"] == "jobs"
    assert second == {"id": 2, "claim": None, "probability": 0.0, "candidates": []}
    assert third == {"id": 3, "error": "the line has no 'text'"}


def test_sentences_around_may_stand_in_a_field(run: Run, claims: str) -> None:
    given = lines(
        {"id": 1, "text": "It opens in June.", "context": ["The Lindow plant is late.", "Staff: 400."]}
    )
    answer = json.loads(run("link", "--claims", claims, "--jsonl", stdin=given))
    assert answer["candidates"][0]["claim"] == "plant"


def test_people_are_told_why(run: Run, claims: str) -> None:
    told = run("link", "--claims", claims, stdin=lines({"text": JOBS, "speaker": "Mara Voss"}))
    assert "Both are by Mara Voss." in told


def test_a_claim_without_text_is_named_and_the_rest_serves(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(lines({"id": "a"}, {"id": "b", "text": JOBS}), "utf-8")
    told = run("link", "--claims", "some.jsonl", "--jsonl", stdin=lines({"id": 1, "text": JOBS}))
    assert '"claim":"b"' in told
    assert "has no text" in told


def test_a_model_that_is_not_there_ends_the_command_with_what_to_do(run: Run, claims: str) -> None:
    told = run("link", "--claims", claims, "--model", "nowhere", stdin="", code=1)
    assert "No sentence model in nowhere" in told


def test_a_bad_line_read_by_a_person_fails_the_command(run: Run, claims: str) -> None:
    assert "no 'text'" in run("link", "--claims", claims, stdin=lines({"id": 1}, {"text": JOBS}), code=1)


def test_a_model_that_is_switched_off_or_damaged_is_no_crash(
    run: Run, claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numpy")
    (tmp_path / "model").mkdir()
    (tiny_model(tmp_path / "model") / "config.json").write_text("[]", "utf-8")
    given = lines({"id": 1, "text": JOBS})
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "off")
    assert '"claim":"jobs"' in run("link", "--claims", claims, "--jsonl", stdin=given)
    monkeypatch.setenv("WALKBACK_SEMANTIC_MODEL", "model")
    told = run("link", "--claims", claims, "--jsonl", stdin=given, code=1)
    assert told.startswith("walkback: The sentence model in model cannot be used (") and told.count("\n") == 1
    assert '"claim":"jobs"' in run("link", "--claims", claims, "--jsonl", "--no-semantic", stdin=given)
