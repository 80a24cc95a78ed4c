from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from state.clock import set_back
from state.model import Article
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import after


def article(id: str = "ent", **fields: object) -> Article:
    plain = {
        "source_id": "src",
        "url": f"https://src.example/{id}",
        "added_at": after(0),
        "due_at": after(15),
    }
    return Article(**{"entry_id": id, **plain, **fields})  # type: ignore[arg-type]


FULL = article(
    watched=True,
    etag=b'W/"\xff"',
    last_modified=b"Mon",
    read_at=after(1),
    full_at=after(1),
    text_hash="abc",
    strange=2,
    gone=1,
    missing=(nouns.statement("said"),),
    reason="A log-in page stands there.",
    asked="2026-03-02 4",
)


def followed(tx: Tx, *articles: Article) -> None:
    for source in ("src", "other"):
        tx.sources.put(nouns.source(source))
        tx.sources.follow(nouns.follow(source))
    for each in articles:
        tx.articles.put(each)


async def lease(store: Store, at: float, limit: int = 9) -> list[str]:
    found = await store.transact(lambda tx: tx.articles.lease_due(after(at), after(at + 5), "me", limit))
    return [each.entry_id for each in found]


async def test_an_article_comes_back_as_it_was_given(store: Store) -> None:
    await store.transact(lambda tx: tx.articles.put(FULL))
    assert await store.read(lambda tx: tx.articles.get("ent")) == FULL
    assert await store.read(lambda tx: tx.articles.get("nobody")) is None


async def test_adding_an_article_again_changes_nothing(store: Store) -> None:
    assert await store.transact(lambda tx: tx.articles.add(article()))
    assert not await store.transact(lambda tx: tx.articles.add(article(watched=True)))
    assert await store.read(lambda tx: tx.articles.get("ent")) == article()


async def test_a_removed_article_is_gone(store: Store) -> None:
    await store.transact(lambda tx: tx.articles.put(article()))
    assert await store.transact(lambda tx: tx.articles.remove("ent"))
    assert not await store.transact(lambda tx: tx.articles.remove("ent"))


async def test_articles_of_a_source_come_by_entry_id_and_go_with_it(store: Store) -> None:
    rows = [article("b"), article("a"), article("c", source_id="other")]
    await store.transact(lambda tx: followed(tx, *rows))
    found = await store.read(lambda tx: tx.articles.of_source("src"))
    assert [each.entry_id for each in found] == ["a", "b"]
    assert [each.entry_id for each in await store.read(lambda tx: tx.articles.all())] == ["a", "b", "c"]
    await store.transact(lambda tx: tx.sources.remove("src"))
    assert await store.read(lambda tx: tx.articles.of_source("src")) == []
    assert await store.read(lambda tx: tx.articles.get("c")) is not None


async def test_those_that_are_read_again_are_counted(store: Store) -> None:
    rows = [article("a"), article("b", watched=True), article("c", watched=True, due_at=None)]
    await store.transact(lambda tx: followed(tx, *rows))
    assert await store.read(lambda tx: tx.articles.count()) == (2, 1)


async def test_the_most_overdue_are_leased_first_and_held(store: Store) -> None:
    rows = [article("a", due_at=after(3)), article("b", due_at=after(1)), article("c", due_at=after(99))]
    await store.transact(lambda tx: followed(tx, *rows, article("never", due_at=None)))
    assert await lease(store, 4, limit=1) == ["b"]
    assert await lease(store, 4) == ["a"]
    assert await lease(store, 5) == []
    assert await lease(store, 9.5) == ["b", "a"]
    held = await store.read(lambda tx: tx.articles.get("b"))
    assert held is not None
    assert (held.owner, held.fence) == ("me", 2)


async def test_a_paused_or_unfollowed_source_has_its_pages_left_alone(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, article("a"), article("b", source_id="other")))
    await store.transact(lambda tx: tx.sources.put(nouns.source("src", paused=True)))
    await store.transact(lambda tx: tx.sources.unfollow(nouns.GUILD, "other"))
    assert await lease(store, 99) == []
    assert await store.read(lambda tx: tx.articles.next_due()) is None


async def test_a_visit_is_finished_under_its_fence_only(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, article()))
    [first] = await store.transact(lambda tx: tx.articles.lease_due(after(15), after(20), "me", 1))
    [second] = await store.transact(lambda tx: tx.articles.lease_due(after(21), after(26), "you", 1))
    late, good = replace(first, due_at=after(30)), replace(second, due_at=after(40), etag=b"1")
    assert not await store.transact(lambda tx: tx.articles.finish(late))
    assert await store.transact(lambda tx: tx.articles.finish(good))
    found = await store.read(lambda tx: tx.articles.get("ent"))
    assert found == replace(good, lease_until=None, owner="")


async def test_a_visit_of_an_article_that_is_gone_writes_nothing(store: Store) -> None:
    assert not await store.transact(lambda tx: tx.articles.finish(article()))
    assert await store.read(lambda tx: tx.articles.get("ent")) is None


async def test_the_next_due_is_the_earliest_or_the_end_of_its_lease(store: Store) -> None:
    assert await store.read(lambda tx: tx.articles.next_due()) is None
    await store.transact(lambda tx: followed(tx, article("a", due_at=after(3)), article("b")))
    assert await store.read(lambda tx: tx.articles.next_due()) == after(3)
    await lease(store, 4)
    assert await store.read(lambda tx: tx.articles.next_due()) == after(9)


async def test_what_was_written_under_a_clock_that_was_ahead_waits_no_more(store: Store) -> None:
    ahead = after(99_999)
    rows = [article("a", due_at=ahead), article("b", lease_until=ahead, owner="me"), article("c")]
    await store.transact(lambda tx: followed(tx, *rows))
    assert await store.transact(lambda tx: tx.articles.bring_forward(after(9_999), after(1))) == 2
    found = [await store.read(lambda tx, id=id: tx.articles.get(id)) for id in "abc"]  # type: ignore[misc]
    assert [(each.due_at, each.owner) for each in found if each] == [
        (after(1), ""),
        (after(15), ""),
        (after(15), ""),
    ]


async def test_waits_that_were_written_before_the_clock_was_set_back_move_with_it(store: Store) -> None:
    read = article("a", watched=True, read_at=after(600), full_at=after(600), due_at=after(615))
    before = article("b", due_at=after(15))
    await store.transact(lambda tx: followed(tx, read, before))
    assert await set_back(store, after(1), timedelta(minutes=600)) == 1
    moved = await store.read(lambda tx: tx.articles.get("a"))
    assert moved == replace(read, due_at=after(15), read_at=after(1), full_at=after(1))
    assert await store.read(lambda tx: tx.articles.get("b")) == before
    assert await set_back(store, after(1), timedelta(minutes=600)) == 0
