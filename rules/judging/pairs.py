"""Two revisions of one entry: which old sentence became which new one.

Sentences that did not change are anchors; what changed between two anchors is paired there first, by likeness, then
what is left over anywhere, more strictly. The title is paired with the title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rules.judging.people import one_voice
from rules.language.words import split
from rules.linking.words import STOP_WORDS, stem
from rules.model import Statement

NEAR = 0.3
"""Likeness from which two sentences in the same place are one sentence, edited."""
FAR = 0.6
"""The same, for sentences in different places."""
ALONE = 0.15
"""The same, where one sentence stands for one and nothing else changed between two anchors."""
MAX_PAIRED = 400
"""Sentences a side that are weighed against each other; a longer text is paired in place only."""

Pair = tuple[Statement, Statement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`kept`: how many sentences stayed as they were."""

    pairs: tuple[Pair, ...]
    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]
    kept: int


def edit_of(before: Sequence[Statement], now: Sequence[Statement]) -> Edit:
    """What became of each statement of the old text."""
    pairs: list[Pair] = []
    old, new = list(before), list(now)
    titles = _title(old), _title(new)
    kept = 0
    if titles[0] and titles[1]:
        old.remove(titles[0])
        new.remove(titles[1])
        if _key(titles[0]) != _key(titles[1]):
            pairs.append((titles[0], titles[1]))
        else:
            kept += 1
    removed: list[Statement] = []
    added: list[Statement] = []
    matcher = SequenceMatcher(a=[_key(s) for s in old], b=[_key(s) for s in new], autojunk=False)
    for op, a0, a1, b0, b1 in matcher.get_opcodes():
        if op == "equal":
            kept += a1 - a0
            continue
        gone, come = old[a0:a1], new[b0:b1]
        least = ALONE if len(gone) == len(come) == 1 else NEAR
        here = _paired(gone, come, least)
        pairs += here
        removed += [s for s in gone if all(s is not a for a, _ in here)]
        added += [s for s in come if all(s is not b for _, b in here)]
    moved = [(a, b) for a in removed for b in added if _key(a) == _key(b)]
    kept += len(moved)
    removed = [s for s in removed if all(s is not a for a, _ in moved)]
    added = [s for s in added if all(s is not b for _, b in moved)]
    if len(removed) <= MAX_PAIRED and len(added) <= MAX_PAIRED:
        far = _paired(removed, added, FAR)
        pairs += far
        removed = [s for s in removed if all(s is not a for a, _ in far)]
        added = [s for s in added if all(s is not b for _, b in far)]
    return Edit(pairs=tuple(pairs), removed=tuple(removed), added=tuple(added), kept=kept)


def _title(statements: Sequence[Statement]) -> Statement | None:
    return next((s for s in statements if s.speaker is None and not s.spans.content), None)


def _key(statement: Statement) -> tuple[str, str]:
    return (statement.speaker or "", " ".join(statement.text.split()))


def _paired(gone: Sequence[Statement], come: Sequence[Statement], least: float) -> list[Pair]:
    """Best first; each sentence once."""
    if len(gone) > MAX_PAIRED or len(come) > MAX_PAIRED:
        return []
    rated = sorted(
        (
            (-value, a, b)
            for a, old in enumerate(gone)
            for b, new in enumerate(come)
            if (value := likeness(old, new)) >= least
        ),
    )
    out: list[Pair] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, a, b in rated:
        if a not in used_old and b not in used_new:
            used_old.add(a)
            used_new.add(b)
            out.append((gone[a], come[b]))
    return out


def likeness(old: Statement, new: Statement) -> float:
    """0..1: Dice over word forms, words that carry meaning counting double; a little less for another voice."""
    a, b = _bag(old.text), _bag(new.text)
    total = sum(a.values()) + sum(b.values())
    if not total:
        return 0.0
    value = 2 * sum((a & b).values()) / total
    return value if one_voice(old, new) else value * 0.9


def _bag(text: str) -> Counter[str]:
    return Counter({stem(w): 1 if w in STOP_WORDS else 2 for w in split(text).words})
