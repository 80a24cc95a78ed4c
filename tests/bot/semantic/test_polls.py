"""Linking by meaning in polls, with an encoder that knows a few synonyms: what is found, what is kept, what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.semantic import links as links_module
from bot.semantic.filling import fill, fill_all
from bot.semantic.links import MOST_STATEMENTS, SemanticLinks
from bot.semantic.loading import Model
from bot.semantic.model import SemanticUnavailable
from rules.change import headline
from rules.model import Claim, Statement, Version
from state.memory import open_memory
from state.sqlite import open_sqlite
from state.store import Store
from tests.fakes.encoder import HashingEncoder
from tests.fakes.watching import GUILD, MORNING, Bench
from watchers.kinds import parser_of
from watchers.outcome import Fetched, Unreadable
from watchers.page import Page
from watchers.poll import Polled

pytest.importorskip("numpy")
URL = "https://halden.example/feed"
OTHER_GUILD = 8
CLAIM = "The plant will cut 500 jobs."
SAID_AGAIN = "The factory is to trim 900 jobs."
"""Shares one word with the claim; the encoder takes the others for the same."""


@dataclass
class Paper:
    """Answers with the items that it was given, and reads them in this process."""

    items: list[str] = field(default_factory=list)

    async def get(self, url: str, **validators: object) -> Fetched:
        items = "".join(
            f"<item><guid>{n}</guid><title>Halden</title><link>https://halden.example/{n}</link>"
            f"<description>{text}</description></item>"
            for n, text in enumerate(self.items)
        )
        body = f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"
        return Fetched(url=url, body=body.encode(), headers=())

    async def parse(self, kind: str, body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
        return parser_of(kind)(body, url, content_type)


@dataclass
class Desk:
    """A bench whose paper says what a test wants."""

    bench: Bench
    paper: Paper
    source_id: str
    links: SemanticLinks
    encoder: HashingEncoder

    @property
    def store(self) -> Store:
        return self.bench.store

    async def print(self, *texts: str) -> Polled:
        """The paper's next edition."""
        self.paper.items += texts
        return await self.bench.poll(self.source_id)

    async def record(self, text: str, id: str = "c", guild: int = GUILD, **fields: Any) -> Claim:
        """A claim that a person put on record, nobody named."""
        said = Statement(
            id=f"s{id}", text=text, speaker=None, speaker_kind="narrator", said_on=MORNING.date()
        )
        claim = Claim(
            **{"id": id, "guild_id": guild, "theme_id": None, "speaker": None, **fields},
            standing=said,
            created_at=MORNING,
        )
        version = Version(claim_id=id, number=1, statement=said, recorded_at=MORNING, tag="new_claim")
        await self.store.transact(lambda tx: tx.claims.put(claim, version))
        return claim


def links_of(store: Store, encoder: HashingEncoder, fingerprint: str = "one") -> SemanticLinks:
    return SemanticLinks(store, lambda: Model("hashing", fingerprint, encoder))


