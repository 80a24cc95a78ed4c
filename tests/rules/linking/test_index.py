"""The index over claims in memory."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.index import RAREST, Index, rarity

WORDS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6)


def filled(**texts: str) -> Index:
    index = Index()
    for id, text in texts.items():
        index.add(id, text.split())
    return index


def test_rare_words_weigh_more_than_common_ones() -> None:
    index = filled(one="robot job", two="robot plant", three="robot wage")
    hits = index.search(["robot", "wage"], 10)
    assert hits.scores[0][0] == "three"
    assert hits.rarity[0] < hits.rarity[1]


def test_what_is_removed_is_not_found() -> None:
    index = filled(one="robot", two="robot")
    assert index.remove("one")
    assert not index.remove("one")
    assert [id for id, _ in index.search(["robot"], 10).scores] == ["two"]
    assert index.holding("robot") == 1


def test_adding_again_replaces() -> None:
    index = filled(one="robot")
    index.add("one", ["plant"])
    assert not index.search(["robot"], 10).scores
    assert len(index) == 1


def test_equal_scores_stand_in_order_of_filing() -> None:
    index = filled(b="robot", a="robot")
    assert [id for id, _ in index.search(["robot"], 10).scores] == ["b", "a"]


def test_among_limits_the_search_and_not_the_rarity() -> None:
    index = filled(one="robot", two="robot", three="plant")
    whole, part = index.search(["robot"], 10), index.search(["robot"], 10, among=["two"])
    assert [id for id, _ in part.scores] == ["two"]
    assert part.rarity == whole.rarity


def test_a_speaker_is_found_under_each_key() -> None:
    index = Index()
    index.add("one", ["robot"], ["mara voss", "voss"])
    index.add("two", ["plant"], ["voss"])
    assert index.of_speaker(["voss", "mara voss"]) == ["one", "two"]
    index.remove("one")
    assert index.of_speaker(["mara voss"]) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("xyz"), WORDS | st.none()), max_size=12))
def test_adding_and_removing_leaves_what_filing_at_once_gives(
    steps: list[tuple[str, list[str] | None]],
) -> None:
    index, last = Index(), dict[str, list[str]]()
    for id, words in steps:
        last.pop(id, None)
        if words is None:
            index.remove(id)
        else:
            index.add(id, words)
            last[id] = words
    fresh = Index()
    for id, words in last.items():
        fresh.add(id, words)
    assert index.search(list("abcdef"), 10) == fresh.search(list("abcdef"), 10)


def test_what_no_claim_holds_weighs_the_same_in_every_store() -> None:
    assert rarity(3, 0) == RAREST
    assert rarity(100_000, 0) == RAREST


@given(st.integers(1, 10**6), st.floats(0.0002, 0.05))
def test_rarity_falls_with_every_claim_that_holds_the_word(documents: int, usual: float) -> None:
    values = [rarity(documents, holding, usual) for holding in (0, 1, documents // 2 + 1, documents)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
