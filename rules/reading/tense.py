"""Past told from future around a time expression: the nearest verb of its clause decides."""

from __future__ import annotations

from typing import Literal

from rules.reading.tokens import Tokens, word_set

Tense = Literal["future", "weak", "past", "none"]
"""weak: an infinitive or a present tense, which may or may not look ahead."""

MODALS = word_set("will 'll won't would wouldn't could couldn't may might shall should must ought gonna")
_FUTURE = MODALS | word_set(
    """
    expect expects expected expecting plan plans planned planning aim aims aiming scheduled due slated
    poised likely unlikely forecast forecasts predict predicts predicted predicting projected projects
    projection hope hopes hoping intend intends intending target targets promise promises promised
    pledge pledges pledged vow vows vowed bound anticipate anticipates anticipated anticipating foresee
    foresees let let's please
    """
)
_PRESENT = word_set(
    "begins opens arrives expires takes goes comes meets holds becomes resumes faces can can't cannot going want wants"
)
PAST = word_set(
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
_PREPOSITIONS = frozenset(
    {"on", "in", "by", "at", "from", "for", "during", "until", "before", "after", "starting"}
)
_NOUNS_TOO = word_set(
    "promise promises plan plans hope hopes forecast forecasts target targets projection aim aims pledge vow"
)
_BEFORE_NOUN = word_set(
    "a an the that this his her its their our my your no any such new old economic announced said revealed unveiled"
)
_BE = word_set("is are am we're they're i'm he's she's it's be you're")


def cue_at(t: Tokens, i: int) -> Tense:
    """What token i by itself says of time."""
    word = t.at(i)
    if word in _FUTURE or word.endswith("'ll"):
        name = word in ("may", "will") and t.is_capital(i) and i > 0
        if t.at(i - 1) == "than":
            return "past"  # "less than forecast in July"
        noun = word in _NOUNS_TOO and t.at(i - 1) in _BEFORE_NOUN
        return "none" if name or noun else "future"
    if word == "set" and t.at(i + 1) == "to":
        return "future"
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
    if word in PAST or (word in _SAME_IN_PAST and _simple_past(t, i)):
        return "past"
    if word.endswith("ed") and len(word) > 3 and word not in _ADJECTIVES:
        return "past"
    if word in _PRESENT or (word.endswith("ing") and t.at(i - 1) in _BE):
        return "weak"
    return "none"


Look = Literal["ahead", "back", "open"]


def look(t: Tokens, first: int, end: int) -> Look:
    """Whether a time without a year ("in March", "Friday") lies ahead: "open" where the sentence does not say."""
    at = first - 1 - (t.at(first - 1) in ("on", "in", "late", "early"))
    if at >= 0 and (t.low[at] in PAST or (t.low[at].endswith("ed") and cue_at(t, at) != "none")):
        if not (t.low[at] in _FUTURE or _with_auxiliary(t, at, "past") == "future"):
            return "back"
        if t.low[at] in _SPEECH:
            return "back"
    tense = tense_around(t, first, end, reach=3)
    if tense == "past" or _event_before(t, first):
        return "back"
    if tense == "future":
        return "ahead"
    return "back" if _past_anywhere(t, first, end) else "open"


_SPEECH = word_set("promised pledged vowed predicted")
_EVENTS = word_set(
    """
    interview speech statement remarks performance tweet tweeted appearance attack attacks shooting
    death victory defeat announcement forecast post episode loss bombing crash killing meeting
    shortcoming
    """
)


def _event_before(t: Tokens, first: int) -> bool:
    """ "in an interview on Sunday", "a statement in July": what is spoken of has happened."""
    for at in range(first - 1, max(-1, first - 9), -1):
        if t.breaks(at) or t.low[at] == "," or cue_at(t, at) == "future":
            return False
        if t.low[at] in _EVENTS:
            return True
    return False


def _past_anywhere(t: Tokens, first: int, end: int) -> bool:
    for places in (range(first - 1, max(-1, first - 40), -1), range(end, min(len(t), end + 16))):
        for at in places:
            if t.breaks(at):
                break
            if (
                t.low[at] not in ("has", "have")
                and cue_at(t, at) == "past"
                and _with_auxiliary(t, at, "past") == "past"
            ):
                return True
    return False


_SAME_IN_PAST = word_set("cut put set hit let shut quit spread split beat cast bid")
_SAME_AS_NOUN = word_set(
    "rate tax price cost spending budget interest job power wage pay output emission dividend production"
)


def _simple_past(t: Tokens, i: int) -> bool:
    """ "the bank cut rates", "she cut": one subject without -s, so not the present."""
    before = t.at(i - 1)
    if before in ("he", "she", "it"):
        return True
    if not before.isalpha() or before.endswith("s") or before in _SAME_AS_NOUN or cue_at(t, i - 1) != "none":
        return False
    return t.is_capital(i - 1) or t.at(i - 2) in ("the", "a", "his", "her", "its", "their")


def tense_around(t: Tokens, first: int, end: int, *, reach: int = 16) -> Tense:
    """The tense of the clause around tokens first … end - 1.

    The nearest cue on the left inside of the same comma, then on the right if the phrase is fronted ("On Tuesday,
    people saw"), then further left, then up to `reach` tokens to the right.
    """
    near, _ = _left(t, first, stop_at_comma=True)
    if near != "none":
        return near
    lead = first - 1 if t.at(first - 1) in _PREPOSITIONS else first
    if not t.is_word(lead - 1):
        ahead = tense_right(t, end)
        if ahead != "none":
            return ahead
    far, _ = _left(t, first, stop_at_comma=False)
    return far if far != "none" else tense_right(t, end, reach)


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


def tense_right(t: Tokens, end: int, reach: int = 16) -> Tense:
    """The first cue from token `end` on in its sentence, up to `reach` tokens away; a short look stops at a comma."""
    at = end
    while at < len(t) and at - end < reach:
        if t.breaks(at) or (reach < 16 and t.low[at] == ","):
            break
        cue = cue_at(t, at)
        if cue != "none":
            return cue
        at += 1
    return "none"
