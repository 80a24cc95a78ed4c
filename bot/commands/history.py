"""`/history`: filters, pages, one alert in full, export as a file."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import discord
from discord import app_commands, ui

from bot.commands import complete, pages, phrases, phrases_said
from bot.commands.services import Caller, read, services_of
from bot.desk import history, record
from bot.desk.answers import Refusal
from bot.discord_card import card, cut_plain
from bot.discord_ids import Press
from bot.discord_layout import alert as alert_view
from bot.discord_reply import QUIET, Reply, answer, refuse
from bot.render import render_alert
from bot.words import LABELS, speaker_name
from rules.change import Alert
from state.codec import alert_line
from state.model import HistoryFilter
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Name = app_commands.Range[str, 1, 100]
MOST_LISTED = 500
MOST_EXPORTED = 10_000
COLUMNS = ("id", "at", "theme", "rule", "speaker", "headline", "before", "after", "before_url", "after_url")
FORMULA = ("=", "+", "-", "@")
FILTERS = ("theme", "speaker", "claim", "change", "since", "until", "text")


@app_commands.command(name="history", description="What changed, newest first; filter, page, export")
@app_commands.describe(
    theme="Only this theme",
    speaker="Only this speaker",
    claim="Only this claim",
    change="Only this kind of change",
    since="From when: 2026-05-28, 7d, 12h, yesterday",
    until="Until when: the same forms",
    text="Words that must all occur in what was said",
)
@app_commands.autocomplete(
    theme=complete.theme, speaker=complete.speaker, claim=complete.claim, change=complete.change
)
async def history_(
    interaction: Interaction,
    theme: Name | None = None,
    speaker: app_commands.Range[str, 1, 120] | None = None,
    claim: Name | None = None,
    change: Name | None = None,
    since: app_commands.Range[str, 1, 20] | None = None,
    until: app_commands.Range[str, 1, 20] | None = None,
    text: Name | None = None,
) -> None:
    # The list stands as of now, so that no page repeats what an alert that comes meanwhile pushes down.
    now = f"@{int(services_of(interaction).clock().timestamp()) + 1}"
    given = (theme, speaker, claim, change, since, until or now, text)
    args = tuple((value or "").strip() for value in given)
    await answer(interaction, pages.page(interaction, "history", listing, args))


def filters(tx: Tx, me: Caller, args: tuple[str, ...], limit: int) -> HistoryFilter | Refusal:
    given = dict(zip(FILTERS, args, strict=False))
    text = given.pop("text", "")
    options = {name: value or None for name, value in given.items()}
    return history.where(tx, me.guild_id, now=me.now, limit=limit, text=text, **options)


def listing(tx: Tx, me: Caller, args: tuple[str, ...]) -> pages.Listing | Refusal:
    where = filters(tx, me, args, MOST_LISTED)
    if isinstance(where, Refusal):
        return where
    found = history.page(tx, me.guild_id, where)
    intro = phrases_said.flips(record.of(tx, me.guild_id, where.speaker)) if where.speaker else ""
    return pages.Listing(
        title="History",
        lines=[_line(tx, me, each, receipts=bool(where.speaker or where.claim_id)) for each in found.alerts],
        empty=phrases.NO_ALERTS,
        intro=intro,
        foot=phrases.MORE_ALERTS if found.more else "",
        picks=[(each.id, _label(each)) for each in found.alerts],
        export=bool(found.alerts),
    )


def _line(tx: Tx, me: Caller, each: Alert, *, receipts: bool) -> str:
    return phrases_said.alert_line(render_alert(each, theme=""), jump(tx, me, each), receipts=receipts)


def _label(each: Alert) -> str:
    return cut_plain(f"{each.at:%Y-%m-%d} {speaker_name(each.speaker)}: {LABELS[each.headline]}", 100)


def jump(tx: Tx, me: Caller, each: Alert) -> str:
    """The address of the alert's message in Discord, "" where there is none."""
    space = str(me.guild_id) if not me.private else "@me"
    for row in tx.outbox.of_subject(each.id):
        sent = row.guild_id == me.guild_id and row.state == "sent" and row.address.kind == "discord"
        channel = row.place or row.address.target
        if sent and row.message_id.isdigit() and channel.isdigit():
            return f"https://discord.com/channels/{space}/{channel}/{row.message_id}"
    return ""


# --- one alert in full ----------------------------------------------------------------------------


async def show_alert(interaction: Interaction, alert_id: str) -> Reply:
    def look(tx: Tx, me: Caller) -> tuple[Alert, str] | None:
        found = tx.alerts.get(me.guild_id, alert_id)
        theme = tx.rules.theme(me.guild_id, found.theme_id) if found and found.theme_id else None
        return (found, theme.name if theme else "") if found else None

    found = await read(interaction, look)
    if found is None:
        return refuse(phrases.NOT_HERE)
    return Reply(alert_view(render_alert(found[0], theme=found[1])))


# --- export ---------------------------------------------------------------------------------------


async def pressed_export(interaction: Interaction, press: Press) -> None:
    await answer(interaction, _export(interaction, press.part(0), press.parts[1:]))


async def _export(interaction: Interaction, form: str, parts: tuple[str, ...]) -> Reply:
    args = await pages.arguments(interaction, parts)
    if args is None:
        return refuse(phrases.FILTERS_FORGOTTEN)

    def look(tx: Tx, me: Caller) -> history.Page | Refusal:
        where = filters(tx, me, args, MOST_EXPORTED)
        return where if isinstance(where, Refusal) else history.page(tx, me.guild_id, where)

    found = await read(interaction, look)
    if isinstance(found, Refusal):
        return refuse(found)
    text = exported(found, form)
    name = f"walkback-history.{form if form in ('csv', 'json', 'md') else 'txt'}"
    file = discord.File(io.BytesIO(text.encode("utf-8")), filename=name)
    words: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(
        phrases_said.exported(len(found.alerts), more=found.more)
    )
    return Reply(card(QUIET, words, ui.File(f"attachment://{name}")), (file,))


def exported(found: history.Page, form: str) -> str:
    """JSON: an array of the alert lines of the contract. CSV: no cell that a spreadsheet would take for a formula."""
    lines = [alert_line(each, found.themes.get(each.theme_id or "", "")) for each in found.alerts]
    if form == "json":
        return json.dumps(lines, ensure_ascii=False, indent=1)
    rows = [_flat(line) for line in lines]
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([[_cell(each[name]) for name in COLUMNS] for each in rows])
        return out.getvalue()
    head = ["# History", ""]
    return "\n".join(head + [_markdown(each) for each in rows])


def _flat(line: dict[str, object]) -> dict[str, str]:
    flat = {name: str(line.get(name) or "") for name in COLUMNS}
    for side in ("before", "after"):
        said = line[side]
        flat[side] = str(said["text"]) if isinstance(said, dict) else ""
        flat[f"{side}_url"] = str(said["url"] or "") if isinstance(said, dict) else ""
    return flat


def _cell(text: str) -> str:
    """A spreadsheet looks past leading white space, and takes the wide forms of the signs for the signs."""
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in FORMULA or text[:1] in ("\t", "\r", "\n") else text


def _markdown(each: dict[str, str]) -> str:
    from bot.discord_text import plain

    head = f"- {each['at'][:10]} **{plain(each['speaker'])}** {each['headline'].replace('_', ' ')}"
    return f"{head}: ~~{plain(each['before'])}~~ → **{plain(each['after'])}**"
