"""Two revisions of one entry: which old sentence became which new one.

Sentences that did not change are anchors; what changed between two anchors is paired there first, by likeness, then
what is left over anywhere, more strictly. The title is paired with the title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rules.judging.people import is_title, one_voice
from rules.language.words import split
from rules.linking.words import STOP_WORDS, stem
from rules.model import Statement

NEAR = 0.3
"""Likeness from which two sentences in the same place are one sentence, edited."""
FAR = 0.6
"""The same, for sentences in different places."""
ALONE = 0.15
"""The same, where one sentence stands for one between sentences that stayed."""
SURVIVING = 1 / 3
"""Of the old sentences so many must be left, as they were or edited, or it is another text (or half a page)."""
MAX_PAIRED = 400
"""Sentences a side that are weighed against each other; a longer text is paired in place only."""

Pair = tuple[Statement, Statement]


@dataclass(frozen=True, slots=True)
class Edit:
    """`replaced`: so little is left (or nothing but the title) that it is another text under the old key, or a part
    of the page."""

    pairs: tuple[Pair, ...]
    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]
    replaced: bool


def edit_of(before: Sequence[Statement], now: Sequence[Statement]) -> Edit:
    """What became of each statement of the old text."""
    old_title, new_title = _title(before), _title(now)
    old = [s for s in before if s is not old_title]
    new = [s for s in now if s is not new_title]
    pairs, removed, added, kept = _in_place(old, new)
    bodiless = bool(old) and not new
    titles = _titles(old_title, new_title, same_text=kept > 0)
    kept += titles == "kept"
    if titles == "edited" and old_title and new_title:
        pairs.insert(0, (old_title, new_title))
    elif titles == "apart":
        removed += [old_title] if old_title else []
        added += [new_title] if new_title else []
    moved = _paired(removed, added, FAR)
    pairs, removed, added = pairs + moved, _without(removed, moved, 0), _without(added, moved, 1)
    replaced = bodiless or kept + len(pairs) < SURVIVING * len(before)
    if replaced:
        unlike = [pair for pair in pairs if likeness(*pair) < FAR]
        pairs = [pair for pair in pairs if likeness(*pair) >= FAR]
        removed += [old for old, _ in unlike]
        added += [new for _, new in unlike]
    return _only_changes(before, now, Edit(tuple(pairs), tuple(removed), tuple(added), replaced))


def _titles(old: Statement | None, new: Statement | None, *, same_text: bool) -> str:
    """kept, edited, or apart: two titles above the same text are one, edited, however unlike."""
    if old is None or new is None:
        return "apart"
    if _key(old) == _key(new):
        return "kept"
    return "edited" if same_text or likeness(old, new) >= NEAR else "apart"


def _only_changes(before: Sequence[Statement], now: Sequence[Statement], edit: Edit) -> Edit:
    """Without what only moved: words that stand in the text before and after, in nobody else's mouth, are neither new
    nor gone, though they are the title now and were a sentence, or stand there twice. What was paired with them is not
    what they came from."""
    were, are = _voices(before), _voices(now)
    pairs, removed, added = [], list(edit.removed), list(edit.added)
    for old, new in edit.pairs:
        if _stands(old, are) or _stands(new, were):
            removed.append(old)
            added.append(new)
        else:
            pairs.append((old, new))
    return Edit(
        tuple(pairs),
        tuple(s for s in removed if not _stands(s, are)),
        tuple(s for s in added if not _stands(s, were)),
        edit.replaced,
    )


Voices = dict[tuple[str, ...], list[Statement]]


def _voices(statements: Sequence[Statement]) -> Voices:
    """Words → the statements that say them."""
    out: Voices = {}
    for statement in statements:
        out.setdefault(split(statement.text).words, []).append(statement)
    return out


def _stands(statement: Statement, voices: Voices) -> bool:
    same = voices.get(split(statement.text).words, ())
    return any(
        other.speaker is None or statement.speaker is None or one_voice(other, statement) for other in same
    )


def _in_place(
    old: Sequence[Statement], new: Sequence[Statement]
) -> tuple[list[Pair], list[Statement], list[Statement], int]:
    """Pairs between anchors, what is left on each side, and how many anchors there are."""
    pairs: list[Pair] = []
    removed: list[Statement] = []
    added: list[Statement] = []
    steps = SequenceMatcher(a=[_key(s) for s in old], b=[_key(s) for s in new], autojunk=False).get_opcodes()
    kept = sum(a1 - a0 for op, a0, a1, _, _ in steps if op == "equal")
    for op, a0, a1, b0, b1 in steps:
        if op == "equal":
            continue
        gone, come = old[a0:a1], new[b0:b1]
        here = _paired(gone, come, ALONE if kept and len(gone) == len(come) == 1 else NEAR)
        pairs += here
        removed += _without(gone, here, 0)
        added += _without(come, here, 1)
    return pairs, removed, added, kept


def _without(statements: Sequence[Statement], pairs: Sequence[Pair], side: int) -> list[Statement]:
    taken = {id(pair[side]) for pair in pairs}
    return [s for s in statements if id(s) not in taken]


def _title(statements: Sequence[Statement]) -> Statement | None:
    return next((s for s in statements if is_title(s)), None)


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
