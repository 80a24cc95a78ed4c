"""Every command, the happy way and a wrong way, through the real client and the fake Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord.scene import Scene, scene


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def test_themes_are_added_listed_and_removed(here: Scene) -> None:
    manager = here.manager
    added = await manager.slash("theme add", name="jobs")
    assert "The theme **jobs** exists now" in added.text
    assert added.ephemeral
    assert added.seconds < 1
    assert "already" in (await manager.slash("theme add", name="Jobs")).text
    assert "**jobs** · 0 sources" in (await manager.slash("theme list")).text
