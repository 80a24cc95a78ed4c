"""Letters that every match of a regex must hold, read off its text: enough to rule most regexes out unasked.

Understood: letters and digits, groups, alternatives, quantifiers, classes, escapes. Anything else gives no letters,
which is always safe: the regex is then asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GRAM = 3
"""Letters in a gram: a literal of fewer rules nothing out."""
_TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}")


def grams(text: str) -> set[str]:
    """Every run of `GRAM` characters of a text, without case."""
    low = text.casefold()
    return {low[at : at + GRAM] for at in range(len(low) - GRAM + 1)}


def required(pattern: str) -> frozenset[str] | None:
    """Literals, lower case and ASCII, of which any match of the pattern holds at least one; None if none is known."""
    if "\\Q" in pattern or "(?" in pattern.replace("(?:", "").replace("(?i)", ""):
        return None
    reader = _Reader(pattern)
    found = reader.any()
    return found if found and reader.at == len(pattern) else None


Needs = frozenset[str] | None


@dataclass(slots=True)
class _Reader:
    pattern: str
    at: int = 0

    def more(self, stop: str) -> bool:
        return self.at < len(self.pattern) and self.pattern[self.at] not in stop

    def any(self) -> Needs:
        """Alternatives: every one of them has to need something."""
        parts = [self.sequence()]
        while self.at < len(self.pattern) and self.pattern[self.at] == "|":
            self.at += 1
            parts.append(self.sequence())
        return None if None in parts else frozenset().union(*(part for part in parts if part))

    def sequence(self) -> Needs:
        """The best of what its parts need: the one whose shortest literal is the longest."""
        best: Needs = None
        run = ""
        while self.more("|)"):
            char, needs = self.atom()
            optional, repeated = self.quantifier()
            if char and not optional:
                run += char
                if not repeated:
                    continue
            best, run = _better(best, _literal(run)), char if char and repeated and not optional else ""
            if needs and not optional:
                best = _better(best, needs)
        return _better(best, _literal(run))

    def atom(self) -> tuple[str, Needs]:
        """One character that must stand there, or what a group needs, or neither."""
        char = self.pattern[self.at]
        self.at += 1
        match char:
            case "(":
                if self.pattern.startswith("?:", self.at):
                    self.at += 2
                elif self.pattern.startswith("?i)", self.at):
                    self.at += 3
                    return "", None
                needs = self.any()
                self.at += 1
                return "", needs
            case "[":
                self.skip_class()
                return "", None
            case "\\":
                escaped = self.pattern[self.at : self.at + 1]
                self.at += 1
                if escaped.isalnum():
                    self.skip_escape(escaped)
                    return "", None
                return _plain(escaped), None
            case "." | "^" | "$":
                return "", None
            case _:
                return _plain(char), None

    def skip_class(self) -> None:
        at = self.at + (self.pattern[self.at : self.at + 1] == "^")
        at += self.pattern[at : at + 1] == "]"
        while at < len(self.pattern) and self.pattern[at] != "]":
            if self.pattern[at] == "\\":
                at += 1
            elif self.pattern.startswith("[:", at) and ":]" in self.pattern[at:]:
                at = self.pattern.index(":]", at) + 1
            at += 1
        self.at = at + 1

    def skip_escape(self, escaped: str) -> None:
        """`\\x41`, `\\x{e9}`, `\\pL`, `\\p{Greek}`, `\\012`: their arguments are no letters."""
        rest = self.pattern[self.at :]
        if escaped in "xpP" and rest.startswith("{"):
            self.at += rest.find("}") + 1
        elif escaped == "x":
            self.at += 2
        elif escaped in "pP":
            self.at += 1
        elif escaped.isdigit():
            self.at += len(rest[:2]) - len(rest[:2].lstrip("01234567"))

    def quantifier(self) -> tuple[bool, bool]:
        """(may be absent, may be repeated) of what stands before."""
        optional = repeated = False
        while self.at < len(self.pattern) and self.pattern[self.at] in "*+?{":
            char = self.pattern[self.at]
            if char == "{":
                times = _TIMES.match(self.pattern, self.at)
                if times is None:
                    return optional, repeated  # a brace that stands for itself
                self.at = times.end() - 1
                optional |= int(times[1]) == 0
            optional |= char in "*?" and not repeated
            repeated = True
            self.at += 1
        return optional, repeated


def _plain(char: str) -> str:
    """Only ASCII: what else folds into what differs between engines."""
    return char.lower() if char.isascii() else ""


def _literal(run: str) -> Needs:
    return frozenset({run}) if len(run) >= GRAM else None


def _better(a: Needs, b: Needs) -> Needs:
    if a is None or b is None:
        return a or b
    return max(a, b, key=lambda needs: (min(len(literal) for literal in needs), -len(needs)))
