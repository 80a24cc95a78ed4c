"""Judging alerts: audited, reversible, and the claim's record is mended and restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk import claims, triage
from bot.desk.answers import Refusal
from bot.desk.triage import Judged, Precision
from rules.change import Alert, FigureChanged
from rules.compare.bare import bare_statement
from rules.model import Claim, Version
from state.memory import open_memory
from state.sqlite import open_sqlite
from state.store import Store, Tx

NOW = datetime(2026, 5, 28, 12, tzinfo=UTC)
GUILD = 7
WORDS = ("Half of jobs will go.", "A fifth of jobs will go.", "A tenth of jobs will go.")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    if request.param == "memory":
        return open_memory()
    return open_sqlite(tmp_path_factory.mktemp("triage") / "w.db")


def alert(number: int, claim_id: str) -> Alert:
    return Alert(
        id=f"alert{number}", guild_id=GUILD, at=NOW, theme_id=None, rule_id="r", rule_name="jobs", claim_id=claim_id,
        entry_id="e", speaker="Mara Voss", changes=(FigureChanged(before="a", after="b", direction="down"),),
        before=None, after=None, probability=0.9, why=(),
    )  # fmt: skip


def revise(tx: Tx, claim_id: str, number: int) -> None:
    claim = tx.claims.get(GUILD, claim_id)
    assert claim is not None
    statement = bare_statement(WORDS[number - 1], "Mara Voss", date(2026, 1, number))
    version = Version(
        claim_id=claim_id, number=number, statement=statement, recorded_at=NOW + timedelta(days=number),
        tag="figure_changed", alert_id=f"alert{number}",
    )  # fmt: skip
    tx.claims.put(replace(claim, standing=statement, versions=number), version)
    tx.alerts.add(alert(number, claim_id))


def recorded(tx: Tx) -> str:
    draft = claims.Draft(text=WORDS[0], speaker="Mara Voss", said_on=date(2026, 1, 1))
    claim = claims.add(tx, GUILD, draft, now=NOW)
    assert isinstance(claim, Claim)
    revise(tx, claim.id, 2)
    return claim.id


def judged(answer: Judged | Refusal) -> Judged:
    assert isinstance(answer, Judged)
    return answer


def words(tx: Tx, claim_id: str) -> list[str]:
    return [version.statement.text for version in tx.claims.versions(GUILD, claim_id)]


async def test_not_the_same_mends_the_record_and_taking_it_back_restores_it(store: Store) -> None:
    claim_id = await store.transact(recorded)
    before = await store.read(
        lambda tx: (tx.claims.get(GUILD, claim_id), list(tx.claims.versions(GUILD, claim_id)))
    )
    done = judged(
        await store.transact(lambda tx: triage.judge_alert(tx, GUILD, "alert2", "not_same", now=NOW))
    )
    assert (done.mended, done.precision) == (True, Precision(right=0, judged=1))
    claim = await store.read(lambda tx: tx.claims.get(GUILD, claim_id))
    assert claim is not None
    assert (claim.standing.text, claim.versions) == (WORDS[0], 1)
    apart = await store.read(lambda tx: [c for c in tx.claims.of_guild(GUILD) if c.id != claim_id])
    assert [(c.standing.text, c.origin) for c in apart] == [(WORDS[1], "heard")]
    judged(await store.transact(lambda tx: triage.take_back(tx, GUILD, "alert2", now=NOW)))
    after = await store.read(
        lambda tx: (tx.claims.get(GUILD, claim_id), list(tx.claims.versions(GUILD, claim_id)))
    )
    assert after == before
    assert len(await store.read(lambda tx: tx.claims.of_guild(GUILD))) == 1
    await store.close()


async def test_what_was_recorded_since_stays_when_a_judgement_is_taken_back(store: Store) -> None:
    claim_id = await store.transact(recorded)

    def later(tx: Tx) -> list[str]:
        triage.judge_alert(tx, GUILD, "alert2", "wrong_speaker", now=NOW)
        revise(tx, claim_id, 3)
        triage.take_back(tx, GUILD, "alert2", now=NOW)
        return words(tx, claim_id)

    assert await store.transact(later) == list(WORDS)
    await store.close()


async def test_the_last_judgement_counts_and_everything_is_audited(store: Store) -> None:
    await store.transact(recorded)

    def work(tx: Tx) -> Precision:
        for verdict in ("correct", "not_same", "correct", "correct"):
            triage.judge_alert(tx, GUILD, "alert2", verdict, now=NOW, actor=5)  # type: ignore[arg-type]
        return triage.precision(tx, GUILD, "r")

    assert await store.transact(work) == Precision(right=1, judged=1)
    actions = await store.read(lambda tx: [row.action for row in tx.guilds.audit_log(GUILD)])
    assert actions.count("judge correct") == 2
    assert await store.read(lambda tx: triage.verdict_of(tx, GUILD, "alert2")) == "correct"
    await store.close()


async def test_another_guilds_alert_and_an_unjudged_one_are_refused(store: Store) -> None:
    await store.transact(recorded)
    strange = await store.transact(lambda tx: triage.judge_alert(tx, 8, "alert2", "correct", now=NOW))
    assert isinstance(strange, Refusal)
    assert isinstance(
        await store.transact(lambda tx: triage.take_back(tx, GUILD, "alert2", now=NOW)), Refusal
    )
    await store.close()


async def test_a_claim_with_one_version_is_never_emptied(store: Store) -> None:
    def work(tx: Tx) -> tuple[bool, list[str]]:
        claim_id = recorded(tx)
        first = tx.claims.versions(GUILD, claim_id)[0]
        claim = tx.claims.get(GUILD, claim_id)
        assert claim is not None
        tx.claims.remove(GUILD, claim_id)
        tx.claims.put(replace(claim, versions=1, standing=first.statement), replace(first, alert_id="alert2"))
        done = judged(triage.judge_alert(tx, GUILD, "alert2", "not_same", now=NOW))
        return done.mended, words(tx, claim_id)

    assert await store.transact(work) == (False, [WORDS[0]])
    await store.close()
