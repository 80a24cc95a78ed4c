"""Keeps a client connected: a fresh one for every attempt, a pause that grows, a clear end where trying is no use.

The library ends `connect` on a malformed event, on a 503 at login, and on several close codes; none of these ends
the bot. Watchers and the dispatcher go on meanwhile, and what is owed waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

import aiohttp
import discord

from bot.discord_client import Client

log = logging.getLogger(__name__)

FATAL_CODES = {
    4004: "Discord does not take the token. Make a new one on the bot's page and set WALKBACK_DISCORD_TOKEN.",
    4010: "Discord refused the shard number. This is a mistake of ours: report it.",
    4011: "The bot is in too many servers for one connection. Run it with shards.",
    4012: "Discord no longer speaks this version of its gateway. Update walkback.",
    4013: "Discord refused the intents. This is a mistake of ours: report it.",
    4014: "Discord refused an intent that is not switched on for this bot. None is needed: update walkback.",
}
LONGEST_PAUSE = 300.0
SETTLED_SECONDS = 60.0
"""A connection that stood this long counts as good: the next pause is short again."""


def pause(failures: int, jitter: float) -> float:
    """Seconds before attempt number `failures` + 1: doubling from 1, at most 5 minutes; `jitter` in 0..1."""
    return min(LONGEST_PAUSE, 2.0 ** min(failures - 1, 10)) * (1.0 - jitter / 2)


class Supervisor:
    """`make` gives a fresh client; a used one cannot be opened again."""

    def __init__(
        self,
        make: Callable[[], Client],
        token: str,
        jitter: Callable[[], float],
        *,
        shortest_pause: float = 1.0,
    ) -> None:
        self._make, self._token, self._jitter = make, token, jitter
        self._scale = shortest_pause
        self._client: Client | None = None
        self._stopping = asyncio.Event()
        self.attempts = 0

    @property
    def client(self) -> discord.Client | None:
        """The client that is logged in, or None."""
        return self._client

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.up.is_set()

    async def run(self) -> str | None:
        """Until `stop` (None), or until Discord says what no further attempt can mend (the reason)."""
        failures = 0
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            self.attempts += 1
            fatal = await self._attempt()
            if fatal is not None:
                return fatal
            failures = 1 if loop.time() - began > SETTLED_SECONDS else failures + 1
            await self._rest(pause(failures, self._jitter()) * self._scale)
        return None

    async def stop(self) -> None:
        self._stopping.set()
        if self._client is not None:
            await _close(self._client)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _attempt(self) -> str | None:
        """One client from login to its end; a reason that is final, or None."""
        client = self._make()
        try:
            await client.login(self._token)
            self._client = client
            if not self._stopping.is_set():
                await client.connect(reconnect=True)
        except discord.LoginFailure:
            return FATAL_CODES[4004]
        except discord.PrivilegedIntentsRequired:
            return FATAL_CODES[4014]
        except discord.ConnectionClosed as closed:
            if closed.code in FATAL_CODES:
                return FATAL_CODES[closed.code]
            log.warning("the gateway closed with %s; connecting anew", closed.code)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("no connection to Discord (%s: %s); trying again", type(error).__name__, error)
        except Exception:
            log.exception("the client ended on what it could not read; connecting anew")
        finally:
            self._client = None
            await _close(client)
        return None


async def _close(client: Client) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(5):
            await client.close()
