"""The address guard for everything that speaks httpx, fetches and webhooks alike: checked connection by connection.

No environment is read: a proxy variable would go round the guard.
"""

from __future__ import annotations

import ssl

import httpcore
import httpx

from watchers.guard import Guard, GuardedBackend
from watchers.stream import AsyncioStream


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport on a guarded network. Raises AddressRefused and NameUnknown beside httpx's errors.

    httpx takes no network backend, so its pool is replaced by one like it (httpx is pinned to one minor version). An
    answer that goes over to another protocol is none.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        ssl_context: ssl.SSLContext | None = None,
        connections: int = 20,
        keepalive: int = 5,
    ) -> None:
        context = ssl_context or httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=keepalive,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(guard),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        stream = response.extensions["network_stream"]
        if not isinstance(stream, AsyncioStream):
            await response.aclose()
            raise httpx.RemoteProtocolError("goes over to another protocol")
        stream.head_came()
        return response
