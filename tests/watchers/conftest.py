"""One event loop, fetcher and parsing process a module: starting them is what costs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.fakes.server import FeedServer
from tests.fakes.watching import Bench
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.sandbox import Sandbox


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=2.0) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(size=1) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def bench(fetcher: Fetcher, sandbox: Sandbox) -> Bench:
    return Bench(fetcher, sandbox)
