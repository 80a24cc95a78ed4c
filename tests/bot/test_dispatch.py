"""What is owed is said once, in order, and what a destination answers is written as it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import gather_late
from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.dispatch import Dispatcher, Round
from bot.message import AlertMessage, DigestMessage, Message, NoticeMessage
from bot.outcomes import backoff
from rules.change import Alert, FigureChanged, Said
from rules.model import Address, Subscription, Theme
from state.memory import open_memory
from state.model import Delivery, Guild
from state.store import Store, Tx

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
GUILD = 77
GENERAL, OTHER = Address(kind="discord", target="1001"), Address(kind="discord", target="1002")


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Channel:
    """A destination with a script: each send takes the next step of it, then sends are taken."""

    def __init__(self, *script: Exception | Callable[[], None]) -> None:
        self.script = list(script)
        self.stands: dict[str, Message] = {}
        self.asked: list[str] = []
        self.searched: list[str] = []
        self.remembers_nonces = True

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        self.asked.append(nonce)
        step = self.script.pop(0) if self.script else None
        if isinstance(step, LostAnswer):
            self._stand(nonce, message)
        if isinstance(step, Exception):
            raise step
        if nonce not in self.stands or not self.remembers_nonces:
            self._stand(nonce, message)
        return Receipt(message_id=f"m-{nonce}")

    def _stand(self, nonce: str, message: Message) -> None:
        assert nonce not in self.stands, "said twice"
        self.stands[nonce] = message

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        self.searched.append(nonce)
        return Receipt(message_id=f"found-{nonce}") if nonce in self.stands else None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        raise AssertionError("its receipts name no place, so nothing can be edited")


class Hanging(Channel):
    """Takes a send and never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.began = asyncio.Event()

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        self.asked.append(nonce)
        self.began.set()
        await asyncio.Event().wait()
        raise AssertionError


class LostAnswer(OSError):
    """The message was made, the answer was lost."""


def alert(number: int) -> Alert:
    before = Said(text="10 percent by 2027", speaker="Mara Voss", said_on=None, url="")
    after = Said(text="20 percent by 2027", speaker="Mara Voss", said_on=None, url="")
    return Alert(
        id=f"alert{number}", guild_id=GUILD, at=START, theme_id="t1", rule_id="r", rule_name="rule", claim_id="c",
        entry_id="e", speaker="Mara Voss", changes=(FigureChanged(before="10 %", after="20 %", direction="up"),),
        before=before, after=after, probability=1.0, why=("it differs",),
    )  # fmt: skip


def owe(tx: Tx, number: int, address: Address = GENERAL, **other: object) -> None:
    tx.alerts.add(alert(number))
    row = Delivery(
        id=f"delivery{number}@{address.target}", guild_id=GUILD, subscription_id="", address=address, subject="alert",
        subject_id=f"alert{number}", not_before=START, created_at=START + timedelta(microseconds=number),
    )  # fmt: skip
    tx.outbox.add(replace(row, **other))  # type: ignore[arg-type]


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = open_memory()
    await opened.transact(
        lambda tx: tx.rules.put_theme(Theme(id="t1", guild_id=GUILD, name="jobs", created_at=START))
    )
    yield opened
    await opened.close()


def dispatcher(store: Store, channel: Channel, clock: Clock, **options: object) -> Dispatcher:
    return Dispatcher(store, {"discord": channel}, clock, lambda: 0.0, **options)  # type: ignore[arg-type]


async def state_of(store: Store, delivery_id: str) -> Delivery:
    found = await store.read(lambda tx: tx.outbox.get(delivery_id))
    assert found is not None
    return found


async def test_a_delivery_is_sent_once_and_settled_with_its_receipt(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: owe(tx, 1))
    done = await dispatcher(store, channel, clock).once()
    assert (done.sent, done.later, done.failed) == (1, 0, 0)
    row = await state_of(store, "delivery1@1001")
    assert (row.state, row.message_id, row.sent_at) == ("sent", "m-delivery1@1001", START)
    message = channel.stands["delivery1@1001"]
    assert isinstance(message, AlertMessage)
    assert (message.theme, message.speaker) == ("jobs", "Mara Voss")
    assert (await dispatcher(store, channel, clock).once()).sent == 0


async def test_a_lane_keeps_its_order_while_its_first_row_waits_and_other_lanes_go_on(store: Store) -> None:
    clock, channel = Clock(), Channel(TryLater("slow down", 30))
    await store.transact(lambda tx: [owe(tx, 1), owe(tx, 2), owe(tx, 3, OTHER)])
    await dispatcher(store, channel, clock).once()
    assert list(channel.stands) == ["delivery3@1002"]
    clock.forward(seconds=31)
    await dispatcher(store, channel, clock).once()
    assert list(channel.stands) == ["delivery3@1002", "delivery1@1001", "delivery2@1001"]


