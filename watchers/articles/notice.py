"""A page that says in words that its article was taken back: "This article has been retracted." Pure.

Two strengths. Of a page that shows nothing else, a plain sentence is enough. In an article that still stands it must
speak of itself at the beginning of a sentence: articles report of other texts that were withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from watchers.articles.shown import sentences
from watchers.content import plain
from watchers.decode import text_of

MAX_PAGE = 512 * 1024
"""Bytes of a page that are looked at."""
STUB = 2500
"""Characters: a page that shows more is more than a notice."""
BARE = 600
"""Characters below which "the report was withdrawn" can only be about what stood there; a short article may say so."""
_THING = r"(?:article|story|post|column|press release|op-ed|essay|blog post|interview|report|piece|statement|paper)"
_OWN = r"(?:article|story|column|press release|op-ed|essay)"
_BACK = r"(?:retracted|withdrawn|rescinded)"
_TAKEN = rf"(?:{_BACK}|removed|taken down|deleted|unpublished)"
_OTHERS = (
    r"was|were|is|are|has|have|had|will|could|that|which|who|whose|how|and|but|included|contained|quoted"
)
"""Where one of these comes first, something else was taken out: a photo that it included, a word that it quoted."""
_WORDS = rf"(?:(?! (?:{_OTHERS}) )[^.!?,\n]){{0,80}}"
_BETWEEN = rf"(?:,{_WORDS},| (?:by|from|of|published|posted|titled|entitled) {_WORDS})?"
_WERE = r" (?:has (?:since |now )?been|was|is|had to be) (?:since |now |temporarily |permanently )?"
_PLACE = r"(?:web ?site|site|publication|view|circulation|journal|internet|platform|web)"
_NOT_ELSEWHERE = rf"\b(?! from (?!(?:[\w’']+ ){{0,3}}{_PLACE}\b))"
"""An article is removed from a treaty, too, or from behind a wall."""
_LABEL = r"(?:(?:editor[’']?s?[’']? )?(?:note|update|retraction|notice)\s?[:—–-]\s?)?"
_EXCUSE = r"(?:[^.!?\n“”\"]{0,60}(?:,|\bbut|[–—-]|\b(?:you|note|regret|sorry) that) )?"
_ABROAD = (
    r"\bdieser (?:artikel|beitrag|text|bericht) (?:wurde|ist) (?:\w+ ){0,3}(?:gelöscht|entfernt|zurückgezogen)"
    r"|\bcet? (?:article|texte|billet) a été (?:\w+ ){0,2}(?:supprimé|retiré|dépublié)"
    r"|\best[ea] (?:artículo|nota|noticia|entrada) (?:ha sido|fue) (?:\w+ ){0,2}(?:eliminad|retirad)[oa]"
)
_BY_US = rf"we (?:have |had to |’ve |'ve )?(?:\w+ )?{_TAKEN} (?:this|the|our) (?:\w+ )?"
_WHOLE = r"(?=[.,;:!?]|$| (?:because|from|after|at|while|as|for|due|following|pending|until|and|on)\b)"
"""Not its photo or headline."""


def _says(begin: str, this: str, thing: str) -> re.Pattern[str]:
    own = rf"{this} (?:\w+ )?{thing}{_BETWEEN}{_WERE}{_TAKEN}{_NOT_ELSEWHERE}"
    return re.compile(rf"{begin}{_LABEL}(?:{own}|{_BY_US}{thing}{_WHOLE}|{_ABROAD})", re.IGNORECASE)


_BARE = _says(_EXCUSE, "(?:this|the)", _THING)
_ALONE = _says(_EXCUSE, "this", _THING)
_WITHIN = (
    _says("", "this", _OWN),
    re.compile(
        rf"{_LABEL}this (?:\w+ )?(?:blog )?post{_BETWEEN}{_WERE}{_BACK}{_NOT_ELSEWHERE}", re.IGNORECASE
    ),
)
"""Posts that were deleted stand in articles that show them."""
_NO_NOTICE = re.compile(
    r"looking for|requested|\b(?:may|might) (?:have|be|no|not)\b"
    r"|\bor (?:was |has |is )?(?:moved|renamed|expired|unavailable)\b"
    rf"|name changed|does not exist|no longer exists|restored|reinstated|republished|{_TAKEN} (?:in error|by mistake)",
    re.IGNORECASE,
)
"""What a site says of any address that it does not know, and of an article that is back."""
_QUOTED = re.compile(r"„[^“”]*[“”]|“[^”]*”|«[^»]*»|\"[^\"]*\"")
_OPENS = re.compile(r"[“„«\"]")


def notice_alone(text: str) -> str:
    """The sentence of a page that shows nothing else, "" if there is none or the page shows more."""
    if len(text) > STUB:
        return ""
    return _first(text, (_BARE if len(text) <= BARE else _ALONE,))


def notice_on(body: bytes, content_type: str) -> str:
    """The same of a page as it was sent: of a very short one the main text is not always found."""
    return notice_alone(plain(text_of(body[:MAX_PAGE], content_type), "html"))


def notice_within(text: str, was: str) -> str:
    """The sentence of an article that takes itself back, and did not when its text was `was`; "" if there is none."""
    return _first(text, _WITHIN, frozenset(sentences(was)))


def _first(text: str, forms: Sequence[re.Pattern[str]], old: Container[str] = ()) -> str:
    at = 0
    for each in sentences(text):
        at = text.index(each, at)
        says = each not in old and any(form.match(each) for form in forms)
        if says and not _NO_NOTICE.search(each) and not _in_quotation(text, at):
            return each
        at += len(each)
    return ""


def _in_quotation(text: str, at: int) -> bool:
    """Whether a quotation was begun before it in its line."""
    return bool(_OPENS.search(_QUOTED.sub("", text[text.rfind("\n", 0, at) + 1 : at])))
