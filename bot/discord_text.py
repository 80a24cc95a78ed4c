"""Text for Discord: hostile words in, words out that are only words. Pure.

Discord reads markdown, mentions, custom emoji, timestamps and links out of any text. `tokens` walks a text once and
says for each of its characters what to write instead, so that every cut falls between characters and never inside
an escape, and so that marks, which are offsets into the original, can be laid over the result.

Measured with discord.py 2.7.1: `discord.utils.escape_markdown` leaves the second masked link of a line and all
bold between two links live, and touches neither lists, mentions, timestamps nor emoji. Hence an escaper of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from bot import words

ZWSP = "\u200b"
ELLIPSIS = "…"
LONGEST_LINK = 800
MOST_COMBINING = 6
"""Combining marks in a row that are kept: more than any script needs, less than a tower."""

_ALWAYS = frozenset("\\*_~`|[]<")
_EMOJI_NAME = re.compile(r":(?=//|[\w+~-]{1,64}:)")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_LINE_START = re.compile(r"[>#+-]|\d{1,9}(?=[.)])")
_UNSAFE_IN_LINK = re.compile(r"[\s<>\"'\\^`{|}\u0000-\u001f\u007f]")

Token = tuple[int, str]
"""(offset of the character in the text, what to write for it)."""


def units(text: str) -> int:
    """Length as Discord may count it at worst: UTF-16 code units, never fewer than code points."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def dropped(ch: str) -> bool:
    """Characters that are never written: controls, bidi overrides and isolates, tags, lone surrogates."""
    code = ord(ch)
    return (
        unicodedata.category(ch) in ("Cc", "Cs")
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xE0000 <= code <= 0xE007F
        or code in (0xFEFF, 0x2028, 0x2029, 0x061C)
    )


def tokens(text: str) -> Iterator[Token]:
    """Each character with its escape, on one line: white space of any kind and length is one space."""
    start, space, combining = True, False, 0
    at = 0
    while at < len(text):
        ch = text[at]
        if ch.isspace() or ch in "\u2028\u2029":
            if not space and not start:
                yield at, " "
            space = True
            at += 1
            continue
        if dropped(ch):
            at += 1
            continue
        combining = combining + 1 if unicodedata.combining(ch) else 0
        if combining > MOST_COMBINING:
            at += 1
            continue
        if start and (head := _LINE_START.match(text, at)):
            start = space = False
            yield from _line_start(text, head)
            at = head.end() + (1 if head.group()[0].isdigit() else 0)
            continue
        start = space = False
        yield at, _escaped(text, at)
        at += 1


def _line_start(text: str, head: re.Match[str]) -> Iterator[Token]:
    """The beginnings that would make a heading, a quote, a list or small print of the line."""
    first = head.group()
    if not first[0].isdigit():
        yield head.start(), "\\" + first
        return
    yield from ((head.start() + i, digit) for i, digit in enumerate(first))
    yield head.end(), "\\" + text[head.end()]


def _escaped(text: str, at: int) -> str:
    ch = text[at]
    if ch in _ALWAYS or (ch == "(" and at and text[at - 1] == "]"):
        return "\\" + ch
    if ch == ":" and _EMOJI_NAME.match(text, at):
        return "\\:"
    if ch == "@" and _MENTION.match(text, at):
        return "@" + ZWSP
    return ch


def plain(text: str, limit: int = 4000) -> str:
    """The text on one line, without live markup, in at most `limit` units; cut with an ellipsis."""
    return marked(text, (), "", limit)


def marked(text: str, marks: Sequence[tuple[int, int]], wrap: str, limit: int) -> str:
    """The same with `marks` (offsets into `text`) wrapped in `wrap`. A text too long is shown from shortly
    before its first mark, so what changed stays in sight."""
    walked = list(tokens(text))
    begin = _first_shown(walked, marks, limit)
    pieces: list[str] = [ELLIPSIS + " "] if begin else []
    used = units(pieces[0]) if pieces else 0
    reserve = units(ELLIPSIS) + len(wrap)
    inside = False
    for number in range(begin, len(walked)):
        offset, written = walked[number]
        now = bool(wrap) and any(start <= offset < end for start, end in marks)
        change = wrap if now != inside else ""
        cost = units(change) + units(written)
        last = number == len(walked) - 1
        if used + cost + (len(wrap) if last and now else 0 if last else reserve) > limit:
            return _closed(pieces, wrap, inside) + ELLIPSIS
        if change and inside:
            _close(pieces, change)
        elif change:
            pieces.append(change)
        pieces.append(written)
        used += cost
        inside = now
    return _closed(pieces, wrap, inside).strip(" ")


