"""A statement finds the claim that it is about, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.index import Index
from rules.link import ALERT, SUGGEST, Candidate, Link, claim_terms, decide, formulate
from rules.model import Claim, Statement

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
VOSS = "Mara Voss"


def statement(text: str, speaker: str | None = VOSS, id: str = "s") -> Statement:
    return Statement(id=id, text=text, speaker=speaker, speaker_kind="named" if speaker else "narrator")


def claim(id: str, text: str, speaker: str | None = VOSS, at: datetime = WHEN) -> Claim:
    return Claim(
        id=id,
        guild_id=0,
        theme_id=None,
        speaker=speaker,
        standing=statement(text, speaker, f"of-{id}"),
        created_at=at,
    )


def candidates(said: Statement, claims: Sequence[Claim]) -> list[Candidate]:
    index = Index()
    for each in claims:
        index.add(each.id, claim_terms(each))
    hits = index.search(formulate(said).terms, 50)
    by_id = {c.id: c for c in claims}
    return [Candidate(claim=by_id[i], score=s, rarity=hits.rarity) for i, s in hits.scores]


def link(said: Statement, claims: Sequence[Claim]) -> Link:
    return decide(said, formulate(said), candidates(said, claims))


CLAIMS = (
    claim("jobs", "Within five years robots will take half of all warehouse jobs."),
    claim("plant", "Our plant in Lindow opens in March and will employ 400 people."),
    claim("price", "We will not raise the price of the Halden arm this year."),
    claim("wage", "The minimum wage rises to 15 euros by 2027.", "Tomas Reyl"),
)


def test_a_statement_with_another_figure_finds_its_claim() -> None:
    found = link(statement("Within ten years robots will take a fifth of all warehouse jobs."), CLAIMS)
    assert found.claim is not None
    assert found.claim.id == "jobs"
    assert found.band == "alert"


@pytest.mark.parametrize("figure", ["400", "9,000", "1.5 million", "twelve", "no"])
def test_whatever_the_figure_becomes_the_link_stands(figure: str) -> None:
    said = statement(f"Our plant in Lindow opens in March and will employ {figure} people.")
    found = link(said, CLAIMS)
    assert found.claim is not None
    assert found.claim.id == "plant"
    assert found.probability >= ALERT


def test_a_denial_finds_what_it_denies() -> None:
    found = link(statement("We will raise the price of the Halden arm this year."), CLAIMS)
    assert found.claim is not None
    assert found.claim.id == "price"


def test_nothing_shared_is_new_and_says_so() -> None:
    found = link(statement("My favourite dish is lentil soup."), CLAIMS)
    assert (found.claim, found.band, found.probability) == (None, "new", 0.0)
    assert found.steps


def test_a_shared_name_alone_does_not_alert() -> None:
    found = link(statement("The Halden arm was on show at the fair."), CLAIMS)
    assert found.band != "alert"


def test_ten_versions_of_one_claim_are_no_rivals_of_each_other() -> None:
    """The margin to the runner-up must be taken against another claim, else versions hide each other."""
    years = range(5, 15)
    versions = [
        claim(f"v{n}", f"Within {n} years robots will take half of all warehouse jobs.") for n in years
    ]
    said = statement("Robots will take a third of all warehouse jobs within 20 years.")
    alone = link(said, CLAIMS)
    crowded = link(said, (*CLAIMS[1:], *versions))
    assert crowded.claim is not None
    assert crowded.claim.id.startswith("v")
    assert crowded.band == alone.band
    assert crowded.probability == pytest.approx(alone.probability, abs=0.05)
    assert any("count as the same claim" in step for step in crowded.steps)


def test_without_speakers_too_versions_are_no_rivals() -> None:
    said = statement("Robots will take a third of all warehouse jobs within 20 years.", None)
    versions = [
        claim(f"v{n}", f"Within {n} years robots will take half of all warehouse jobs.", None)
        for n in range(5, 15)
    ]
    one, ten = link(said, versions[:1]), link(said, versions)
    assert ten.probability == pytest.approx(one.probability, abs=0.1)


def test_her_own_claim_stands_before_the_same_words_of_another() -> None:
    text = "The minimum wage rises to 15 euros by 2027."
    pair = (claim("his", text, "Tomas Reyl"), claim("hers", text, VOSS))
    found = link(statement("The minimum wage rises to 14 euros by 2028."), pair)
    assert found.claim is not None
    assert found.claim.id == "hers"


def test_another_speaker_in_the_same_words_is_linked_and_named_as_another() -> None:
    found = link(statement("The minimum wage rises to 15 euros by 2027.", "Ines Okafor"), CLAIMS)
    assert found.claim is not None
    assert found.claim.id == "wage"
    assert any("somebody else, Tomas Reyl" in step for step in found.steps)


def test_equal_claims_stand_in_order_of_age() -> None:
    text = "The bridge will be open to traffic in May."
    pair = [claim("new", text, at=WHEN + timedelta(days=1)), claim("old", text)]
    assert [id for id, _ in link(statement(text), pair).ranked] == ["old", "new"]


def test_sentences_around_it_order_candidates() -> None:
    pair = (
        claim("ferry", "The ferry to Orlen will start in May."),
        claim("museum", "The museum in Lindow will start in May."),
    )
    said = statement("It will start in June.")
    about = replace(said, neighbours="We spoke about the museum in Lindow.")
    assert link(about, pair).ranked[0][0] == "museum"


def test_the_year_of_the_statement_speaks_for_a_claim_that_names_it() -> None:
    pair = (
        claim("a", "The summit of 2024 will end in a treaty."),
        claim("b", "The summit of 2026 will end in a treaty."),
    )
    said = replace(statement("The summit will end in a treaty."), said_on=date(2026, 2, 1))
    assert link(said, pair).ranked[0][0] == "b"


def test_at_most_twenty_candidates_are_named() -> None:
    many = [claim(f"c{n}", f"Robots will take job number {n} in town {n}.") for n in range(40)]
    assert len(link(statement("Robots will take jobs."), many).ranked) == 20


def test_candidates_without_rarity_are_decided_all_the_same() -> None:
    said = statement("Within ten years robots will take a fifth of all warehouse jobs.")
    bare = [replace(c, rarity=()) for c in candidates(said, CLAIMS)]
    found = decide(said, formulate(said), bare)
    assert found.claim is not None
    assert found.claim.id == "jobs"


def test_similarity_brings_in_a_claim_that_shares_no_word() -> None:
    said = statement("Automation will displace many people who pack parcels.", None)
    far, near = claim("far", "The bridge opens in May.", None), claim("near", "Robots take our jobs.", None)
    rated = [
        Candidate(claim=far, score=0.0, similarity=0.05),
        Candidate(claim=near, score=0.0, similarity=0.6),
    ]
    assert decide(said, formulate(said), rated).ranked[0][0] == "near"


def test_the_steps_name_the_shared_and_the_missing_words() -> None:
    found = link(statement("Within ten years robots will take a fifth of all warehouse jobs."), CLAIMS)
    told = " ".join(found.steps)
    for part in (
        "“warehouse”",
        "“robots”",
        "Both are by Mara Voss.",
        "Nothing else comes near",
        "Probability",
    ):
        assert part in told


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_get_a_probability(said: str, stored: str) -> None:
    found = decide(
        statement(said), formulate(statement(said)), [Candidate(claim=claim("c", stored), score=0.0)]
    )
    assert 0.0 <= found.probability <= 1.0
    assert (found.claim is None) == (found.band == "new") == (found.probability < SUGGEST)


def test_a_title_of_one_word_is_no_second_wording_of_the_claim() -> None:
    short = replace(CLAIMS[0], title="Robots")
    assert link(statement("Robots may one day play chess in Lindow.", None), [short]).band == "new"


def test_a_claim_that_is_gone_is_not_found_in_another_one() -> None:
    rest = [replace(each, speaker=None) for each in CLAIMS if each.id != "plant"]
    assert link(statement(CLAIMS[1].standing.text, None), rest).band == "new"
