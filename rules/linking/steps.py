"""Why a statement was linked, or not, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.linking.features import Asked, Features, one_thread
from rules.linking.formulate import claim_text, clean
from rules.linking.nouns import Band, Candidate
from rules.linking.overlap import overlap
from rules.linking.profile import is_figure, profile
from rules.linking.words import STOP_WORDS, stem, words

NOTHING = "No stored claim shares a word with it or has its speaker."
SHOWN = 4
"""So many words are named."""
NEAR = 1.0
"""A rival within so much of the log-odds is named."""

Ranked = Sequence[tuple[Candidate, Features, float]]


def steps(
    ask: Asked,
    ranked: Ranked,
    found: Mapping[str, float],
    probability: float,
    band: Band,
    *,
    swapped: bool = False,
) -> tuple[str, ...]:
    """`swapped`: another thing stands in the claim's sentence, and that decided."""
    best = ranked[0][0]
    return (
        f"The nearest stored claim is “{_short(best.claim.standing.text)}”.",
        _words(ask, best),
        *_meaning(best),
        *_swapped(ask, best, swapped or _may_be_swapped(found, band)),
        _speaker(best, found),
        _rivals(ranked, found),
        _verdict(probability, band),
    )


def _words(ask: Asked, best: Candidate) -> str:
    theirs = profile(claim_text(best.claim)).counts
    by_rarity = sorted((t for t in ask.rarity if not is_figure(t)), key=lambda t: -ask.rarity[t])
    shared = [t for t in by_rarity if t in theirs]
    missing = [t for t in by_rarity if t not in theirs]
    if not shared:
        return "They share no word beyond the most common ones."
    said = _spelled(ask.statement.text)
    text = f"They share {_named(shared, said)}"
    return (
        f"{text}; of the statement's words the claim lacks {_named(missing, said)}."
        if missing
        else f"{text}."
    )


def _meaning(best: Candidate) -> tuple[str, ...]:
    """Said where sentence embeddings are in use."""
    if best.similarity is None:
        return ()
    return (f"In meaning they are {likeness(best.similarity)}.",)


def likeness(similarity: float) -> str:
    """The cosine of two sentences' vectors, for people."""
    degree = "very near" if similarity >= 0.8 else "near" if similarity >= 0.6 else "not near"
    return f"{degree} ({max(similarity, 0.0):.2f} of 1)"


def _may_be_swapped(found: Mapping[str, float], band: Band) -> bool:
    """Worth saying of a speaker's own claims, where they are not taken for meant all the same."""
    return bool(found["same_speaker"] and found["things"]) and band != "alert"


def _swapped(ask: Asked, best: Candidate, decides: bool) -> tuple[str, ...]:
    if not decides:
        return ()
    words_of = overlap(ask.statement.text, best.claim.standing.text)
    return (f"It speaks of “{words_of.odd_asked[0]}” where the claim speaks of “{words_of.odd_held[0]}”.",)


def _named(terms: Sequence[str], said: Mapping[str, str]) -> str:
    shown = ", ".join(f"“{said.get(t, t)}”" for t in terms[:SHOWN])
    more = len(terms) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _spelled(text: str) -> dict[str, str]:
    """Stem → the word as the statement has it."""
    return {stem(w.replace(",", "")): w for w in reversed(words(clean(text).text)) if w not in STOP_WORDS}


def _speaker(best: Candidate, found: Mapping[str, float]) -> str:
    if found["same_speaker"]:
        return f"Both are by {best.claim.speaker}."
    if found["other_speaker"]:
        return f"The claim is by somebody else, {best.claim.speaker}."
    return "Speakers could not be compared."


def _rivals(ranked: Ranked, found: Mapping[str, float]) -> str:
    best = ranked[0][0]
    others = [r for r in ranked[1:] if not one_thread(best, r[0])]
    versions = len(ranked) - 1 - len(others)
    also = f" ({versions} more in the same words count as the same claim)" if versions else ""
    if not others:
        return f"No other claim comes near{also}."
    if found["margin"] > NEAR or _names_the_thing(found):
        return f"Nothing else comes near{also}."
    return f"Another claim is about as near{also}: “{_short(others[0][0].claim.standing.text)}”."


def _names_the_thing(found: Mapping[str, float]) -> bool:
    """Whether it is clear which of the speaker's own claims is meant: no other agrees as well in what it names."""
    if not found["same_speaker"] or not found["own_rival"]:
        return bool(found["same_speaker"])
    return found["kept_held"] - found["things"] > found["rival_kept_held"] - found["rival_things"]


def _verdict(probability: float, band: Band) -> str:
    says = {
        "alert": "it is about this claim",
        "suggest": "it may be about this claim, not sure enough to alert",
        "new": "it is about none of the stored claims",
    }
    return f"Probability {probability:.2f}: {says[band]}."


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119].rsplit(' ', 1)[0]} …"
