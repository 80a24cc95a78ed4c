"""Every kind of message as text, out of the payloads that the fake Discord received: `docs/discord-messages.md`.

.venv/bin/python -m tests.fakes.discord.gallery > docs/discord-messages.md
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.desk import claims
from rules.change import Alert, DeadlineMoved, FigureChanged, PolarityFlipped, Said, Sighting, Withdrawn
from rules.compare.bare import bare_statement
from rules.model import Address, Claim, Version
from state.model import Delivery, Guild, Notice
from state.store import Tx
from tests.fakes.discord.gallery_begin import beginning
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Answer

NOW = datetime(2026, 5, 28, 12, tzinfo=UTC)
THEN = "Between 10 and 15 % of entry-level office jobs will go by 2027."
LATER = "Between 20 and 30 % of entry-level office jobs will go by 2029."
OUTLETS = tuple(
    f"{name}.example" for name in ("courier", "post", "herald", "echo", "gazette", "star", "mail", "sun")
)
HEAD = """# What walkback looks like in Discord

Made from the real payloads by `python -m tests.fakes.discord.gallery`; a test keeps it current. `│` is the card's
coloured edge, `[…]` a button, `▾` a menu, `▦` a picture. Discord shows `~~struck~~`, `**bold**` and `<t:…>` (a moment
in the reader's own zone) as they are meant.
"""


def rendered(components: list[dict[str, Any]], edge: str = "") -> Iterator[str]:
    for each in components:
        match each["type"]:
            case 17:
                yield from rendered(each["components"], edge + "│ ")
            case 10:
                yield from (edge + line for line in each["content"].split("\n"))
            case 14:
                yield edge + "────"
            case 1:
                yield edge + " ".join(_item(item) for item in each["components"])
            case 12:
                yield from (f"{edge}▦ {item['description']}" for item in each["items"])
            case 13:
                yield f"{edge}📎 {each['file']['url'].rpartition('/')[2]}"
            case _:
                yield f"{edge}({each['type']})"


def _item(item: dict[str, Any]) -> str:
    if item["type"] == 2:
        return f"[{item['label']}]"
    return f"▾ {item.get('placeholder', '')}: {' | '.join(option['label'] for option in item['options'])}"


def form(answer: Answer) -> Iterator[str]:
    yield f"╔ {answer.interaction.data['title']}"
    for top in answer.interaction.data["components"]:
        inner = top["component"]
        shown = inner.get("value") or " | ".join(o["label"] for o in inner.get("options", ())) or "…"
        yield f"║ {top['label']}: {shown}"
        if top.get("description"):
            yield f"║   {top['description']}"


def alert(guild_id: int, number: int, *, theme_id: str, rule_id: str, claim_id: str) -> Alert:
    before = Said(
        text=THEN, speaker="Mara Voss", said_on=date(2025, 5, 28), url="https://dispatch.example/2025/voss"
    )
    after = Said(
        text=LATER,
        speaker="Mara Voss",
        said_on=date(2026, 5, 27),
        url="https://dispatch.example/2026/voss",
        statement_id="statement",
    )
    changes: tuple[Any, ...] = (
        FigureChanged(
            before="10–15 %", after="20–30 %", direction="up", points=15.0, of="entry-level office jobs"
        ),
        DeadlineMoved(before="by 2027", after="by 2029", direction="later", days=731),
    )
    gone: Said | None = after
    if number == 2:
        changes = (PolarityFlipped(before="will go", after="will not go"),)
        gone = Said(
            text="Entry-level office jobs will not go.",
            speaker="Mara Voss",
            said_on=before.said_on,
            url=before.url,
        )
    if number == 3:
        changes, gone = (Withdrawn(before=THEN, last_seen=NOW),), None
    return Alert(
        id=f"{number:020d}", guild_id=guild_id, at=NOW, theme_id=theme_id, rule_id=rule_id,
        rule_name="entry-level jobs",
        claim_id=claim_id, entry_id="e", speaker="Mara Voss", changes=changes, before=before, after=gone,
        probability=0.98 if number == 1 else 0.84, edited=number == 2,
        why=(
            "The rule 'entry-level jobs' matches: jobs at 'jobs'.",
            "It is about the claim of 28 May 2025: same speaker, 7 shared words.",
            "10–15 % became 20–30 %: another value of the same thing.",
        ),
    )  # fmt: skip


async def prepared(here: Scene) -> str:
    """A guild with something in everything; the claim's id."""
    manager = here.manager
    await manager.slash("source add", url="https://dispatch.example/feed.xml", theme="jobs")
    await manager.slash("watch add", name="entry-level jobs", query="jobs AND figure>=5%")
    await manager.slash(
        "claim add", text=THEN, speaker="Mara Voss", said_on="2025-05-28", theme="jobs",
        source="https://dispatch.example/2025/voss",
    )  # fmt: skip
    await manager.slash("subscribe", theme="jobs")
    guild_id = here.guild.id

    def work(tx: Tx) -> str:
        (claim,) = claims.listing(tx, guild_id)  # type: ignore[misc]
        assert isinstance(claim, Claim)
        statement = bare_statement(LATER, "Mara Voss", date(2026, 5, 27))
        version = Version(
            claim_id=claim.id, number=2, statement=statement, recorded_at=NOW, tag="figure_changed",
            alert_id=f"{1:020d}",
        )  # fmt: skip
        tx.claims.put(replace(claim, standing=statement, versions=2), version)
        (rule,) = tx.rules.rules(guild_id)
        (theme,) = tx.rules.themes(guild_id)
        for number in (1, 2, 3):
            one = alert(guild_id, number, theme_id=theme.id, rule_id=rule.id, claim_id=claim.id)
            tx.alerts.add(one)
            _owe(tx, here, one, digest="")
        return claim.id

    return await here.store.transact(work)


def _owe(tx: Tx, here: Scene, one: Alert, digest: str) -> None:
    subscription = tx.rules.subscriptions(here.guild.id)[0]
    tx.outbox.add(
        Delivery(
            id=f"{digest[:3]}{one.id[-10:]}", guild_id=here.guild.id, subscription_id=subscription.id,
            address=Address(kind="discord", target=str(here.channel.id)), subject="alert", subject_id=one.id,
            not_before=NOW, created_at=NOW, digest=digest,
        )
    )  # fmt: skip


def _notice(tx: Tx, here: Scene) -> None:
    notice = Notice(
        id="notice", guild_id=here.guild.id, at=NOW, kind="silent", title="The Halden Dispatch has fallen silent",
        text="Nothing new for 9 days; it used to publish daily.\n"
        "Look whether the feed has moved, then /source add the new one.",
    )  # fmt: skip
    tx.alerts.put_notice(notice)
    tx.outbox.add(
        Delivery(
            id="notice", guild_id=here.guild.id, subscription_id="", not_before=NOW, created_at=NOW, subject="notice",
            address=Address(kind="discord", target=str(here.channel.id)), subject_id=notice.id,
        )
    )  # fmt: skip


async def gathered_stories(here: Scene, claim_id: str) -> tuple[list[str], list[str]]:
    """An alert that five more outlets report, and two that a cap held back."""

    def work(tx: Tx) -> None:
        (rule,) = tx.rules.rules(here.guild.id)
        (theme,) = tx.rules.themes(here.guild.id)
        subscription = tx.rules.subscriptions(here.guild.id)[0]
        tx.rules.put_subscription(replace(subscription, options=(("per_hour", "4"),)))
        for number, digest in ((4, ""), (5, "s:cap-hour:2"), (6, "s:cap-hour:2")):
            one = alert(here.guild.id, number, theme_id=theme.id, rule_id=rule.id, claim_id=claim_id)
            names = OUTLETS[: 8 if number == 4 else number % 5 + 1]
            seen = tuple(
                Sighting(outlet=name, url=f"https://{name}/{number}", said_on=None, at=NOW) for name in names
            )
            calibrated = replace(one, sightings=seen, probability=0.92, uncalibrated=0.95)
            tx.alerts.add(calibrated)
            _owe(tx, here, calibrated, digest=digest)

    await here.store.transact(work)
    count = len(here.channel.messages)
    await here.dispatcher.once()
    first, second = here.channel.messages[count:]
    return list(rendered(first["components"])), list(rendered(second["components"]))


async def sections(here: Scene) -> list[tuple[str, list[str]]]:
    claim_id = await prepared(here)
    await here.dispatcher.once()
    figure, flipped, withdrawn = here.channel.messages

    def digest(tx: Tx) -> None:
        for number in (1, 2, 3):
            found = tx.alerts.get(here.guild.id, f"{number:020d}")
            assert found is not None
            _owe(tx, here, found, digest="s:burst:1")
        _notice(tx, here)

    await here.store.transact(digest)
    await here.dispatcher.once()
    gathered, noticed = here.channel.messages[3:]
    edited, held = await gathered_stories(here, claim_id)
    manager, reader = here.manager, here.reader
    out = [
        ("An alert", list(rendered(figure["components"]))),
        ("An alert that is less sure: a position reversed", list(rendered(flipped["components"]))),
        ("An alert: withdrawn", list(rendered(withdrawn["components"]))),
        ("An alert that other outlets report as well: the same message, edited", edited),
        ("A digest", list(rendered(gathered["components"]))),
        ("Held back by a cap", held),
        ("A notice", list(rendered(noticed["components"]))),
    ]
    pressed = {
        "Why": await reader.click(figure, "Why"),
        "Timeline": await reader.click(figure, "Timeline"),
        "Correct": await manager.click(figure, "Correct"),
        "Not the same": await manager.click(flipped, "Not the same"),
        "Why, of one that other outlets report": await reader.slash("why", alert=f"{4:020d}"),
        "Mute": await manager.click(figure, "Mute"),
    }
    out += [(f"The button {name}", list(rendered(a.message["components"]))) for name, a in pressed.items()]
    speaker = await pressed["Not the same"].click("It was another speaker")
    out.append(("Then: it was another speaker", list(rendered(speaker.message["components"]))))
    muted = await pressed["Mute"].choose("claim 7")
    out.append(("Muted", list(rendered(muted.message["components"]))))
    for path, options in (
        ("history", {}),
        ("status", {}),
        ("subscriptions", {}),
        ("theme list", {}),
        ("source list", {}),
        ("source show", {"source": "the Halden Dispatch"}),
        ("watch list", {}),
        ("watch show", {"rule": "entry-level jobs"}),
        ("watch test", {"query": "jobs OR hiring"}),
        ("claim list", {}),
        ("claim show", {"claim": claim_id}),
        ("settings show", {}),
        ("settings limits", {"alerts_a_day": 100}),
        ("settings log", {}),
        ("help", {}),
        ("theme remove", {"theme": "jobs"}),
    ):
        answer = await manager.slash(path, **options)
        out.append((f"/{path}", list(rendered(answer.message["components"]))))
    gone = await (await manager.slash("watch remove", rule="entry-level jobs")).click("Remove")
    out.append(("A removal, with undo", list(rendered(gone.message["components"]))))
    broken = await manager.slash("watch add", name="x", query="jobs AND (")
    out.append(("A refusal", list(rendered(broken.message["components"]))))
    refused = await reader.slash("theme add", name="x")
    out.append(("Not allowed", list(rendered(refused.message["components"]))))
    for path in ("setup", "watch add", "claim add"):
        out.append((f"/{path} without options: a form", list(form(await manager.slash(path)))))
    return [*out, *await beginning(here, rendered)]


async def gallery() -> str:
    async with scene(clock=lambda: NOW) as here:
        await here.store.transact(
            lambda tx: tx.guilds.put(
                Guild(id=here.guild.id, name="Halden watchers", joined_at=NOW - timedelta(days=9))
            )
        )
        found = await sections(here)
        assert here.fake.problems == []
        assert isinstance(here.channel.id, int)
        body = "\n".join(f"\n## {title}\n\n```text\n{_steady(lines, here)}\n```" for title, lines in found)
    return HEAD + body + "\n"


def _steady(lines: list[str], here: Scene) -> str:
    """Ids that differ from run to run, by name; nothing that would end the block."""
    text = "\n".join(lines).replace("```", "'''").replace(str(here.channel.id), "general")
    text = re.sub(r"\b\d{17,19}\b", "…", text)
    text = re.sub(r"\b(?=[0-9]*[a-z])[0-9a-z]{20}\b", "…", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


if __name__ == "__main__":
    print(asyncio.run(gallery()), end="")
