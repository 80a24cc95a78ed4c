"""Messages as Discord shows them: an alert, a notice, a digest. Components V2; why, in docs/design/discord.md.

Every builder keeps within the limits of `bot.discord_size` for any text of any length, and puts the marker (the
delivery's nonce) into the first button's id, where `bot.destinations.discord` finds it again after a lost answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, assert_never

import discord
from discord import ui

from bot.discord_card import button, card, cut_plain, row, with_mention
from bot.discord_ids import custom_id
from bot.discord_size import DISPLAYED, OPTION_TEXT
from bot.discord_text import day, host_of, link, marked, plain, units, when
from bot.message import AlertMessage, DigestMessage, Line, Message, NoticeMessage, Outlet, Side
from bot.words import LABELS, also_in, dated, speaker_name
from rules.change import Tag

COLOURS: dict[Tag, int] = {
    "figure_changed": 0xE0A100,
    "deadline_moved": 0xD9730D,
    "certainty_changed": 0x2F80ED,
    "polarity_flipped": 0xC62828,
    "scope_changed": 0x00897B,
    "attribution_changed": 0x8E44AD,
    "wording_edited": 0x607D8B,
    "withdrawn": 0x7B1E1E,
    "repeated": 0x9E9E9E,
    "new_claim": 0x2E7D32,
    "unrelated": 0x9E9E9E,
}
"""Decoration: every kind is named in words as well."""
NOTICE_COLOUR = 0xF2C94C

QUOTE = 900
"""Units for each side's sentence, less where the rest leaves less."""
LONG_LINK = 300
"""Units of a link beyond which a side shows the host alone: buttons lead to the whole."""
FIRST = (
    "\n-# The first alert here: somebody on record says something else now. **Why** tells how I came to it, **Not the "
    "same** corrects me, **Mute** makes me quiet. Everybody may look; managers judge."
)
RESERVED = 160
"""Units kept free for the mention, line feeds and the row of other outlets."""
SHORT = 160
MOST_LINES = 4
OUTLETS = 6
"""Other outlets that a message names; the rest is a number."""
OUTLETS_ROOM = 1_200
"""Units for all of them with their links."""
DIGEST_ALERTS = 10
"""Alerts in one digest message; more go into the next one."""

CHANNEL = re.compile(r"\bdiscord:(\d{15,20})\b")


def layout(message: Message, nonce: str) -> ui.LayoutView:
    """Any message as Discord shows it. `nonce` goes into the first button or menu."""
    match message:
        case AlertMessage():
            return alert(message, nonce)
        case NoticeMessage():
            return notice(message, nonce)
        case DigestMessage():
            return digest(message, nonce)
        case _:
            assert_never(message)


# --- alert ----------------------------------------------------------------------------------------


def alert(message: AlertMessage, nonce: str = "") -> ui.LayoutView:
    view = card(COLOURS[message.tag], *alert_texts(message), alert_buttons(message.alert_id, nonce))
    return with_mention(view, message.mention)


def alert_texts(message: AlertMessage) -> list[ui.Item[Any]]:
    """Who and what first, then the difference, then both sentences, then where it comes from."""
    head = [f"### {plain(message.headline, 200)}", f"**{plain(message.speaker, 120)}**"]
    head += [change_line(message, each) for each in message.lines[:MOST_LINES]]
    if len(message.lines) > MOST_LINES:
        head.append(f"-# and {len(message.lines) - MOST_LINES} smaller changes: Why lists them all")
    first, foot = "\n".join(head), _foot(message) + (FIRST if message.first else "")
    before_place = _place("Before", message.before, message.speaker) + _archived(message.archive)
    places = before_place, _place("Now", message.after, message.speaker)
    room = DISPLAYED - RESERVED - sum(units(text) for text in (first, foot, *places))
    each = min(QUOTE, room // 2)
    before = f"{places[0]}\n> {_words(message.before, '~~', each, 'nothing on record')}"
    after = f"{places[1]}\n> {_words(message.after, '**', each, 'no longer there')}"
    shown = [first, before, after]
    if message.also:
        left = DISPLAYED - RESERVED // 2 - sum(units(text) for text in (*shown, foot))
        shown.append(also_line(message.also, left))
    items: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in (*shown, foot)]
    items.insert(1, ui.Separator())
    return items


