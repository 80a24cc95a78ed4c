"""The fixtures of the folder above, and a desk."""

from __future__ import annotations

import pytest_asyncio

from tests.fakes.articles import Desk
from tests.fakes.server import FeedServer
from tests.fakes.watching import Bench


@pytest_asyncio.fixture(loop_scope="module")
async def desk(bench: Bench, server: FeedServer) -> Desk:
    return Desk(bench, server)
