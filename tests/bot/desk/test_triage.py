"""Judging alerts: audited, reversible, and the claim's record is mended and restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk import claims, triage
from bot.desk.answers import Refusal
from bot.desk.triage import Judged, Precision
from rules.change import Alert, FigureChanged, Said
from rules.compare.bare import bare_statement
from rules.linking.calibration import UNMOVED
from rules.model import Claim, Version
from state.memory import open_memory
from state.sqlite import open_sqlite
from state.store import Store, Tx
from state.verdicts import calibration_of

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


def said_by(speaker: str, number: int, claim_id: str, probability: float = 0.93) -> Alert:
    after = Said(text=WORDS[number - 1], speaker=speaker, said_on=None, url="")
    return replace(alert(number, claim_id), after=after, probability=probability)


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


@pytest.mark.parametrize("order", [("alert2", "alert3"), ("alert3", "alert2")])
async def test_two_judgements_about_one_claim_are_taken_back_apart(
    store: Store, order: tuple[str, str]
) -> None:
    claim_id = await store.transact(recorded)

    def both(tx: Tx) -> tuple[list[str], list[str]]:
        revise(tx, claim_id, 3)
        for name in ("alert2", "alert3"):
            triage.judge_alert(tx, GUILD, name, "not_same", now=NOW)
        triage.take_back(tx, GUILD, order[0], now=NOW)
        first = words(tx, claim_id)
        triage.take_back(tx, GUILD, order[1], now=NOW)
        return first, words(tx, claim_id)

    one = int(order[0][-1])
    assert await store.transact(both) == ([WORDS[0], WORDS[one - 1]], list(WORDS))
    assert len(await store.read(lambda tx: tx.claims.of_guild(GUILD))) == 1
    await store.close()


async def test_taking_back_brings_no_removed_or_merged_claim_back(store: Store) -> None:
    claim_id = await store.transact(recorded)

    def work(tx: Tx) -> list[str]:
        triage.judge_alert(tx, GUILD, "alert2", "not_same", now=NOW)
        other = claims.add(tx, GUILD, claims.Draft(text="Work will be found.", speaker="Mara Voss"), now=NOW)
        assert isinstance(other, Claim)
        claims.merge(tx, GUILD, other.id, claim_id, now=NOW)
        judged(triage.take_back(tx, GUILD, "alert2", now=NOW))
        return sorted(claim.id for claim in tx.claims.of_guild(GUILD) if claim.id in (other.id, claim_id))

    assert claim_id not in await store.transact(work)
    await store.close()


async def test_what_people_changed_in_a_claim_stays_when_a_judgement_is_taken_back(store: Store) -> None:
    claim_id = await store.transact(recorded)

    def work(tx: Tx) -> Claim | None:
        triage.judge_alert(tx, GUILD, "alert2", "not_same", now=NOW)
        claims.edit(tx, GUILD, claim_id, now=NOW, title="Jobs", aliases=["the chief"])
        triage.take_back(tx, GUILD, "alert2", now=NOW)
        return tx.claims.get(GUILD, claim_id)

    claim = await store.transact(work)
    assert claim is not None and (claim.title, claim.aliases) == ("Jobs", ("the chief",))
    assert (claim.standing.text, claim.versions) == (WORDS[1], 2)
    await store.close()


async def test_taking_back_ones_own_verdict_leaves_a_later_one_of_somebody_else(store: Store) -> None:
    await store.transact(recorded)

    def work(tx: Tx) -> tuple[Judged | Refusal, str | None]:
        triage.judge_alert(tx, GUILD, "alert2", "not_same", now=NOW, actor=5)
        triage.judge_alert(tx, GUILD, "alert2", "correct", now=NOW, actor=6)
        done = triage.take_back(tx, GUILD, "alert2", now=NOW, actor=5, verdict="not_same")
        return done, triage.verdict_of(tx, GUILD, "alert2")

    done, stands = await store.transact(work)
    assert isinstance(done, Refusal) and "it is right" in done.text
    assert stands == "correct"
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


# --- what is learned -------------------------------------------------------------------------------


def test_few_right_ones_of_few_prove_little() -> None:
    assert Precision(right=0, judged=0).at_least == 0.0
    few, many = Precision(right=3, judged=3).at_least, Precision(right=300, judged=300).at_least
    assert few == pytest.approx(0.4385, abs=1e-3)
    assert many == pytest.approx(0.9874, abs=1e-3)
    assert Precision(right=12, judged=14).at_least == pytest.approx(0.6006, abs=1e-3)


async def test_a_pair_that_is_not_the_same_is_remembered_until_that_is_taken_back(store: Store) -> None:
    claim_id = await store.transact(recorded)
    other = said_by("Mara Voss", 2, claim_id)
    await store.transact(lambda tx: tx.alerts.add(replace(other, id="alert9")))
    before = await store.read(lambda tx: tx.claims.get(GUILD, claim_id))
    await store.transact(lambda tx: triage.judge_alert(tx, GUILD, "alert9", "not_same", now=NOW))
    claim = await store.read(lambda tx: tx.claims.get(GUILD, claim_id))
    assert claim is not None and claim.refused == (WORDS[1],)
    await store.transact(lambda tx: triage.judge_alert(tx, GUILD, "alert9", "correct", now=NOW))
    assert await store.read(lambda tx: tx.claims.get(GUILD, claim_id)) == before


async def test_a_name_that_is_somebody_elses_is_so_for_every_claim_of_the_speaker(store: Store) -> None:
    claim_id = await store.transact(recorded)
    draft = claims.Draft(text="Work will be found elsewhere.", speaker="Mara Voss")
    second = await store.transact(lambda tx: claims.add(tx, GUILD, draft, now=NOW))
    assert isinstance(second, Claim)
    other = replace(said_by("Dana Voss", 2, claim_id), id="alert9")
    await store.transact(lambda tx: tx.alerts.add(other))
    await store.transact(lambda tx: triage.judge_alert(tx, GUILD, "alert9", "wrong_speaker", now=NOW))

    async def names() -> list[tuple[str, ...]]:
        every = await store.read(lambda tx: tx.claims.of_guild(GUILD))
        return [claim.not_speakers for claim in every]

    assert await names() == [("Dana Voss",), ("Dana Voss",)]
    await store.transact(lambda tx: triage.take_back(tx, GUILD, "alert9", now=NOW))
    assert await names() == [(), ()]


async def test_the_same_name_is_not_turned_against_its_own_claims(store: Store) -> None:
    claim_id = await store.transact(recorded)
    await store.transact(lambda tx: tx.alerts.add(replace(said_by("Mara Voss", 2, claim_id), id="alert9")))
    await store.transact(lambda tx: triage.judge_alert(tx, GUILD, "alert9", "wrong_speaker", now=NOW))
    claim = await store.read(lambda tx: tx.claims.get(GUILD, claim_id))
    assert claim is not None and (claim.not_speakers, claim.refused) == ((), (WORDS[1],))


async def test_verdicts_move_the_links_of_their_own_guild_and_can_be_taken_back(store: Store) -> None:
    claim_id = await store.transact(recorded)

    def judge_many(tx: Tx) -> None:
        for number in range(12):
            tx.alerts.add(replace(said_by("Mara Voss", 2, claim_id), id=f"many{number}"))
            triage.judge_alert(tx, GUILD, f"many{number}", "correct" if number < 3 else "not_same", now=NOW)

    await store.transact(judge_many)
    moved = await store.read(lambda tx: calibration_of(tx, GUILD))
    assert moved.verdicts == 12 and moved.of(0.93) < 0.9
    assert await store.read(lambda tx: calibration_of(tx, GUILD + 1)) == UNMOVED

    def take_all_back(tx: Tx) -> None:
        for number in range(12):
            triage.take_back(tx, GUILD, f"many{number}", now=NOW)

    await store.transact(take_all_back)
    assert await store.read(lambda tx: calibration_of(tx, GUILD)) == UNMOVED


async def test_what_the_model_said_teaches_and_not_what_verdicts_made_of_it(store: Store) -> None:
    claim_id = await store.transact(recorded)
    edited = replace(said_by("Mara Voss", 2, claim_id, 1.0), id="edit")
    moved = replace(said_by("Mara Voss", 2, claim_id, 0.91), id="moved", uncalibrated=0.97)
    await store.transact(lambda tx: [tx.alerts.add(each) for each in (edited, moved)])
    for name in ("edit", "moved"):
        await store.transact(lambda tx, name=name: triage.judge_alert(tx, GUILD, name, "correct", now=NOW))
    learned = await store.read(lambda tx: tx.guilds.meta(f"verdicts:{GUILD}"))
    assert learned == '{"moved": [0.97, 1]}'
