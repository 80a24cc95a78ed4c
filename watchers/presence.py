"""What is no longer on the page: taken down, gone off the end, or nothing that can be concluded. Pure.

Withdrawn is only said of an item that is missing from the middle of a page that otherwise stands, on two good polls
in a row. Sources whose items come back ("flaps") need one more poll for each time they did.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from state.model import EntrySeen

GOOD_POLLS = 2
ASKS = 3
"""How often an entry's own page is asked before it is let go in silence."""
MOST_FLAPS = 12
FEW, MANY = 2, 5
"""More items than this gone at once (a tenth of the page, within these bounds) is another page, not a retraction."""
LEFT = -1
"""`EntrySeen.missing` of an entry that has left the page by its end, or that its own page still shows."""
Answer = Literal["there", "gone", "unknown", "not_asked"]
"""What an entry's own page said: it shows the entry; it is gone; it cannot be told; it was not this host's turn."""


@dataclass(frozen=True, slots=True)
class Presence:
    """`missing` by key, to be stored; `withdrawn` keys; `back` keys that had been missing or withdrawn;
    `pending`: keys that another good poll would withdraw or count on; `mass`: too much is gone to conclude anything."""

    missing: Mapping[str, int]
    withdrawn: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    pending: int = 0
    mass: bool = False


def presence(
    order: Sequence[str],
    seen: Mapping[str, EntrySeen],
    *,
    sound: bool,
    flaps: int = 0,
    again: bool = False,
) -> Presence:
    """`order`: the keys on the page, in its order. `sound`: the page is whole, a window on the newest items of a
    list, and the same source as ever; otherwise only what is back is noted. `again`: the last poll, too, missed too
    much at once; then it is how the page is now."""
    here = set(order)
    missing: dict[str, int] = {
        key: 0 for key in order if key in seen and (seen[key].missing or seen[key].withdrawn)
    }
    back = tuple(key for key in missing if seen[key].withdrawn or seen[key].missing > 0)
    known_here = [seen[key] for key in order if key in seen]
    if not sound or not known_here or not _in_order(known_here):
        return Presence(missing, back=back, pending=_pending(seen, here))
    listed = [each for each in seen.values() if each.missing != LEFT and not each.withdrawn]
    inside = [each for each in listed if _inside(each, known_here)]
    gone = [each for each in inside if each.key not in here]
    if len(gone) > max(FEW, min(MANY, len(inside) // 10)):
        if again:
            missing.update({each.key: LEFT for each in gone})
        return Presence(missing, back=back, mass=True)
    need = GOOD_POLLS + min(flaps, MOST_FLAPS)
    withdrawn = []
    for each in gone:
        missing[each.key] = each.missing + 1
        if each.missing + 1 >= need:
            withdrawn.append(each.key)
    names = {each.key for each in gone}
    for each in listed:
        if each.key not in here and each.key not in names:
            missing[each.key] = LEFT
    return Presence(missing, tuple(withdrawn), back, len(gone) - len(withdrawn))


def confirm(seen: Mapping[str, EntrySeen], *, flaps: int = 0) -> Presence:
    """The very same page as at the last good poll: what was missing from its middle is missing once more."""
    gone = [each for each in seen.values() if each.missing > 0 and not each.withdrawn]
    need = GOOD_POLLS + min(flaps, MOST_FLAPS)
    withdrawn = tuple(each.key for each in gone if each.missing + 1 >= need)
    return Presence(
        {each.key: each.missing + 1 for each in gone}, withdrawn, pending=len(gone) - len(withdrawn)
    )


def answered(
    found: Presence, answers: Mapping[str, Answer], seen: Mapping[str, EntrySeen], *, flaps: int = 0
) -> Presence:
    """What is left to withdraw once the entries' own pages were asked. Without an answer the next good poll asks again,
    `ASKS` times in all; then the entry counts as one that has left the list."""
    need = GOOD_POLLS + min(flaps, MOST_FLAPS)
    missing, pending = dict(found.missing), found.pending
    for key, answer in answers.items():
        before = seen[key].missing
        match answer:
            case "gone":
                continue
            case "there":
                missing[key] = LEFT
            case "unknown" if before + 1 - need >= ASKS - 1:
                missing[key] = LEFT
            case "unknown":
                pending += 1
            case "not_asked":
                missing[key], pending = before, pending + 1
            case _:
                assert_never(answer)
    withdrawn = tuple(key for key in found.withdrawn if answers.get(key, "gone") == "gone")
    return replace(found, missing=missing, withdrawn=withdrawn, pending=pending)


def _pending(seen: Mapping[str, EntrySeen], here: Collection[str]) -> int:
    return sum(1 for key, each in seen.items() if each.missing > 0 and not each.withdrawn and key not in here)


def _said_at(each: EntrySeen) -> datetime:
    return each.published or each.first_seen


def _inside(each: EntrySeen, here: Sequence[EntrySeen]) -> bool:
    """Something older is still on the page, by date and by when we first saw it (`first_seen` is told apart by
    microseconds in page order)."""
    by_date = any(_said_at(other) < _said_at(each) for other in here if other.key != each.key)
    return by_date and any(other.first_seen < each.first_seen for other in here if other.key != each.key)


def _in_order(here: Sequence[EntrySeen]) -> bool:
    """The page shows newest first or oldest first, nine pairs of ten: not a ranking."""
    pairs = [(a.first_seen, b.first_seen) for a, b in itertools.pairwise(here)]
    if not pairs:
        return True
    falling = sum(a >= b for a, b in pairs)
    return max(falling, len(pairs) - falling) >= 0.9 * len(pairs)
