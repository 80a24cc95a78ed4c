"""The words that show a flip: of each side the same piece of the clause, "will not tax" and "will tax"."""

from __future__ import annotations

from rules.compare.denials import Turn
from rules.compare.look import Look, Sides
from rules.compare.words import Word
from rules.reading.tokens import word_set

_AUXILIARY = word_set(
    """will would shall should can could may might must is are was were be been being am has have had having do does
    did to not never longer no won't wouldn't can't cannot couldn't isn't aren't wasn't weren't hasn't haven't don't
    doesn't didn't i'm we're they're it's he's she's we'll i'll they'll"""
)
_WITHIN = 4
"""Words between a shown word and the one that it hangs on."""
_MOST_LETTERS = 90
"""A side that has no such piece is shown whole, shortened to this."""
_STOPS = frozenset('.;:!?,"“”()')


def shown(sides: Sides, old: Turn | None, new: Turn | None) -> tuple[str, str]:
    """What to show of both sides, by what turns the one or the other round; at least one of them is given."""
    before = _turn(sides.old, old) if old else _answer(sides.old, new, sides.alignment.old_of)
    after = _turn(sides.new, new) if new else _answer(sides.new, old, sides.alignment.new_of)
    return before, after


def _turn(side: Look, turn: Turn) -> str:
    """The turn with its auxiliaries and the word that it bears on."""
    start, end = turn.span
    if turn.target is not None:
        start, end = min(start, turn.target.span[0]), max(end, turn.target.span[1])
    first = next((w for w in side.words if w.span[1] > start), None)
    if first is not None and first.span[0] >= start:
        start = _led_by(side, first).span[0]
    return side.statement.text[start:end]


def _answer(side: Look, turn: Turn | None, partner: dict[int, Word]) -> str:
    """On the side that affirms: the word that answers what the turn bears on, with its auxiliaries; without any, with
    the word that it hangs on. The statement, where nothing answers."""
    text = side.statement.text
    word = partner.get(turn.target.place) if turn is not None and turn.target is not None else None
    if turn is None or turn.target is None or word is None:
        return shortened(text)
    if turn.target.span[0] < turn.span[0]:
        return text[word.span[0] : _hung_on(side, word, 1).span[1]]
    first = _led_by(side, word)
    first = _led_by(side, _hung_on(side, word, -1)) if first is word else first
    return text[first.span[0] : word.span[1]]


def shortened(text: str) -> str:
    """A statement of which no piece shows the change."""
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 3].rstrip()}…"


def _led_by(side: Look, word: Word) -> Word:
    """The first of the auxiliaries that stand before `word`; of "has applied to build", "has"."""
    first = word
    while first.place and _joined(side, first.place - 1):
        before = side.words[first.place - 1]
        if before.low not in _AUXILIARY and first.low != "to":
            break
        first = before
    return first


def _hung_on(side: Look, word: Word, step: int) -> Word:
    """The next content word before or after, if it is near and no stop stands between; else the word itself."""
    content = {w.place for w in side.content}
    for place in range(word.place + step, word.place + step * (_WITHIN + 1), step):
        if not 0 <= place < len(side.words) or not _joined(side, min(place, place - step)):
            return word
        if place in content:
            return side.words[place]
    return word


def _joined(side: Look, place: int) -> bool:
    """Whether no stop stands between the word at `place` and the next."""
    gap = side.statement.text[side.words[place].span[1] : side.words[place + 1].span[0]]
    return _STOPS.isdisjoint(gap)
