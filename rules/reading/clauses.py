"""The main clause of a sentence: which tokens belong to it, and which to a clause that hangs from it."""

from __future__ import annotations

from functools import lru_cache

from rules.reading.tokens import Tokens, word_set

_SUBORDINATE = word_set(
    """
    although though because whereas unless if when whenever while since until whether once lest despite
    amid after before as
    """
)
_RELATIVE = word_set("which who whom whose where")
_OPENERS = _SUBORDINATE | _RELATIVE | {"that"}
"""What a hanging clause opens with, beside a participle."""
_COMPLEMENT = word_set(
    """
    likely unlikely possible impossible certain sure doubt doubts doubtful think thinks thought believe
    believes believed say says said know knows knew expect expects hope hopes promise promises promised
    pledge pledged vow vowed predict predicts predicted chance possibility probability likelihood
    confident clear unclear true false fear fears argue argues argued claim claims claimed deny denies
    denied suggest suggests suggested mean means show shows showed find finds found warn warns warned
    estimate estimates reported reports report announce announced confirm confirmed insist insists
    insisted agree agreed so is was be it convinced plausible conceivable feel feels guess suspect
    imagine told tells tell added adds and but ensure sign evidence idea view opinion assume assumes
    risk danger concern concerned worried guarantee question
    """
)


@lru_cache(maxsize=8)
def main_clause(t: Tokens) -> list[bool]:
    """For each token whether it stands in the main clause (complements of "say", "doubt", "likely that" do).

    Kept for a moment because certainty and polarity ask of the same sentence; not to be written to.
    """
    size = len(t)
    main = [True] * size
    end = 0
    for i, word in enumerate(t.low):
        if i < end or not (word in _OPENERS or word.endswith("ing")):
            continue
        end = min(_hanging(t, i), size)
        if end > i:
            main[i:end] = [False] * (end - i)
    if not any(main[i] and t.is_word(i) for i in range(size)):
        return [True] * size
    return main


def _hanging(t: Tokens, i: int) -> int:
    """The token after a hanging clause that starts at token i; i itself if none does."""
    word = t.low[i]
    if word in _SUBORDINATE and _opens_clause(t, i):
        return _to_comma(t, i + 1, start=i == 0 or t.at(i - 1) == ",")
    if word in _RELATIVE and i > 0 and not (word == "where" and i == 0):
        return _to_comma(t, i + 1, start=t.at(i - 1) == ",")
    if _participle(t, i):
        return _to_comma(t, i + 1, start=True)
    if (
        word == "that"
        and i > 0
        and t.is_word(i - 1)
        and t.low[i - 1] not in _COMPLEMENT
        and _verb_next(t, i + 1)
    ):
        return _to_comma(t, i + 1, start=False)
    return i


def _participle(t: Tokens, i: int) -> bool:
    """ ", saying the other lacks": a participle after a comma opens a clause that hangs."""
    word = t.low[i]
    return (
        t.at(i - 1) == ","
        and len(word) > 4
        and word.endswith("ing")
        and word not in ("nothing", "something", "anything")
    )


_VERB_NEXT = word_set(
    "could may might would will can should is are was were has have had must cannot likely probably"
)


def _verb_next(t: Tokens, i: int) -> bool:
    """ "a plan that could": a relative clause; "the view that prices could" is a complement."""
    return t.at(i) in _VERB_NEXT


def _opens_clause(t: Tokens, i: int) -> bool:
    word, nxt = t.low[i], t.at(i + 1)
    if word in ("since", "until", "after", "before", "despite", "amid"):
        return t.is_word(i + 1) and not t.is_number(i + 1) and (i == 0 or t.at(i - 1) == ",")
    if word == "as":
        return i > 0 and t.at(i - 1) == "," and nxt in ("the", "it", "they", "he", "she", "we", "i", "a")
    if word == "if":
        return (
            t.at(i - 1) not in ("as", "even", "see", "know", "doubt", "unclear", "wonder")
            or t.at(i - 1) == "even"
        )
    if word == "whether":
        return t.at(i - 1) not in ("doubt", "doubts", "unclear", "know", "sure", "uncertain")
    if word == "once":
        return i == 0 or t.at(i - 1) == ","
    return True


def _to_comma(t: Tokens, i: int, *, start: bool) -> int:
    """To the comma or break that closes a hanging clause; one in the middle of a sentence runs to its end or comma."""
    depth = 0
    while i < len(t):
        word = t.low[i]
        if word == "(":
            depth += 1
        if t.breaks(i) or (word == "," and depth == 0 and not (t.is_number(i - 1) and t.is_number(i + 1))):
            return i
        if word == ")":
            if depth == 0:
                return i
            depth -= 1
        if not start and word in ("but", "and") and t.at(i - 1) == ",":
            return i
        i += 1
    return i
