"""The console: alerts as a Discord channel would show them, for those without a token."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

import click

from bot.destinations.base import Receipt
from bot.destinations.plain import also_rows, archive_rows, change_rows, digest_title, foot, printable, where
from bot.message import AlertMessage, DigestMessage, Message, NoticeMessage, Side
from rules.change import Tag
from rules.model import Address

COLOURS: dict[Tag, str] = {
    "figure_changed": "yellow",
    "deadline_moved": "yellow",
    "certainty_changed": "cyan",
    "polarity_flipped": "red",
    "scope_changed": "cyan",
    "attribution_changed": "magenta",
    "wording_edited": "blue",
    "withdrawn": "red",
    "repeated": "white",
    "new_claim": "green",
    "unrelated": "white",
}


class ConsoleDestination:
    """Prints. What is printed is there: a receipt at once, nothing to find later."""

    def __init__(self, write: Callable[[str], None] | None = None) -> None:
        self._write = write or _to_stdout

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        match message:
            case AlertMessage():
                self._write(alert_text(message) + "\n")
            case NoticeMessage():
                self._write(notice_text(message) + "\n")
            case DigestMessage():
                head = click.style(f"▌ {digest_title(message)}", bold=True)
                self._write("\n\n".join([head, *(alert_text(alert) for alert in message.alerts)]) + "\n")
            case _:
                assert_never(message)
        return Receipt(message_id=nonce, place="console")

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        """What is printed stays as it is: one more line says who else reports it."""
        if isinstance(message, AlertMessage) and message.also:
            (who,) = also_rows(message)
            bar = click.style("▌ ", fg=COLOURS[message.tag])
            row = printable(f"{message.speaker} · {message.headline}: {who[0].lower()}{who[1:]}")
            self._write(bar + click.style(row, dim=True) + "\n")


def alert_text(message: AlertMessage) -> str:
    """The alert as lines of text; colours only decorate, the words carry the meaning."""
    bar = click.style("▌ ", fg=COLOURS[message.tag])
    rows = [
        click.style(printable(f"{message.speaker} · {message.headline}"), bold=True),
        *change_rows(message),
    ]
    for sign, side in (("−", message.before), ("+", message.after)):
        if side is not None:
            rows.append(f"{sign} {_marked(side, sign)}")
            rows.append(click.style(f"  {where(side)}", dim=True))
    if message.after is None:
        rows.append("+ (no longer there)")
    rows += [click.style(row, dim=True) for row in (*also_rows(message), *archive_rows(message))]
    rows.append(click.style(foot(message), dim=True))
    return "\n".join(bar + row for row in rows)


def notice_text(message: NoticeMessage) -> str:
    bar = click.style("▌ ", fg="white")
    rows = [click.style(printable(message.title), bold=True), *map(printable, message.text.splitlines())]
    return "\n".join(bar + row for row in rows)


def _marked(side: Side, sign: str) -> str:
    out, at = [], 0
    for start, end in side.marks:
        out.append(printable(side.text[at:start], fold=False))
        word = printable(side.text[start:end], fold=False)
        out.append(
            click.style(word, fg="red", strikethrough=True)
            if sign == "−"
            else click.style(word, fg="green", bold=True)
        )
        at = end
    out.append(printable(side.text[at:], fold=False))
    return " ".join("".join(out).split())


def _to_stdout(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()