@pytest.fixture(params=["memory", "sqlite"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    paper, encoder = Paper(), HashingEncoder()
    store: Any = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "walkback.db")
    bench = Bench(paper, paper, store=store)
    links = links_of(bench.store, encoder)
    bench.poller.semantics = links
    source_id = await bench.follow(URL)
    desk = Desk(bench, paper, source_id, links, encoder)
    await desk.print("The first edition has nothing to say.")
    yield desk
    links.close()
    await store.close()


async def told(desk: Desk, text: str) -> list[tuple[str | None, str]]:
    """(claim, headline) of the alerts of an edition with that text."""
    polled = await desk.print(text)
    return [(alert.claim_id, headline(alert.changes)) for alert in polled.absorbed.alerts]


async def kept(store: Store, guild: int = GUILD, model: str = "one") -> list[str]:
    found = await store.read(lambda tx: tx.vectors.since(guild, model, 0, 99))
    return [each.claim_id for each in found]


async def test_a_poll_links_a_paraphrase_that_words_do_not_link(desk: Desk) -> None:
    await desk.record(CLAIM)
    await fill_all(desk.links)
    assert await told(desk, SAID_AGAIN) == [("c", "figure_changed")]


async def test_words_alone_do_not_link_it(desk: Desk) -> None:
    await desk.record(CLAIM)
    await fill_all(desk.links)
    desk.bench.poller.semantics = None
    assert await told(desk, SAID_AGAIN) == []


async def test_while_a_claim_has_no_vector_words_decide(desk: Desk) -> None:
    claim = await desk.record(CLAIM)
    assert await told(desk, SAID_AGAIN) == []
    assert await told(desk, "The plant will cut 700 jobs.") == [(claim.id, "figure_changed")]


async def test_what_a_poll_records_has_its_vector_in_the_same_transaction(desk: Desk) -> None:
    claim = await desk.record(CLAIM)
    await fill_all(desk.links)
    calls = len(desk.encoder.calls)
    await told(desk, SAID_AGAIN)
    assert len(desk.encoder.calls) == calls + 1  # the statements; no claim was encoded apart
    assert await kept(desk.store) == [claim.id]
    assert await fill(desk.links) == 0
    revised = await desk.store.read(lambda tx: tx.claims.get(GUILD, claim.id))
    assert revised is not None and revised.standing.text == SAID_AGAIN


async def test_an_alert_that_meaning_found_says_so_in_its_why(desk: Desk) -> None:
    await desk.record(CLAIM)
    await fill_all(desk.links)
    polled = await desk.print(SAID_AGAIN)
    assert "In meaning the two are" in " ".join(polled.absorbed.alerts[0].why)


async def test_another_guilds_claims_are_never_near(desk: Desk) -> None:
    await desk.record(CLAIM, guild=OTHER_GUILD)
    await fill_all(desk.links)
    assert await told(desk, SAID_AGAIN) == []
    assert await kept(desk.store, OTHER_GUILD) == ["c"]


async def test_a_claim_of_another_theme_is_not_held_against_a_rule_of_this_one(desk: Desk) -> None:
    await desk.record(CLAIM, theme_id="t2")
    await fill_all(desk.links)
    rule = await desk.store.read(lambda tx: tx.rules.rules(GUILD)[0])
    await desk.store.transact(lambda tx: tx.rules.put_rule(replace(rule, theme_id="t")))
    assert await told(desk, SAID_AGAIN) == []


async def test_a_removed_claim_is_not_found_although_the_scan_still_has_it(desk: Desk) -> None:
    await desk.record(CLAIM)
    await fill_all(desk.links)
    await told(desk, "The harbour is deep.")
    await desk.store.transact(lambda tx: tx.claims.remove(GUILD, "c"))
    assert await told(desk, SAID_AGAIN) == []
    assert "c" not in await kept(desk.store)


async def test_a_claim_that_says_something_else_is_found_by_its_new_words_only(desk: Desk) -> None:
    claim = await desk.record("The harbour of Selby will be deepened.")
    await fill_all(desk.links)
    await told(desk, "The harbour is deep, so nothing is near to anything here.")
    said = replace(claim.standing, id="new", text=CLAIM)
    await desk.store.transact(lambda tx: tx.claims.update(replace(claim, standing=said)))
    assert await kept(desk.store) == []
    await fill_all(desk.links)
    assert await told(desk, SAID_AGAIN) == [("c", "figure_changed")]


async def test_statements_that_no_rule_takes_are_not_encoded(desk: Desk) -> None:
    rule = await desk.store.read(lambda tx: tx.rules.rules(GUILD)[0])
    await desk.store.transact(lambda tx: tx.rules.put_rule(replace(rule, query="turbines")))
    desk.encoder.calls.clear()
    await desk.print(SAID_AGAIN)
    assert desk.encoder.calls == []
    await desk.print("The turbines of Northfield stand still.")
    assert desk.encoder.calls == [1]


async def test_of_a_flood_only_so_many_statements_are_encoded_and_the_rest_is_judged_by_words(
    desk: Desk,
) -> None:
    await desk.record(CLAIM)
    await fill_all(desk.links)
    desk.encoder.calls.clear()
    flood = [f"The plant number {n} will open in 2031." for n in range(MOST_STATEMENTS + 20)]
    await desk.print(*flood, "The plant will cut 700 jobs.")
    assert MOST_STATEMENTS - 2 < sum(desk.encoder.calls) <= MOST_STATEMENTS
    revised = await desk.store.read(lambda tx: tx.claims.get(GUILD, "c"))
    assert revised is not None and revised.versions == 2


async def test_a_model_that_cannot_be_loaded_leaves_polls_as_they_were(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Model:
        raise SemanticUnavailable("No sentence model in /nowhere.")

    await desk.record(CLAIM)
    desk.bench.poller.semantics = links = SemanticLinks(desk.store, broken)
    assert await told(desk, "The plant will cut 700 jobs.") == [("c", "figure_changed")]
    assert await fill(links) == 0
    assert [r.message for r in caplog.records if "linking by words alone" in r.message] == [
        "linking by words alone: No sentence model in /nowhere."
    ]
    links.close()


async def test_of_an_edited_entry_only_what_is_new_is_encoded(desk: Desk) -> None:
    await desk.print("The plant will open in May. The harbour will be deepened.")
    desk.encoder.calls.clear()
    desk.paper.items[-1] = "The plant will open in May. The harbour will never be deepened."
    await desk.bench.poll(desk.source_id)
    assert desk.encoder.calls == [1]


async def test_tables_of_guilds_that_nobody_asked_for_of_late_leave_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links_module, "MOST_ROWS", 2)
    for number, guild in enumerate((GUILD, OTHER_GUILD)):
        for each in range(2):
            await desk.record(CLAIM, id=f"{number}-{each}", guild=guild)
    await fill_all(desk.links)
    for guild in (GUILD, OTHER_GUILD, GUILD):
        rated = await desk.links.rate([SAID_AGAIN], [guild])
        assert rated is not None
        assert len(rated.near[guild][SAID_AGAIN]) == 2
        assert list(desk.links._tables) == [guild]
