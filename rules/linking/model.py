"""What the weights are weights of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, inf, log, log1p

ENOUGH = 1.5
"""Two rare words, or three that are less so, name a thing (`overlap`); with less these words have no say."""
ALIKE = 0.6
"""Sentences that share so much of what names things, on both sides, are nearly one."""
DOUBT = 0.6
"""At most so likely is a link where a statement is the claim's sentence of another thing and nobody is known to speak
in both: worth asking about, never an alert. A bound and no piece of evidence: a weight would take its trust from posts,
that hardly ever do this."""
SAY = 2.0
"""Below this much of log-odds against it, words that name things have no say either: a true statement in other words
and one about another thing look alike to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`rank`: features of one candidate → score. `accept` and `bias`: evidence → log-odds that it is meant.

    `same` and `same_bias`: instead of these for claims of the statement's own speaker, who says many things about one
    subject in much the same words; and `own` and `own_bias`: what the words say there that name things. Their say
    (`words`) is one piece of evidence among the others.
    """

    rank: Mapping[str, float]
    accept: Mapping[str, float]
    bias: float
    own: Mapping[str, float]
    own_bias: float
    same: Mapping[str, float]
    same_bias: float

    def log_odds(self, found: Mapping[str, float]) -> float:
        """That the first candidate, with this `evidence`, is meant."""
        if not found["same_speaker"]:
            return self.bias + weighed(self.accept, found)
        opinion = self.same_bias + weighed(self.same, {**found, "words": self.words(found)})
        return min(opinion, self.bound(found))

    def bound(self, found: Mapping[str, float]) -> float:
        """The most that a claim of the speaker's own may have, in log-odds. Where the two sentences are nearly one, the
        words that name things have to tell a changed figure from another thing."""
        if found["is_swap"]:
            return self.naming(found)
        if min(found["kept_asked"], found["kept_held"]) >= ALIKE:
            return max(self.naming(found), log(DOUBT / (1 - DOUBT)))
        return inf

    def words(self, found: Mapping[str, float]) -> float:
        """What the words that name things say for a claim of the speaker's own, 0 or more."""
        return max(0.0, self.naming(found) + SAY) if found["named"] >= ENOUGH else 0.0

    def naming(self, found: Mapping[str, float]) -> float:
        """Log-odds by the words that name things, of a claim of the speaker's own among hers."""
        opinion = self.own_log_odds(found)
        if found["own_rival"]:
            rival = self.own_log_odds({name: found[f"rival_{name}"] for name in self.own})
            opinion -= log1p(exp(rival))  # odds among three: this one, the next of hers, none
        return opinion

    def own_log_odds(self, found: Mapping[str, float]) -> float:
        """That a claim of the speaker's own, with this `own_evidence`, is meant, whatever else there is."""
        return self.own_bias + weighed(self.own, found)

    def floor(self, best: Mapping[str, float]) -> float:
        """The score of the rival that is always there: a claim of the same length and speaker that shares nothing."""
        kept = ("length", "same_speaker", "other_speaker")
        return sum(self.rank[name] * best[name] for name in kept if name in self.rank)


def weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())
