"""A process that is killed at any point of a visit: nothing is lost, and nothing is told twice."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from state.model import HistoryFilter
from tests.fakes import process, visits
from tests.fakes.nouns import GUILD
from watchers.articles.twin import twin_id

LIFE = """
    from tests.fakes import visits
    asyncio.run(visits.live(path, 2, sys.argv[2], int(sys.argv[3])))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "times"),
    [
        ("article:fetched", 1),
        ("article:fetched", 3),
        ("article:read", 2),
        ("article:recorded", 1),
        ("article:recorded", 2),
        ("article:owed", 2),
        ("article:settled", 3),
        ("transact:written", 6),
        ("article:absorbed", 1),
        ("article:absorbed", 2),
    ],
)
async def test_a_visit_that_is_killed_is_made_again_and_its_edit_is_told_once(
    tmp_path: Path, point: str, times: int
) -> None:
    path = tmp_path / "walkback.db"
    code, _, err = process.run(LIFE, path, point, times)
    assert code == -signal.SIGKILL, err
    store = await visits.live(path, 3)
    alerts = await store.read(lambda tx: tx.alerts.history(HistoryFilter(guild_id=GUILD)))
    assert [alert.headline for alert in alerts] == ["figure_changed"]
    assert len(await store.read(lambda tx: tx.outbox.owed())) == 1
    texts = await store.read(lambda tx: tx.entries.revisions(twin_id(visits.ENTRY.id)))
    assert [each.number for each in texts] == [1, 2]
    await store.close()
