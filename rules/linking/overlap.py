"""What two sentences of one speaker share, and what each has for itself.

Figures, dates and hedges are left out: they are what a speaker changes about a thing. The words that are left name the
thing. "The Lindow plant will employ 400 people" and "… 250 people" agree in all of them; with "Norbury" for "Lindow"
it is another thing, however much else is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.compare.lexicon import likeness, opposite, verbs
from rules.compare.words import Word, root_of, words
from rules.index import RAREST, rarity
from rules.linking.background import usual_rate
from rules.linking.profile import is_figure

_PASSING = """
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday spring summer autumn fall winter year month week day decade century quarter
    q1 q2 q3 q4 h1 h2 morning evening today tomorrow yesterday tonight early earlier earliest late later latest
    end begin beginning mid middle start next last previous current currently soon sooner already still yet now
    again long longer recently eventually ever never always annual annually yearly monthly daily
    perhaps maybe probably likely unlikely possible possibly possibility surely certain certainly sure definitely
    hope expect believe think doubt guess assume apparently allegedly could might must shall going plan intend want
    consider rule question
    about around almost nearly roughly approximately least exactly precisely fewer less many much lot several
    halve double triple even also just only simply really quite rather closer every each without maximum minimum
    nobody none nothing everybody everyone somebody announce add report explain tell told state
    """
"""When, how sure, how much, and that it was said. Other than stop words these may find a claim, but never tell two
things apart."""


_BEFORE_NOUNS = frozenset(
    """the a an this these those our my your his her its their no every each any some of for in on at by from with
    without about against""".split()  # noqa: SIM905
)


SWAP = 0.4
"""Of `Overlap.alone`. Posts about a claim reach it in two of a thousand, one sentence on two things mostly."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A word that names what a sentence is about. `tells`: its rarity in English at large, 0..1.
    `thing`: it is no verb here."""

    word: Word
    tells: float
    thing: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """`named`: how much the statement's naming words tell that have their like in the claim.
    `kept_asked`, `kept_held`: their share in the statement and in the claim, weighed by rarity, 0..1.
    `swapped`: how much the rarest words without their like tell, the lesser of the two sides, 0..1: a word put in the
    place of another. `things`: the same without verbs, which vary more freely than the things spoken of.
    `alone`: how much of what differs is this one swap, 0..1: near 1 for one sentence about two things, near 0 where the
    words differ throughout, as in a paraphrase.
    `odd_asked`, `odd_held`: the words without their like, verbs left out, rarest first."""

    named: float
    kept_asked: float
    kept_held: float
    swapped: float
    things: float
    alone: float
    odd_asked: tuple[str, ...]
    odd_held: tuple[str, ...]

    @property
    def is_swap(self) -> bool:
        """Whether these are one sentence about two things."""
        return self.alone >= SWAP


@lru_cache(maxsize=4096)
def naming(text: str) -> tuple[Naming, ...]:
    """The words that name what `text` is about, each once, in order."""
    every = words(text)
    kept = {w.stem: w for w in every if w.content and not is_figure(w.stem) and w.stem not in _passing()}
    return tuple(
        Naming(w, rarity(0, 0, usual_rate(w.stem)) / RAREST, _is_thing(w, every)) for w in kept.values()
    )


def _is_thing(word: Word, every: Sequence[Word]) -> bool:
    """No verb: "strike" may be one, "the strike" and "for parking" are not."""
    return word.stem not in verbs() or (word.place > 0 and every[word.place - 1].low in _BEFORE_NOUNS)


@lru_cache(maxsize=64)
def overlap(asked: str, held: str) -> Overlap:
    """Of a statement and a claim. Synonyms and opposites are alike: who says "fall" for "rise" speaks of one thing."""
    mine, theirs = naming(asked), naming(held)
    odd_asked, odd_held = _odd(mine, theirs), _odd(theirs, mine)
    things_asked, things_held = _things(odd_asked), _things(odd_held)
    things = min(_most(things_asked), _most(things_held))
    return Overlap(
        named=_sum(mine) - _sum(odd_asked),
        kept_asked=_kept(mine, odd_asked),
        kept_held=_kept(theirs, odd_held),
        swapped=min(_most(odd_asked), _most(odd_held)),
        things=things,
        alone=things * things / max(_sum(things_asked), _sum(things_held)) if things else 0.0,
        odd_asked=tuple(n.word.text for n in things_asked),
        odd_held=tuple(n.word.text for n in things_held),
    )


def _odd(some: Sequence[Naming], others: Sequence[Naming]) -> list[Naming]:
    """Of `some`, those without their like among `others`, rarest first."""
    stems = {n.word.stem for n in others}
    odd = [
        n
        for n in some
        if n.word.stem not in stems and not any(_alike(n.word, other.word) for other in others)
    ]
    return sorted(odd, key=lambda n: -n.tells)


def _alike(a: Word, b: Word) -> bool:
    if _is_code(a.low) or _is_code(b.low):
        return a.low == b.low  # K4 and K7 are two machines
    return likeness(a, b) > 0 or opposite(a, b)


def _is_code(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _sum(some: Sequence[Naming]) -> float:
    return sum(n.tells for n in some)


def _kept(every: Sequence[Naming], odd: Sequence[Naming]) -> float:
    total = _sum(every)
    return 1 - _sum(odd) / total if total else 0.0


def _things(odd: Sequence[Naming]) -> list[Naming]:
    return [n for n in odd if n.thing]


def _most(odd: Sequence[Naming]) -> float:
    return max((n.tells for n in odd), default=0.0)


@lru_cache(maxsize=1)
def _passing() -> frozenset[str]:
    return frozenset(map(root_of, _PASSING.split()))
