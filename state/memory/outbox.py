"""Deliveries owed. The order within a lane is the order of arrival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rules.model import Address
from state.memory.tables import Journal, Table
from state.model import Delivery


class MemoryOutbox:
    def __init__(self, journal: Journal) -> None:
        self.deliveries: Table[str, Delivery] = Table(journal)
        self._parked: Table[str, str] = Table(journal)

    def add(self, delivery: Delivery) -> bool:
        return self.deliveries.add(delivery.id, delivery)

    def lease(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Delivery]:
        arrived = {delivery.id: number for number, delivery in enumerate(self.deliveries)}
        ready: list[list[Delivery]] = []
        for waiting in self._lanes():
            due = [delivery for delivery in waiting if delivery.not_before <= now]
            if due and not any(_held(delivery, now) for delivery in waiting):
                ready.append(due)
        ready.sort(key=lambda due: arrived[due[0].id])
        leased: list[Delivery] = []
        for due in ready[:limit]:
            head = due[0]
            together = [d for d in due if d is head or (head.digest and d.digest == head.digest)]
            leased += [self._take(delivery, now, until, owner) for delivery in together]
        return leased

    def _lanes(self) -> list[list[Delivery]]:
        """What is owed, by lane, each in order, parked lanes left out."""
        lanes: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in self.deliveries:
            if delivery.state == "owed" and delivery.lane not in self._parked:
                lanes[delivery.lane].append(delivery)
        return list(lanes.values())

    def _take(self, delivery: Delivery, now: datetime, until: datetime, owner: str) -> Delivery:
        taken = replace(
            delivery,
            attempts=delivery.attempts + 1,
            fence=delivery.fence + 1,
            lease_until=until,
            owner=owner,
            first_try_at=delivery.first_try_at or now,
        )
        self.deliveries.put(taken.id, taken)
        return taken

    def settle(self, delivery: Delivery) -> bool:
        stored = self.deliveries.get(delivery.id)
        if stored is None or stored.fence != delivery.fence:
            return False
        self.deliveries.put(delivery.id, replace(delivery, lease_until=None, owner=""))
        return True

    def get(self, delivery_id: str) -> Delivery | None:
        return self.deliveries.get(delivery_id)

    def of_subject(self, subject_id: str) -> Sequence[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.subject_id == subject_id]

    def owed(self, guild_id: int | None = None) -> Sequence[Delivery]:
        found = [
            d for d in self.deliveries if d.state in ("owed", "parked") and guild_id in (None, d.guild_id)
        ]
        return sorted(found, key=lambda delivery: delivery.not_before)

    def expired(self, now: datetime) -> Sequence[Delivery]:
        return [
            delivery
            for delivery in self.deliveries
            if delivery.state == "owed"
            and not delivery.digest
            and delivery.expires_at is not None
            and delivery.expires_at <= now
            and (delivery.lease_until is None or delivery.lease_until <= now)
        ]

    def park(self, address: Address, reason: str, now: datetime) -> int:
        self._parked.put(str(address), reason)
        waiting = [d for d in self.deliveries if d.lane == str(address) and d.state == "owed"]
        for delivery in waiting:
            self.deliveries.put(delivery.id, replace(delivery, state="parked"))
        return len(waiting)

    def unpark(self, address: Address, now: datetime) -> int:
        self._parked.pop(str(address))
        waiting = [d for d in self.deliveries if d.lane == str(address) and d.state == "parked"]
        for delivery in waiting:
            ready = min(delivery.not_before, now) if delivery.attempts else delivery.not_before
            self.deliveries.put(delivery.id, replace(delivery, state="owed", not_before=ready))
        return len(waiting)

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        changed = 0
        for delivery in self.deliveries:
            ahead = delivery.attempts > 0 and delivery.not_before > latest
            held = delivery.lease_until is not None and delivery.lease_until > latest
            if delivery.state == "owed" and (ahead or held):
                changed += 1
                delivery = replace(delivery, not_before=now) if ahead else delivery
                delivery = replace(delivery, lease_until=None, owner="") if held else delivery
                self.deliveries.put(delivery.id, delivery)
        return changed

    def parked(self) -> Mapping[str, str]:
        return dict(sorted(self._parked.items()))

    def next_due(self) -> datetime | None:
        return min(map(_ready, self._lanes()), default=None)


def _held(delivery: Delivery, now: datetime) -> bool:
    """Somebody is sending it, or a try failed and its lane waits whole."""
    leased = delivery.lease_until is not None and delivery.lease_until > now
    return leased or (delivery.attempts > 0 and delivery.not_before > now)


def _ready(lane: list[Delivery]) -> datetime:
    """When the lane may be leased next."""
    moments = [min(delivery.not_before for delivery in lane)]
    moments += [delivery.lease_until for delivery in lane if delivery.lease_until]
    moments += [delivery.not_before for delivery in lane if delivery.attempts]
    return max(moments)
