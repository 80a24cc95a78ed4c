"""Both backends, given the same, say the same: whatever is done to the outbox, in whatever order."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rules.model import Address
from state.memory import open_memory
from state.model import Delivery
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.fakes import nouns, years

LANES = st.integers(1, 3)
MINUTES = st.integers(0, 4)


async def test_a_full_store_reads_the_same_in_every_backend(store: Store) -> None:
    other = open_memory()
    await store.transact(years.fill)
    await other.transact(years.fill)
    expected, found = await other.read(years.everything), await store.read(years.everything)
    for name, value in expected.items():
        assert found[name] == value, name


class Outboxes(RuleBasedStateMachine):
    """Deliveries come, are leased, settled, parked and unparked in two backends at once, while time passes."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.memory = open_memory()
        self.sqlite = open_sqlite(Path(self.folder.name) / "walkback.db")
        self.sqlite._writer.conn.execute("PRAGMA synchronous = OFF")  # many small transactions
        self.now = nouns.NOON
        self.added: list[str] = []
        self.held: list[Delivery] = []
        self.settled: set[str] = set()

    def teardown(self) -> None:
        self.sqlite.close_now()
        self.folder.cleanup()

    def both(self, work):  # type: ignore[no-untyped-def]
        """The answer of both, which is the same."""
        expected, found = self.memory._write(work), self.sqlite._write(work)
        assert found == expected
        return found

    def later(self, minutes: int) -> datetime:
        return self.now + timedelta(minutes=minutes)

    @rule(lane=LANES, wait=MINUTES, digest=st.sampled_from(["", "", "d"]), guild=st.integers(1, 2))
    def owe(self, lane: int, wait: int, digest: str, guild: int) -> None:
        delivery = nouns.delivery(
            f"d{len(self.added)}",
            nouns.channel(lane),
            guild_id=guild,
            not_before=self.later(wait),
            digest=digest,
        )
        self.added.append(delivery.id)
        assert self.both(lambda tx: tx.outbox.add(delivery))
        assert not self.both(lambda tx: tx.outbox.add(delivery))

    @rule(limit=st.integers(1, 3), seconds=st.sampled_from([30, 90]))
    def lease(self, limit: int, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        leased = self.both(lambda tx: tx.outbox.lease(self.now, until, "me", limit))
        self.held += leased
        assert len({(d.lane, d.digest) for d in leased}) <= limit
        assert all(d.id not in self.settled for d in leased)

    @rule(number=st.integers(0, 9), outcome=st.sampled_from(["sent", "failed", "owed"]), wait=MINUTES)
    def settle(self, number: int, outcome: str, wait: int) -> None:
        if not self.held:
            return
        delivery = self.held.pop(number % len(self.held))
        changed = replace(delivery, state=outcome, not_before=self.later(wait), reason=outcome)
        if self.both(lambda tx: tx.outbox.settle(changed)) and outcome != "owed":
            self.settled.add(delivery.id)

    @rule(lane=LANES)
    def park(self, lane: int) -> None:
        self.both(lambda tx: tx.outbox.park(nouns.channel(lane), "403", self.now))

    @rule(lane=LANES)
    def unpark(self, lane: int) -> None:
        self.both(lambda tx: tx.outbox.unpark(nouns.channel(lane), self.now))

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def nothing_is_lost_and_no_lane_is_held_twice(self) -> None:
        if not hasattr(self, "now"):
            return

        def look(tx: Tx) -> tuple[object, ...]:
            return (
                tx.outbox.owed(),
                tx.outbox.next_due(),
                tx.outbox.parked(),
                [tx.outbox.get(id) for id in self.added],
            )

        owed, _, _, rows = self.both(look)
        assert all(rows)
        assert {d.id for d in owed} == set(self.added) - self.settled
        live: dict[Address, set[str]] = {}
        for delivery in owed:
            if delivery.lease_until is not None and delivery.lease_until > self.now:
                live.setdefault(delivery.address, set()).add(delivery.digest or delivery.id)
        assert all(len(held) == 1 for held in live.values())


Outboxes.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestOutboxes = Outboxes.TestCase
