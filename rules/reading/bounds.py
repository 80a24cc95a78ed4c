"""Words around a number that open or blur it: "at least", "under", "up to", "nearly", "or more"."""

from __future__ import annotations

from typing import Literal

from rules.reading.tokens import Tokens

Edge = Literal["floor", "ceiling", "about", "plain"]

_PHRASES: dict[Edge, str] = {
    "floor": (
        "at least|no less than|not less than|no fewer than|not fewer than|a minimum of|minimum of|"
        "minimum|more than|over|above|exceeding|exceeds|exceed|exceeded|greater than|higher than|"
        "larger than|bigger than|upwards of|upward of|in excess of|north of|longer than|better than|"
        "as little as|as few as|surpassing|topping|older than|past the|at the very least|surpassed|"
        "topped|no lower than|past|more than an estimated|>|≥|well over the"
    ),
    "ceiling": (
        "up to|at most|no more than|not more than|no greater than|no higher than|under|below|"
        "less than|fewer than|lower than|smaller than|shorter than|within|a maximum of|maximum of|"
        "as much as|as many as|as high as|not exceeding|no longer than|south of|shy of|short of|"
        "cheaper than|not over|capped at|<|≤|up to an estimated"
    ),
    "about": (
        "about|around|approximately|approx|roughly|some|nearly|almost|close to|an estimated|"
        "estimated|circa|~|≈|∼|nearing|approaching|as good as|virtually|in the region of|"
        "in the neighborhood of|in the neighbourhood of|more or less|near|maybe|perhaps|something like|"
        "on the order of|in the order of|or so|practically|approx ."
    ),
    "plain": (
        "only|just|exactly|precisely|a full|a total of|an average of|another|an additional|the remaining|"
        "a further|merely"
    ),
}
_BY_LAST: dict[str, list[tuple[tuple[str, ...], Edge]]] = {}
for _edge, _list in _PHRASES.items():
    for _phrase in _list.split("|"):
        _words = tuple(_phrase.split())
        _BY_LAST.setdefault(_words[-1], []).append((_words, _edge))
for _found in _BY_LAST.values():
    _found.sort(key=lambda pair: -len(pair[0]))

_AFTER: tuple[tuple[tuple[str, ...], Edge], ...] = (
    (("or", "more"), "floor"),
    (("or", "higher"), "floor"),
    (("or", "greater"), "floor"),
    (("or", "above"), "floor"),
    (("or", "better"), "floor"),
    (("or", "longer"), "floor"),
    (("or", "over"), "floor"),
    (("and", "above"), "floor"),
    (("and", "up"), "floor"),
    (("and", "over"), "floor"),
    (("and", "counting"), "floor"),
    (("-", "plus"), "floor"),
    (("plus",), "floor"),
    (("+",), "floor"),
    (("or", "less"), "ceiling"),
    (("or", "fewer"), "ceiling"),
    (("or", "lower"), "ceiling"),
    (("or", "below"), "ceiling"),
    (("or", "under"), "ceiling"),
    (("at", "most"), "ceiling"),
    (("at", "least"), "floor"),
    (("or", "so"), "about"),
    (("-", "odd"), "about"),
    (("-", "ish"), "about"),
)
_AFTER_STARTERS = frozenset(words[0] for words, _ in _AFTER)
_REVISED = frozenset(
    {"revised", "up", "went", "raised", "moved", "bumped", "marked", "rounded", "adjusted", "ticked", "it"}
)
_NUDGES = frozenset(
    {
        "just",
        "well",
        "far",
        "slightly",
        "significantly",
        "considerably",
        "only",
        "a",
        "little",
        "much",
        "even",
    }
)


def bound_before(t: Tokens, i: int) -> tuple[Edge, int] | None:
    """The modifier that ends right before token i, and its first token. The longest wins."""
    for words, edge in _BY_LAST.get(t.at(i - 1), ()):
        first = i - len(words)
        if first >= 0 and t.low[first:i] == list(words):
            return edge, first
    return None


def bounds_before(t: Tokens, i: int) -> tuple[Edge, bool, int]:
    """All modifiers before token i: the edge they set, whether they blur, the first token.

    "well over an estimated 20" is a floor that blurs.
    """
    edge: Edge = "plain"
    blurred = False
    first = i
    while found := bound_before(t, first):
        kind, opening = found
        if kind == "ceiling" and t.words(opening, 2) == ("up", "to") and t.at(opening - 1) in _REVISED:
            break  # "revised up to 4.2 %" is 4.2
        first = opening
        if kind == "about":
            blurred = True
        elif kind != "plain" and edge == "plain":
            edge = kind
    while first < i and t.at(first - 1) in _NUDGES and t.at(first - 1) != "a":
        first -= 1
    return edge, blurred, first


def bound_after(t: Tokens, i: int) -> tuple[Edge, int] | None:
    """The modifier that starts at token i, and the token after it."""
    if t.at(i) not in _AFTER_STARTERS:
        return None
    for words, edge in _AFTER:
        if t.low[i : i + len(words)] == list(words) and t.at(i + len(words)) != "than":
            return edge, i + len(words)
    return None
