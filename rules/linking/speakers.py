"""Are two names the same speaker? Names, surnames, roles and aliases, without case, diacritics or titles."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.linking.words import plain, words
from rules.model import Claim

TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady sen senator rep representative gov governor president
    minister chancellor secretary chairman chairwoman chair ceo judge justice gen general col capt the
    former""".split()  # noqa: SIM905
)
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii"})
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NOBODY = frozenset({"", "unknown"})


def same_speaker(a: str | None, claim: Claim) -> bool:
    """Whether `a` names the claim's speaker: the same name, its surname alone, an alias, or the same role.

    The narrator (None) is the same as the narrator only; "unknown" is nobody's name.
    """
    if a is None or claim.speaker is None:
        return a is None and claim.speaker is None
    if _is_nobody(a) or _is_nobody(claim.speaker) or _is_another(a, claim):
        return False
    return any(_same_name(a, other) for other in (claim.speaker, *claim.aliases))


def _is_another(name: str, claim: Claim) -> bool:
    """Whether people said that this very name is somebody else's."""
    return any(_parts(name) == _parts(other) for other in claim.not_speakers)


def speaker_keys(name: str | None, aliases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys under which a store files a speaker, so that names that may be the same share one: surnames and whole
    names, plain. Sharing a key is not yet being the same speaker."""
    keys: dict[str, None] = {}
    for each in (name or "", *aliases):
        parts = _parts(each)
        if parts:
            keys[" ".join(parts)] = None
            keys[parts[-1]] = None
    return tuple(keys)


def _same_name(a: str, b: str) -> bool:
    first, second = _parts(a), _parts(b)
    if not first or not second:
        return plain(a).strip() == plain(b).strip()
    if first == second:
        return True
    if first[-1] != second[-1]:
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    return any(_given_agree(a, b) for a in first[:-1] for b in second[:-1])


@lru_cache(maxsize=4096)
def _is_nobody(name: str) -> bool:
    return plain(name).strip() in NOBODY


def _given_agree(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name: "Prime Minister Mara Voss (Lab), of Halden" is mara, voss. A role without a name stays."""
    every = _words_before_comma(_ASIDE.sub(" ", name.replace("@", " ")))
    titles = [at for at, word in enumerate(every) if word in TITLES]
    after = every[titles[-1] + 1 :] if titles else every
    without = tuple(w for w in every if w not in TITLES)
    return tuple(after) or without or tuple(every)


def _words_before_comma(name: str) -> list[str]:
    """ "Voss, minister for labour" is Voss; "Voss, Jr." is not Voss."""
    head, _, tail = name.partition(",")
    rest = words(tail)
    return words(head) + rest if not words(head) or (rest and rest[0] in _AFTER_NAMES) else words(head)
