from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.link import ClaimQuery, formulate
from rules.model import Claim
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, OTHER_GUILD, after


def put(tx: Tx, *claims: Claim) -> None:
    for claim in claims:
        tx.claims.put(claim, nouns.version(claim))


def worded(id: str, text: str, **fields: object) -> Claim:
    return nouns.claim(id, nouns.statement(f"sta-{id}", text), **fields)


async def test_a_claim_and_its_first_version_come_back_as_they_were_given(store: Store) -> None:
    claim = nouns.claim(
        title="Jobs", aliases=("the chief",), origin="heard", theme_id="theme", withdrawn=True
    )
    version = nouns.version(claim, alert_id="ale")
    await store.transact(lambda tx: tx.claims.put(claim, version))
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) == claim
    assert await store.read(lambda tx: tx.claims.versions(GUILD, "cla")) == [version]


async def test_a_new_version_stands_and_the_old_ones_stay(store: Store) -> None:
    claim = nouns.claim()
    now_stands = replace(claim, standing=nouns.statement("later", "A fifth will go."), versions=2)
    versions = [nouns.version(claim), nouns.version(now_stands, 2, tag="figure_changed")]
    await store.transact(lambda tx: (put(tx, claim), tx.claims.put(now_stands, versions[1])))
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) == now_stands
    assert await store.read(lambda tx: tx.claims.versions(GUILD, "cla")) == versions
    assert await store.read(lambda tx: tx.claims.claim_of(GUILD, "later")) == now_stands
    assert await store.read(lambda tx: tx.claims.claim_of(GUILD, claim.standing.id)) is None


async def test_updating_a_claim_makes_no_version(store: Store) -> None:
    claim = nouns.claim()
    renamed = replace(claim, title="Renamed", aliases=("Director of Gizmos",), theme_id="theme")
    await store.transact(lambda tx: (put(tx, claim), tx.claims.update(renamed)))
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) == renamed
    assert len(await store.read(lambda tx: tx.claims.versions(GUILD, "cla"))) == 1
    found = await store.read(lambda tx: tx.claims.of_guild(GUILD, speaker="director of gizmos"))
    assert [c.id for c in found] == ["cla"]


async def test_another_guilds_claim_is_not_found(store: Store) -> None:
    await store.transact(lambda tx: put(tx, nouns.claim()))
    query = formulate(nouns.statement())
    assert await store.read(lambda tx: tx.claims.get(OTHER_GUILD, "cla")) is None
    assert await store.read(lambda tx: tx.claims.versions(OTHER_GUILD, "cla")) == []
    assert await store.read(lambda tx: tx.claims.of_guild(OTHER_GUILD)) == []
    assert await store.read(lambda tx: tx.claims.claim_of(OTHER_GUILD, "sta-cla")) is None
    assert await store.read(lambda tx: tx.claims.candidates(OTHER_GUILD, query, 5)) == []
    assert not await store.transact(lambda tx: tx.claims.remove(OTHER_GUILD, "cla"))
    assert not await store.transact(lambda tx: tx.claims.merge(OTHER_GUILD, "cla", "cla"))
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) is not None


async def test_claims_are_counted_for_each_guild_by_itself(store: Store) -> None:
    await store.transact(lambda tx: put(tx, nouns.claim("one"), nouns.claim("two")))
    assert await store.read(lambda tx: (tx.claims.count(GUILD), tx.claims.count(OTHER_GUILD))) == (2, 0)


async def test_claims_that_people_added_are_counted_apart_from_those_heard(store: Store) -> None:
    claims = (nouns.claim("one"), nouns.claim("two", origin="heard"), nouns.claim("three", origin="heard"))
    await store.transact(lambda tx: put(tx, *claims))
    assert await store.read(lambda tx: tx.claims.count(GUILD)) == 3
    assert await store.read(lambda tx: tx.claims.count(GUILD, "added")) == 1
    assert await store.read(lambda tx: tx.claims.count(GUILD, "heard")) == 2
    assert await store.read(lambda tx: tx.claims.count(OTHER_GUILD, "heard")) == 0
    await store.transact(lambda tx: tx.claims.merge(GUILD, "one", "two"))
    assert await store.read(lambda tx: tx.claims.count(GUILD, "added")) == 1


