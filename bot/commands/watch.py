"""`/watch`: rules over statements. A one-line form for the quick; without options, a form with a preview."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands import complete, pages, phrases, phrases_said, watch_form
from bot.commands.removal import ask_removal
from bot.commands.services import Caller, read, write
from bot.desk import themes, triage, watch
from bot.desk.answers import Refusal
from bot.discord_card import button, cut_plain, row
from bot.discord_reply import Reply, answer, refuse, say
from rules.language import QueryError, describe, parse
from rules.model import WatchRule
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Query = app_commands.Range[str, 1, 1000]
Name = app_commands.Range[str, 1, 100]


class WatchCommands(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="watch", description="Rules: which statements to follow")

    @app_commands.command(name="add", description="Add a watch rule; without options a form opens")
    @app_commands.describe(
        name="Its name, such as: jobs figures",
        query='What to follow, such as: jobs AND figure>=20% AND speaker:"Mara Voss"',
        theme="Only statements from sources of this theme",
        claims="Only against these claims (ids with commas)",
        changes="Which kinds of change alert (with commas); the usual ones if not given",
    )
    @app_commands.autocomplete(theme=complete.theme, claims=complete.claims_so_far, changes=complete.changes)
    async def add(
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, 60] | None = None,
        query: Query | None = None,
        theme: Name | None = None,
        claims: str | None = None,
        changes: str | None = None,
    ) -> None:
        if not name or not query:
            await watch_form.open_form(interaction, name=name or "", query=query or "", theme=theme or "")
            return
        await answer(interaction, add_rule(interaction, name, query, theme, claims, changes))

    @app_commands.command(name="list", description="The rules of this server")
    async def list_(self, interaction: Interaction) -> None:
        await answer(interaction, pages.page(interaction, "rules", listing, ()))

    @app_commands.command(name="show", description="One rule: its query, what it means, whether it is live")
    @app_commands.describe(rule="The rule")
    @app_commands.autocomplete(rule=complete.rule)
    async def show(self, interaction: Interaction, rule: Name) -> None:
        await answer(interaction, show_rule(interaction, rule))

    @app_commands.command(name="edit", description="Change a rule; what is not given stays")
    @app_commands.describe(
        rule="The rule",
        query="The new query",
        name="A new name",
        theme="Another theme",
        claims="Other claims (ids with commas); 'any' for all",
        changes="Other kinds of change (with commas); 'usual' for the usual ones",
    )
    @app_commands.autocomplete(
        rule=complete.rule, theme=complete.theme, claims=complete.claims_so_far, changes=complete.changes
    )
    async def edit(
        self,
        interaction: Interaction,
        rule: Name,
        query: Query | None = None,
        name: app_commands.Range[str, 1, 60] | None = None,
        theme: Name | None = None,
        claims: str | None = None,
        changes: str | None = None,
    ) -> None:
        await answer(interaction, _edit(interaction, rule, query, name, theme, claims, changes))

    @app_commands.command(name="test", description="What a query would have matched, before it is a rule")
    @app_commands.describe(query="The query, or the name of a rule")
    @app_commands.autocomplete(query=complete.rule)
    async def test(self, interaction: Interaction, query: Query) -> None:
        await answer(interaction, _test(interaction, query))

    @app_commands.command(name="pause", description="A rule that is paused matches nothing")
    @app_commands.describe(rule="The rule")
    @app_commands.autocomplete(rule=complete.rule)
    async def pause(self, interaction: Interaction, rule: Name) -> None:
        await answer(interaction, _pause(interaction, rule, paused=True))

    @app_commands.command(name="resume", description="Make a paused rule live again")
    @app_commands.describe(rule="The rule")
    @app_commands.autocomplete(rule=complete.rule)
    async def resume(self, interaction: Interaction, rule: Name) -> None:
        await answer(interaction, _pause(interaction, rule, paused=False))

    @app_commands.command(name="remove", description="Remove a rule; its alerts stay in the history")
    @app_commands.describe(rule="The rule")
    @app_commands.autocomplete(rule=complete.rule)
    async def remove(self, interaction: Interaction, rule: Name) -> None:
        await answer(interaction, ask_removal(interaction, "watch", rule))


def split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


async def add_rule(
    interaction: Interaction,
    name: str,
    query: str,
    theme: str | None,
    claims: str | None,
    changes: str | None,
) -> Reply:
    """Saved, live, and tried on what is stored; the reply can take it back."""

    def work(tx: Tx, me: Caller) -> tuple[WatchRule, watch.Backtest | Refusal] | Refusal:
        test = watch.backtest(tx, me.guild_id, query, now=me.now)
        rule = watch.add(
            tx,
            me.guild_id,
            name,
            query,
            now=me.now,
            theme=theme,
            claims=split(claims),
            changes=split(changes),
            actor=me.user_id,
        )
        return rule if isinstance(rule, Refusal) else (rule, test)

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return refuse(done)
    rule, test = done
    words = [phrases_said.rule_live(rule)]
    if not isinstance(test, Refusal):
        words.append(phrases_said.backtest(test))
    return say("\n".join(words), row(button("Remove again", "remove", "watch", rule.id)))


async def show_rule(interaction: Interaction, name: str) -> Reply:
    def look(tx: Tx, me: Caller) -> tuple[WatchRule, str, triage.Precision] | Refusal:
        rule = watch.find(tx, me.guild_id, name)
        if isinstance(rule, Refusal):
            return rule
        theme = themes.name_of(tx, me.guild_id, rule.theme_id)
        return rule, theme, triage.precision(tx, me.guild_id, rule.id)

    found = await read(interaction, look)
    if isinstance(found, Refusal):
        return refuse(found)
    rule, theme, precision = found
    return say(phrases_said.rule_card(rule, theme, meaning(rule.query), phrases_said.precision(precision)))


def meaning(query: str) -> str:
    parsed = parse(query)
    return str(parsed) if isinstance(parsed, QueryError) else describe(parsed)


async def _edit(
    interaction: Interaction,
    rule: str,
    query: str | None,
    name: str | None,
    theme: str | None,
    claims: str | None,
    changes: str | None,
) -> Reply:
    new_claims = None if claims is None else () if claims.strip() == "any" else split(claims)
    new_changes = None if changes is None else () if changes.strip() == "usual" else split(changes)

    def work(tx: Tx, me: Caller) -> tuple[WatchRule, str] | Refusal:
        done = watch.edit(
            tx,
            me.guild_id,
            rule,
            now=me.now,
            query=query,
            new_name=name,
            theme=theme,
            claims=new_claims,
            changes=new_changes,
            actor=me.user_id,
        )
        if isinstance(done, Refusal):
            return done
        return done, themes.name_of(tx, me.guild_id, done.theme_id)

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return refuse(done)
    return say(phrases_said.rule_card(done[0], done[1], meaning(done[0].query)))


async def _test(interaction: Interaction, query: str) -> Reply:
    def look(tx: Tx, me: Caller) -> watch.Backtest | Refusal:
        rule = tx.rules.rule(me.guild_id, query.strip())
        return watch.backtest(tx, me.guild_id, rule.query if rule else query, now=me.now)

    found = await read(interaction, look)
    return refuse(found) if isinstance(found, Refusal) else say(phrases_said.backtest(found))


async def _pause(interaction: Interaction, name: str, *, paused: bool) -> Reply:
    done = await write(
        interaction,
        lambda tx, me: watch.pause(tx, me.guild_id, name, paused=paused, now=me.now, actor=me.user_id),
    )
    return refuse(done) if isinstance(done, Refusal) else say(phrases_said.rule_paused(done))


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    rules = watch.listing(tx, me.guild_id)
    lines = [phrases_said.rule_line(rule, themes.name_of(tx, me.guild_id, rule.theme_id)) for rule in rules]
    picks = [(f"watch {rule.id}", cut_plain(rule.name, 100)) for rule in rules]
    return pages.Listing(title="Watch rules", lines=lines, empty=phrases.NO_RULES, picks=picks)
