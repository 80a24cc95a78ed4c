"""Items whose bytes are known are cut out of a page before it is parsed: that is where a poll's time would go.

In memory only: after a restart the first changed page is parsed whole.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from state.model import Source
from watchers.kinds import KINDS
from watchers.split import document, raw_hash, split

REMEMBERED = 4000
"""Sources whose items' raw hashes are kept."""


@dataclass(frozen=True, slots=True)
class Cut:
    """`body`: the page without what is known. `order`: raw hashes of all its items, none if nothing was cut. `still`:
    those known → key."""

    body: bytes
    order: Sequence[str] = ()
    still: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_known(self) -> bool:
        return bool(self.order) and len(self.still) == len(self.order)


@dataclass(slots=True)
class KnownItems:
    """For each source, the raw hash of each item on its last page → the item's key."""

    _raw: OrderedDict[str, Mapping[str, str]] = field(default_factory=OrderedDict)

    def cut(self, source: Source, body: bytes) -> Cut:
        known = self._raw.get(source.id)
        kind = KINDS.get(source.kind)
        if not known or kind is None or not kind.splits or not source.baseline_done:
            return Cut(body)
        parts = split(body)
        if parts is None or not parts.whole or parts.cut:
            return Cut(body)
        order = [raw_hash(item) for item in parts.items]
        still = {raw: known[raw] for raw in order if raw in known}
        if not still:
            return Cut(body)
        rest = tuple(item for raw, item in zip(order, parts.items, strict=True) if raw not in still)
        return Cut(document(parts, rest), order, still)

    def remember(self, source_id: str, raw: Mapping[str, str]) -> None:
        self._raw[source_id] = raw
        self._raw.move_to_end(source_id)
        if len(self._raw) > REMEMBERED:
            self._raw.popitem(last=False)

    def forget(self, source_id: str) -> None:
        self._raw.pop(source_id, None)
