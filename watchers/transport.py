"""The address guard for what speaks httpx (webhooks), as for fetches: checked connection by connection.

No environment is read: a proxy variable would go round the guard.
"""

from __future__ import annotations

import ssl

import httpcore
import httpx

from watchers.guard import Guard, GuardedBackend


def default_ssl_context() -> ssl.SSLContext:
    """Certificates by httpx's defaults, nothing from the environment."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport on a guarded network. Raises AddressRefused and NameUnknown beside httpx's errors.

    httpx takes no network backend, so its pool is replaced by one like it (httpx is pinned to one minor version).
    """

    def __init__(self, guard: Guard) -> None:
        context = default_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=20,
            max_keepalive_connections=5,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(guard),
        )
