"""Past told from future around a time expression: the nearest verb of its clause decides."""

from __future__ import annotations

from typing import Literal

from rules.reading.tokens import Tokens, word_set

Tense = Literal["future", "weak", "past", "none"]
"""weak: an infinitive or a present tense, which may or may not look ahead."""

MODALS = word_set("will 'll won't would wouldn't could couldn't may might shall should must ought gonna")
_FUTURE = MODALS | word_set(
    """
    going expect expects expected expecting plan plans planned planning aim aims aiming scheduled due
    slated poised likely unlikely forecast forecasts predict predicts predicted predicting projected
    projects projection hope hopes hoping intend intends intending target targets promise promises
    promised pledge pledges pledged vow vows vowed want wants bound anticipate anticipates anticipated
    anticipating foresee foresees let let's please
    """
)
_PRESENT = word_set(
    """
    begins starts opens launches arrives ends expires closes takes goes comes meets holds votes becomes
    returns kicks heads hosts resumes faces can can't cannot
    """
)
_PAST = word_set(
    """
    was were had did didn't wasn't weren't hadn't said told went came got gave took made saw knew
    thought found felt became began kept held wrote stood heard meant met ran paid sat spoke led grew
    lost fell sent built spent won rose broke drew drove chose ate flew forgot hid rode sang shook stole
    swore tore woke wore bought brought caught fought taught sold slept dealt lent bent shot struck hung
    threw showed been done gone seen given taken shown since ago has have hasn't haven't backed sank
    swam arose awoke
    """
)
_NOT_VERB = word_set("the a an his her its their our your my this that these those all about")
_ADJECTIVES = word_set(
    """
    united need needed limited so-called advanced unprecedented hundred wicked sacred naked kindred
    indeed speed seed feed bed red wed shed embed exceed proceed succeed bleed breed greed proposed
    unlimited based supposed related
    """
)
_BE = word_set("is are am we're they're i'm he's she's it's be you're")


def cue_at(t: Tokens, i: int) -> Tense:
    """What token i by itself says of time."""
    word = t.at(i)
    if word in _FUTURE or word.endswith("'ll"):
        return "none" if word in ("may", "will") and t.is_capital(i) and i > 0 else "future"
    if word == "to":
        nxt = t.at(i + 1)
        verb = (
            t.is_word(i + 1)
            and nxt not in _NOT_VERB
            and not t.is_capital(i + 1)
            and not nxt.endswith(("s", "ing"))
        )
        past = t.at(i - 1) in ("was", "were", "had") or t.at(i - 2) in ("was", "were")
        return "none" if not verb else "past" if past else "weak"
    if word in _PAST:
        return "past"
    if word.endswith("ed") and len(word) > 4 and word not in _ADJECTIVES:
        return "past"
    if word in _PRESENT or (word.endswith("ing") and t.at(i - 1) in _BE):
        return "weak"
    return "none"


def tense_around(t: Tokens, first: int, end: int) -> Tense:
    """The tense of the clause around tokens first … end - 1.

    The nearest cue on the left inside of the same comma, then on the right if the phrase is fronted ("On Tuesday,
    people saw"), then further left, then right.
    """
    near, at = _left(t, first, stop_at_comma=True)
    if near != "none":
        return near
    if not t.is_word(first - 2) or t.at(end) == "," or at < 0:
        ahead = tense_right(t, end)
        if ahead != "none":
            return ahead
    far, _ = _left(t, first, stop_at_comma=False)
    return far if far != "none" else tense_right(t, end)


def tense_left(t: Tokens, first: int) -> Tense:
    """The nearest cue before token `first` in its sentence."""
    return _left(t, first, stop_at_comma=False)[0]


def _left(t: Tokens, first: int, *, stop_at_comma: bool) -> tuple[Tense, int]:
    at = first - 1
    while at >= 0 and first - at < 40:
        if t.breaks(at) or (stop_at_comma and t.low[at] in (",", ":", "(") and at < first - 1):
            break
        cue = cue_at(t, at)
        if cue != "none":
            return _with_auxiliary(t, at, cue), at
        at -= 1
    return "none", at


def _with_auxiliary(t: Tokens, at: int, cue: Tense) -> Tense:
    """ "will be sworn", "could have reached": an auxiliary just before a participle or infinitive outranks it."""
    if cue == "future":
        return cue
    for back in range(at - 1, max(-1, at - 5), -1):
        word = t.low[back]
        if (word in MODALS or word.endswith("'ll")) and cue_at(t, back) == "future":
            return "future"
        if cue == "weak" and word in _FUTURE and back == at - 1:
            return "future"
        if word == "to" and t.at(back + 1) in ("be", "have", "get"):
            return cue_at(t, back)
        if word in ("is", "are", "being") and t.low[at].endswith("ed"):
            return "none" if back == at - 1 else cue
        if not t.is_word(back):
            break
    return cue


def tense_right(t: Tokens, end: int) -> Tense:
    """The first cue from token `end` on in its sentence."""
    at = end
    while at < len(t) and at - end < 16:
        if t.breaks(at):
            break
        cue = cue_at(t, at)
        if cue != "none":
            return cue
        at += 1
    return "none"
