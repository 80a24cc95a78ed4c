"""Who says it: did the same content pass to someone else?"""

from __future__ import annotations

import re

from rules.change import AttributionChanged
from rules.compare.look import Sides
from rules.linking.speakers import NOBODY, TITLES
from rules.linking.words import plain, words
from rules.reading.tokens import word_set

_NAME = r"(?:[A-Z][\w’'.-]*(?:\s+(?:of|the|for|and|de|van|von)\s+(?=[A-Z])|\s+)?){1,5}|the\s+[\w’'-]+(?:\s+[\w-]+)?"
_ACCORDING = re.compile(rf"\b[Aa]ccording\s+to\s+(?P<who>{_NAME})")
_SAID = re.compile(
    rf"(?:^|[,”\"]\s*|(?<![A-Z])\.\s*)(?P<who>{_NAME}|the(?:\s+[\w’'-]+){{1,5}}?)\s*(?:,[^,]{{3,40}},\s*)?(?:said|says|told|wrote|claimed|announced|warned|insisted|admitted|denied|confirmed|argued|predicted|called)\b"
)
_SAID_AFTER = re.compile(rf"[,”\"]\s*(?:said|says|wrote|warned|insisted)\s+(?P<who>{_NAME})")

_PAPER = re.compile(
    r"\b(?:statement|report|study|survey|poll|figures|data|documents?|letter|filing|complaint|indictment|article|media"
    r"|news\s+agency|newspaper)\s*$",
    re.IGNORECASE,
)
"""What a text is quoted from is no speaker: "according to the statement" stands beside "the ministry said"."""
_PARTICLES = word_set("of the for and de la du van von der den al bin ibn di da e y")


def reattributed(sides: Sides, *, exact: bool) -> tuple[AttributionChanged | None, str | None]:
    """Another speaker than the one on record, or another source named in the text itself."""
    old, new = sides.old.statement, sides.new.statement
    if old.speaker and new.speaker and not _nobody(old.speaker, new.speaker):
        if same_name(old.speaker, new.speaker):
            return _quoted_source(sides, old.speaker)
        if exact and not (_title_case(old.speaker) and _title_case(new.speaker)):
            return (
                None,
                f"“{old.speaker}” and “{new.speaker}” are not both names, so the text was edited, not its source.",
            )
        change = AttributionChanged(before=old.speaker, after=new.speaker)
        return change, f"“{old.speaker}” and “{new.speaker}” are not the same speaker."
    return _quoted_source(sides, None)


def _quoted_source(sides: Sides, speaker: str | None) -> tuple[AttributionChanged | None, str | None]:
    """Another source named in the text itself; `speaker`: who says both, and is no other source."""
    before, after = source_in(sides.old.statement.text), source_in(sides.new.statement.text)
    if speaker and any(name and (_pronoun(name) or same_name(name, speaker)) for name in (before, after)):
        return None, None
    if before and after and not same_name(before, after):
        return AttributionChanged(before=before, after=after), f"The source was “{before}” and is “{after}”."
    return None, None


def source_in(text: str) -> str | None:
    """The source that a text names for itself: "according to the ministry", "the ministry said"."""
    for pattern in (_ACCORDING, _SAID_AFTER, _SAID):
        found = pattern.search(text)
        if found and not _PAPER.search(found["who"]):
            return found["who"].strip(" ,.")
    return None


def same_name(a: str, b: str) -> bool:
    """The same name, its surname or its role alone, without titles."""
    first, second = _parts(a), _parts(b)
    if _initials(a) == "".join(second) or _initials(b) == "".join(first):
        return True
    if not first or not second:
        return plain(a).strip() == plain(b).strip()
    if first == second or set(first) <= set(second) or set(second) <= set(first):
        return True
    if first[-1] != second[-1] or len(first) == 1 or len(second) == 1:
        return first[-1] == second[-1]
    return first[0][0] == second[0][0] and min(len(first[0]), len(second[0])) == 1


def _initials(name: str) -> str:
    """ "usgs" for "U.S. Geological Survey"; nothing for a name of one word."""
    letters = re.findall(r"\b[A-Z](?=\.|[a-z])", name)
    return "".join(letters).lower() if len(letters) > 1 else " "


def _parts(name: str) -> list[str]:
    every = [w for w in words(name.replace("@", " ")) if w not in ("the", "a", "of")]
    without = [w for w in every if w not in TITLES]
    return without or every


def _title_case(name: str) -> bool:
    """Whether it is written as a name, or as a role with its article ("the ministry"). What a list of changes in a
    product says ("Enterprise admins can …") is read as speech now and then; an edit of it is no change of source."""
    shown = name.split()
    return shown[:1] in (["the"], ["The"]) or all(w in _PARTICLES or not w[0].islower() for w in shown)


def _pronoun(name: str) -> bool:
    return plain(name).strip() in ("he", "she", "they", "it", "we", "i", "who", "this", "that")


def _nobody(*names: str) -> bool:
    return any(plain(n).strip() in NOBODY for n in names)
