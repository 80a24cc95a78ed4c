"""The listener for hubs, open to the world by mistake: strangers get little of it."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

import pytest

from bot.callback import MAX_BODY, listening
from state.memory import open_memory
from tests.fakes.watching import MORNING
from tests.fakes.world import Clock
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hubs import Hubs
from watchers.websub import Keys


def hubs_of(fetcher: Fetcher) -> Hubs:
    return Hubs(store=open_memory(), fetcher=fetcher, clock=Clock(MORNING), base="", keys=Keys(b"key"))


async def dial(base: str, *sent: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    here = urlsplit(base)
    reader, writer = await asyncio.open_connection(here.hostname, here.port)
    for each in sent:
        writer.write(each)
    return reader, writer


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /", b"POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nslow" % (b"0" * 40)],
    ids=["nothing", "half a head", "half a body"],
)
async def test_who_never_ends_a_request_is_hung_up_on(sent: bytes) -> None:
    async with (
        Fetcher(guard=Guard.of(())) as fetcher,
        listening(":0", hubs_of(fetcher), lifetime=0.2) as base,
    ):
        reader, writer = await dial(base, sent)
        await rest_of(reader)
        assert reader.at_eof()
        writer.close()


async def test_no_more_than_so_many_are_heard_at_once_and_then_the_next_again() -> None:
    async with (
        Fetcher(guard=Guard.of(())) as fetcher,
        listening(":0", hubs_of(fetcher), at_once=3, lifetime=30) as base,
    ):
        idle = [await dial(base, b"GET /") for _ in range(3)]
        reader, writer = await dial(base, b"GET / HTTP/1.0\r\n\r\n")
        assert await rest_of(reader) == b""
        writer.close()
        idle[0][1].close()
        await idle[0][1].wait_closed()
        for _ in range(50):
            reader, writer = await dial(base, b"GET / HTTP/1.0\r\n\r\n")
            answer = await rest_of(reader)
            writer.close()
            if answer:
                break
        assert answer.startswith(b"HTTP/1.0 404")
        for _, each in idle[1:]:
            each.close()


async def test_a_body_for_an_address_that_is_none_is_not_read() -> None:
    head = b"POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (b"0" * 40, MAX_BODY)
    async with Fetcher(guard=Guard.of(())) as fetcher, listening(":0", hubs_of(fetcher)) as base:
        reader, writer = await dial(base, head)
        async with asyncio.timeout(5):
            assert (await reader.readline()).startswith(b"HTTP/1.1 404")
        writer.close()


async def test_a_stop_does_not_wait_for_who_never_ends_a_request() -> None:
    async with Fetcher(guard=Guard.of(())) as fetcher:
        async with listening(":0", hubs_of(fetcher)) as base:
            _, writer = await dial(base, b"GET /")
            begun = time.monotonic()
        assert time.monotonic() - begun < 5
        writer.close()


async def test_without_a_host_it_listens_on_loopback_only() -> None:
    async with Fetcher(guard=Guard.of(())) as fetcher, listening(":0", hubs_of(fetcher)) as base:
        assert urlsplit(base).hostname == "127.0.0.1"
