"""A statement finds the claim that it is about, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rules.index import Index
from rules.link import Candidate, Link, claim_terms, decide, formulate, same_speaker
from rules.model import Claim, Statement

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
VOSS = "Mara Voss"


def statement(text: str, speaker: str | None = VOSS, id: str = "s") -> Statement:
    return Statement(id=id, text=text, speaker=speaker, speaker_kind="named" if speaker else "narrator")


def claim(id: str, text: str, speaker: str | None = VOSS, aliases: tuple[str, ...] = ()) -> Claim:
    return Claim(
        id=id,
        guild_id=0,
        theme_id=None,
        speaker=speaker,
        standing=statement(text, speaker, f"of-{id}"),
        created_at=WHEN,
        aliases=aliases,
    )


def link(said: Statement, claims: Sequence[Claim]) -> Link:
    index = Index()
    for each in claims:
        index.add(each.id, claim_terms(each))
    query = formulate(said)
    hits = index.search(query.terms, 50)
    by_id = {c.id: c for c in claims}
    return decide(
        said, query, [Candidate(claim=by_id[i], score=s, rarity=hits.rarity) for i, s in hits.scores]
    )


CLAIMS = (
    claim("jobs", "Within five years robots will take half of all warehouse jobs."),
    claim("plant", "Our plant in Lindow opens in March and will employ 400 people."),
    claim("price", "We will not raise the price of the Halden arm this year."),
    claim("wage", "The minimum wage rises to 15 euros by 2027.", "Tomas Reyl"),
)


def test_a_statement_with_another_figure_finds_its_claim() -> None:
    found = link(statement("Robots are going to take a fifth of warehouse jobs in ten years."), CLAIMS)
    assert found.ranked[0][0] == "jobs"


def test_nothing_shared_is_new() -> None:
    found = link(statement("My favourite dish is lentil soup."), CLAIMS)
    assert found.claim is None
    assert found.band == "new"
    assert found.steps


def test_names_of_one_speaker() -> None:
    held = claim("x", "Anything.", "Mara Voss", aliases=("the head of Halden",))
    for name in ("mara voss", "Voss", "Ms Voss", "M. Voss", "Mára Voss", "The head of Halden"):
        assert same_speaker(name, held), name
    for name in ("Tomas Reyl", "Lena Voss", "unknown", None, ""):
        assert not same_speaker(name, held), name


def test_signature_handles_urls_and_dates_are_not_asked_for() -> None:
    query = formulate(
        statement("#MakeItSo says all https://x.example/1 — Ines Okafor (@ines_o) January 3, 2026", None)
    )
    assert "okafor" in query.terms
    assert not {"https", "januari", "2026", "ines_o"} & set(query.terms)
