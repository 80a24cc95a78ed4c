"""Conditions and exceptions gained or lost: "if", "unless", "provided that", "except", "until there is a law"."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import Literal

from rules.change import ScopeChanged
from rules.compare.found import Found
from rules.compare.look import Look, Sides
from rules.compare.words import covered
from rules.model import Span

_CONDITION = re.compile(
    r"""\b(?:if|unless|provid(?:ed|ing)\s+(?:that\b)?|as\s+long\s+as|so\s+long\s+as|only\s+(?:if|when|for|in)|on\s+condition\s+that|assuming
    |subject\s+to(?!\s+change)|depending\s+on|once(?!\s+(?:again|more|in|every|per|upon|before|or|said|a\s+(?:day|week|month|year|decade|season|time)))|except(?:ing)?(?:\s+(?:for|that|in))?|excluding|apart\s+from|other\s+than|with\s+the\s+exception\s+of
    |in\s+case|without\s+(?!(?:a\s+)?(?:doubt|question|fail|exception|delay|warning|end|\w+ing)\b|(?:us|me|him|them|it|you)\b)|until\s+(?=(?:there|we|they|it|he|she|all|every|everyone)\b)|where\s+possible|pending|but\s+not(?!\s+(?:an?|one)\b)|but\s+(?:for\s+)?(?:the|those)\b(?![^.;!?]{0,80}\b(?:is|are|was|were|will|has|have|had|can|not|do|does|did)\b))\b[^.;!?]*""",
    re.IGNORECASE | re.VERBOSE,
)


def conditions(sides: Sides) -> Found | None:
    """A condition or an exception that one side has and the other has not."""
    lost = _unknown(sides.old, sides.alignment.new_of.keys())
    gained = _unknown(sides.new, sides.alignment.old_of.keys())
    if bool(gained) == bool(lost) or not _rest_agrees(sides, lost, gained):
        return None
    side, spans = (sides.new, gained) if gained else (sides.old, lost)
    text = side.statement.text[slice(*spans[0])].strip(" ,")
    exception = re.match(r"(?:except|excluding|apart|other|with the exception|but)", text, re.I) is not None
    direction: Literal["wider", "narrower"] = "narrower" if gained else "wider"
    kind = "exception" if exception else "condition"
    change = ScopeChanged(
        before="" if gained else text, after=text if gained else "", direction=direction, words=(text,)
    )
    why = f"The {kind} “{text}” was {'added' if gained else 'dropped'}."
    return Found(change, why, tuple(lost), tuple(gained))


@lru_cache(maxsize=2048)
def _condition_spans(text: str) -> tuple[Span, ...]:
    return tuple(
        m.span()
        for m in _CONDITION.finditer(text)
        if not text[: m.start()]
        .rstrip()
        .endswith(("as", "even", "ask", "asked", "unclear", "know", "doubt", "wonder", "see"))
    )


def _unknown(side: Look, places: Set[int]) -> list[Span]:
    """The conditions of a side that the other side does not say. `places`: of the words that both say."""
    return [span for span in _apart(side, places) if not _known(span, side, places)]


def _apart(side: Look, places: Set[int]) -> list[Span]:
    """The conditions of a side. "Without a permit" may stand inside the sentence ("cars without a permit are banned"):
    it ends where words begin that both sides have."""
    text, out = side.statement.text, []
    for start, end in _condition_spans(text):
        inside = [w for w in side.content if covered(w, ((start, end),))]
        after = next((k for k, w in enumerate(inside) if w.place in places), len(inside))
        if text[start:end].lower().startswith("without") and 0 < after < len(inside):
            end = inside[after - 1].span[1]
        out.append((start, end))
    return out


def _known(span: Span, side: Look, places: Set[int]) -> bool:
    """Whether the other side says it too: more than half of its words are answered."""
    inside = [w for w in side.content if covered(w, (span,))]
    return bool(inside) and sum(w.place in places for w in inside) * 2 > len(inside)


def _rest_agrees(sides: Sides, lost: Sequence[Span], gained: Sequence[Span]) -> bool:
    """Whether what stands outside the conditions is answered, on the side that is shorter without them."""
    al = sides.alignment
    old = [w for w in al.old if not covered(w, lost)]
    new = [w for w in al.new if not covered(w, gained)]
    new_of, old_of = al.new_of, al.old_of
    open_old = sum(w.place not in new_of for w in old) / max(1, len(old))
    open_new = sum(w.place not in old_of for w in new) / max(1, len(new))
    return min(open_old, open_new) <= 0.35 and max(open_old, open_new) <= 0.5
