"""A message as plain lines, for wherever neither colour nor markup can be relied on."""

from __future__ import annotations

from typing import assert_never

from bot.message import AlertMessage, DigestMessage, Message, NoticeMessage, Side
from bot.words import dated, speaker_name

SHOWN_OUTLETS = 6
"""Outlets named in one message."""


def plain_text(message: Message) -> str:
    """A message of any kind, as lines."""
    match message:
        case AlertMessage():
            return "\n".join(alert_rows(message))
        case NoticeMessage():
            return "\n".join(
                [printable(message.title), *(printable(row) for row in message.text.splitlines())]
            )
        case DigestMessage():
            parts = ["\n".join(alert_rows(alert)) for alert in message.alerts]
            return "\n\n".join([digest_title(message), *parts])
        case _:
            assert_never(message)


def digest_title(message: DigestMessage) -> str:
    return printable(f"{message.title}. {message.note}" if message.note else message.title)


def alert_rows(message: AlertMessage) -> list[str]:
    """Headline, each change as old → new, both sides with date and link, and where the reasons are."""
    rows = [f"{printable(message.speaker)} · {printable(message.headline)}"]
    rows += change_rows(message)
    for sign, side in (("−", message.before), ("+", message.after)):
        if side is not None:
            rows += [f"{sign} {printable(side.text)}", f"  {where(side)}"]
    if message.after is None:
        rows.append("+ (no longer there)")
    rows += also_rows(message)
    rows += archive_rows(message)
    rows.append(foot(message))
    return rows


def also_rows(message: AlertMessage, shown: int = SHOWN_OUTLETS) -> list[str]:
    """Who else reports it, in one row; none for nobody."""
    if not message.also:
        return []
    names = ", ".join(printable(each.name)[:60] for each in message.also[:shown])
    more = len(message.also) - shown
    return [f"Also reported by {names}{f' and {more} more' if more > 0 else ''} ({len(message.also)})"]


def archive_rows(message: AlertMessage) -> list[str]:
    return [f"  as it was: {printable(message.archive)}"] if message.archive else []


def change_rows(message: AlertMessage) -> list[str]:
    """One row a change that is more than the two texts themselves."""
    texts = (message.before.text if message.before else "", message.after.text if message.after else "")
    return [
        f"{line.label}: {printable(line.before)} → {printable(line.after)}"
        + (f"  ({line.detail})" if line.detail else "")
        for line in message.lines
        if line.before and line.after and (line.before, line.after) != texts
    ]


def where(side: Side) -> str:
    parts = [speaker_name(side.speaker), dated(side.said_on, side.edit_seen), side.url]
    return printable(" · ".join(part for part in parts if part))


def foot(message: AlertMessage) -> str:
    parts = [part for part in (message.theme, f"rule {message.rule}", message.certainty) if part]
    return printable(" · ".join(parts)) + f" · why {message.alert_id}"


def printable(text: str, *, fold: bool = True) -> str:
    """Without control and format characters: nothing from a feed moves the cursor or turns the text around."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split()) if fold else kept
