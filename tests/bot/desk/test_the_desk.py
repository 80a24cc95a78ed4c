"""What the desk answers, whoever asks. Every refusal is one line that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.desk import claims, history, sources, status, subscriptions, themes, watch, why
from bot.desk.answers import Refusal
from rules.model import Address, Claim
from state.memory import open_memory
from state.store import Store, Tx

T = TypeVar("T")
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HERE, ELSEWHERE = 100, 200
HALF = claims.Draft(text="Half of the jobs will go.", speaker="Mara Voss", said_on=date(2026, 3, 1))


@pytest.fixture
def store() -> Store:
    return open_memory()


async def ask(store: Store, work: Callable[[Tx], T | Refusal]) -> T:
    answer = await store.transact(work)
    assert not isinstance(answer, Refusal), answer
    return answer


async def refused(store: Store, work: Callable[[Tx], object]) -> str:
    answer = await store.transact(work)
    assert isinstance(answer, Refusal)
    assert "\n" not in answer.text
    return answer.text


async def test_a_theme_is_one_whatever_the_case_of_its_name(store: Store) -> None:
    made = await ask(store, lambda tx: themes.add(tx, HERE, "  Jobs  and robots", now=NOON))
    assert made.name == "Jobs and robots"
    assert "already" in await refused(store, lambda tx: themes.add(tx, HERE, "jobs and robots", now=NOON))
    assert await ask(store, lambda tx: themes.find(tx, HERE, "JOBS AND ROBOTS")) == made


async def test_a_theme_is_one_however_its_letters_are_encoded(store: Store) -> None:
    await ask(store, lambda tx: themes.add(tx, HERE, "caf\u00e9", now=NOON))
    assert "already" in await refused(store, lambda tx: themes.add(tx, HERE, "cafe\u0301\u202e", now=NOON))


async def test_what_one_server_has_another_does_not_find(store: Store) -> None:
    theme = await ask(store, lambda tx: themes.add(tx, HERE, "work", now=NOON))
    rule = await ask(store, lambda tx: watch.add(tx, HERE, "jobs", "jobs", now=NOON))
    claim = await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON))
    address = Address(kind="discord", target="5")
    subscription = await ask(store, lambda tx: subscriptions.add(tx, HERE, address, now=NOON))
    source = await ask(
        store,
        lambda tx: sources.add(
            tx, HERE, kind="feed", url="https://d.example/f", name="D", theme=None, now=NOON
        ),
    )
    for finding in (
        lambda tx: themes.find(tx, ELSEWHERE, theme.id),
        lambda tx: watch.find(tx, ELSEWHERE, rule.id),
        lambda tx: claims.find(tx, ELSEWHERE, claim.id),
        lambda tx: subscriptions.find(tx, ELSEWHERE, subscription.id),
        lambda tx: sources.find(tx, ELSEWHERE, source.source.id),
        lambda tx: claims.remove(tx, ELSEWHERE, claim.id, now=NOON),
        lambda tx: watch.remove(tx, ELSEWHERE, rule.id, now=NOON),
    ):
        assert "There is no" in await refused(store, finding)


async def test_a_source_is_shared_and_a_follow_is_ones_own(store: Store) -> None:
    def follow(guild: int) -> Callable[[Tx], sources.Followed | Refusal]:
        return lambda tx: sources.add(
            tx, guild, kind="feed", url="https://d.example/f", name="D", theme="work", now=NOON
        )

    first, second = await ask(store, follow(HERE)), await ask(store, follow(ELSEWHERE))
    assert first.source.id == second.source.id
    assert "Other servers follow" in await refused(
        store, lambda tx: sources.pause(tx, HERE, "D", paused=True, now=NOON)
    )
    await ask(store, lambda tx: sources.remove(tx, HERE, "D", now=NOON))
    assert (await ask(store, lambda tx: sources.find(tx, ELSEWHERE, "D"))).themes == ("work",)


async def test_a_claim_is_found_by_how_its_words_begin_if_only_one_does(store: Store) -> None:
    claim = await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON))
    assert (await ask(store, lambda tx: claims.find(tx, HERE, "half of the"))).id == claim.id
    other = claims.Draft(text="Half of the jobs will stay.", speaker="Ines Okafor")
    await ask(store, lambda tx: claims.add(tx, HERE, other, now=NOON))
    assert "2 claims begin" in await refused(store, lambda tx: claims.find(tx, HERE, "half of the"))


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (claims.Draft(text=" ", speaker="x"), "needs its words"),
        (claims.Draft(text="a" * 1_001, speaker="x"), "1,001 characters"),
        (claims.Draft(text="a", speaker="x", said_on=date(2026, 3, 4)), "has not come yet"),
        (claims.Draft(text="a", speaker="x", url="javascript:alert(1)"), "no web address"),
    ],
)
async def test_a_claim_that_cannot_be_is_refused_with_the_reason(
    store: Store, draft: claims.Draft, says: str
) -> None:
    assert says in await refused(store, lambda tx: claims.add(tx, HERE, draft, now=NOON))


async def test_a_timeline_holds_every_version_and_edits_leave_the_words_alone(store: Store) -> None:
    claim = await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON))
    await ask(store, lambda tx: claims.edit(tx, HERE, claim.id, now=NOON, title="jobs", aliases=["the CEO"]))
    line = await ask(store, lambda tx: claims.timeline(tx, HERE, claim.id))
    assert (line.claim.title, line.claim.aliases) == ("jobs", ("the CEO",))
    assert [v.statement.text for v in line.versions] == ["Half of the jobs will go."]


async def test_an_import_adds_what_it_can_and_names_the_rest(store: Store) -> None:
    drafts = [HALF, claims.Draft(text="", speaker="x"), HALF]
    done = await ask(store, lambda tx: claims.import_all(tx, HERE, drafts, now=NOON))
    assert (done.added, done.known, [number for number, _ in done.refused]) == (1, 1, [2])


async def test_a_rule_that_cannot_be_read_is_refused_with_the_column(store: Store) -> None:
    assert "Column" in await refused(store, lambda tx: watch.add(tx, HERE, "jobs", "jobs AND (", now=NOON))


async def test_editing_a_rule_changes_only_what_is_given(store: Store) -> None:
    await ask(store, lambda tx: themes.add(tx, HERE, "work", now=NOON))
    await ask(store, lambda tx: watch.add(tx, HERE, "jobs", "jobs", now=NOON, theme="work"))
    edited = await ask(store, lambda tx: watch.edit(tx, HERE, "jobs", now=NOON, query="jobs OR pay"))
    assert edited.query == "jobs OR pay"
    assert edited.theme_id is not None
    assert (await ask(store, lambda tx: watch.edit(tx, HERE, "jobs", now=NOON, theme=""))).theme_id is None


async def test_subscribing_an_address_again_replaces_and_releases_it(store: Store) -> None:
    address = Address(kind="discord", target="5")
    await ask(store, lambda tx: subscriptions.add(tx, HERE, address, now=NOON))

    def park(tx: Tx) -> int:
        return tx.outbox.park(address, "403", NOON)

    await store.transact(park)
    await ask(store, lambda tx: subscriptions.add(tx, HERE, address, now=NOON, pace="daily"))
    assert [s.pace for s in await ask(store, lambda tx: subscriptions.listing(tx, HERE))] == ["daily"]
    assert dict(await store.read(lambda tx: tx.outbox.parked())) == {}


@pytest.mark.parametrize(
    "text", ["letter", "discord:", "discord:abc", "webhook:http://x.example", "console:x", ""]
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    assert isinstance(subscriptions.parse_address(text), Refusal)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("7d", NOON - timedelta(days=7)),
        ("12h", NOON - timedelta(hours=12)),
        ("yesterday", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_dates_are_taken_as_people_type_them(text: str, moment: datetime) -> None:
    assert history.parse_when(text, NOON) == moment


def test_until_a_day_means_that_day_too() -> None:
    last = history.parse_when("2026-03-01", NOON, end=True)
    assert last == datetime(2026, 3, 1, 23, 59, 59, 999_999, tzinfo=UTC)
    assert history.parse_when("7d", NOON, end=True) == NOON - timedelta(days=7)
    assert isinstance(history.parse_when("9999-12-31", NOON, end=True), datetime)
    assert isinstance(history.parse_when("0000-01-01", NOON, end=True), Refusal)


async def test_the_history_of_a_claim_is_found_by_its_words_and_after_it_was_removed(store: Store) -> None:
    claim = await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON))

    async def asked(name: str) -> str | None:
        return (await ask(store, lambda tx: history.where(tx, HERE, now=NOON, claim=name))).claim_id

    assert [await asked(name) for name in (claim.id, claim.id[:8], claim.standing.text[:12])] == [
        claim.id
    ] * 3
    await ask(store, lambda tx: claims.remove(tx, HERE, claim.id, now=NOON))
    assert await asked(claim.id) == claim.id


async def test_the_id_of_a_theme_that_is_gone_makes_no_theme_of_that_name(store: Store) -> None:
    theme = await ask(store, lambda tx: themes.add(tx, HERE, "work", now=NOON))
    await ask(store, lambda tx: themes.remove(tx, HERE, theme.id, now=NOON))
    draft = claims.Draft(text="Half of jobs will go.", speaker="Mara Voss", theme=theme.id)
    assert "There is no theme" in await refused(store, lambda tx: claims.add(tx, HERE, draft, now=NOON))
    assert (await ask(store, lambda tx: themes.ensure(tx, HERE, "internationalization", now=NOON))).name


async def test_of_two_subscriptions_of_one_channel_none_is_ended_by_guess(store: Store) -> None:
    address = Address(kind="discord", target="5")
    await ask(store, lambda tx: themes.add(tx, HERE, "work", now=NOON))
    every = await ask(store, lambda tx: subscriptions.add(tx, HERE, address, now=NOON))
    work = await ask(store, lambda tx: subscriptions.add(tx, HERE, address, theme="work", now=NOON))
    why = await refused(store, lambda tx: subscriptions.remove(tx, HERE, "5", now=NOON))
    assert every.id in why and work.id in why
    await ask(store, lambda tx: subscriptions.remove(tx, HERE, every.id, now=NOON))
    assert (await ask(store, lambda tx: subscriptions.remove(tx, HERE, "5", now=NOON))).id == work.id


async def test_status_counts_what_there_is_and_its_limits(store: Store) -> None:
    await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON))
    found = await store.read(lambda tx: status.of(tx, HERE))
    assert ("claims", 1) in {(what, used) for what, used, _ in found.limits}


async def test_an_id_that_is_nothing_is_not_found(store: Store) -> None:
    assert "no alert or statement" in await refused(store, lambda tx: why.of(tx, HERE, "nothing"))


async def test_every_change_leaves_a_row_in_the_audit_trail(store: Store) -> None:
    claim: Claim = await ask(store, lambda tx: claims.add(tx, HERE, HALF, now=NOON, actor=7))
    await ask(store, lambda tx: claims.remove(tx, HERE, claim.id, now=NOON, actor=8))
    rows = await store.read(lambda tx: list(tx.guilds.audit_log(HERE)))
    assert {(row.actor, row.action) for row in rows} == {(7, "claim add"), (8, "claim remove")}
