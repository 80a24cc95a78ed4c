from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Address
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, OTHER_GUILD, after


async def test_a_theme_is_found_by_id_and_by_name_without_case(store: Store) -> None:
    theme = nouns.theme(name="Jobs & Ämter")
    await store.transact(lambda tx: tx.rules.put_theme(theme))
    for wanted in ("theme", "Jobs & Ämter", "JOBS & ÄMTER", " jobs & ämter "):
        assert await store.read(lambda tx, wanted=wanted: tx.rules.theme(GUILD, wanted)) == theme  # type: ignore[misc]
    assert await store.read(lambda tx: tx.rules.theme(GUILD, "job")) is None
    assert await store.read(lambda tx: tx.rules.theme(OTHER_GUILD, "theme")) is None


async def test_themes_are_listed_by_name_and_can_be_renamed(store: Store) -> None:
    for id, name in (("1", "power"), ("2", "Jobs"), ("3", "Trade")):
        await store.transact(lambda tx, id=id, name=name: tx.rules.put_theme(nouns.theme(id, name)))  # type: ignore[misc]
    await store.transact(lambda tx: tx.rules.put_theme(nouns.theme("2", "Work")))
    await store.transact(lambda tx: tx.rules.put_theme(nouns.theme("4", "Work", OTHER_GUILD)))
    assert [t.name for t in await store.read(lambda tx: tx.rules.themes(GUILD))] == ["power", "Trade", "Work"]


async def test_a_name_belongs_to_one_theme_and_one_rule_of_a_guild(store: Store) -> None:
    await store.transact(lambda tx: (tx.rules.put_theme(nouns.theme()), tx.rules.put_rule(nouns.rule())))
    with pytest.raises(ValueError, match="already"):
        await store.transact(lambda tx: tx.rules.put_theme(nouns.theme("second", "JOBS")))
    with pytest.raises(ValueError, match="already"):
        await store.transact(lambda tx: tx.rules.put_rule(nouns.rule("second", "job LOSSES")))
    await store.transact(lambda tx: tx.rules.put_rule(nouns.rule("second", guild_id=OTHER_GUILD)))


async def test_a_removed_theme_takes_its_follows_rules_and_subscriptions_along(store: Store) -> None:
    claim = nouns.claim(theme_id="theme")

    def fill(tx: Tx) -> None:
        for theme, guild in (("theme", GUILD), ("other", GUILD), ("theme", OTHER_GUILD)):
            tx.rules.put_theme(nouns.theme(theme, theme, guild))
            tx.sources.follow(nouns.follow("src", guild, theme))
            tx.rules.put_rule(nouns.rule(f"rule-{theme}", f"rule {theme}", guild_id=guild, theme_id=theme))
            tx.rules.put_subscription(nouns.subscription(f"sub-{theme}", guild_id=guild, theme_id=theme))
        tx.claims.put(claim, nouns.version(claim))

    await store.transact(fill)
    assert await store.transact(lambda tx: tx.rules.remove_theme(GUILD, "theme"))
    assert not await store.transact(lambda tx: tx.rules.remove_theme(GUILD, "theme"))
    assert [t.id for t in await store.read(lambda tx: tx.rules.themes(GUILD))] == ["other"]
    assert [r.id for r in await store.read(lambda tx: tx.rules.rules(GUILD))] == ["rule-other"]
    assert [s.id for s in await store.read(lambda tx: tx.rules.subscriptions(GUILD))] == ["sub-other"]
    follows = await store.read(lambda tx: tx.sources.followers("src"))
    assert [(f.guild_id, f.theme_id) for f in follows] == [(GUILD, "other"), (OTHER_GUILD, "theme")]
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) == replace(claim, theme_id=None)
    assert await store.read(lambda tx: tx.claims.of_guild(GUILD, "theme")) == []
    assert len(await store.read(lambda tx: tx.rules.rules(OTHER_GUILD))) == 1


async def test_a_rule_comes_back_as_it_was_given(store: Store) -> None:
    rule = nouns.rule(
        theme_id="theme", claims=("a", "b"), changes=("withdrawn",), paused=True, query='"a b" OR c'
    )
    await store.transact(lambda tx: tx.rules.put_rule(rule))
    assert await store.read(lambda tx: tx.rules.rule(GUILD, "rule")) == rule
    assert await store.read(lambda tx: tx.rules.rule(GUILD, "JOB losses")) == rule
    assert await store.read(lambda tx: tx.rules.rule(OTHER_GUILD, "rule")) is None
    changed = replace(rule, name="Renamed", query="c")
    await store.transact(lambda tx: tx.rules.put_rule(changed))
    assert await store.read(lambda tx: tx.rules.rules(GUILD)) == [changed]


async def test_rules_are_listed_by_name_and_removed_once(store: Store) -> None:
    await store.transact(lambda tx: [tx.rules.put_rule(nouns.rule(n, n)) for n in ("b", "A", "c")])
    assert [r.name for r in await store.read(lambda tx: tx.rules.rules(GUILD))] == ["A", "b", "c"]
    assert not await store.transact(lambda tx: tx.rules.remove_rule(OTHER_GUILD, "b"))
    assert await store.transact(lambda tx: tx.rules.remove_rule(GUILD, "b"))
    assert not await store.transact(lambda tx: tx.rules.remove_rule(GUILD, "b"))
    assert [r.name for r in await store.read(lambda tx: tx.rules.rules(GUILD))] == ["A", "c"]


async def test_subscriptions_come_back_oldest_first(store: Store) -> None:
    full = nouns.subscription(
        "1",
        created_at=after(9),
        address=Address(kind="webhook", target="https://hook.example/x"),
        theme_id="theme",
        changes=("withdrawn", "polarity_flipped"),
        pace="daily",
        mention="role:5",
        created_by=77,
        options=(("digest_hour", "8"),),
    )
    await store.transact(
        lambda tx: (tx.rules.put_subscription(full), tx.rules.put_subscription(nouns.subscription("2")))
    )
    assert await store.read(lambda tx: tx.rules.subscriptions(GUILD)) == [nouns.subscription("2"), full]
    assert await store.read(lambda tx: tx.rules.subscription(GUILD, "1")) == full
    assert await store.read(lambda tx: tx.rules.subscription(OTHER_GUILD, "1")) is None
    assert not await store.transact(lambda tx: tx.rules.remove_subscription(OTHER_GUILD, "1"))
    assert await store.transact(lambda tx: tx.rules.remove_subscription(GUILD, "1"))
    assert not await store.transact(lambda tx: tx.rules.remove_subscription(GUILD, "1"))


async def test_the_version_grows_with_every_change_to_what_is_matched(store: Store) -> None:
    claim = nouns.claim()
    changes = [
        lambda tx: tx.rules.put_theme(nouns.theme()),
        lambda tx: tx.rules.put_rule(nouns.rule()),
        lambda tx: tx.claims.put(claim, nouns.version(claim)),
        lambda tx: tx.claims.update(claim),
        lambda tx: tx.claims.remove(GUILD, "cla"),
        lambda tx: tx.rules.remove_rule(GUILD, "rule"),
        lambda tx: tx.rules.remove_theme(GUILD, "theme"),
    ]
    last = await store.read(lambda tx: tx.rules.version())
    for change in changes:
        await store.transact(change)
        grown = await store.read(lambda tx: tx.rules.version())
        assert grown > last
        last = grown
    await store.transact(lambda tx: tx.rules.remove_rule(GUILD, "rule"))
    assert await store.read(lambda tx: tx.rules.version()) == last
