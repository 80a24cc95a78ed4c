"""A statement as a query over claims. The wording of the query gains more than any choice of engine."""

from __future__ import annotations

import re

from rules.linking.nouns import ClaimQuery
from rules.linking.words import stems
from rules.model import Claim, Statement

MAX_TERMS = 48
"""Of a long text, so many different terms are asked for."""

_URL = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S+")
_SIGNATURE = re.compile(
    r"\s*[—–-]\s*(?P<name>[^—()]{1,60}?)\s*\(@\w{1,30}\)\s*(?:\w{3,9}\s+\d{1,2},\s+\d{4})?\s*$"
)
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|_")
_HANDLE = re.compile(r"(?<!\w)@\w+")


def formulate(statement: Statement, theme_id: str | None = None, only: tuple[str, ...] = ()) -> ClaimQuery:
    """The query that finds the claim which `statement` may be about. Terms are stems, each once, in text order."""
    terms = tuple(dict.fromkeys(stems(clean(statement.text))))
    return ClaimQuery(terms=terms[:MAX_TERMS], speaker=statement.speaker, theme_id=theme_id, only=only)


def claim_terms(claim: Claim) -> tuple[str, ...]:
    """The stems under which a claim is indexed, with repetitions: its standing words, then its title."""
    return tuple(stems(clean(f"{claim.standing.text}\n{claim.title}")))


def clean(text: str) -> str:
    """Without URLs, handles and the date of a post's signature; its author's name and hashtags as words."""
    text = _URL.sub(" ", text)
    text = _SIGNATURE.sub(lambda m: f" {m['name']}", text)
    text = _HASHTAG.sub(lambda m: f" {_CAMEL.sub(' ', m[1])} ", text)
    return _HANDLE.sub(" ", text)
