from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.model import Address
from state.model import Delivery
from state.store import Store
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD, after, channel


async def owe(store: Store, *deliveries: Delivery) -> None:
    for delivery in deliveries:
        assert await store.transact(lambda tx, d=delivery: tx.outbox.add(d))  # type: ignore[misc]


async def lease(store: Store, minute: float = 0, limit: int = 9, owner: str = "me") -> Sequence[Delivery]:
    until = after(minute + 1)
    return await store.transact(lambda tx: tx.outbox.lease(after(minute), until, owner, limit))


async def settle(store: Store, delivery: Delivery, **fields: object) -> bool:
    return await store.transact(lambda tx: tx.outbox.settle(replace(delivery, **fields)))  # type: ignore[arg-type]


async def test_a_delivery_comes_back_as_it_was_given(store: Store) -> None:
    delivery = nouns.delivery(
        address=Address(kind="webhook", target="https://hook.example/ä"),
        subject="notice",
        expires_at=after(60 * 24),
        digest="2026-03-02",
        mention="role:1",
        reason="TryLater: 503",
        message_id="99",
        sent_at=after(1),
    )
    await owe(store, delivery)
    assert await store.read(lambda tx: tx.outbox.get("del")) == delivery
    assert await store.read(lambda tx: tx.outbox.get("nothing")) is None


async def test_what_is_owed_already_is_not_owed_twice(store: Store) -> None:
    await owe(store, nouns.delivery())
    assert not await store.transact(lambda tx: tx.outbox.add(nouns.delivery(mention="everyone")))
    assert await store.read(lambda tx: tx.outbox.get("del")) == nouns.delivery()


async def test_a_lease_counts_the_try_before_it_is_made(store: Store) -> None:
    await owe(store, nouns.delivery())
    (leased,) = await lease(store, 5)
    assert leased == replace(
        nouns.delivery(), attempts=1, fence=1, owner="me", lease_until=after(6), first_try_at=after(5)
    )
    assert await store.read(lambda tx: tx.outbox.get("del")) == leased


async def test_nothing_is_leased_before_its_time(store: Store) -> None:
    await owe(store, nouns.delivery(not_before=after(5)))
    assert await lease(store, 4.9) == []
    assert len(await lease(store, 5)) == 1


async def test_a_lane_gives_one_at_a_time_in_order_of_arrival(store: Store) -> None:
    await owe(store, *(nouns.delivery(id, created_at=after(-ord(id))) for id in "cab"))
    order = []
    for _ in range(3):
        (leased,) = await lease(store)
        assert await lease(store) == []
        order.append(leased.id)
        assert await settle(store, leased, state="sent")
    assert order == ["c", "a", "b"]
    assert await lease(store) == []


async def test_lanes_are_served_beside_each_other_oldest_first(store: Store) -> None:
    for lane, id in ((3, "x1"), (1, "y1"), (3, "x2"), (2, "z1")):
        await owe(store, nouns.delivery(id, channel(lane)))
    assert [d.id for d in await lease(store, limit=2)] == ["x1", "y1"]
    assert [d.id for d in await lease(store, limit=9)] == ["z1"]


async def test_a_lane_is_as_old_as_its_first_due_delivery(store: Store) -> None:
    await owe(store, nouns.delivery("later", not_before=after(9)), nouns.delivery("old", channel(2)))
    await owe(store, nouns.delivery("young"))
    assert [d.id for d in await lease(store, limit=1)] == ["old"]


async def test_a_digest_goes_out_whole_and_by_itself(store: Store) -> None:
    await owe(
        store,
        nouns.delivery("1", digest="monday"),
        nouns.delivery("2"),
        nouns.delivery("3", digest="monday"),
        nouns.delivery("4", digest="tuesday"),
        nouns.delivery("5", digest="monday", not_before=after(5)),
        nouns.delivery("6", channel(2), digest="monday"),
        nouns.delivery("7", digest="monday", state="sent"),
    )
    leased = await lease(store)
    assert [d.id for d in leased] == ["1", "3", "6"]
    for delivery in leased:
        await settle(store, delivery, state="sent")
    assert [d.id for d in await lease(store)] == ["2"]


