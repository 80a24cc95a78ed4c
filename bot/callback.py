"""Where hubs knock: a small listener behind the operator's own web server. Off unless a callback is set.

It may stand open to the world by mistake, so strangers get little: a few connections at once, each a minute at most,
and no body is read at an address that is none. What is lost so is a knock, and the source is polled all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from state.errors import StoreError
from watchers.hubs import Hubs

MAX_BODY = 5 * 1024 * 1024
AT_ONCE = 100
"""Connections; without a bound they would take the file handles that polls need."""
LIFETIME = 30.0
"""After so many seconds, twice as many at most, a connection is closed whatever it is doing: aiohttp waits for ever for
the head of a request, and for its body."""
FAREWELL = 2.0
"""Seconds that requests under way have when the bot stops."""


@asynccontextmanager
async def listening(
    address: str, hubs: Hubs, *, at_once: int = AT_ONCE, lifetime: float = LIFETIME
) -> AsyncIterator[str]:
    """Serves on `address` (host:port) while the block runs; yields the base URL. Raises OSError if it is taken."""

    async def confirm(request: web.Request) -> web.Response:
        try:
            challenge = await hubs.confirm(request.match_info["token"], request.query)
        except StoreError:
            return web.Response(status=503, headers={"Retry-After": "60"})
        if challenge is None:
            return web.Response(status=404)
        return web.Response(text=challenge, content_type="text/plain")

    async def knock(request: web.Request) -> web.Response:
        if not hubs.knows(request.match_info["token"]):
            return web.Response(status=404)
        body = await request.read()
        try:
            known = await hubs.knock(
                request.match_info["token"], body, request.headers.get("X-Hub-Signature", "")
            )
        except StoreError:
            return web.Response(status=503, headers={"Retry-After": "60"})
        # Also for a wrong signature, as the standard has it: whoever guesses learns nothing.
        return web.Response(status=202 if known else 404)

    host, _, port = address.rpartition(":")
    app = web.Application(client_max_size=MAX_BODY)
    # A web server in front may pass the path on or cut it off: the last part is what counts.
    app.add_routes(
        [
            web.get("/{path:(.*/)?}{token:[0-9a-f]{40}}", confirm, allow_head=False),
            web.post("/{path:(.*/)?}{token:[0-9a-f]{40}}", knock),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=FAREWELL)
    await runner.setup()
    try:
        server = await _bounded(runner, host or "127.0.0.1", int(port), at_once)
        bound = server.sockets[0].getsockname()
        hanging_up = asyncio.create_task(_hang_up(runner, lifetime), name="callback connections")
        try:
            yield f"http://{bound[0]}:{bound[1]}"
        finally:
            server.close()
            hanging_up.cancel()
    finally:
        await runner.cleanup()


async def _bounded(runner: web.AppRunner, host: str, port: int, at_once: int) -> asyncio.Server:
    """As `web.TCPSite`, with a bound on connections that it does not have."""
    loop, serving = asyncio.get_running_loop(), runner.server
    assert serving is not None

    def connected() -> asyncio.BaseProtocol:
        if len(serving.connections) >= at_once:
            return _Full()
        return serving()

    return await loop.create_server(connected, host, port)


async def _hang_up(runner: web.AppRunner, lifetime: float) -> None:
    """On whoever was there at the last look already."""
    seen: set[object] = set()
    serving = runner.server
    assert serving is not None
    while True:
        await asyncio.sleep(lifetime)
        here = serving.connections
        for each in here:
            if each in seen:
                each.force_close()
        seen = set(here)


class _Full(asyncio.Protocol):
    """Closes at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()
