"""Which claims are worth a closer look: by words they share with a statement, and by its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

NEAR_SHARE = 2 / 5
"""Of the places, for claims that are near in meaning, where that is known."""


def choose(
    scores: Mapping[str, float], of_speaker: Iterable[str], limit: int, near: Sequence[str] = ()
) -> list[tuple[str, float]]:
    """(claim id, score) of at most `limit` claims, best first, ties by id.

    Half of the places are kept for the speaker's own claims, also those without a shared word: a walk-back is
    often worded anew, while other people's claims on a busy subject share its words. `near`: ids of claims that are
    near in meaning, nearest first; those that words did not bring come in for the last places by words.
    """
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    own = sorted(((id, scores.get(id, 0.0)) for id in of_speaker), key=lambda pair: (-pair[1], pair[0]))
    by_words = limit - min(len(near), int(limit * NEAR_SHARE))
    chosen = dict(own[: (by_words + 1) // 2])
    beside = [(id, scores.get(id, 0.0)) for id in near]
    for found, places in (((*ranked, *own), by_words), (beside, limit), ((*ranked, *own), limit)):
        for id, score in found:
            if len(chosen) >= places:
                break
            chosen.setdefault(id, score)
    return sorted(chosen.items(), key=lambda pair: (-pair[1], pair[0]))