async def test_untouched_are_heard_claims_that_nothing_refers_to_oldest_first(store: Store) -> None:
    heard = {"origin": "heard"}
    claims = (
        nouns.claim("later", created_at=after(5), **heard),
        nouns.claim("old", **heard),
        nouns.claim("added"),
        nouns.claim("revised", versions=2, **heard),
        nouns.claim("titled", title="Jobs", **heard),
        nouns.claim("named", aliases=("the chief",), **heard),
        nouns.claim("judged", refused=("other words",), **heard),
        nouns.claim("misheard", not_speakers=("Tomas Reyl",), **heard),
        nouns.claim("told", **heard),
        nouns.claim("theirs", guild_id=OTHER_GUILD, **heard),
    )
    alerts = (nouns.alert(claim_id="told"), nouns.alert("theirs", claim_id="old", guild_id=OTHER_GUILD))
    await store.transact(lambda tx: (put(tx, *claims), [tx.alerts.add(alert) for alert in alerts]))
    found = await store.read(lambda tx: tx.claims.untouched(GUILD, 10))
    assert [claim.id for claim in found] == ["old", "later"]
    assert [claim.id for claim in await store.read(lambda tx: tx.claims.untouched(GUILD, 1))] == ["old"]


async def test_two_guilds_may_have_a_claim_with_the_same_id(store: Store) -> None:
    mine, theirs = nouns.claim(title="mine"), nouns.claim(title="theirs", guild_id=OTHER_GUILD)
    await store.transact(lambda tx: put(tx, mine, theirs))
    assert await store.read(lambda tx: tx.claims.get(GUILD, "cla")) == mine
    assert await store.read(lambda tx: tx.claims.get(OTHER_GUILD, "cla")) == theirs
    await store.transact(lambda tx: tx.claims.remove(GUILD, "cla"))
    assert await store.read(lambda tx: tx.claims.versions(OTHER_GUILD, "cla")) == [nouns.version(theirs)]


async def test_claims_are_listed_oldest_first_by_theme_and_speaker(store: Store) -> None:
    claims = [
        nouns.claim("c", created_at=after(3)),
        nouns.claim("a", created_at=after(1), theme_id="theme"),
        nouns.claim("b", created_at=after(2), speaker="Tomas Reyl"),
        nouns.claim("d", created_at=after(4), speaker=None),
    ]
    await store.transact(lambda tx: put(tx, *claims))

    async def ids(theme_id: str | None = None, speaker: str | None = None) -> list[str]:
        return [c.id for c in await store.read(lambda tx: tx.claims.of_guild(GUILD, theme_id, speaker))]

    assert await ids() == ["a", "b", "c", "d"]
    assert await ids("theme") == ["a"]
    assert await ids(speaker="mara voss") == ["a", "c"]
    assert await ids(speaker="REYL") == ["b"]
    assert await ids(speaker="Peter Reyl") == []


async def test_a_removed_claim_is_gone_from_list_record_and_index(store: Store) -> None:
    await store.transact(lambda tx: put(tx, nouns.claim(), nouns.claim("other")))
    assert await store.transact(lambda tx: tx.claims.remove(GUILD, "cla"))
    assert not await store.transact(lambda tx: tx.claims.remove(GUILD, "cla"))
    assert [c.id for c in await store.read(lambda tx: tx.claims.of_guild(GUILD))] == ["other"]
    assert await store.read(lambda tx: tx.claims.versions(GUILD, "cla")) == []
    found = await store.read(lambda tx: tx.claims.candidates(GUILD, formulate(nouns.statement()), 9))
    assert [c.claim.id for c in found] == ["other"]


async def test_merged_claims_have_one_record_in_order_of_date(store: Store) -> None:
    def dated(id: str, day: int, speaker: str = "Mara Voss") -> Claim:
        said = nouns.statement(
            f"sta-{id}", f"Said on day {day}.", said_on=date(2026, 1, day), speaker=speaker
        )
        return nouns.claim(id, said)

    keep, fold = dated("keep", 10), dated("fold", 5, "The founder")
    newest = replace(fold, standing=dated("x", 20).standing, versions=2)

    def fill(tx: Tx) -> None:
        put(tx, keep, fold)
        tx.claims.put(newest, nouns.version(newest, 2, tag="figure_changed"))

    await store.transact(fill)
    assert await store.transact(lambda tx: tx.claims.merge(GUILD, "keep", "fold"))
    merged = await store.read(lambda tx: tx.claims.get(GUILD, "keep"))
    assert merged is not None
    assert (merged.standing.id, merged.versions, merged.aliases) == ("sta-x", 3, ("The founder",))
    versions = await store.read(lambda tx: tx.claims.versions(GUILD, "keep"))
    assert [(v.number, v.claim_id, v.statement.id) for v in versions] == [
        (1, "keep", "sta-fold"),
        (2, "keep", "sta-keep"),
        (3, "keep", "sta-x"),
    ]
    assert await store.read(lambda tx: tx.claims.get(GUILD, "fold")) is None
    assert not await store.transact(lambda tx: tx.claims.merge(GUILD, "keep", "fold"))
    assert not await store.transact(lambda tx: tx.claims.merge(GUILD, "keep", "keep"))


