"""`/source`."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import complete, pages, phrases
from bot.commands.removal import ask_removal
from bot.commands.services import Caller, SourceDraft, read, services_of, write
from bot.desk import sources
from bot.desk.answers import Refusal
from bot.desk.pages import set_full_text
from bot.discord_reply import Reply, answer, refuse, say
from bot.discord_text import plain
from state.store import Tx
from watchers.opml import parse_opml

Interaction = discord.Interaction[discord.Client]
MOST_OFFERED = 10
OPML_LIMIT = 1024 * 1024


class SourceCommands(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="source", description="The feeds and pages that are watched here")

    @app_commands.command(name="add", description="Watch a feed, a page (its feeds are found) or hn:QUERY")
    @app_commands.describe(
        url="An address, or a shorthand such as hn:QUERY or reddit:r/NAME",
        theme="Its theme; made if it is new",
        choose="Which of several feeds of a page, counted from 1",
        full_text="False: the articles' own pages are never read",
    )
    @app_commands.autocomplete(theme=complete.theme)
    async def add(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 1, 1000],
        theme: app_commands.Range[str, 1, 100] | None = None,
        choose: app_commands.Range[int, 1, MOST_OFFERED] | None = None,
        full_text: bool = True,
    ) -> None:
        await answer(interaction, add_source(interaction, url, theme, choose, full_text=full_text))

    @app_commands.command(name="edit", description="Whether the articles' own pages of a source are read")
    @app_commands.describe(
        source="The source", full_text="False: only what the feed says; edits of the pages are not seen"
    )
    @app_commands.autocomplete(source=complete.source)
    async def edit(
        self, interaction: Interaction, source: app_commands.Range[str, 1, 1000], full_text: bool
    ) -> None:
        await answer(interaction, _edit(interaction, source, full_text=full_text))

    @app_commands.command(name="import", description="Watch every feed of an OPML file")
    @app_commands.describe(
        file="An OPML file, at most 1 MB", theme="One theme for all; else the file's folders are the themes"
    )
    @app_commands.autocomplete(theme=complete.theme)
    async def import_(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        theme: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await answer(interaction, _import(interaction, file, theme))

    @app_commands.command(name="list", description="What is watched here, and how it is")
    @app_commands.describe(theme="Only this theme")
    @app_commands.autocomplete(theme=complete.theme)
    async def list_(
        self, interaction: Interaction, theme: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        await answer(interaction, pages.page(interaction, "sources", listing, (theme,) if theme else ()))

    @app_commands.command(name="show", description="One source: address, health, last and next poll")
    @app_commands.describe(source="The source")
    @app_commands.autocomplete(source=complete.source)
    async def show(self, interaction: Interaction, source: app_commands.Range[str, 1, 1000]) -> None:
        await answer(interaction, show_source(interaction, source))

    @app_commands.command(name="pause", description="Stop polling a source until it is resumed")
    @app_commands.describe(source="The source")
    @app_commands.autocomplete(source=complete.source)
    async def pause(self, interaction: Interaction, source: app_commands.Range[str, 1, 1000]) -> None:
        await answer(interaction, _pause(interaction, source, paused=True))

    @app_commands.command(name="resume", description="Poll a paused source again")
    @app_commands.describe(source="The source")
    @app_commands.autocomplete(source=complete.source)
    async def resume(self, interaction: Interaction, source: app_commands.Range[str, 1, 1000]) -> None:
        await answer(interaction, _pause(interaction, source, paused=False))

    @app_commands.command(name="remove", description="Watch a source no more; what was recorded stays")
    @app_commands.describe(source="The source")
    @app_commands.autocomplete(source=complete.source)
    async def remove(self, interaction: Interaction, source: app_commands.Range[str, 1, 1000]) -> None:
        await answer(interaction, ask_removal(interaction, "source", source))


async def add_source(
    interaction: Interaction, url: str, theme: str | None, choose: int | None, *, full_text: bool = True
) -> Reply:
    found = await services_of(interaction).preview(url)
    if isinstance(found, Refusal):
        return refuse(found)
    if not found:
        return refuse(phrases.NOTHING_FOUND)
    if len(found) > 1 and choose is None:
        return _offer(found)
    chosen = await sources.chosen(found, choose or 1, services_of(interaction).preview)
    if isinstance(chosen, Refusal):
        return refuse(chosen)
    seen, called = chosen
    done = await write(
        interaction,
        lambda tx, me: sources.add(
            tx,
            me.guild_id,
            kind=seen.kind,
            url=seen.url,
            name=called,
            theme=theme,
            now=me.now,
            document_kind=seen.document_kind,
            full_text=full_text,
            actor=me.user_id,
        ),
    )
    return refuse(done) if isinstance(done, Refusal) else say(phrases.source_added(done, seen.found))


def _offer(found: object) -> Reply:
    assert isinstance(found, list | tuple)
    drafts: list[SourceDraft] = list(found)[:MOST_OFFERED]
    lines = [f"{n}\\. {phrases.name(each.name)} {plain(each.url, 150)}" for n, each in enumerate(drafts, 1)]
    return say("\n".join([phrases.several_feeds(len(drafts)), *lines]))


async def _import(interaction: Interaction, file: discord.Attachment, theme: str | None) -> Reply:
    if file.size > OPML_LIMIT:
        return refuse(phrases.OPML_TOO_LARGE)
    found = parse_opml((await file.read()).decode("utf-8", "replace"))
    if isinstance(found, str):
        return refuse(found)

    done = await write(
        interaction,
        lambda tx, me: sources.add_all(tx, me.guild_id, found.outlines, theme, now=me.now, actor=me.user_id),
    )
    refused = [str(each) for each in done if isinstance(each, Refusal)]
    added = sum(not isinstance(each, Refusal) and each.new for each in done)
    left_out = [*found.problems, *refused]
    return say(phrases.imported(added, len(done) - added - len(refused), left_out))


async def show_source(interaction: Interaction, name: str) -> Reply:
    found = await read(interaction, lambda tx, me: (sources.find(tx, me.guild_id, name), me.now))
    source, moment = found
    return refuse(source) if isinstance(source, Refusal) else say(phrases.source_card(source, moment))


async def _edit(interaction: Interaction, name: str, *, full_text: bool) -> Reply:
    done = await write(
        interaction,
        lambda tx, me: set_full_text(
            tx, me.guild_id, name, full_text=full_text, now=me.now, actor=me.user_id
        ),
    )
    return refuse(done) if isinstance(done, Refusal) else say(phrases.source_full_text(done))


async def _pause(interaction: Interaction, name: str, *, paused: bool) -> Reply:
    done = await write(
        interaction,
        lambda tx, me: sources.pause(tx, me.guild_id, name, paused=paused, now=me.now, actor=me.user_id),
    )
    if isinstance(done, Refusal):
        return refuse(done)
    return say(phrases.source_paused(done) if paused else phrases.source_resumed(done))


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    rows = sources.listing(tx, me.guild_id, args[0] if args else None)
    if isinstance(rows, Refusal):
        return rows
    return pages.Listing(
        title="Sources", lines=[phrases.source_line(row) for row in rows], empty=phrases.NO_SOURCES
    )
