"""A page that says in words that its article was taken back: "This article has been retracted." Pure.

Two strengths. Of a page that shows nothing else, a plain sentence is enough. In an article that still stands it must
speak of itself at the beginning of a sentence: articles report of other texts that were withdrawn.
"""

from __future__ import annotations

import re

from watchers.articles.shown import sentences
from watchers.content import plain
from watchers.decode import text_of

MAX_PAGE = 512 * 1024
"""Bytes of a page that are looked at."""
STUB = 2500
"""Characters: a page that shows more is more than a notice."""
_THING = r"(?:article|story|post|column|press release|op-ed|essay|blog post|interview|report|piece|statement|paper)"
_OWN = r"(?:article|story|post|column|press release|op-ed|essay|blog post)"
_TAKEN = r"(?:removed|retracted|withdrawn|taken down|deleted|unpublished|rescinded)"
_BETWEEN = r"(?:(?! (?:was|were|is|are|has|have|had|will|may|might|could) )[^.!?\n]){0,80}"
_WERE = r" (?:has (?:since |now )?been|was|is|had to be) (?:since |now |temporarily |permanently )?"
_LABEL = r"(?:(?:editor[’']?s?[’']? )?(?:note|update|retraction|notice)\s?[:—–-]\s?)?"
_ABROAD = (
    r"\bdieser (?:artikel|beitrag|text|bericht) (?:wurde|ist) (?:\w+ ){0,3}(?:gelöscht|entfernt|zurückgezogen)"
    r"|\bcet? (?:article|texte|billet) a été (?:\w+ ){0,2}(?:supprimé|retiré|dépublié)"
    r"|\best[ea] (?:artículo|nota|noticia|entrada) (?:ha sido|fue) (?:\w+ ){0,2}(?:eliminad|retirad)[oa]"
)
_BY_US = rf"we (?:have |had to |’ve |'ve )?(?:\w+ )?{_TAKEN} (?:this|the|our) (?:\w+ )?"
_ALONE = re.compile(
    rf"\b(?:this|the) (?:\w+ )?{_THING}{_BETWEEN}{_WERE}{_TAKEN}\b|\b{_BY_US}{_THING}\b|{_ABROAD}",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"{_LABEL}(?:this (?:\w+ )?{_OWN}{_BETWEEN}{_WERE}{_TAKEN}\b|{_BY_US}{_OWN}\b|(?:{_ABROAD}))",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(
    r"looking for|requested|\bmay\b|\bmight\b|\bor (?:was |has |is )?(?:moved|renamed|expired|unavailable)\b"
    r"|name changed|does not exist|no longer exists",
    re.IGNORECASE,
)
"""What a site says of any address that it does not know."""


def notice_alone(text: str) -> str:
    """The sentence of a page that shows nothing else, "" if there is none or the page shows more."""
    if len(text) > STUB:
        return ""
    return next((each for each in sentences(text) if _ALONE.search(each) and not _ANY_PAGE.search(each)), "")


def notice_on(body: bytes, content_type: str) -> str:
    """The same of a page as it was sent: of a very short one the main text is not always found."""
    return notice_alone(plain(text_of(body[:MAX_PAGE], content_type), "html"))


def notice_within(text: str, was: str) -> str:
    """The sentence of an article that takes itself back, and did not when its text was `was`; "" if there is none."""
    old = set(sentences(was))
    fresh = (each for each in sentences(text) if each not in old)
    return next((each for each in fresh if _WITHIN.match(each) and not _ANY_PAGE.search(each)), "")
