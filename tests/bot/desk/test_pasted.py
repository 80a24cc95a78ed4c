"""A claim that is pasted with who said it is recorded as what was said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.desk import claims
from rules.model import Claim
from state.memory import open_memory

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SAID = "half of all warehouse jobs will disappear by 2031"


async def recorded(text: str, speaker: str | None, aliases: tuple[str, ...] = ()) -> Claim:
    draft = claims.Draft(text=text, speaker=speaker, said_on=date(2026, 3, 1), aliases=aliases)
    claim = await open_memory().transact(lambda tx: claims.add(tx, 100, draft, now=NOON))
    assert isinstance(claim, Claim)
    return claim


@pytest.mark.parametrize(
    "text",
    [
        f"Mara Voss, chief executive of Halden Robotics, said {SAID}.",
        f"“{SAID.capitalize()},” said Mara Voss.",
        f"According to Mara Voss, {SAID}.",
    ],
)
async def test_a_leading_or_trailing_attribution_to_the_speaker_is_taken_off(text: str) -> None:
    claim = await recorded(text, "Mara Voss")
    assert claim.standing.text.lower() == SAID
    assert claim.standing.quantities and claim.standing.horizons


async def test_an_alias_of_the_speaker_counts_as_the_speaker() -> None:
    claim = await recorded(f"Marianne Vossberg said {SAID}.", "Mara Voss", ("Marianne Vossberg",))
    assert claim.standing.text == SAID


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{SAID.capitalize()}.", "Mara Voss"),
        ("Mara Voss will close the plant in Lindow by 2030.", "Mara Voss"),
        (f"Tomas Reyl told Mara Voss that {SAID}.", "Mara Voss"),
        (f"Mara Voss said {SAID}.", "Tomas Reyl"),
        (f"Mara Voss said {SAID}.", None),
        (f"Mara Voss said {SAID}. The union disagrees and will strike in May.", "Mara Voss"),
    ],
)
async def test_anything_else_is_recorded_as_it_is(text: str, speaker: str | None) -> None:
    assert (await recorded(text, speaker)).standing.text == text
