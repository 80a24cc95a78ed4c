"""Hostile words in, words out that are only words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_text import code, code_block, day, link, marked, plain, safe_link, tokens, units, when

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("\\*_~`|[]()<>@#:-+.!&/ \n\t1aé🏴‍\u202e\u2066\u0301\u0000\u200b")),
        st.characters(),
    ),
    max_size=300,
)
LIVE = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<]")
MENTION = re.compile(r"@(everyone|here|[!&]?\d)", re.IGNORECASE)


@given(HOSTILE, st.integers(4, 400))
def test_no_text_keeps_live_markup_or_a_ping_and_every_cut_is_within_the_limit(text: str, limit: int) -> None:
    written = plain(text, limit)
    assert units(written) <= limit
    assert not LIVE.search(written)
    assert not MENTION.search(written)
    assert "\n" not in written
    assert not re.match(r"([>#+-]|\d+[.)])", written)
    assert not re.search(r"(?<!\\)://", written)


@given(HOSTILE, st.integers(0, 300), st.integers(1, 300), st.integers(12, 400))
def test_marks_are_balanced_and_the_result_within_the_limit(
    text: str, start: int, size: int, limit: int
) -> None:
    written = marked(text, [(start, start + size)], "**", limit)
    assert units(written) <= limit
    bare = re.sub(r"\\.", "x", written)
    assert bare.count("**") % 2 == 0
    assert "****" not in bare


def test_the_marked_words_stay_in_sight_in_a_text_that_is_too_long() -> None:
    text = "word " * 400 + "twenty percent" + " more" * 400
    start = text.index("twenty")
    written = marked(text, [(start, start + len("twenty percent"))], "**", 200)
    assert "**twenty percent**" in written
    assert written.startswith("…")
    assert written.endswith("…")


def test_a_mark_closes_before_the_space_behind_it() -> None:
    assert marked("a bc d", [(2, 5)], "~~", 100) == "a ~~bc~~ d"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "[a](https://x.example) and [c](https://evil.example)",
            r"\[a\]\(https\://x.example) and \[c\]\(https\://evil.example)",
        ),
        ("@everyone look", "@\u200beveryone look"),
        ("<@123> <#4> <t:1:R> </x:1> <:e:1>", "\\<@\u200b123> \\<#4> \\<t\\:1:R> \\</x:1> \\<\\:e:1>"),
        ("1. first", r"1\. first"),
        ("> quoted", r"\> quoted"),
        ("-# small", r"\-# small"),
        ("10–15 % of 3:30", "10–15 % of 3:30"),
        ("a\u202eb\u0007c", "abc"),
        ("one\n\n two", "one two"),
        ("||secret||", r"\|\|secret\|\|"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ("سبعون بالمئة", "سبعون بالمئة"),
    ],
)
def test_examples_read_as_they_were_written(text: str, written: str) -> None:
    assert plain(text) == written


def test_combining_marks_do_not_tower() -> None:
    assert len(plain("a" + "\u0301" * 50)) == 7


@given(HOSTILE)
def test_tokens_point_at_their_characters_in_order(text: str) -> None:
    offsets = [at for at, _ in tokens(text)]
    assert offsets == sorted(set(offsets))
    assert all(0 <= at < len(text) for at in offsets)


@pytest.mark.parametrize("length", range(80, 110))
def test_signs_of_two_units_are_cut_to_the_limit(length: int) -> None:
    for text in ("🔥" * length, "a" + "🔥" * length):
        assert 98 <= units(code_block(text, 100)) <= 100
        assert 100 <= units(code(text, 100)) <= 102


@given(HOSTILE, st.integers(20, 300))
def test_a_code_block_cannot_be_left(text: str, limit: int) -> None:
    block = code_block(text, limit)
    assert units(block) <= limit
    assert block[4:-4].count("```") == 0


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://user:pw@host.example/",
        "https://",
        "https://[bad",
        "ftp://host.example/x",
        "https://host.example/" + "a" * 2_000,
        "",
    ],
)
def test_an_address_that_may_not_be_shown_gives_no_link(url: str) -> None:
    assert link(url) == ""


def test_a_link_cannot_be_left_by_its_address() -> None:
    shown = link("https://host.example/a b>)](evil)|x")
    assert shown == "[host.example](<https://host.example/a%20b%3E%29%5D%28evil%29%7Cx>)"
    assert safe_link("https://münchen.example/ä") == "https://xn--mnchen-3ya.example/%C3%A4"


@given(st.text(max_size=80))
def test_no_address_breaks_out_of_its_link(tail: str) -> None:
    shown = link("https://host.example/" + tail)
    assert not shown or re.fullmatch(r"\[[^\]]*\]\(<[^\s<>]+>\)", shown)


def test_days_and_moments_show_in_the_readers_own_words() -> None:
    assert day(date(2026, 5, 28)) == "28 May 2026 (<t:1779969600:R>)"
    assert day(None) == "date not known"
    assert when(datetime(2026, 5, 28, 12, tzinfo=UTC), "f") == "<t:1779969600:f>"
