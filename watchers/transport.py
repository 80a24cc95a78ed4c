"""The address guard for whoever speaks httpx (the webhook destination): the same checks, connection by connection."""

from __future__ import annotations

import httpcore
import httpx

from watchers.guard import Guard, GuardedBackend


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport on a guarded network. Raises AddressRefused and NameUnknown beside httpx's errors."""

    def __init__(self, guard: Guard) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=20,
            max_keepalive_connections=5,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(guard),
        )
