"""robots.txt as RFC 9309 has it: which group is ours, and the longest rule that fits a path. Pure.

The standard library's parser knows no wildcards and takes the first rule that fits instead of the longest; others make
regular expressions of the patterns, which a hostile file can make endless. Here a pattern costs its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

TOKEN = "walkback"
"""Our product token: what a site writes after `User-agent:` to speak to us."""
MAX_BYTES = 500 * 1024
"""Bytes that are read (RFC 9309, 2.5); the rest does not count."""
MAX_RULES = 5000
MOST_DELAY = 60.0
"""Seconds of `Crawl-delay` that are honoured; it is no part of the RFC, and many a site means it."""
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: str
    allow: bool


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """The rules for us, in the file's order. `delay`: seconds between two requests, 0 for none."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """The longest pattern that fits decides, of two as long the one that allows; without any it is allowed."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        best = (-1, True)
        for rule in self.rules:
            if len(rule.pattern) >= best[0] and _fits(rule.pattern, path):
                best = max(best, (len(rule.pattern), rule.allow))
        return best[1]


EVERYTHING = RobotsTxt()


def parse_robots(body: bytes, token: str = TOKEN) -> RobotsTxt:
    """The group of `token`, all groups of that name together; else the group of `*`. Never raises."""
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    groups: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    # Of the group that is open, those names that may be ours: a file can have thousands of others.
    names: set[str] = set()
    open_for_names = False
    for line in re.split(r"\r\n|\r|\n", text):
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            names = names if open_for_names else set()
            open_for_names = True
            name = "*" if value.startswith("*") else re.split(r"[/\s]", value, maxsplit=1)[0].lower()
            if name in (token, "*"):
                names.add(name)
                groups.setdefault(name, [])
        elif field in ("allow", "disallow"):
            open_for_names = False
            for name in names if value else ():
                if len(groups[name]) < MAX_RULES:
                    groups[name].append(Rule(_normal(value), field == "allow"))
        elif field == "crawl-delay":
            open_for_names = False
            delays.update(dict.fromkeys(names, _seconds(value)))
    ours = token if token in groups else "*"
    return RobotsTxt(tuple(groups.get(ours, ())), delays.get(ours, 0.0))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return min(seconds, MOST_DELAY) if seconds > 0 else 0.0  # "nan" is no number of seconds either


def _normal(path: str) -> str:
    """One spelling: what is not ASCII as UTF-8 escapes, escapes in upper case, none for what needs none."""
    spelled = "".join(
        c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in path
    )
    return _ESCAPE.sub(_one_escape, spelled)


def _one_escape(match: re.Match[str]) -> str:
    letter = chr(int(match.group()[1:], 16))
    return letter if _UNRESERVED.fullmatch(letter) else match.group().upper()


def _fits(pattern: str, path: str) -> bool:
    """`*` stands for anything, `$` at the end for the end. Each part is looked for once, from left to right."""
    at_end = pattern.endswith("$")
    first, *rest = (pattern[:-1] if at_end else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not at_end or at == len(path)
    last = rest.pop() if at_end else ""
    for part in rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not at_end or (path.endswith(last) and len(path) - len(last) >= at)