async def test_a_lost_answer_is_asked_again_at_once_under_the_same_nonce(store: Store) -> None:
    clock, channel = Clock(), Channel(LostAnswer())
    await store.transact(lambda tx: owe(tx, 1))
    done = await dispatcher(store, channel, clock).once()
    assert done.sent == 1
    assert channel.asked == ["delivery1@1001"] * 2
    assert len(channel.stands) == 1
    assert channel.searched == []


async def test_past_the_nonce_window_the_channel_is_searched_first_and_the_message_adopted(
    store: Store,
) -> None:
    clock, channel = Clock(), Channel(LostAnswer(), OSError())
    await store.transact(lambda tx: owe(tx, 1))
    assert (await dispatcher(store, channel, clock).once()).later == 1
    channel.remembers_nonces = False
    clock.forward(minutes=5)
    assert (await dispatcher(store, channel, clock).once()).sent == 1
    assert channel.asked == ["delivery1@1001"] * 2
    assert (await state_of(store, "delivery1@1001")).message_id == "found-delivery1@1001"


async def test_a_dispatcher_that_died_after_sending_says_nothing_twice(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: owe(tx, 1))

    dying = dispatcher(store, channel, clock)
    jobs = await dying._take()
    message = await dying._attempt(jobs[0])
    assert message is not None
    clock.forward(minutes=10)
    channel.remembers_nonces = False
    assert (await dispatcher(store, channel, clock, owner="next").once()).sent == 1
    assert len(channel.asked) == 1


async def test_a_refusal_for_good_fails_the_row_and_the_lane_goes_on(store: Store) -> None:
    clock, channel = Clock(), Channel(GiveUp("400 bad request"))
    await store.transact(lambda tx: [owe(tx, 1), owe(tx, 2)])
    done = await dispatcher(store, channel, clock).once()
    assert (done.sent, done.failed) == (1, 1)
    row = await state_of(store, "delivery1@1001")
    assert (row.state, row.reason) == ("failed", "400 bad request")


async def test_a_channel_that_is_gone_is_parked_once_and_another_channel_is_told(store: Store) -> None:
    clock, channel = Clock(), Channel(GiveUp("the channel is gone", park=True))

    def work(tx: Tx) -> None:
        for number, address in ((1, GENERAL), (2, OTHER)):
            tx.rules.put_subscription(
                Subscription(id=f"s{number}", guild_id=GUILD, address=address, created_at=START, created_by=5)
            )
        owe(tx, 1, subscription_id="s1")
        owe(tx, 2, subscription_id="s1")

    await store.transact(work)
    await dispatcher(store, channel, clock).once()
    assert len(channel.asked) == 2
    told = [message for message in channel.stands.values() if isinstance(message, NoticeMessage)]
    assert [message.title for message in told] == ["Alerts cannot be delivered"]
    assert "the channel is gone" in told[0].text
    assert (await state_of(store, "delivery2@1001")).state == "parked"
    await store.transact(lambda tx: tx.outbox.unpark(GENERAL, clock.now))
    assert (await dispatcher(store, channel, clock).once()).sent == 2


async def test_with_no_other_channel_whoever_subscribed_is_told_directly(store: Store) -> None:
    clock, channel = Clock(), Channel(GiveUp("no permission", park=True))

    def work(tx: Tx) -> None:
        tx.rules.put_subscription(
            Subscription(id="s1", guild_id=GUILD, address=GENERAL, created_at=START, created_by=5)
        )
        owe(tx, 1, subscription_id="s1")

    await store.transact(work)
    await dispatcher(store, channel, clock).once()
    rows = await store.read(lambda tx: tx.outbox.owed(GUILD))
    assert [row.address.target for row in rows] == ["1001"]
    assert len(channel.stands) == 1


async def test_a_row_whose_subscription_has_ended_is_not_sent(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: owe(tx, 1, subscription_id="gone"))
    await dispatcher(store, channel, clock).once()
    assert channel.asked == []
    assert (await state_of(store, "delivery1@1001")).reason == "the subscription has ended"


async def test_a_digest_is_one_message_and_a_retry_has_the_same_rows_under_the_same_nonce(
    store: Store,
) -> None:
    clock, channel = Clock(), Channel(OSError(), OSError())
    await store.transact(lambda tx: [owe(tx, 1, digest="daily:1"), owe(tx, 2, digest="daily:1")])
    await dispatcher(store, channel, clock).once()
    await store.transact(lambda tx: owe(tx, 3, digest="daily:1"))
    clock.forward(minutes=10)
    await dispatcher(store, channel, clock).once()
    assert len(set(channel.asked[:3])) == 1
    first, second = channel.stands.values()
    assert isinstance(first, DigestMessage)
    assert (len(first.alerts), isinstance(second, AlertMessage)) == (2, True)


