"""The door for polarity: does a sentence affirm or deny in its main clause?

A plain negation and a word that carries one cancel each other where the second stands in the scope of the first
("did not deny", "not unlikely", "denied that it would not"). Negation in a clause that hangs from the main one
("because it does not pay", "a plan that cannot work") does not count, nor in an adjunct ("with no delay").
"""

from __future__ import annotations

from rules.model import Polarity
from rules.reading.clauses import main_clause
from rules.reading.polarity_cues import NEGATIONS, Negation
from rules.reading.tokens import Tokens, tokens_of, word_set

_ADJUNCTS = frozenset(
    {"with", "of", "in", "for", "to", "by", "at", "on", "as", "from", "almost", "little", "next"}
)
_NEAR, _FAR = 6, 14
"""How many tokens the scope of a negation reaches: over its own verb, and over a "that" complement."""

_Found = tuple[Negation, int, int]


def polarity(text: str) -> Polarity | None:
    """ "denied" where the main clause is negated, "affirmed" otherwise, None for a question or no words at all."""
    t = tokens_of(text)
    if text.rstrip(" \"”’')").endswith("?") or not any(word[0].isalnum() for word in t.low):
        return None
    first = _first_clause(t, _negations(t))
    denied = False
    i = 0
    while i < len(first):
        if i + 1 < len(first) and _cancels(t, first[i], first[i + 1]):
            i += 2
        else:
            denied = True
            i += 1
    return "denied" if denied else "affirmed"


def _negations(t: Tokens) -> list[_Found]:
    """Those of the main clause, without idioms and adjuncts."""
    found = [one for one in NEGATIONS.all(t) if one[0] != "none"]
    if not _STOP.isdisjoint(t.vocabulary):
        found += [
            ("carried", i, i + 1)
            for i, word in enumerate(t.low)
            if word in _STOP and t.at(i + 1).endswith("ing")
        ]
    found.sort(key=lambda one: one[1])
    if not found:
        return []
    main = main_clause(t)
    return [one for one in found if main[one[1]] and not _adjunct(t, one) and not _attributive(t, one)]


def _adjunct(t: Tokens, one: _Found) -> bool:
    """ "with no delay", "in no time", "the lack of": the clause itself is not negated."""
    word, before = t.low[one[1]], t.at(one[1] - 1)
    if word.endswith("ing") and one[0] == "carried" and before in _PREPOSITIONS:
        return True  # "criticism for failing to act"
    if word == "not" and t.at(one[2]).endswith("ing") and before not in _BE:
        return True  # "forced to defend not paying"
    if word == "no" and one[2] == one[1] + 1:
        return before in _ADJUNCTS or not t.is_word(one[2])
    if word in ("nothing", "none", "nobody"):
        return before in ("for", "to", "of")
    if word == "against":
        return before not in _STAND and t.at(one[1] - 2) not in _STAND
    return False


_PREPOSITIONS = frozenset({"for", "by", "of", "after", "without", "from", "in", "despite", "while", "about"})
_BE = word_set("is are am was were be been i'm we're they're he's she's it's you're decided prefer")
_STOP = frozenset({"stop", "stops", "stopped", "quit"})
_STAND = word_set(
    """
    is are am was were be voted vote votes voting came come comes argued argues argue stand stands stood
    decided ruled speak speaks spoke out i'm we're they're he's she's
    """
)


def _attributive(t: Tokens, one: _Found) -> bool:
    """A carried negation as a noun or an adjective before a noun: "the blocked road", "a stop", "false claims"."""
    if one[0] != "carried" or one[2] != one[1] + 1:
        return False
    before, word = t.at(one[1] - 1), t.low[one[1]]
    if before in ("a", "an", "the", "his", "her", "its", "their", "our", "this", "that", "any"):
        return True
    return word == "false" and t.is_word(one[2]) and before not in ("is", "are", "was", "were", "as")


def _first_clause(t: Tokens, found: list[_Found]) -> list[_Found]:
    """Only those of the first clause that says something: up to a full stop, a semicolon, or ", but"."""
    if not found:
        return found
    end = len(t)
    for i in range(3, len(t)):
        if t.breaks(i) or (t.low[i] == "but" and t.at(i - 1) == ","):
            end = i
            break
    return [one for one in found if one[1] < end]


def _cancels(t: Tokens, a: _Found, b: _Found) -> bool:
    """Whether b stands in the scope of a and undoes it."""
    between = t.low[a[2] : b[1]]
    if "," in between or "and" in between or "or" in between:
        return False
    if a[0] == b[0] == "plain":
        return False
    if a[0] == "carried" and b[0] == "plain":
        return ("that" in between or not between) and len(between) <= _FAR
    return len(between) <= (_FAR if "that" in between else _NEAR)
