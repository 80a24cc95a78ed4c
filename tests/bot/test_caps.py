"""Caps hold messages back and gather them; they never drop one, and one line says why they come together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import limits
from bot.desk.hours import options
from bot.destinations.base import Receipt, TryLater
from bot.dispatch import Dispatcher
from bot.message import AlertMessage, DigestMessage, Message
from rules.model import Address, Subscription
from state.memory import open_memory
from state.model import Notice
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD
from watchers.owe import owe_alerts, owe_notice

START = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)


@dataclass
class Channel:
    sent: list[Message] = field(default_factory=list)
    refusing: int = 0

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        if self.refusing:
            self.refusing -= 1
            raise TryLater("busy", 1)
        self.sent.append(message)
        return Receipt(message_id=nonce)

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        raise AssertionError("nothing here is edited")

    def shape(self) -> list[int]:
        """Alerts of each message."""
        return [len(m.alerts) if isinstance(m, DigestMessage) else 1 for m in self.sent]


@dataclass
class Here:
    store: Store
    now: datetime = START
    channel: Channel = field(default_factory=Channel)
    count: int = 0

    async def subscribe(self, id: str = "s1", target: str = "1001", **caps: int | str) -> None:
        chosen = options(**caps)  # type: ignore[arg-type]
        assert isinstance(chosen, tuple)
        made = Subscription(
            id=id, guild_id=GUILD, created_at=START, address=Address(kind="discord", target=target), options=chosen
        )  # fmt: skip
        await self.store.transact(lambda tx: tx.rules.put_subscription(made))

    async def owe(self, many: int) -> None:
        def work(tx: Tx) -> None:
            for _ in range(many):
                self.count += 1
                alert = nouns.alert(f"{self.count:020d}", at=self.now)
                tx.alerts.add(alert)
                owe_alerts(tx, GUILD, [alert], self.now)

        await self.store.transact(work)

    async def deliver(self, at: datetime | None = None) -> None:
        self.now = at or self.now
        await Dispatcher(self.store, {"discord": self.channel}, lambda: self.now, lambda: 0.0).once()


@pytest.fixture
async def here() -> AsyncIterator[Here]:
    store = open_memory()
    yield Here(store)
    await store.close()


async def test_what_is_over_the_cap_of_an_hour_comes_as_one_message_in_the_next(here: Here) -> None:
    await here.subscribe(per_hour=2)
    await here.owe(5)
    await here.deliver()
    assert here.channel.shape() == [1, 1]
    await here.deliver(START + timedelta(minutes=20))
    assert here.channel.shape() == [1, 1]
    await here.deliver(START.replace(hour=13, minute=0))
    assert here.channel.shape() == [1, 1, 3]
    held = here.channel.sent[-1]
    assert isinstance(held, DigestMessage)
    assert held.title == "Held back: 3 changes"
    assert held.note == "At most 2 messages an hour go here; the rest comes together."


async def test_a_digest_counts_as_one_message_and_more_than_fit_wait_for_the_hour_after(here: Here) -> None:
    await here.subscribe(per_hour=1)
    await here.owe(25)
    for hour in (12, 13, 14, 15, 16):
        await here.deliver(START.replace(hour=hour, minute=10))
    assert here.channel.shape() == [1, 10, 10, 4]


async def test_a_day_ends_at_midnight_of_the_subscriptions_zone(here: Here) -> None:
    await here.subscribe(per_day=1, timezone="Europe/Berlin")
    await here.owe(3)
    await here.deliver()
    await here.deliver(datetime(2026, 3, 2, 22, 59, tzinfo=UTC))
    assert here.channel.shape() == [1]
    await here.deliver(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
    assert here.channel.shape() == [1, 2]


async def test_one_subscription_at_its_cap_holds_no_other_back(here: Here) -> None:
    await here.subscribe(per_hour=1)
    await here.subscribe("s2", "1002")
    await here.owe(3)
    await here.deliver()
    assert sorted(here.channel.shape()) == [1, 1, 1, 1]


async def test_a_message_that_is_tried_again_counts_once_and_is_not_held_back(here: Here) -> None:
    await here.subscribe(per_hour=1)
    await here.owe(1)
    here.channel.refusing = 1
    await here.deliver()
    assert here.channel.shape() == []
    await here.deliver(START + timedelta(minutes=1))
    assert here.channel.shape() == [1]


async def test_notices_pass_every_cap(here: Here) -> None:
    await here.subscribe(per_day=1)
    await here.owe(2)
    notice = Notice(id="n", guild_id=GUILD, at=START, kind="source", title="Silent", text="For a day.")
    await here.store.transact(lambda tx: owe_notice(tx, notice, []))
    await here.deliver()
    assert len(here.channel.sent) == 2


async def test_a_guilds_alerts_a_day_bound_all_its_subscriptions_and_say_so(here: Here) -> None:
    await here.subscribe()
    await here.subscribe("s2", "1002")
    await here.store.transact(lambda tx: limits.put(tx, GUILD, {"alerts_a_day": 3}, now=START))
    await here.owe(4)
    await here.deliver()
    assert len(here.channel.sent) == 3
    await here.deliver(datetime(2026, 3, 3, tzinfo=UTC))
    assert sum(here.channel.shape()) == 8
    notes = {m.note for m in here.channel.sent if isinstance(m, DigestMessage)}
    assert notes == {"At most 3 messages with alerts a day go out for this server; the rest comes together."}


async def test_the_console_is_no_channel_that_could_be_flooded(here: Here) -> None:
    made = Subscription(id="c", guild_id=GUILD, created_at=START, address=Address(kind="console"))
    await here.store.transact(lambda tx: tx.rules.put_subscription(made))
    await here.store.transact(lambda tx: limits.put(tx, GUILD, {"alerts_a_day": 1}, now=START))
    await here.owe(3)
    await Dispatcher(here.store, {"console": here.channel}, lambda: START, lambda: 0.0).once()
    assert here.channel.shape() == [1, 1, 1]


async def test_one_alert_that_was_held_back_looks_like_any_other(here: Here) -> None:
    await here.subscribe(per_hour=1)
    await here.owe(2)
    await here.deliver()
    await here.deliver(START.replace(hour=13))
    assert all(isinstance(message, AlertMessage) for message in here.channel.sent)
    assert len(here.channel.sent) == 2


def test_a_cap_is_a_number_of_messages() -> None:
    for wrong in (0, -1, 1_001):
        assert "is no cap" in str(options(per_hour=wrong))
    assert options(per_hour=5, per_day=40) == (("per_hour", "5"), ("per_day", "40"))
