"""How the command line lays things out: tables, times, alerts. Text from feeds loses its control characters here."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

DIM = {"dim": True}
SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str, limit: int = 0) -> str:
    """One line, printable: control and bidirectional override characters out, white space folded, cut to `limit`."""
    kept = "".join(c if c.isprintable() or c == " " else " " for c in text if unicodedata.category(c) != "Cf")
    folded = " ".join(kept.split())
    return folded if not limit or len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Columns as wide as their widest cell; the last one runs free."""
    cleaned = [[clean(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(heads), *cleaned]) for i in range(len(heads))]
    click.secho("  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip(), **DIM)  # type: ignore[arg-type]
    for row in cleaned:
        click.echo("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())


def line(value: Any) -> None:
    """One JSON line on stdout. Half a surrogate pair, which UTF-8 cannot hold, is written as JSON's escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    click.echo(text if text.isascii() or not SURROGATE.search(text) else SURROGATE.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """`2026-05-28 14:03`, with "in 5 min" or "2 h ago" when `now` is given; "–" for none."""
    if moment is None:
        return "–"
    text = f"{moment:%Y-%m-%d %H:%M}"
    if now is None:
        return text
    seconds = (moment - now).total_seconds()
    size = abs(seconds)
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if size >= unit:
            amount = f"{int(size // unit)} {name}"
            return f"in {amount}" if seconds > 0 else f"{amount} ago"
    return "now"
