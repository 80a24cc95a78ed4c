"""The door for checkable: is this something one could hold someone to?

A figure, a prediction, a promise, a position or an assertion of fact is; a slogan, a question, a greeting, thanks, a
demand, a quoted title or a scrap without a verb is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.model import Horizon, Polarity, Quantity
from rules.reading.certainty import Certainty
from rules.reading.tense import PAST
from rules.reading.tokens import Tokens, tokens_of, word_set

_COURTESY = re.compile(
    r"^\W*(?:thank(?:s| you)|hi|hello|hey|dear|good (?:morning|afternoon|evening|night|luck|bye)|goodbye|bye|"
    r"welcome|congratulations|congrats|happy (?:new|birth|holidays|thanksgiving|easter)|merry|cheers|sorry|"
    r"please|stay tuned|sincerely|regards|best (?:wishes|regards)|god bless|enjoy|subscribe|click|read more|"
    r"read the rest|sign up|learn more|see (?:also|more)|share this|follow us|photo|image|credit|copyright|"
    r"advertisement|submitted by|lol|haha|wow|yes|no|ok|okay|exactly|agreed|this|same|amen|source|edit|update|"
    r"great (?:post|question|point))\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_IMPERATIVES = word_set(
    """
    vote join stop stand fight make let let's keep say tell get give take go come look listen think
    remember imagine consider try use read see check watch wait ask call help bring put build buy don't
    do be note add click send write show start begin learn find turn leave pay pass end save support
    protect defend reject resist act believe trust do
    """
)
_FINITE = word_set(
    """
    is are was were am been has have had does did will would can could may might must shall should won't
    can't cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't wouldn't
    couldn't shouldn't it's that's there's he's she's we're they're you're i'm who's says said say means
    needs wants makes takes gives gets goes comes keeps seems looks feels works shows plans hopes
    expects thinks believes knows supports opposes faces cuts hits sets puts lets wins loses buys sells
    leads raises opens launches adds hires fires signs beats beat names picks unveils announces expands
    joins acquires invests donates rises falls drops climbs grows slows begins starts ends kills brings
    tells asks calls warns urges denies rejects backs approves bans blocks sues pays offers seeks finds
    moves turns becomes holds remains continues
    """
)
_BASE = word_set(
    """
    want need think believe know support oppose expect hope plan promise work run agree live use cost rise fall do
    """
)
_PERSONS = word_set("i we he she they it you this that there these those")


def checkable(
    text: str,
    quantities: Sequence[Quantity],
    horizons: Sequence[Horizon],
    certainty: Certainty,
    polarity: Polarity | None = None,
) -> bool:
    """Whether `text`, with what was read from it, could be held against later events or later words."""
    stripped = text.strip(" \n\t\"'“”‘’()[]*_")
    if not stripped or stripped.endswith("?") or certainty.level is None:
        return False
    t = tokens_of(text)
    if _is_courtesy(stripped):
        return False
    if _is_command(t) and not (horizons and quantities):
        return False
    words = len([word for word in t.low if word[0].isalnum()])
    if quantities or horizons or certainty.commitment:
        return words >= 3
    if words < 4 or (stripped.endswith("!") and words < 12):
        return False
    return _asserts(t, certainty, polarity) and not _is_title(t)


def _is_courtesy(text: str) -> bool:
    found = _COURTESY.match(text)
    return bool(found) and len(found["rest"].split()) < 8 if found else False


def _is_command(t: Tokens) -> bool:
    """ "Vote Reyl!", "Let us build", "Don't panic": a demand on the reader, with no subject."""
    first = next((i for i, word in enumerate(t.low) if word[0].isalpha()), None)
    if first is None:
        return False
    if t.low[first] == "you" and t.at(first + 1) in ("shall", "must", "should"):
        return True
    if t.low[first] not in _IMPERATIVES:
        return False
    nxt = t.at(first + 1)
    return nxt not in (
        "is",
        "are",
        "was",
        "were",
        "will",
        "has",
        "have",
        "had",
        "rates",
        "could",
        "may",
        "might",
        "would",
    )


def _asserts(t: Tokens, certainty: Certainty, polarity: Polarity | None) -> bool:
    """Whether there is a subject and a finite verb, or a hedge or denial that presupposes them."""
    if polarity == "denied" or certainty.cues:
        return True
    if t.low[-1] in (".", "”", '"', ",") and len(t) > 5 and not t.headline:
        return True  # a whole sentence of prose
    return any(_finite(t, i) for i in range(1, len(t)))


def _finite(t: Tokens, i: int) -> bool:
    word, before = t.low[i], t.at(i - 1)
    if word in _FINITE or word in PAST or word.endswith(("'re", "'ve", "'ll", "'d")):
        return True
    if word.endswith("ed") and len(word) > 4:
        return True
    subject = before in _PERSONS or (before.endswith("s") and len(before) > 3)
    return (word in _BASE and subject) or (word.endswith("s") and len(word) > 3 and before in _PERSONS)


def _is_title(t: Tokens) -> bool:
    """A title without a verb: most words written with a capital and none of them finite."""
    return t.headline and not any(_finite(t, i) for i in range(1, len(t)))
