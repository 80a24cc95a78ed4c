"""One suite, every backend: a backend is a parameter of the fixture `store`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from state.memory import open_memory
from state.sqlite import open_sqlite
from state.store import Store


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "walkback.db")
    yield opened
    await opened.close()
