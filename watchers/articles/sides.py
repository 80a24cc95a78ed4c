"""Two texts of one page, as statements before and after, without what is nobody's edit. Pure.

`rules.judge` pairs the sentences and types the change; here is decided what it gets to see: nothing cosmetic, nothing
that the feed's own edit told already, nothing gone that the next visit has not confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rules.change import Tag
from rules.compare import compare
from rules.judging.pairs import edit_of, likeness
from rules.language.words import split
from rules.model import Statement
from watchers.articles.shown import sentences
from watchers.content import essence

Statements = tuple[Statement, ...]
SAME_SENTENCE = 0.6
"""Likeness from which a sentence of the feed and one of the page are the same one, edited."""
SAME_TEXT = 0.6
"""So many of the feed's sentences must stand on the page before the two texts are compared."""
TYPED: frozenset[Tag] = frozenset(
    {"figure_changed", "deadline_moved", "polarity_flipped", "certainty_changed"}
)


@dataclass(frozen=True, slots=True)
class Other:
    """The entry's text in the other place (feed or page): its words `now`, and those of all its texts, each with a
    space at both ends."""

    now: str = ""
    ever: tuple[str, ...] = ()

    @classmethod
    def of(cls, now: str, ever: Iterable[str]) -> Other:
        return cls(_flat(now), tuple(_flat(each) for each in ever))

    def has(self, statement: Statement) -> bool:
        return f" {_words(statement)} " in self.now

    def had(self, statement: Statement) -> bool:
        wanted = f" {_words(statement)} "
        return any(wanted in each for each in self.ever)


NONE = Other()


@dataclass(frozen=True, slots=True)
class Sides:
    """What is to be judged as an edit, and what must be gone at the next visit too before it is told."""

    before: Statements
    now: Statements
    missing: Statements = ()

    @property
    def nothing(self) -> bool:
        return {each.id for each in self.before} == {each.id for each in self.now}


def sides(
    before: Sequence[Statement],
    now: Sequence[Statement],
    *,
    other: Other = NONE,
    known: Collection[str] = (),
    missing: Sequence[Statement] = (),
    taken_out: Callable[[Statement], bool] = lambda statement: True,
    said_anew: Callable[[Statement], bool] = lambda statement: True,
    texts: tuple[str, str] = ("", ""),
) -> Sides:
    """`before`, `now`: of the page's texts. `known`: ids of statements that some text of the entry has had: one that
    comes back is not new. `missing`: not found at the last visit either. `said_anew`: see `shown.said_anew`.
    `texts`: the page's whole text, before and now."""
    before, now = _without_drift(before, now, said_anew)
    here = {_words(each) for each in now}
    pending = [each for each in missing if _words(each) not in here]
    before = [*before, *pending]
    there = {_words(each) for each in before}
    fresh = [each for each in now if _words(each) not in there]
    gone = [each for each in before if _words(each) not in here]
    drop = _cosmetic(gone, fresh) | _told_there(gone, fresh, other) | _cut_otherwise(gone, fresh, texts)
    before = [each for each in before if each.id not in drop]
    now = [each for each in now if each.id not in drop]
    edit = edit_of(before, now)
    paired = {each.id for pair in edit.pairs for each in pair}
    drop = {each.id for each in edit.added if each.id in known and each.id not in paired}
    confirmed = {each.id for each in pending}
    wait = []
    for each in edit.removed:
        if edit.replaced or each.id not in confirmed:
            drop.add(each.id)
        if not edit.replaced and each.id not in confirmed and taken_out(each):
            wait.append(each)
    return Sides(
        tuple(each for each in before if each.id not in drop),
        tuple(each for each in now if each.id not in drop),
        tuple(wait),
    )


def first_sides(feed: Sequence[Statement], now: Sequence[Statement]) -> Sides:
    """The feed gave the whole text, and the page is seen for the first time: only sentences that are plainly the same,
    with another figure, date, "not" or certainty. What else differs is how the two are made."""
    here = {_words(each) for each in now}
    body = [each for each in feed if each.spans.content or each.speaker is not None]
    standing = sum(_words(each) in here for each in body)
    if not body or standing < SAME_TEXT * len(body):
        return Sides((), ())
    pairs = [
        (old, new)
        for old, new in edit_of(body, now).pairs
        if likeness(old, new) >= SAME_SENTENCE
        and any(change.tag in TYPED for change in compare(old, new, kind="edit").changes)
    ]
    return Sides(tuple(old for old, _ in pairs), tuple(new for _, new in pairs))


def _without_drift(
    before: Sequence[Statement], now: Sequence[Statement], said_anew: Callable[[Statement], bool]
) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """A sentence that says whose words it goes on with by its place alone has another speaker when paragraphs are put
    in another order, or a box comes between: nobody edited that."""
    kept, were = {each.id for each in before}, {_words(each) for each in before}
    drift = {
        _words(each) for each in now if each.id not in kept and _words(each) in were and not said_anew(each)
    }
    if not drift:
        return before, now
    return (
        [each for each in before if _words(each) not in drift],
        [each for each in now if _words(each) not in drift],
    )


def _cosmetic(gone: Sequence[Statement], fresh: Sequence[Statement]) -> set[str]:
    """Sentences that differ in a relative time, a counter or a form of the same character only."""
    was = {essence("", each.text, "text"): each.id for each in gone}
    out: set[str] = set()
    for each in fresh:
        same = was.get(essence("", each.text, "text"))
        if same is not None:
            out |= {same, each.id}
    return out


def _cut_otherwise(gone: Sequence[Statement], fresh: Sequence[Statement], texts: tuple[str, str]) -> set[str]:
    """Both stand in both texts, and one is a part of the other: the same words, read as one sentence or as two. Or one
    went on from a line ("He said on Monday:") that now stands elsewhere."""
    was, now = map(_flat, texts)
    lines = {_flat(each) for each in sentences(texts[0])}
    still = {each.id: f" {_words(each)} " for each in gone}
    still = {key: words for key, words in still.items() if words in now}
    out: set[str] = set()
    for each in fresh if still else ():
        words = f" {_words(each)} "
        same = {key for key, other in still.items() if words in other or other in words}
        if same and (words in was or any(words.replace(still[key], " ", 1) in lines for key in same)):
            out |= {each.id, *same}
    return out


def untold(
    before: Sequence[Statement], now: Sequence[Statement], other: Other
) -> tuple[Statements, Statements]:
    """Both sides of an edit without what the other place has gone through already."""
    here, there = {_words(each) for each in now}, {_words(each) for each in before}
    gone = [each for each in before if _words(each) not in here]
    fresh = [each for each in now if _words(each) not in there]
    drop = _told_there(gone, fresh, other)
    return (
        tuple(each for each in before if each.id not in drop),
        tuple(each for each in now if each.id not in drop),
    )


def _told_there(gone: Sequence[Statement], fresh: Sequence[Statement], other: Other) -> set[str]:
    """It had the old words and has them no more, it has the new."""
    out = {each.id for each in gone if other.had(each) and not other.has(each)}
    return out | {each.id for each in fresh if other.has(each)}


def _words(statement: Statement) -> str:
    return " ".join(split(statement.text).words)


def _flat(text: str) -> str:
    return f" {' '.join(split(text).words)} "
