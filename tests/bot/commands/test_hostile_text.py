"""Hostile text through every command: the fake checks each payload against Discord's schema and limits."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.discord_ids import custom_id
from bot.discord_reply import SORRY
from rules.change import FigureChanged
from tests.fakes import nouns
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Answer

HOSTILE = (
    "[x](javascript:alert(1)) [y](https://evil.example) **b**",
    "@everyone @here <@1> <@&2> <#3> <t:1:R> </help:4> <:e:5>",
    "\u202egnp.exe \u2066x\u2069 \u200f",
    "Z\u0351\u0352\u0353\u0354\u0355" * 10,
    "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}" * 12,
    "# head\n## two\n-# small\n> quote\n- list\n1. one",
    "```js\ncode``` ``x`` `y` ~~s~~ __u__ ||sp||",
    "=cmd|' /C calc'!A0",
    "W" * 60,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 30,
    "https://evil.example/x?a=1 http://e.example www.e.example",
)
LIVE = (
    re.compile(r"(?<!\\)@(everyone|here)"),
    re.compile(r"(?<!\\)<@&?2?1?>"),
    re.compile(r"(?<!\\)<(t:1:R|/help:4|:e:5|#3)>"),
    re.compile(r"(?<!\\)\]\((?!<https://)"),
)


def check(here: Scene, answer: Answer, what: object) -> None:
    assert answer.kind in (4, 5, 6, 7, 9), what
    if answer.kind == 9:
        return
    assert answer.text.count("```") % 2 == 0, what
    text = re.sub(r"```.*?```", "", answer.text, flags=re.S)
    assert SORRY not in text, what
    for line in text.split("\n"):
        for live in LIVE:
            assert not live.search(line), (what, line)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text_in_every_answer(text: str) -> None:
    async with scene() as here:
        boss = here.manager
        name, long = text[:60], (text * 80)[:1000]
        for path, given in (
            ("theme add", {"name": name}),
            ("source add", {"url": "https://dispatch.example/feed.xml", "theme": name}),
            ("source add", {"url": long[:1000]}),
            ("watch add", {"name": name, "query": '"jobs"', "theme": name}),
            ("watch add", {"name": name[:59] + "x", "query": long}),
            ("watch test", {"query": long}),
            ("watch test", {"query": '"' + long[:500].replace('"', "") + '"'}),
            ("claim add", {"text": long, "speaker": text[:120], "theme": name, "said_on": text[:20]}),
            ("claim add", {"text": long, "speaker": text[:120], "source": long}),
            ("claim add", {"text": long, "speaker": text[:120], "theme": name}),
            ("subscribe", {"theme": name, "timezone": text[:60], "quiet": text[:20], "changes": text}),
            ("subscribe", {"theme": name, "changes": text}),
            ("subscribe", {"theme": name}),
            ("theme list", {}),
            ("source list", {}),
            ("source list", {"theme": name}),
            ("watch list", {}),
            ("claim list", {}),
            ("claim list", {"speaker": text[:120], "text": text[:100]}),
            ("subscriptions", {}),
            ("history", {}),
            ("history", {"theme": name, "speaker": text[:120], "text": text[:100]}),
            ("history", {"since": text[:20], "until": text[:20], "change": text[:100], "claim": text[:100]}),
            ("why", {"alert": text[:40]}),
            ("status", {}),
            ("settings log", {}),
            ("settings show", {}),
            ("watch show", {"rule": name}),
            ("watch edit", {"rule": name, "name": "other " + text[:50]}),
            ("theme remove", {"theme": name}),
            ("theme remove", {"theme": text[:100]}),
            ("unsubscribe", {"subscription": text[:100]}),
        ):
            answer = await boss.slash(path, **given)
            check(here, answer, (path, given))
        claims = await here.store.read(lambda tx: tx.claims.of_guild(here.guild.id))
        for claim in claims:
            for path in ("claim show", "claim timeline", "claim remove"):
                check(here, await boss.slash(path, claim=claim.id), path)
        for path, focus in (
            ("claim show", "claim"),
            ("theme remove", "theme"),
            ("watch show", "rule"),
            ("source show", "source"),
            ("unsubscribe", "subscription"),
            ("history", "speaker"),
            ("why", "alert"),
            ("subscribe", "timezone"),
            ("watch add", "claims"),
            ("subscribe", "changes"),
        ):
            await boss.complete(path, focus, "")
            await boss.complete(path, focus, text[:90])
        await pressed(here, text, claims[0].id)
        message = here.fake.make_message(here.channel.id, {"content": (text * 60)[:2000]})
        for menu in ("Track as claim", "Check against claims"):
            check(here, await boss.menu(menu, message), menu)
        for form in ("watch add", "claim add", "setup"):
            check(here, await boss.slash(form), form)
        assert here.fake.problems == [], here.fake.problems


async def pressed(here: Scene, text: str, claim_id: str) -> None:
    """Every button of an alert whose every word is hostile, and the history that shows it."""
    guild, boss = here.guild.id, here.manager
    change = FigureChanged(before=text, after=text[::-1], direction="down", of=text, points=-30.0)
    told = nouns.alert(
        guild_id=guild,
        claim_id=claim_id,
        speaker=text,
        rule_name=text,
        changes=(change,),
        before=nouns.said(text * 20, "old"),
        after=nouns.said(text * 30, "new"),
        why=(text, text * 20),
    )
    row = nouns.delivery(guild_id=guild, subject_id=told.id, address=nouns.channel(here.channel.id))
    await here.store.transact(
        lambda tx: (tx.alerts.add(told), tx.outbox.add(replace(row, subscription_id="")))
    )
    await here.dispatcher.once()
    sent = here.channel.messages[-1]
    assert sent["pinged"] == []
    for label in ("Why", "Timeline", "Correct", "Not the same", "Mute"):
        answer = await boss.click(sent, label)
        check(here, answer, label)
        if label == "Mute":
            check(here, await answer.choose("speaker 7"), "muted")
    found = await boss.slash("history", speaker=text[:120])
    check(here, found, "history")
    for kind in ("csv", "json", "md"):
        check(here, await boss.press(sent, custom_id("export", kind), 2), kind)
    for path in ("history", "status", "settings log", "settings show"):
        check(here, await boss.slash(path), path)