async def test_a_large_digest_comes_in_messages_of_ten(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: [owe(tx, n, digest="hourly:1") for n in range(23)])
    await dispatcher(store, channel, clock).once()
    messages = [message for message in channel.stands.values() if isinstance(message, DigestMessage)]
    assert [len(message.alerts) for message in messages] == [10, 10, 3]
    shown = [each.alert_id for message in messages for each in message.alerts]
    assert shown == [f"alert{n}" for n in range(23)]


async def test_instants_that_expired_come_together_in_one_digest_and_none_is_dropped(store: Store) -> None:
    clock, channel = Clock(), Channel()
    soon = START + timedelta(hours=24)
    await store.transact(lambda tx: [owe(tx, n, expires_at=soon) for n in (1, 2, 3)])
    clock.forward(hours=25)
    await dispatcher(store, channel, clock).once()
    (message,) = channel.stands.values()
    assert isinstance(message, DigestMessage)
    assert (message.kind, len(message.alerts)) == ("late", 3)
    assert await store.transact(lambda tx: gather_late(tx, clock.now)) == 0


async def test_without_a_destination_what_is_owed_waits(store: Store) -> None:
    clock = Clock()
    await store.transact(lambda tx: owe(tx, 1))
    lonely = Dispatcher(store, {}, clock, lambda: 0.0)
    assert (await lonely.once()).later == 1
    assert (await state_of(store, "delivery1@1001")).state == "owed"


async def test_stop_hands_back_what_is_being_sent(store: Store) -> None:
    clock = Clock()

    channel = Hanging()
    await store.transact(lambda tx: owe(tx, 1))
    running = dispatcher(store, channel, clock)
    task = asyncio.create_task(running.run())
    await channel.began.wait()
    await running.stop(grace=0)
    await task
    row = await state_of(store, "delivery1@1001")
    assert (row.state, row.lease_until) == ("owed", None)
    assert row.first_try_at == START


async def test_a_send_that_hangs_is_an_unknown_outcome(store: Store) -> None:
    clock = Clock()

    channel = Hanging()
    await store.transact(lambda tx: owe(tx, 1))
    done = await dispatcher(store, channel, clock, send_seconds=0.01).once()
    assert (done.later, len(channel.asked)) == (1, 2)


async def test_a_muted_row_is_settled_with_the_reason(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: owe(tx, 1))
    await dispatcher(store, channel, clock, drop=lambda tx, row, found: "muted").once()
    assert channel.asked == []
    assert (await state_of(store, "delivery1@1001")).reason == "muted"


def test_the_pause_grows_and_stays_below_five_minutes() -> None:
    pauses = [backoff(attempts, 0.0) for attempts in range(1, 20)]
    assert pauses[:4] == [2, 4, 8, 16]
    assert max(pauses) == 300
    assert backoff(3, 1.0) == 4


async def test_quiet_hours_defer_and_gather_and_drop_nothing(store: Store) -> None:
    clock, channel = Clock(), Channel()
    clock.now = START.replace(hour=21, minute=30)

    def work(tx: Tx) -> None:
        options = (("timezone", "Europe/Berlin"), ("quiet", "22-7"))
        tx.rules.put_subscription(
            Subscription(id="s1", guild_id=GUILD, address=GENERAL, created_at=START, options=options)
        )
        for number in (1, 2):
            owe(tx, number, subscription_id="s1", expires_at=START + timedelta(days=1))

    await store.transact(work)
    assert (await dispatcher(store, channel, clock).once()) == Round()
    assert channel.asked == []
    assert (await state_of(store, "delivery1@1001")).not_before == datetime(2026, 11, 26, 6, tzinfo=UTC)
    clock.now = datetime(2026, 11, 26, 6, tzinfo=UTC)
    assert (await dispatcher(store, channel, clock).once()).sent == 1
    (message,) = channel.stands.values()
    assert isinstance(message, DigestMessage)
    assert (message.title, len(message.alerts)) == ("While it was quiet: 2 changes", 2)


async def test_a_server_that_threw_the_bot_out_hears_nothing_until_it_has_it_back(store: Store) -> None:
    clock, channel = Clock(), Channel()
    await store.transact(lambda tx: (owe(tx, 1), tx.guilds.put(Guild(id=GUILD, left_at=START))))
    await dispatcher(store, channel, clock).once()
    assert channel.asked == []
    assert (await state_of(store, "delivery1@1001")).state == "parked"
    await store.transact(lambda tx: (tx.guilds.put(Guild(id=GUILD)), tx.outbox.unpark(GENERAL, START)))
    assert (await dispatcher(store, channel, clock).once()).sent == 1