def also_line(also: Sequence[Outlet], room: int, shown: int = OUTLETS) -> str:
    """Who else reports it: `Also reported by courier.example, post.example and 3 more (5)`, with links while there is
    room for them in units."""
    left = min(room, OUTLETS_ROOM) - len("**Also reported by** ") - 30
    names: list[str] = []
    for each in also[:shown]:
        where = link(each.url)
        name = where if where and units(where) < left - 60 * (shown - len(names)) else plain(each.name, 50)
        left -= units(name) + 2
        if left < 0:
            break
        names.append(name)
    more = len(also) - len(names)
    rest = f"{' and ' if names else ''}{more} more" if more else ""
    return f"**Also reported by** {', '.join(names)}{rest} ({len(also)})"


def alert_buttons(alert_id: str, nonce: str = "") -> ui.ActionRow[Any]:
    return row(
        button("Why", "why", alert_id, nonce, primary=True),
        button("Timeline", "timeline", alert_id),
        button("Correct", "correct", alert_id),
        button("Not the same", "notsame", alert_id),
        button("Mute", "mute", alert_id),
    )


def change_line(message: AlertMessage, each: Line, limit: int = SHORT) -> str:
    """`Figure changed: ~~10–15 %~~ → **20–30 %** (up 15 points)`."""
    before, after = short_pair(message, each, limit)
    detail = f" ({plain(each.detail, 80)})" if each.detail and each.after else ""
    return f"{LABELS[each.tag]}: {before} → {after}{detail}"


def short_pair(message: AlertMessage, each: Line, limit: int = SHORT) -> tuple[str, str]:
    """The two sides of a change, short; of whole sentences, the words that differ."""
    before = _differing(each.before, message.before)
    after = _differing(each.after, message.after)
    nothing = "*no longer there*" if each.tag == "withdrawn" else "*nothing*"
    struck, strong = _wrapped(before, "~~", limit), _wrapped(after, "**", limit)
    return struck or "*nothing*", strong or nothing


def _differing(text: str, side: Side | None) -> str:
    if side is None or not side.marks or text.strip() != side.text.strip():
        return text
    return " … ".join(side.text[start:end] for start, end in side.marks[:3])


def _wrapped(text: str, wrap: str, limit: int) -> str:
    written = plain(text, limit - 2 * len(wrap))
    return f"{wrap}{written}{wrap}" if written else ""


def _place(label: str, side: Side | None, speaker: str) -> str:
    """When and where. The speaker is named again only where it is another than the alert's."""
    if side is None:
        return f"**{label}**"
    where = link(side.url)
    if units(where) > LONG_LINK:
        where = plain(host_of(side.url), 80)
    place = [f"**{label}**", dated(side.said_on, side.edit_seen, day), where]
    if speaker_name(side.speaker) != speaker:
        place.insert(1, plain(speaker_name(side.speaker), 80))
    return " · ".join(part for part in place if part)


def _archived(url: str) -> str:
    where = link(url, "as it was") if url else ""
    return f" · {where}" if where and units(where) <= LONG_LINK else ""


def _words(side: Side | None, wrap: str, limit: int, nothing: str) -> str:
    return nothing if side is None else marked(side.text, side.marks, wrap, limit) or "(no words)"


def _foot(message: AlertMessage) -> str:
    parts = [
        plain(message.certainty, 100),
        f"theme {plain(message.theme, 60)}" if message.theme else "",
        f"rule {plain(message.rule, 60)}" if message.rule else "",
        f"seen {when(message.at, 'f')}",
    ]
    return "-# " + " · ".join(part for part in parts if part)