async def test_a_rule_limited_to_a_merged_claim_follows_it(store: Store) -> None:
    def fill(tx: Tx) -> None:
        put(tx, nouns.claim("keep"), nouns.claim("fold"))
        tx.rules.put_rule(nouns.rule(claims=("fold", "else")))
        tx.alerts.add(nouns.alert(claim_id="fold"))
        tx.claims.merge(GUILD, "keep", "fold")

    await store.transact(fill)
    rule = await store.read(lambda tx: tx.rules.rule(GUILD, "rule"))
    assert rule is not None
    assert rule.claims == ("keep", "else")
    alert = await store.read(lambda tx: tx.alerts.get(GUILD, "ale"))
    assert alert is not None
    assert alert.claim_id == "keep"


CORPUS = (
    worded("jobs", "Half of all entry-level office jobs will vanish within five years."),
    worded("price", "The price of grid storage will fall below 40 dollars by 2030."),
    worded("robots", "Robots will build robots in our Halden plant next year.", speaker="Tomas Reyl"),
    worded("more-jobs", "Office jobs are safe: no office job will be lost.", speaker="Ines Okafor"),
    worded("elsewhere", "Office jobs will vanish.", guild_id=OTHER_GUILD),
)


async def test_candidates_are_ranked_by_the_words_they_share(store: Store) -> None:
    await store.transact(lambda tx: put(tx, *CORPUS))
    query = ClaimQuery(terms=formulate(nouns.statement(text="Robots at the plant; office work")).terms)
    found = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9))
    assert [c.claim.id for c in found] == ["robots", "more-jobs", "jobs"]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert found[0].claim == CORPUS[2]
    robot, office = (found[0].rarity[query.terms.index(stem)] for stem in ("robot", "offic"))
    assert robot > office > 0
    assert len(found[0].rarity) == len(query.terms)


async def test_a_speakers_own_claims_are_candidates_without_a_shared_word(store: Store) -> None:
    await store.transact(lambda tx: put(tx, *CORPUS))
    query = formulate(nouns.statement(text="Something else entirely", speaker="Voss"))
    found = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9))
    assert [(c.claim.id, c.score) for c in found] == [("jobs", 0.0), ("price", 0.0)]


async def test_other_peoples_claims_never_crowd_out_the_speakers_own(store: Store) -> None:
    crowd = [worded(f"crowd-{n}", "Office jobs, office jobs, jobs.", speaker=f"Person {n}") for n in range(9)]
    await store.transact(lambda tx: put(tx, *CORPUS, *crowd))
    query = formulate(nouns.statement(text="office jobs", speaker="Mara Voss"))
    found = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 4))
    assert len(found) == 4
    assert {"jobs", "price"} <= {c.claim.id for c in found}


async def test_candidates_keep_to_the_theme_and_to_the_claims_named(store: Store) -> None:
    themed = [replace(CORPUS[0], theme_id="work"), replace(CORPUS[3], theme_id="other"), CORPUS[2]]
    await store.transact(lambda tx: put(tx, *themed))
    terms = formulate(nouns.statement(text="office jobs and robots")).terms

    async def ids(**fields: object) -> set[str]:
        query = ClaimQuery(terms=terms, **fields)  # type: ignore[arg-type]
        return {c.claim.id for c in await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9))}

    assert await ids() == {"jobs", "more-jobs", "robots"}
    assert await ids(theme_id="work") == {"jobs", "robots"}
    assert await ids(only=("more-jobs",)) == {"more-jobs"}
    assert await ids(theme_id="work", only=("more-jobs",)) == set()


async def test_the_index_follows_every_change_of_a_claim(store: Store) -> None:
    await store.transact(lambda tx: put(tx, *CORPUS))
    reworded = worded("price", "Windmills outlast their owners.")
    await store.transact(lambda tx: tx.claims.put(reworded, nouns.version(reworded, 2)))

    async def ids(text: str) -> list[str]:
        query = ClaimQuery(terms=formulate(nouns.statement(text=text)).terms)
        return [c.claim.id for c in await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9))]

    assert await ids("grid storage") == []
    assert await ids("windmill") == ["price"]
    await store.transact(lambda tx: tx.claims.update(replace(reworded, title="Turbines")))
    assert await ids("turbine") == ["price"]


async def test_a_failed_transaction_leaves_the_index_as_it_was(store: Store) -> None:
    await store.transact(lambda tx: put(tx, *CORPUS))

    def change_and_fail(tx: Tx) -> None:
        tx.claims.remove(GUILD, "jobs")
        put(tx, worded("new", "office furniture"))
        raise KeyError

    query = ClaimQuery(terms=("offic",))
    before = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9))
    with pytest.raises(KeyError):
        await store.transact(change_and_fail)
    assert await store.read(lambda tx: tx.claims.candidates(GUILD, query, 9)) == before
