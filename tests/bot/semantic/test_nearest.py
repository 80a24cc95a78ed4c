"""The scan for near claims: exact, by claim and not by text, and right after claims changed."""

from __future__ import annotations

import pytest

from bot.semantic.nearest import Nearest, packed
from bot.semantic.rated import _likeness
from state.vectors import KeptVector

np = pytest.importorskip("numpy")


def unit(*numbers: float) -> object:
    vector = np.array(numbers, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def kept(number: int, claim_id: str, *vectors: object) -> KeptVector:
    return KeptVector(number=number, claim_id=claim_id, data=packed(np.stack(vectors)))


NORTH, EAST, BETWEEN = unit(0, 1), unit(1, 0), unit(1, 1)


def test_claims_come_nearest_first_each_once_by_the_better_of_its_texts() -> None:
    table = Nearest(2)
    table.add([kept(1, "north", NORTH), kept(2, "both", EAST, NORTH), kept(3, "between", BETWEEN)])
    assert table.top(np.stack([EAST, NORTH]), 3) == [
        ["both", "between", "north"],
        ["north", "both", "between"],
    ]
    assert table.top(np.stack([EAST]), 1) == [["both"]]
    assert (len(table), table.number) == (3, 3)


def test_newer_vectors_of_a_claim_replace_its_older() -> None:
    table = Nearest(2)
    table.add([kept(1, "a", NORTH, NORTH), kept(2, "b", BETWEEN)])
    table.add([kept(3, "a", EAST)])
    assert table.top(np.stack([NORTH, EAST]), 2) == [["b", "a"], ["a", "b"]]
    assert len(table) == 2


def test_an_empty_table_knows_nothing_near() -> None:
    assert Nearest(2).top(np.stack([EAST, NORTH]), 5) == [[], []]


def test_a_scan_in_pieces_finds_what_all_products_at_once_would() -> None:
    numbers = np.random.default_rng(5)
    claims = numbers.normal(size=(5000, 8)).astype(np.float32)
    claims /= np.linalg.norm(claims, axis=1, keepdims=True)
    asked = claims[:20] + numbers.normal(scale=0.1, size=(20, 8)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    table = Nearest(8)
    for start in range(0, 5000, 700):
        block = claims[start : start + 700]
        table.add([kept(start + n + 1, str(start + n), vector) for n, vector in enumerate(block)])
    whole = np.round(claims * 127).astype(np.float32) @ asked.T
    for number, found in enumerate(table.top(asked, 10)):
        expected = np.sort(whole[:, number])[::-1][:10]
        assert np.allclose([whole[int(id), number] for id in found], expected, rtol=1e-4)


def test_a_table_of_claims_that_keep_changing_says_that_it_is_worn() -> None:
    table = Nearest(2)
    for number in range(1, 1100):
        table.add([kept(number, "same", EAST)])
    assert table.worn
    assert table.top(np.stack([EAST]), 5) == [["same"]]


def test_likeness_is_the_cosine_with_the_nearest_text_of_each_claim() -> None:
    data = [packed(np.stack([NORTH])), packed(np.stack([NORTH, EAST])), packed(np.stack([BETWEEN]))]
    assert _likeness(EAST, data) == pytest.approx([0.0, 1.0, 0.71], abs=0.01)
    assert _likeness(EAST, []) == []
