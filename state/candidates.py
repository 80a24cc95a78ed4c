"""Which claims are worth a closer look: by words they share with a statement, and by its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def choose(scores: Mapping[str, float], of_speaker: Iterable[str], limit: int) -> list[tuple[str, float]]:
    """(claim id, score) of at most `limit` claims, best first, ties by id.

    Half of the places are kept for the speaker's own claims, also those without a shared word: a walk-back is
    often worded anew, while other people's claims on a busy subject share its words.
    """
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    own = sorted(((id, scores.get(id, 0.0)) for id in of_speaker), key=lambda pair: (-pair[1], pair[0]))
    chosen = dict(own[: (limit + 1) // 2])
    for id, score in (*ranked, *own):
        if len(chosen) >= limit:
            break
        chosen.setdefault(id, score)
    return sorted(chosen.items(), key=lambda pair: (-pair[1], pair[0]))