async def test_a_lease_that_ran_out_is_taken_over_and_its_first_holder_writes_nothing(store: Store) -> None:
    await owe(store, nouns.delivery())
    (first,) = await lease(store, 0, owner="first")
    assert await lease(store, 0.99, owner="second") == []
    (second,) = await lease(store, 1, owner="second")
    assert (second.attempts, second.fence, second.first_try_at) == (2, 2, NOON)
    assert not await settle(store, first, state="sent", message_id="late")
    assert await store.read(lambda tx: tx.outbox.get("del")) == second
    assert await settle(store, second, state="sent", message_id="5", sent_at=after(2))
    settled = await store.read(lambda tx: tx.outbox.get("del"))
    assert settled == replace(
        second, state="sent", message_id="5", sent_at=after(2), lease_until=None, owner=""
    )


async def test_settling_what_was_never_owed_writes_nothing(store: Store) -> None:
    assert not await settle(store, nouns.delivery())
    assert await store.read(lambda tx: tx.outbox.get("del")) is None


async def test_a_lane_whose_first_try_failed_waits_whole(store: Store) -> None:
    await owe(store, nouns.delivery("first"), nouns.delivery("second"), nouns.delivery("else", channel(2)))
    leased = await lease(store)
    assert [d.id for d in leased] == ["first", "else"]
    await settle(store, leased[0], not_before=after(4), reason="503")
    await settle(store, leased[1], state="sent")
    assert await lease(store, 3.9) == []
    (again,) = await lease(store, 4)
    assert (again.id, again.attempts, again.reason, again.first_try_at) == ("first", 2, "503", NOON)


async def test_what_waits_for_its_digest_holds_nobody_up(store: Store) -> None:
    await owe(store, nouns.delivery("digest", digest="d", not_before=after(600)), nouns.delivery("instant"))
    assert [d.id for d in await lease(store)] == ["instant"]


async def test_deliveries_are_found_by_what_they_tell(store: Store) -> None:
    await owe(
        store, nouns.delivery("b"), nouns.delivery("a", channel(2)), nouns.delivery("c", subject_id="other")
    )
    assert [d.id for d in await store.read(lambda tx: tx.outbox.of_subject("ale"))] == ["b", "a"]
    assert await store.read(lambda tx: tx.outbox.of_subject("none")) == []


async def test_what_is_owed_is_listed_by_its_time_and_guild(store: Store) -> None:
    await owe(
        store,
        nouns.delivery("late", not_before=after(2)),
        nouns.delivery("soon", not_before=after(1)),
        nouns.delivery("theirs", guild_id=OTHER_GUILD),
        nouns.delivery("sent", state="sent"),
        nouns.delivery("failed", state="failed"),
        nouns.delivery("parked", state="parked", not_before=after(3)),
    )
    assert [d.id for d in await store.read(lambda tx: tx.outbox.owed())] == [
        "theirs",
        "soon",
        "late",
        "parked",
    ]
    assert [d.id for d in await store.read(lambda tx: tx.outbox.owed(GUILD))] == ["soon", "late", "parked"]


async def test_what_has_waited_too_long_is_told(store: Store) -> None:
    await owe(
        store,
        nouns.delivery("late", expires_at=after(5)),
        nouns.delivery("later", channel(2), expires_at=after(6)),
        nouns.delivery("gathered", digest="d", expires_at=after(5)),
        nouns.delivery("patient"),
        nouns.delivery("sent", state="sent", expires_at=after(5)),
        nouns.delivery("parked", state="parked", expires_at=after(5)),
    )

    async def expired(minute: float) -> list[str]:
        return [d.id for d in await store.read(lambda tx: tx.outbox.expired(after(minute)))]

    assert await expired(4.9) == []
    assert await expired(6) == ["late", "later"]
    leased = await lease(store, 6)
    assert "late" in {d.id for d in leased}
    assert await expired(6.5) == []
    assert await expired(7) == ["late", "later"]
    await settle(store, leased[0], digest="late", expires_at=None)
    assert await expired(7) == ["later"]


