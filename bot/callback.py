"""Where hubs knock: a small listener behind the operator's own web server. Off unless a callback is set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from state.errors import StoreError
from watchers.hubs import Hubs

MAX_BODY = 5 * 1024 * 1024


@asynccontextmanager
async def listening(address: str, hubs: Hubs) -> AsyncIterator[str]:
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
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host or "127.0.0.1", int(port))
        await site.start()
        bound = runner.addresses[0]
        yield f"http://{bound[0]}:{bound[1]}"
    finally:
        await runner.cleanup()
