"""What a statement says, beside who says it: figures, horizon, certainty, polarity, whether it can be held to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rules.model import Commitment, Evidential, Horizon, Polarity, Quantity
from rules.reading.certainty import PLAIN, Certainty, certainty
from rules.reading.checkable import checkable
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.polarity import polarity
from rules.reading.sureness import SURENESS


@dataclass(frozen=True, slots=True)
class Facets:
    """Spans of quantities and horizons are relative to the text that was passed."""

    quantities: tuple[Quantity, ...]
    horizons: tuple[Horizon, ...]
    certainty: int | None
    commitment: Commitment | None
    evidential: Evidential | None
    polarity: Polarity | None
    checkable: bool


_DENYING = frozenset(("deny", "doubt", "dispute", "refute", "rebut", "debunk", "disavow", "repudiate"))


def facets(text: str, said_on: date | None, lemma: str | None = None) -> Facets:
    """The facets of `text`. `lemma`: the verb it is attributed by; what is denied, doubted or hoped is that."""
    figures, dates = quantities(text), horizons(text, said_on)
    sure, sign = _as_attributed(certainty(text), lemma), polarity(text)
    if lemma in _DENYING and sign is not None:
        sign = "denied" if sign == "affirmed" else "affirmed"
    return Facets(
        quantities=figures,
        horizons=dates,
        certainty=sure.level,
        commitment=sure.commitment,
        evidential=sure.evidential,
        polarity=sign,
        checkable=checkable(text, figures, dates, sure, sign),
    )


def moved(known: Facets, place: Placement) -> Facets:
    """The same facets with spans into the page instead of into the statement's text."""
    if not (known.quantities or known.horizons):
        return known
    return replace(
        known,
        quantities=tuple(replace(one, span=place.span(one.span)) for one in known.quantities),
        horizons=tuple(replace(one, span=place.span(one.span)) for one in known.horizons),
    )


def _as_attributed(said: Certainty, lemma: str | None) -> Certainty:
    """What somebody hopes is no surer than a hope; what somebody promises plainly is a promise."""
    if lemma not in SURENESS or said.level is None:
        return said
    step, commitment = SURENESS[lemma]
    level = step if said.level == PLAIN else min(said.level, step)
    return replace(said, level=level, commitment=said.commitment or commitment)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a statement's text lies in the page: pieces of the page joined by single spaces."""

    pieces: tuple[tuple[int, int], ...]

    def text(self, page: str) -> str:
        return " ".join(page[start:end].replace("\n", " ") for start, end in self.pieces)

    def at(self, offset: int) -> int:
        """The place in the page of an offset into the text; the space between two pieces is the end of the first."""
        for start, end in self.pieces:
            if offset <= end - start:
                return start + offset
            offset -= end - start + 1
        return self.pieces[-1][1] if self.pieces else 0

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        start = self.at(span[0])
        last = self.at(span[1] - 1) + 1 if span[1] > span[0] else start
        return start, max(start, last)
