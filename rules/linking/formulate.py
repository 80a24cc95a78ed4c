"""A statement as a query over claims. The wording of the query gains more than any choice of engine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.linking.nouns import ClaimQuery
from rules.linking.words import stems
from rules.model import Claim, Statement

MAX_TERMS = 48
"""Of a long text, so many different terms are asked for."""

_URL = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S+", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"\s*[—–-]\s*(?P<name>[^—()]{1,60}?)\s*\(@\w{1,30}\)\s*(?:[^\W\d]{3,9}\s+\d{1,2},\s+(?P<year>\d{4}))?\s*$"
)
_TAG = re.compile(r"[#@](\w+)")
_PERCENT = re.compile(r"\s?(?:%|\bper cent\b)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|_")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it is searched for; `year` of a post's signature, if it had one."""

    text: str
    year: int | None


def formulate(statement: Statement, theme_id: str | None = None, only: tuple[str, ...] = ()) -> ClaimQuery:
    """The query that finds the claim which `statement` may be about. Terms are stems, each once, in text order."""
    terms = tuple(dict.fromkeys(stems(clean(statement.text).text)))[:MAX_TERMS]
    around = dict.fromkeys(stems(clean(statement.neighbours).text)) if statement.neighbours else {}
    return ClaimQuery(
        terms=terms,
        speaker=statement.speaker,
        theme_id=theme_id,
        only=only,
        context=tuple(t for t in around if t not in terms)[:MAX_TERMS],
        text=statement.text,
    )


def claim_text(claim: Claim) -> str:
    """What a claim is searched by: its standing words, then its title."""
    return f"{claim.standing.text}\n{claim.title}" if claim.title else claim.standing.text


def claim_terms(claim: Claim) -> tuple[str, ...]:
    """The stems under which a claim is indexed, with repetitions."""
    return tuple(stems(clean(claim_text(claim)).text))


def clean(text: str) -> Cleaned:
    """Percent signs as words, no URLs, no signature of a post but its author's name; hashtags and @handles as the
    words in them: "@MaraVossHQ" is mara, voss, hq (by itself the largest gain, see docs/design/linking.md)."""
    text = _URL.sub(" ", text)
    signature = _SIGNATURE.search(text) if text.rfind("(@") >= 0 else None
    year = None
    if signature is not None:
        text = f"{text[: signature.start()]} {signature['name']}"
        year = int(signature["year"]) if signature["year"] else None
    if "#" in text or "@" in text:
        text = _TAG.sub(lambda m: f" {_CAMEL.sub(' ', m[1])} ", text)
    return Cleaned(_PERCENT.sub(" percent", text), year)