def _first_shown(walked: Sequence[Token], marks: Sequence[tuple[int, int]], limit: int) -> int:
    """The token to begin with: 0 if the text or its first mark fits from there."""
    if not marks or sum(units(w) for _, w in walked) <= limit // 2:
        return 0
    first = min(start for start, _ in marks)
    position = next((i for i, (offset, _) in enumerate(walked) if offset >= first), 0)
    cost = sum(units(w) for _, w in walked[:position])
    if cost <= limit // 2:
        return 0
    back, kept = position, 0
    while back and kept < limit // 4:
        back -= 1
        kept += units(walked[back][1])
    return back


def _close(pieces: list[str], wrap: str) -> None:
    """Put the closing wrap before a space that ends the marked words; drop an empty pair."""
    if pieces[-1] == wrap:
        pieces.pop()
        return
    if pieces[-1] == " ":
        pieces.pop()
        _close(pieces, wrap)
        pieces.append(" ")
        return
    pieces.append(wrap)


def _closed(pieces: list[str], wrap: str, inside: bool) -> str:
    if inside:
        _close(pieces, wrap)
    return "".join(pieces)


def code_block(text: str, limit: int = 1000) -> str:
    """Text in a code block: nothing in it is markup but the fence itself, which a zero-width space breaks."""
    kept = "".join(ch for ch in text if ch == "\n" or not dropped(ch)).replace("```", f"`{ZWSP}`{ZWSP}`")
    return f"```\n{cut(kept, limit - 8)}\n```"


def code(text: str, limit: int = 300) -> str:
    """Text in a line's code span, where escapes would be seen: a backtick, which ends it, becomes an apostrophe."""
    kept = " ".join("".join(ch if not dropped(ch) else " " for ch in text).split()).replace("`", "'")
    return f"`{cut(kept, limit) or ' '}`"


def cut(text: str, most: int, end: str = ELLIPSIS) -> str:
    """At most `most` units, with `end`, which counts, where it was cut."""
    if units(text) <= most:
        return text
    left = most - units(end)
    for at, ch in enumerate(text):
        left -= units(ch)
        if left < 0:
            return text[:at] + end
    return text


def link(url: str, label: str = "") -> str:
    """A masked link whose words are its host (or `label`), or "" when the address is none that may be shown."""
    safe = safe_link(url)
    if not safe:
        return ""
    host = urlsplit(safe).hostname or ""
    return f"[{plain(label or host, 80)}](<{safe}>)"


def host_of(url: str) -> str:
    """The host of an address that may be shown, "" otherwise."""
    return urlsplit(safe_link(url)).hostname or ""


def safe_link(url: str) -> str:
    """The address if it is http(s), names a host, and has nothing in it that ends a link; "" otherwise."""
    try:
        url.encode()  # half a surrogate pair, which a feed's JSON can bring, is in no address
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return ""
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&,;=+~-._*")
    query = f"?{quote(parts.query, safe='/%:@!$&,;=+~-._*?')}" if parts.query else ""
    safe = f"{parts.scheme}://{host}{port}{path}{query}"
    return "" if len(safe) > LONGEST_LINK or _UNSAFE_IN_LINK.search(safe) else safe


def when(moment: datetime, style: str = "R") -> str:
    """A moment in the reader's own zone and language: Discord renders it. Styles as Discord names them."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def day(value: date | None) -> str:
    """`28 May 2026 (6 months ago)`, or "date not known". The day is written out: it has no time zone."""
    written = words.day(value)
    if value is None or value.year < 1970:
        return written
    noon = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return f"{written} ({when(noon)})"
