"""`/claim`: what somebody said, on record."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import claim_form, complete, pages, phrases, phrases_said, timeline
from bot.commands.claim_adding import add_claim
from bot.commands.removal import ask_removal
from bot.commands.services import Caller, read, write
from bot.desk import claims, themes
from bot.desk.answers import Refusal
from bot.discord_card import button, cut_plain, row
from bot.discord_reply import Reply, answer, refuse, say
from rules.model import Claim
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Name = app_commands.Range[str, 1, 100]


class ClaimCommands(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="claim", description="What somebody said, on record")

    @app_commands.command(name="add", description="Put a statement on record; without options a form opens")
    @app_commands.describe(
        text="The words, as they were said",
        speaker="Who said it",
        said_on="The day, such as 2026-05-28",
        source="Where it stands (https://…)",
        theme="Its theme; made if it is new",
    )
    @app_commands.autocomplete(theme=complete.theme, speaker=complete.speaker)
    async def add(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, 1000] | None = None,
        speaker: app_commands.Range[str, 1, 120] | None = None,
        said_on: app_commands.Range[str, 1, 20] | None = None,
        source: app_commands.Range[str, 1, 1000] | None = None,
        theme: Name | None = None,
    ) -> None:
        if not text or not speaker:
            await claim_form.open_form(interaction, text=text or "", speaker=speaker or "", url=source or "")
            return
        await answer(interaction, _add(interaction, text, speaker, said_on or "", source or "", theme))

    @app_commands.command(name="list", description="The claims on record here")
    @app_commands.describe(
        theme="Only this theme", speaker="Only this speaker", text="Words that must all occur"
    )
    @app_commands.autocomplete(theme=complete.theme, speaker=complete.speaker)
    async def list_(
        self,
        interaction: Interaction,
        theme: Name | None = None,
        speaker: app_commands.Range[str, 1, 120] | None = None,
        text: Name | None = None,
    ) -> None:
        args = (theme or "", speaker or "", text or "")
        await answer(interaction, pages.page(interaction, "claims", listing, args))

    @app_commands.command(name="show", description="One claim as it stands")
    @app_commands.describe(claim="The claim")
    @app_commands.autocomplete(claim=complete.claim)
    async def show(self, interaction: Interaction, claim: Name) -> None:
        await answer(interaction, show_claim(interaction, claim))

    @app_commands.command(name="timeline", description="One claim through time: every version of it")
    @app_commands.describe(claim="The claim")
    @app_commands.autocomplete(claim=complete.claim)
    async def timeline(self, interaction: Interaction, claim: Name) -> None:
        await answer(interaction, timeline.show(interaction, claim))

    @app_commands.command(name="edit", description="Title, theme, other names of the speaker")
    @app_commands.describe(
        claim="The claim",
        title="A short title",
        theme="Another theme",
        aliases="Other names of the speaker, with commas",
    )
    @app_commands.autocomplete(claim=complete.claim, theme=complete.theme)
    async def edit(
        self,
        interaction: Interaction,
        claim: Name,
        title: app_commands.Range[str, 1, 120] | None = None,
        theme: Name | None = None,
        aliases: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        await answer(interaction, _edit(interaction, claim, title, theme, aliases))

    @app_commands.command(name="merge", description="Two claims are one: join their records")
    @app_commands.describe(keep="The claim that stays", fold="The claim that joins it")
    @app_commands.autocomplete(keep=complete.claim, fold=complete.claim)
    async def merge(self, interaction: Interaction, keep: Name, fold: Name) -> None:
        await answer(interaction, _merge(interaction, keep, fold))

    @app_commands.command(name="remove", description="Take a claim off the record; its alerts stay")
    @app_commands.describe(claim="The claim")
    @app_commands.autocomplete(claim=complete.claim)
    async def remove(self, interaction: Interaction, claim: Name) -> None:
        await answer(interaction, ask_removal(interaction, "claim", claim))


async def _add(
    interaction: Interaction, text: str, speaker: str, said_on: str, url: str, theme: str | None
) -> Reply:
    done = await add_claim(interaction, text, speaker, said_on, url, theme)
    return refuse(done) if isinstance(done, Refusal) else done


async def show_claim(interaction: Interaction, name: str) -> Reply:
    def look(tx: Tx, me: Caller) -> tuple[Claim, str] | Refusal:
        claim = claims.find(tx, me.guild_id, name)
        return (
            claim if isinstance(claim, Refusal) else (claim, themes.name_of(tx, me.guild_id, claim.theme_id))
        )

    found = await read(interaction, look)
    if isinstance(found, Refusal):
        return refuse(found)
    return say(phrases_said.claim_card(*found), row(button("Timeline", "timeline", "", found[0].id)))


async def _edit(
    interaction: Interaction, claim: str, title: str | None, theme: str | None, aliases: str | None
) -> Reply:
    names = None if aliases is None else [part for part in aliases.split(",") if part.strip()]

    def work(tx: Tx, me: Caller) -> tuple[Claim, str] | Refusal:
        done = claims.edit(
            tx,
            me.guild_id,
            claim,
            now=me.now,
            title=title,
            theme=theme,
            aliases=names,
            actor=me.user_id,
        )
        return done if isinstance(done, Refusal) else (done, themes.name_of(tx, me.guild_id, done.theme_id))

    done = await write(interaction, work)
    return refuse(done) if isinstance(done, Refusal) else say(phrases_said.claim_card(*done))


async def _merge(interaction: Interaction, keep: str, fold: str) -> Reply:
    done = await write(
        interaction, lambda tx, me: claims.merge(tx, me.guild_id, keep, fold, now=me.now, actor=me.user_id)
    )
    if isinstance(done, Refusal):
        return refuse(done)
    return say(phrases_said.claims_merged(done), row(button("Timeline", "timeline", "", done.id)))


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    theme, speaker, text = (*args, "", "", "")[:3]
    found = claims.listing(tx, me.guild_id, theme=theme or None, speaker=speaker or None, text=text)
    if isinstance(found, Refusal):
        return found
    newest = list(reversed(found))
    return pages.Listing(
        title="Claims on record",
        lines=[phrases_said.claim_line(each) for each in newest],
        empty=phrases.NO_CLAIMS,
        picks=[(f"claim {each.id}", cut_plain(complete.claim_label(each), 100)) for each in newest],
    )