async def test_a_parked_address_waits_until_it_is_unparked(store: Store) -> None:
    await owe(store, nouns.delivery("1"), nouns.delivery("2"), nouns.delivery("else", channel(2)))
    tried = (await lease(store))[0]
    await settle(store, tried, not_before=after(30))
    assert await store.transact(lambda tx: tx.outbox.park(channel(1), "403: no permission", NOON)) == 2
    assert await store.read(lambda tx: tx.outbox.parked()) == {"discord:1": "403: no permission"}
    await owe(store, nouns.delivery("3"))
    assert [d.id for d in await lease(store, 2)] == ["else"]
    states = {d.id: d.state for d in await store.read(lambda tx: tx.outbox.owed())}
    assert states == {"1": "parked", "2": "parked", "3": "owed", "else": "owed"}
    assert await store.transact(lambda tx: tx.outbox.unpark(channel(1), after(5))) == 2
    assert await store.read(lambda tx: tx.outbox.parked()) == {}
    assert [d.id for d in await lease(store, 5)] == ["1", "else"]


async def test_unparking_a_digest_keeps_its_hour(store: Store) -> None:
    await owe(store, nouns.delivery(not_before=after(60), digest="d"))
    await store.transact(lambda tx: tx.outbox.park(channel(1), "gone", NOON))
    await store.transact(lambda tx: tx.outbox.unpark(channel(1), after(1)))
    assert await lease(store, 2) == []
    assert len(await lease(store, 60)) == 1


async def test_parking_again_changes_the_reason(store: Store) -> None:
    await store.transact(lambda tx: tx.outbox.park(channel(1), "403", NOON))
    assert await store.transact(lambda tx: tx.outbox.park(channel(1), "404", NOON)) == 0
    assert await store.read(lambda tx: tx.outbox.parked()) == {"discord:1": "404"}


async def test_what_was_written_under_a_clock_that_was_ahead_is_brought_forward(store: Store) -> None:
    ahead, year = after(60), after(60 * 24 * 365)
    deliveries = [
        nouns.delivery("tried", attempts=1, not_before=year),
        nouns.delivery("held", channel(2), attempts=1, lease_until=year, owner="x", fence=1),
        nouns.delivery("digest", channel(3), digest="d", not_before=year),
        nouns.delivery("fine", channel(4), attempts=1, not_before=after(30), lease_until=after(50)),
        nouns.delivery("sent", channel(5), state="sent", attempts=1, not_before=year),
    ]
    await owe(store, *deliveries)
    assert await store.transact(lambda tx: tx.outbox.bring_forward(ahead, after(1))) == 2
    assert await store.read(lambda tx: [tx.outbox.get(delivery.id) for delivery in deliveries]) == [
        replace(deliveries[0], not_before=after(1)),
        replace(deliveries[1], lease_until=None, owner=""),
        *deliveries[2:],
    ]
    assert await store.transact(lambda tx: tx.outbox.bring_forward(ahead, after(1))) == 0


async def test_the_dispatcher_is_told_when_it_has_something_to_do(store: Store) -> None:
    async def next_due() -> object:
        return await store.read(lambda tx: tx.outbox.next_due())

    assert await next_due() is None
    await owe(
        store, nouns.delivery("1"), nouns.delivery("2"), nouns.delivery("3", channel(2), not_before=after(9))
    )
    assert await next_due() == NOON
    (first,) = await lease(store, 0)
    assert await next_due() == after(1)
    await settle(store, first, not_before=after(4))
    assert await next_due() == after(4)
    await store.transact(lambda tx: tx.outbox.park(channel(1), "gone", NOON))
    assert await next_due() == after(9)
