"""A speaker repeats herself with another figure, or says nearly the same of another thing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rules.index import Index
from rules.link import Candidate, Link, claim_terms, decide, formulate
from rules.linking.overlap import overlap
from rules.model import Claim, Statement

PAIRS = Path(__file__).parents[2] / "data/linking"
VOSS = "Mara Voss"


def said(text: str, speaker: str | None = VOSS) -> Statement:
    return Statement(id="s", text=text, speaker=speaker, speaker_kind="named" if speaker else "narrator")


def claim(id: str, text: str, speaker: str = VOSS) -> Claim:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    return Claim(
        id=id, guild_id=0, theme_id=None, speaker=speaker, standing=said(text, speaker), created_at=when
    )


def link(text: str, *claims: Claim, speaker: str | None = VOSS) -> Link:
    index = Index()
    for each in claims:
        index.add(each.id, claim_terms(each))
    query = formulate(said(text, speaker))
    by_id = {c.id: c for c in claims}
    hits = index.search(query.terms, 50)
    found = [Candidate(claim=by_id[id], score=s, rarity=hits.rarity) for id, s in hits.scores]
    return decide(said(text, speaker), query, found)


def pairs(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["near_verbatim", "near_verbatim_held_out", "near_verbatim_unseen"])
@pytest.mark.parametrize("together", [False, True], ids=["alone", "all in one store"])
def test_the_same_sentence_with_another_figure_alerts_and_of_another_thing_does_not(
    name: str, together: bool
) -> None:
    rows = pairs(name)
    claims = [claim(str(n), row["claim"]) for n, row in enumerate(rows)]
    same = other = 0
    for row, meant in zip(rows, claims, strict=True):
        inside = claims if together else [meant]
        found = link(row["same"], *inside)
        same += found.band == "alert" and found.claim is meant
        other += link(row["other"], *inside).band == "alert"
    assert same >= 0.95 * len(rows)
    assert other <= 0.05 * len(rows)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The government will not tax robots.", "The government will tax robots."),
        ("We will close our last coal plant by 2030.", "We will close our last coal plant by 2035."),
        (
            "Profits of the ferry line will rise by 10 percent.",
            "Profits of the ferry line will fall by 10 percent.",
        ),
        ("The K4 arm will cost 9,000 euros.", "The K4 arm may well cost 12,500 euros."),
    ],
)
def test_a_denial_another_date_the_opposite_and_a_hedge_alert_in_a_small_store(
    before: str, after: str
) -> None:
    assert link(after, claim("c", before)).band == "alert"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "The Lindow plant will employ 400 people.",
            "The Norbury plant will employ 250 people.",
            ("Norbury", "Lindow"),
        ),
        ("Revenue will grow 10 %.", "Costs will grow 10 %.", ("Costs", "Revenue")),
        ("The K4 arm will cost 9,000 euros.", "The K7 arm will cost 12,500 euros.", ("K7", "K4")),
        ("The strike cost 90 million euros.", "The storm cost 140 million euros.", ("storm", "strike")),
    ],
)
def test_another_thing_in_the_same_sentence_does_not_alert_and_the_reason_names_both(
    before: str, after: str, words: tuple[str, str]
) -> None:
    found = link(after, claim("c", before))
    assert found.band != "alert"
    assert f"It speaks of “{words[0]}” where the claim speaks of “{words[1]}”." in found.steps


def test_of_two_claims_in_one_template_the_one_that_names_the_thing_is_meant_whoever_has_the_figure() -> None:
    lindow = claim("lindow", "The Lindow plant will employ 400 people.")
    norbury = claim("norbury", "The Norbury plant will employ 250 people.")
    found = link("The Lindow plant will employ 250 people.", norbury, lindow)
    assert (found.band, found.claim) == ("alert", lindow)


def test_two_claims_that_fit_equally_well_leave_a_doubt() -> None:
    one = claim("one", "The tram to the port of Alderham will be closed for repairs.")
    two = claim("two", "Repairs: the tram to the closed port of Alderham, a report.")
    sentence = "The tram to the port of Alderham will be closed for repairs until May."
    assert link(sentence, one, two).probability <= link(sentence, one).probability


def test_one_common_word_and_a_figure_do_not_alert() -> None:
    found = link(
        "A four-day week would cost us five billion every year.",
        claim("c", "The stadium will cost 80 million."),
    )
    assert found.band != "alert"


def test_figures_dates_and_hedges_tell_no_two_things_apart() -> None:
    found = overlap(
        "Perhaps 40 robots will leave Lindow next spring.", "I am certain: 900 robots leave Lindow by 2031."
    )
    assert (found.things, found.swapped, found.odd_asked, found.odd_held) == (0.0, 0.0, (), ())


def test_sentences_that_name_nothing_share_nothing() -> None:
    found = overlap("It will be 40 percent in 2030.", "They were 20.")
    assert (found.named, found.kept_asked, found.kept_held) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("name", ["near_verbatim", "near_verbatim_held_out", "near_verbatim_unseen"])
def test_with_nobody_named_another_thing_in_the_same_sentence_asks_at_most(name: str) -> None:
    rows = pairs(name)
    same = other = 0
    for row in rows:
        held = replace(claim("c", row["claim"]), speaker=None)
        same += link(row["same"], held, speaker=None).band == "alert"
        other += link(row["other"], held, speaker=None).band == "alert"
    assert same >= 0.95 * len(rows)
    assert other <= 0.1 * len(rows)


def test_with_nobody_named_the_reason_names_both_things() -> None:
    held = replace(claim("c", "The Lindow plant will employ 400 people."), speaker=None)
    found = link("The Norbury plant will employ 250 people.", held, speaker=None)
    assert (found.band, found.claim) == ("suggest", held)
    assert "It speaks of “Norbury” where the claim speaks of “Lindow”." in found.steps


def test_another_speaker_of_another_thing_in_the_same_sentence_asks_at_most() -> None:
    held = claim("c", "The Lindow plant will employ 400 people.")
    assert link("The Norbury plant will employ 250 people.", held, speaker="Tomas Reyl").band != "alert"


def test_a_long_statement_in_other_words_finds_the_claim_of_its_own_speaker() -> None:
    held = (
        claim("depot", "The ferry depot at Alderham will be turned into a museum of salvage."),
        claim("jobs", "Within five years robots will take half of all warehouse jobs."),
    )
    said = (
        "People stop me on the quay and ask whether it is true about Alderham, and I tell them to come and look: the"
        " old ferry depot becomes a home for everything our divers brought up, a salvage museum with a café."
    )
    found = link(said, *held)
    assert (found.band != "new", found.claim) == (True, held[0])


def test_words_that_name_things_do_not_outweigh_all_that_a_long_statement_shares() -> None:
    meant = claim(
        "meant", "Ferry tickets to Orlen, Alderham and Norbury will be sold at the Lindow kiosk from June."
    )
    short = claim("short", "Tickets are sold at the kiosk.")
    said = "Whoever goes to Orlen or Alderham buys ferry tickets at the kiosk in Lindow, whatever the office says."
    assert link(said, short, meant).ranked[0][0] == "meant"


def test_one_swap_stands_alone_where_nothing_else_differs() -> None:
    assert overlap("The Norbury plant will employ people.", "The Lindow plant will employ people.").is_swap
    words = overlap(
        "Whoever sails to Orlen buys a ticket from the harbour office beside the lighthouse.",
        "The Lindow kiosk sells passes for the island ferry.",
    )
    assert 0 < words.alone < 0.4
    assert not words.is_swap
