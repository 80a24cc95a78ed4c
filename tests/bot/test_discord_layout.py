"""Any statement of any length and script gives a payload within every limit, and old → new in sight."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord_card import cut_plain
from bot.discord_layout import layout, texts
from bot.message import AlertMessage, DigestMessage, Line, Message, NoticeMessage, Outlet, Side
from bot.render import marks
from rules.change import TAGS
from tests.fakes.discord import limits, schema
from tests.fakes.discord.messages import pinged

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALERT_ID = "0123456789abcdefghjk"
TEXT = st.text(
    alphabet=st.one_of(st.sampled_from(list("*_~`|[]()<>@#:-\\ \n17%")), st.characters()), max_size=60
)
LONG = st.builds(lambda text, times: text * times, TEXT, st.sampled_from([1, 1, 3, 200]))


@st.composite
def alerts(draw: st.DrawFn) -> AlertMessage:
    before, after = draw(LONG), draw(LONG)
    left, right = marks(before, after, ())
    tag = draw(st.sampled_from(TAGS))
    lines = [
        Line(tag=tag, label="", before=draw(LONG), after=draw(LONG), detail=draw(TEXT))
        for _ in range(draw(st.integers(1, 6)))
    ]
    lines[0] = (
        Line(tag=tag, label="", before=before, after=after, detail="") if draw(st.booleans()) else lines[0]
    )
    said = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
    url = "https://halden.example/" + draw(TEXT)
    return AlertMessage(
        alert_id=ALERT_ID,
        headline=draw(LONG),
        tag=tag,
        speaker=draw(LONG),
        lines=tuple(lines),
        before=Side(text=before, marks=left, speaker=draw(LONG), said_on=draw(said), url=url),
        after=Side(text=after, marks=right, speaker=None, said_on=draw(said), url=draw(LONG)),
        theme=draw(LONG),
        rule=draw(LONG),
        certainty=draw(TEXT),
        why=(),
        at=AT,
        first=draw(st.booleans()),
        mention=draw(st.sampled_from([None, "123456", "everyone", "<@1>"])),
        also=tuple(
            Outlet(name=draw(LONG), url="https://courier.example/" + draw(TEXT) * times)
            for times in draw(st.lists(st.integers(0, 40), max_size=9))
        ),
    )


def body_of(message: Message, nonce: str = "n" * 20) -> dict[str, Any]:
    return {"components": layout(message, nonce).to_components(), "flags": limits.V2}


def faults(body: dict[str, Any]) -> list[str]:
    return limits.message_problems(body) + schema.problems("POST", "/channels/1/messages", body)


def longest() -> AlertMessage:
    long, url = "_Abschreibungs* " * 900, "https://halden.example/" + "a" * 270
    line = Line(tag="attribution_changed", label="", before=long, after=long + "x", detail=long)
    return AlertMessage(
        alert_id=ALERT_ID,
        headline=long,
        tag="attribution_changed",
        speaker=long,
        lines=(line,) * 6,
        before=Side(text=long, marks=(), speaker="a" + long, said_on=date(2026, 9, 28), url=url),
        after=Side(text=long, marks=((0, 9_000),), speaker="b" + long, said_on=date(2026, 9, 28), url=url),
        theme=long,
        rule=long,
        certainty=long,
        why=(),
        at=AT,
        mention="1" * 20,
        also=(Outlet(name=long, url=url),) * 50,
        first=True,
    )


def test_the_longest_messages_there_can_be_keep_within_every_limit() -> None:
    body = body_of(longest())
    assert faults(body) == []
    assert any(
        text.startswith("**Also reported by** ") and "(50)" in text for text in texts(body["components"])
    )
    several = tuple(replace(longest(), alert_id=f"{n:020}") for n in range(10))
    late = DigestMessage(digest_id="d", title="x" * 300, alerts=several, at=AT, mention="1" * 20, kind="late")
    assert faults(body_of(late)) == []


@settings(max_examples=60)
@given(alerts())
def test_any_alert_keeps_within_every_limit_and_pings_nobody(message: AlertMessage) -> None:
    body = body_of(message)
    assert faults(body) == []
    assert pinged(body, {"parse": []}) == []
    mention = [text for text in texts(body["components"]) if text.startswith("<@&")]
    assert mention == (["<@&123456>"] if message.mention == "123456" else [])


@settings(max_examples=60)
@given(alerts())
def test_old_and_new_are_in_sight_whatever_was_said(message: AlertMessage) -> None:
    head = texts(body_of(message)["components"])[1 if message.mention == "123456" else 0]
    first = next(row for row in head.split("\n") if " → " in row and not row.startswith("### "))
    assert re.search(r"(~~.+~~|\*nothing\*) → (\*\*.+\*\*|\*nothing\*|\*no longer there\*)", first)


@settings(max_examples=25)
@given(st.lists(alerts(), max_size=14), LONG)
def test_any_digest_keeps_within_every_limit(several: list[AlertMessage], title: str) -> None:
    message = DigestMessage(digest_id="d", title=title or "Today", alerts=tuple(several), at=AT)
    assert faults(body_of(message)) == []


@settings(max_examples=25)
@given(LONG, LONG)
def test_any_notice_keeps_within_every_limit(title: str, text: str) -> None:
    assert faults(body_of(NoticeMessage(notice_id="n", title=title, text=text, at=AT))) == []


@given(LONG)
def test_labels_are_never_empty_and_never_too_long(text: str) -> None:
    assert 1 <= limits.size(cut_plain(text, 100)) <= 100


def test_an_alert_reads_as_designed() -> None:
    before = "Between 10 and 15 % of entry-level jobs will go by 2027."
    after = "Between 20 and 30 % of entry-level jobs will go by 2029."
    left, right = marks(before, after, ())
    message = AlertMessage(
        alert_id=ALERT_ID,
        headline="Figure changed: up 15 points",
        tag="figure_changed",
        speaker="Mara Voss",
        lines=(
            Line(tag="figure_changed", label="", before="10–15 %", after="20–30 %", detail="up 15 points"),
        ),
        before=Side(
            text=before,
            marks=left,
            speaker="Mara Voss",
            said_on=date(2025, 5, 28),
            url="https://halden.example/a",
        ),
        after=Side(
            text=after,
            marks=right,
            speaker="Mara Voss",
            said_on=date(2026, 5, 28),
            url="https://halden.example/b",
        ),
        theme="jobs",
        rule="entry-level jobs",
        certainty="",
        why=(),
        at=AT,
    )
    assert "\n".join(texts(body_of(message)["components"])) == (
        "### Figure changed: up 15 points\n"
        "**Mara Voss**\n"
        "Figure changed: ~~10–15 %~~ → **20–30 %** (up 15 points)\n"
        "**Before** · 28 May 2025 (<t:1748433600:R>) · [halden.example](<https://halden.example/a>)\n"
        "> Between ~~10~~ and ~~15~~ % of entry-level jobs will go by ~~2027~~.\n"
        "**Now** · 28 May 2026 (<t:1779969600:R>) · [halden.example](<https://halden.example/b>)\n"
        "> Between **20** and **30** % of entry-level jobs will go by **2029**.\n"
        "-# theme jobs · rule entry-level jobs · seen <t:1795608000:f>"
    )


def test_the_archives_copy_is_a_link_beside_the_old_words() -> None:
    page = "https://web.archive.org/web/20260302235959/https://dispatch.example/a"
    shown = "\n".join(texts(body_of(replace(longest(), archive=page))["components"]))
    assert f"[as it was](<{page}>)" in shown
    hostile = replace(longest(), archive="https://web.archive.org/web/1/https://x.example/>)@everyone")
    assert faults(body_of(hostile)) == []
