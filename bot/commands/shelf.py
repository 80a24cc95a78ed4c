"""Small records of a guild that buttons lead back to: drafts, removals that can be undone, filters too long for a
button. Kept in the store, so the buttons outlive a restart. Each kind has so many places; the oldest makes room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.commands.services import Caller
from state.store import Tx

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`name`: of the kind. `places`: records of it that one guild can have at a time."""

    name: str
    places: int

    def keep(self, tx: Tx, me: Caller, key: str, record: Record) -> None:
        """Under `key`, in the place of the oldest when all are taken. What is kept under it already stays."""
        taken = {place: self._at(tx, place) for place in self._places(me)}
        if any(each.get("key") == key for each in taken.values()):
            return
        oldest = min(taken, key=lambda place: taken[place].get("at", ""))
        tx.guilds.put_meta(oldest, json.dumps({"key": key, "at": me.now.isoformat(), **record}))

    def get(self, tx: Tx, me: Caller, key: str) -> Record | None:
        """None when it was forgotten, or others have taken its place since."""
        return next((record for record in self.records(tx, me) if record["key"] == key), None)

    def forget(self, tx: Tx, me: Caller, key: str) -> None:
        for place in self._places(me):
            if self._at(tx, place).get("key") == key:
                tx.guilds.put_meta(place, "")

    def records(self, tx: Tx, me: Caller) -> list[Record]:
        return [record for place in self._places(me) if (record := self._at(tx, place))]

    def _places(self, me: Caller) -> list[str]:
        return [f"{self.name}:{me.guild_id}:{number}" for number in range(self.places)]

    def _at(self, tx: Tx, place: str) -> Record:
        record: Record = json.loads(tx.guilds.meta(place) or "{}")
        return record
