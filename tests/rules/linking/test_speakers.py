"""Who is the same speaker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.link import same_speaker, speaker_keys
from rules.model import Claim, Statement


def held_by(speaker: str | None, *aliases: str) -> Claim:
    said = Statement(id="s", text="Anything.", speaker=speaker, speaker_kind="named")
    return Claim(
        id="c",
        guild_id=0,
        theme_id=None,
        speaker=speaker,
        standing=said,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        aliases=aliases,
    )


@pytest.mark.parametrize(
    "name", ["mara voss", "Voss", "Ms Voss", "M. Voss", "Mára Voss", "The head of Halden", "Dr. Mara Voss"]
)
def test_the_same_speaker(name: str) -> None:
    assert same_speaker(name, held_by("Mara Voss", "the head of Halden"))


@pytest.mark.parametrize("name", ["Tomas Reyl", "Lena Voss", "unknown", "", None, "Mara"])
def test_another_speaker_or_nobody(name: str | None) -> None:
    assert not same_speaker(name, held_by("Mara Voss"))


def test_the_narrator_is_only_the_narrator() -> None:
    assert same_speaker(None, held_by(None))
    assert not same_speaker("Mara Voss", held_by(None))
    assert not same_speaker("unknown", held_by("unknown"))


def test_names_that_may_be_the_same_share_a_key() -> None:
    for name in ("Voss", "Ms Voss", "M. Voss"):
        assert set(speaker_keys(name)) & set(speaker_keys("Mara Voss")), name


@pytest.mark.parametrize(
    "name",
    [
        "Prime Minister Mara Voss",
        "U.S. Senator Voss",
        "Former Vice President Mara Voss",
        "Mara K. Voss (Lab)",
        "Mara Voss, chief executive",
        "Secretary of State Mara Voss",
    ],
)
def test_an_office_before_or_behind_a_name_is_no_part_of_it(name: str) -> None:
    assert same_speaker(name, held_by("Mara Voss"))
    assert same_speaker("Mara Voss", held_by(name))
    assert set(speaker_keys(name)) & set(speaker_keys("Voss"))


@pytest.mark.parametrize("name", ["Prime Minister Lena Voss", "Mara Voss, Jr.", "minister for labour"])
def test_an_office_makes_nobody_the_same(name: str) -> None:
    assert not same_speaker(name, held_by("Mara Voss"))


def test_one_office_is_one_speaker() -> None:
    assert same_speaker("the minister for labour", held_by("Minister for Labour"))
