"""Where quotation marks open and close: curly, straight, doubled singles and single marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

OPENING = "“„«"
CLOSING = "”»"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation at top level. The marks stand at `start` and just before `end`; `inner` lies between them.

    `closed` is False for a quotation that runs on to the end of its paragraph (the next one may carry on).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


@cache
def _marks() -> re.Pattern[str]:
    # A straight or single mark counts as opening or closing by what stands on either side of it.
    return re.compile(r"[“”„«»\"]|''|``|(?<!\w)[‘'](?=[\w$“\"(\[…])|(?<=[\w.,!?…)\]])[’'](?![\w])")


def quotes(text: str, start: int, end: int, *, carried: bool = False) -> list[Quote]:
    """Top-level quotations in `text[start:end]`, left to right, in one pass.

    `carried`: an earlier paragraph left a quotation open, so a closing mark that comes first closes that one.
    """
    found: list[Quote] = []
    opened: tuple[int, int, str] | None = (start, start, "“") if carried else None
    depth = 0
    singles = _Singles(text, end)
    for mark in _marks().finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if _opens(text, mark, sign, start, singles):
                opened, depth = (mark.start(), mark.end(), sign), 0
            continue
        if sign == "“" and opened[2] == "„" and not text[mark.end() : mark.end() + 1].isalnum():
            sign = "”"  # „…“, as German sets them
        if sign in OPENING and mark.start() > opened[1]:
            depth += opened[2] not in "‘'"
            continue
        if sign in CLOSING and depth:
            depth -= 1
            continue
        if _closes(text, mark, sign, opened[2], end):
            found.append(Quote(opened[0], mark.end(), opened[1], mark.start()))
            opened = None
    if opened and opened[2] not in "‘'" and opened[1] < end:
        found.append(Quote(opened[0], end, opened[1], end, closed=False))
    return found


class _Singles:
    """Where the next closing single mark stands: looked for once, then remembered."""

    __slots__ = ("end", "next", "text")

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self.next = -1

    def closes_within(self, at: int, reach: int) -> bool:
        if self.next < at:
            found = _closing_single().search(self.text, at, self.end)
            self.next = found.start() if found else self.end + reach
        return self.next - at < reach


@cache
def _closing_single() -> re.Pattern[str]:
    return re.compile(r"(?<=[\w.,!?…)\]])[’'](?!\w)")


_REACH = 400
"""A single mark that is not closed within so many characters is an apostrophe (’90s, ’em)."""


def _opens(text: str, mark: re.Match[str], sign: str, start: int, singles: _Singles) -> bool:
    if sign in OPENING or sign == "``":
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if sign in ('"', "''", "”"):
        return bool(after) and not after.isspace() and not before.isalnum()
    if sign in "‘'":
        return not before.isalnum() and singles.closes_within(mark.end(), _REACH)
    return False


def _closes(text: str, mark: re.Match[str], sign: str, opening: str, end: int) -> bool:
    if opening in "‘'":
        return sign in "’'" and mark.start() > 0
    if sign in CLOSING or sign == "''":
        return True
    if sign == '"':
        after = text[mark.end() : mark.end() + 1] if mark.end() < end else ""
        return not after.isalnum()
    return False
