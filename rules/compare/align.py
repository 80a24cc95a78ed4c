"""Which word of one statement answers which of the other.

Equal stems first, nearest in context where a stem stands twice; then what is left by family, synonym and opposite.
The left-over search is bounded, so the work grows with the length of the texts and not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.compare.lexicon import counterparts, likeness, opposite
from rules.compare.words import Word

_LEFT_OVER = 48
"""Words of each side that are searched for a synonym; a sentence has fewer."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of indexes into the words given. `opposites` are pairs that say the contrary of one another."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]
    pairs: tuple[tuple[int, int, float], ...]
    opposites: tuple[tuple[int, int], ...]

    @property
    def new_of(self) -> dict[int, Word]:
        """Place of an old word → the new word that answers it."""
        return {self.old[i].place: self.new[j] for i, j, _ in self.pairs}

    @property
    def old_of(self) -> dict[int, Word]:
        """Place of a new word → the old word that it answers."""
        return {self.new[j].place: self.old[i] for i, j, _ in self.pairs}

    @property
    def old_left(self) -> tuple[Word, ...]:
        used = {i for i, _, _ in self.pairs} | {i for i, _ in self.opposites}
        return tuple(w for i, w in enumerate(self.old) if i not in used)

    @property
    def new_left(self) -> tuple[Word, ...]:
        used = {j for _, j, _ in self.pairs} | {j for _, j in self.opposites}
        return tuple(w for j, w in enumerate(self.new) if j not in used)


def align(old: Sequence[Word], new: Sequence[Word]) -> Alignment:
    """Both sides as content words in order."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(new):
        places.setdefault(word.stem, []).append(j)
    pairs: list[tuple[int, int, float]] = []
    used: set[int] = set()
    for i, word in enumerate(old):
        free = [j for j in places.get(word.stem, ()) if j not in used and not counterparts(word, new[j])]
        if free:
            j = free[0] if len(free) == 1 else max(free, key=lambda j: (_around(old, new, i, j), -abs(i - j)))
            pairs.append((i, j, 1.0))
            used.add(j)
    taken = {i for i, _, _ in pairs}
    for i, j in (
        *_spelled_out(old, new, taken, used),
        *((i, j) for j, i in _spelled_out(new, old, used, taken)),
    ):
        if (i in taken) + (j in used) < 2:
            pairs.append((i, j, 1.0))
        taken.add(i)
        used.add(j)
    left = [i for i in range(len(old)) if i not in taken][:_LEFT_OVER]
    right = [j for j in range(len(new)) if j not in used][:_LEFT_OVER]
    opposites = []
    scored = []
    for i in left:
        for j in right:
            value = likeness(old[i], new[j])
            if value:
                scored.append((-value, abs(i - j), i, j))
            elif opposite(old[i], new[j]):
                opposites.append((i, j))
    for value, _, i, j in sorted(scored):
        if i not in taken and j not in used:
            pairs.append((i, j, -value))
            taken.add(i)
            used.add(j)
    kept = tuple((i, j) for i, j in opposites if i not in taken and j not in used)
    return Alignment(tuple(old), tuple(new), tuple(sorted(pairs)), kept)


def _spelled_out(
    short: Sequence[Word], long: Sequence[Word], known: set[int], used: set[int]
) -> list[tuple[int, int]]:
    """Acronyms of `short` with each of the words of `long` that they stand for: RVs, recreational vehicles."""
    out: list[tuple[int, int]] = []
    for i, word in enumerate(short[:_LEFT_OVER]):
        letters = word.text.replace(".", "").removesuffix("s").lower()
        if i in known or not 2 <= len(letters) <= 5 or not word.text[:2].replace(".", "").isupper():
            continue
        for j in range(min(len(long), _LEFT_OVER) - len(letters) + 1):
            run = range(j, j + len(letters))
            if used.isdisjoint(run) and all(long[k].low[0] == c for k, c in zip(run, letters, strict=True)):
                out += [(i, k) for k in run]
                break
    return out


def _around(old: Sequence[Word], new: Sequence[Word], i: int, j: int) -> int:
    mine = {w.stem for w in old[max(0, i - 2) : i + 3]}
    return sum(w.stem in mine for w in new[max(0, j - 2) : j + 3])