# --- notice and digest ----------------------------------------------------------------------------


def notice(message: NoticeMessage, nonce: str = "") -> ui.LayoutView:
    lines = [written for line in message.text.splitlines() if (written := _notice_line(line))][:3]
    text = "\n".join([f"### {plain(message.title, 200)}", *lines, f"-# {when(message.at, 'f')}"])
    return card(NOTICE_COLOUR, ui.TextDisplay(text), row(button("Status", "status", nonce)))


def _notice_line(line: str) -> str:
    """Words, with `discord:ID` as a link to that channel."""
    parts = CHANNEL.split(line)[:9]
    room = 900 // (len(parts) // 2 + 1)
    written = [plain(part, room) if not at % 2 else f"<#{part}>" for at, part in enumerate(parts)]
    return " ".join(part for part in written if part)


def digest(message: DigestMessage, nonce: str = "") -> ui.LayoutView:
    """At most `DIGEST_ALERTS` alerts, a short paragraph each, and a menu that opens any of them in full."""
    shown = message.alerts[:DIGEST_ALERTS]
    title = f"### {plain(message.title, 200)}"
    if message.kind == "late":
        title += "\n-# These could not be delivered in time and come together now."
    elif message.note:
        title += f"\n-# {plain(message.note, 150)}"
    items: list[ui.Item[Any]] = [ui.TextDisplay(title)]
    entries = [_digest_entry(each) for each in shown]
    if sum(map(units, (title, *entries))) > DISPLAYED - RESERVED:
        entries = [_digest_entry(each, 45, links=False) for each in shown]
    items += [ui.TextDisplay(entry) for entry in entries]
    if shown:
        items.append(row(alert_menu(shown, nonce)))
    return with_mention(card(COLOURS[shown[0].tag] if shown else NOTICE_COLOUR, *items), message.mention)


def _digest_entry(each: AlertMessage, limit: int = 70, *, links: bool = True) -> str:
    """At most about 450 units, and 330 with short sides and no link."""
    head = f"**{plain(each.speaker, 60)}** · {plain(each.headline, 80)}"
    pair = " → ".join(short_pair(each, each.lines[0], limit)) if each.lines else ""
    where = link(each.after.url if each.after else each.before.url if each.before else "") if links else ""
    place = [where if 0 < units(where) < 120 else when(each.at), also_in(len(each.also))]
    foot = " · ".join(part for part in place if part)
    return "\n".join(part for part in (head, pair, f"-# {foot}" if foot else "") if part)


def alert_menu(shown: Sequence[AlertMessage], nonce: str = "") -> ui.Select[Any]:
    """Opens any of the alerts in full; one that stands twice is offered once."""
    seen: dict[str, AlertMessage] = {each.alert_id: each for each in shown}
    options = [
        discord.SelectOption(
            label=cut_plain(f"{each.speaker}: {each.headline}", OPTION_TEXT), value=each.alert_id
        )
        for each in seen.values()
    ]
    return ui.Select(custom_id=custom_id("open", nonce), placeholder="Open one in full", options=options)


WELCOME = (
    "### Hello\nI keep what people said on record and tell you here when they say something else: another figure, a "
    "later date, a weaker word, the opposite, a quiet edit. I read feeds, not your messages.\n"
    "**To begin:** a manager runs `/setup`; it asks for a theme, a feed and a channel. `/help` answers the rest."
)


def welcome() -> ui.LayoutView:
    return card(NOTICE_COLOUR, ui.TextDisplay(WELCOME), row(button("How do I …?", "help")))


def texts(items: Iterable[dict[str, Any]]) -> list[str]:
    """Every displayed text of a payload's components, in order: for logs, tests and the docs."""
    out: list[str] = []
    for item in items:
        if isinstance(item.get("content"), str):
            out.append(item["content"])
        out += texts(item.get("components", ()))
    return out
