"""Bad lines in the middle of a stream: each is answered, the rest goes on, and what comes out is JSON in UTF-8."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

Answers = Callable[..., list[Any]]
GOOD = b'{"id":"good","content":"Mara Voss said half of jobs will go by 2030."}'


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


@pytest.fixture
def read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Answers:
    """The answers to the lines, which are the same from a file and from standard input."""
    monkeypatch.chdir(tmp_path)

    def once(*lines: bytes) -> list[Any]:
        given = b"".join(line + b"\n" for line in lines)
        (tmp_path / "in.jsonl").write_bytes(given)
        outs = []
        for source in ("in.jsonl", "-"):
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), "ascii"))
            with pytest.raises(SystemExit) as ended:
                main(["read", "--jsonl", source])
            assert not ended.value.code
            outs.append(capfdbinary.readouterr().out)
        assert outs[0] == outs[1]
        return [json.loads(line, parse_constant=no_constant) for line in outs[0].decode().split("\n") if line]

    return once


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id":"x","content":"caf\xe9"}', "line 2 is not UTF-8 text"),
        (b'{"id":NaN,"content":"x"}', "line 2 is not valid JSON: NaN is no JSON number"),
        (b'{"id":1e999,"content":"x"}', "'id' is too large a number"),
        (b'{"id":1,"n":' + b"9" * 5000 + b"}", "line 2 is not valid JSON: a number has too many digits"),
        (b"[" * 10_000 + b"]" * 10_000, "line 2 is nested too deeply"),
    ],
)
def test_a_bad_line_is_answered_and_the_rest_goes_on(read: Answers, line: bytes, problem: str) -> None:
    first, bad, last = read(GOOD, line, GOOD)
    assert bad == {"id": None, "error": problem}
    assert first == last
    assert last["statements"]


def test_half_a_surrogate_pair_comes_out_as_an_escape(read: Answers) -> None:
    (answer,) = read(b'{"id":"\\udfff","content":"a \\ud800 b"}')
    assert (answer["id"], answer["text"]) == ("\udfff", "a \ud800 b")


def test_a_line_separator_inside_a_string_ends_no_line(read: Answers) -> None:
    (answer,) = read('{"id":"a\u2028b","content":"x"}'.encode())
    assert answer["id"] == "a\u2028b"


def test_a_byte_order_mark_before_the_first_line_is_no_error(read: Answers) -> None:
    (answer,) = read(b"\xef\xbb\xbf" + GOOD)
    assert answer["id"] == "good"
