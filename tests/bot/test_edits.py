"""A message that stands is brought up to date when others report the same: one message, edited, never a second."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import mutes
from bot.desk.answers import Refusal
from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.dispatch import Dispatcher
from bot.message import AlertMessage, DigestMessage, Message
from rules.judge import Echo
from rules.model import Address, Claim, Subscription, Version
from state.memory import open_memory
from state.model import Delivery
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD
from watchers import sightings
from watchers.owe import owe_alerts

START = nouns.NOON
CHANNEL = Address(kind="discord", target="1001")


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Channel:
    """Takes what is sent, and edits as its script says: an error, or a thing to do first."""

    script: list[Exception | Callable[[], None]] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    edits: list[tuple[str, str, str, Message]] = field(default_factory=list)
    place: str = "1001"

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        self.sent.append(message)
        return Receipt(message_id=f"m{len(self.sent)}", place=self.place)

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        if step is not None:
            step()
        self.edits.append((sent.place, sent.message_id, nonce, message))

    def outlets(self) -> list[list[str]]:
        return [
            [each.name for each in message.also]
            for *_, message in self.edits
            if isinstance(message, AlertMessage)
        ]


@dataclass
class Here:
    store: Store
    channel: Channel
    clock: Clock

    async def tell(self, **options: object) -> None:
        """One alert about a claim, owed to the channel."""

        def work(tx: Tx) -> None:
            subscription = Subscription(
                id="s1",
                guild_id=GUILD,
                address=CHANNEL,
                created_at=START,
                **options,  # type: ignore[arg-type]
            )
            tx.rules.put_subscription(subscription)
            alert = nouns.alert("a" * 20, at=self.clock.now)
            tx.alerts.add(alert)
            told = replace(nouns.claim(), standing=nouns.statement("new", "A fifth of the jobs will go."))
            tx.claims.put(told, Version(
                claim_id=told.id, number=1, statement=told.standing, recorded_at=START,
                tag="figure_changed", alert_id=alert.id,
            ))  # fmt: skip
            owe_alerts(tx, GUILD, [alert], self.clock.now)

        await self.store.transact(work)

    async def hear(self, *outlets: str) -> int:
        def work(tx: Tx) -> int:
            claim = tx.claims.get(GUILD, nouns.claim().id)
            assert isinstance(claim, Claim)
            echoes = [
                Echo(
                    claim=claim,
                    statement=nouns.statement(f"in {name}", "A fifth.", url=f"https://{name}/1"),
                    outlet=name,
                )
                for name in outlets
            ]
            return sightings.note(tx, GUILD, echoes, self.clock.now)

        return await self.store.transact(work)

    async def deliver(self, minutes: float = 2) -> tuple[int, int, int]:
        self.clock.now += timedelta(minutes=minutes)
        done = await Dispatcher(self.store, {"discord": self.channel}, self.clock, lambda: 0.0).once()
        return done.sent, done.later, done.failed

    async def rows(self) -> list[Delivery]:
        found = await self.store.read(lambda tx: tx.outbox.of_subject("a" * 20))
        return [row for row in found if row.subject == "edit"]


@pytest.fixture
async def here() -> AsyncIterator[Here]:
    store = open_memory()
    yield Here(store, Channel(), Clock())
    await store.close()


async def test_outlets_of_one_minute_are_one_edit_of_the_message_that_stands(here: Here) -> None:
    await here.tell()
    assert await here.deliver() == (1, 0, 0)
    assert await here.hear("courier.example") == 1
    assert await here.deliver(0) == (0, 0, 0)  # it waits for further outlets
    assert await here.hear("post.example", "echo.example", "courier.example") == 0
    assert await here.deliver() == (1, 0, 0)
    assert here.channel.outlets() == [["courier.example", "post.example", "echo.example"]]
    assert [edit[:2] for edit in here.channel.edits] == [("1001", "m1")]
    assert len(here.channel.sent) == 1
    await here.hear("late.example")
    await here.deliver()
    assert len(here.channel.outlets()[-1]) == 4


async def test_an_edit_keeps_the_nonce_and_the_mention_of_its_message(here: Here) -> None:
    await here.tell(mention="55")
    await here.deliver()
    await here.hear("courier.example")
    await here.deliver()
    ((_, _, nonce, message),) = here.channel.edits
    sent = await here.store.read(lambda tx: tx.outbox.get(nonce))
    assert sent is not None and sent.subject == "alert"
    assert isinstance(message, AlertMessage) and message.mention == "55"


async def test_what_is_not_sent_yet_shows_its_outlets_itself_and_is_not_edited(here: Here) -> None:
    await here.tell()
    assert await here.hear("courier.example") == 0
    await here.deliver()
    (message,) = here.channel.sent
    assert isinstance(message, AlertMessage) and [each.name for each in message.also] == ["courier.example"]
    assert await here.deliver(60) == (0, 0, 0)


async def test_in_a_digest_the_outlets_are_counted_and_the_digest_is_not_edited(here: Here) -> None:
    await here.tell(pace="hourly")
    assert await here.hear("courier.example", "post.example") == 0
    await here.deliver(61)
    (message,) = here.channel.sent
    assert isinstance(message, DigestMessage) and len(message.alerts[0].also) == 2
    assert await here.hear("late.example") == 0
    assert await here.deliver(60) == (0, 0, 0)


async def test_a_sighting_while_the_first_send_is_open_is_edited_in_afterwards(here: Here) -> None:
    await here.tell()

    async def lost(address: Address, message: Message, nonce: str) -> Receipt:
        here.channel.sent.append(message)
        raise ConnectionResetError("cut")

    send, here.channel.send = here.channel.send, lost  # type: ignore[method-assign]
    assert await here.deliver(0) == (0, 1, 0)
    here.channel.send = send  # type: ignore[method-assign]
    assert await here.hear("courier.example") == 1
    assert await here.deliver() == (2, 0, 0)
    assert here.channel.outlets() == [["courier.example"]]


async def test_a_lost_answer_or_a_busy_server_means_the_edit_is_made_again(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")
    here.channel.script = [ConnectionResetError("cut"), TryLater("slow down", 5)]
    assert await here.deliver() == (0, 1, 0)
    await here.hear("post.example")
    assert await here.deliver() == (0, 1, 0)
    assert await here.deliver() == (1, 0, 0)
    assert here.channel.outlets() == [["courier.example", "post.example"]]
    assert [row.state for row in await here.rows()] == ["sent"]


async def test_a_message_that_people_deleted_stays_deleted_and_is_asked_once(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")
    here.channel.script = [GiveUp("the message was deleted")]
    assert await here.deliver() == (0, 0, 1)
    assert await here.hear("post.example") == 0
    assert await here.deliver() == (0, 0, 0)
    assert await here.store.read(lambda tx: tx.outbox.parked()) == {}


async def test_an_edit_that_was_being_sent_when_the_bot_died_is_made_again(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")
    here.clock.now += timedelta(minutes=2)
    leased = await here.store.transact(
        lambda tx: tx.outbox.lease(here.clock.now, here.clock.now + timedelta(seconds=60), "dead", 5)
    )
    assert [row.subject for row in leased] == ["edit"]
    assert await here.hear("post.example") == 1  # what is being sent may not show it
    assert await here.deliver() == (2, 0, 0)
    assert here.channel.outlets()[-1] == ["courier.example", "post.example"]


async def test_a_week_later_the_message_is_left_alone_and_the_outlets_have_an_end(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear(*(f"outlet{n}.example" for n in range(60)))
    await here.deliver()
    assert len(here.channel.outlets()[0]) == sightings.MOST
    here.clock.now += timedelta(days=7)
    assert await here.hear("late.example") == 0


async def test_quiet_hours_and_caps_hold_no_edit_back_for_it_rings_nowhere(here: Here) -> None:
    await here.tell(options=(("quiet", "13-12"), ("per_day", "1")))
    here.clock.now = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)
    await here.deliver(0)
    assert len(here.channel.sent) == 1
    here.clock.now = datetime(2026, 3, 2, 20, tzinfo=UTC)
    await here.hear("courier.example")
    await here.deliver()
    assert here.channel.outlets() == [["courier.example"]]


async def test_a_place_that_takes_no_edits_is_owed_none(here: Here) -> None:
    here.channel.place = ""
    await here.tell()
    await here.deliver()
    assert await here.hear("courier.example") == 0


async def test_the_first_alert_of_an_address_explains_itself_and_no_other_does(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")
    await here.deliver()

    def again(tx: Tx) -> None:
        alert = nouns.alert("b" * 20, at=here.clock.now)
        tx.alerts.add(alert)
        owe_alerts(tx, GUILD, [alert], here.clock.now)

    await here.store.transact(again)
    await here.deliver()
    firsts = [message.first for message in here.channel.sent if isinstance(message, AlertMessage)]
    assert firsts == [True, False]


async def test_an_edit_that_never_goes_through_holds_no_alert_up_and_ends_with_its_week(here: Here) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")
    here.channel.script = [ConnectionResetError("cut")] * 100
    assert await here.deliver() == (0, 1, 0)

    def again(tx: Tx) -> None:
        alert = nouns.alert("b" * 20, at=here.clock.now)
        tx.alerts.add(alert)
        owe_alerts(tx, GUILD, [alert], here.clock.now)

    await here.store.transact(again)
    assert await here.deliver(0) == (1, 0, 0)
    tries = len(here.channel.script)
    for _ in range(10):
        await here.deliver(1)
    assert tries - len(here.channel.script) < 8  # it backs off
    await here.deliver(8 * 24 * 60)
    assert [row.state for row in await here.rows()] == ["failed"]


@pytest.mark.parametrize("what", ["claim", "speaker", "rule"])
async def test_what_was_muted_or_unsubscribed_meanwhile_is_not_edited(here: Here, what: str) -> None:
    await here.tell()
    await here.deliver()
    await here.hear("courier.example")

    def mute(tx: Tx) -> None:
        alert = tx.alerts.get(GUILD, "a" * 20)
        assert alert is not None
        assert not isinstance(mutes.add(tx, GUILD, alert, what, 1, now=here.clock.now), Refusal)

    await here.store.transact(mute)
    await here.deliver()
    assert here.channel.edits == []
    assert [row.state for row in await here.rows()] == ["expired"]
    here.clock.now += timedelta(days=1)
    await here.hear("post.example")
    await here.deliver()
    assert here.channel.outlets() == [["courier.example", "post.example"]]
    await here.hear("herald.example")
    await here.store.transact(lambda tx: tx.rules.remove_subscription(GUILD, "s1"))
    await here.deliver()
    assert len(here.channel.edits) == 1
