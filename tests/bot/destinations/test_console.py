"""The console prints; what is printed stays, and who else reports it is a further line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.destinations.base import Receipt
from bot.destinations.console import ConsoleDestination
from bot.message import AlertMessage, Line, Outlet
from rules.model import Address

ALERT = AlertMessage(
    alert_id="a1",
    headline="Figure changed: down 30 points",
    tag="figure_changed",
    speaker="Mara Voss",
    lines=(Line(tag="figure_changed", label="Figure changed", before="half", after="a fifth", detail=""),),
    before=None,
    after=None,
    theme="work",
    rule="jobs",
    certainty="",
    why=(),
    at=datetime(2026, 3, 3, 12, tzinfo=UTC),
)


async def test_other_outlets_are_one_further_line_and_nobody_is_none() -> None:
    rows: list[str] = []
    console, here = ConsoleDestination(rows.append), Address(kind="console")
    sent = await console.send(here, ALERT, "nonce")
    assert sent.place
    rows.clear()
    await console.edit(here, ALERT, "nonce", sent)
    assert rows == []
    outlets = tuple(Outlet(name=f"o{n}.example\x1b[2J", url="") for n in range(8))
    await console.edit(
        here, replace(ALERT, also=outlets), "nonce", Receipt(message_id="nonce", place="console")
    )
    (row,) = rows
    assert "Mara Voss · Figure changed: down 30 points: also reported by o0.example" in row
    assert "and 2 more (8)" in row
    assert "\x1b[2J" not in row
