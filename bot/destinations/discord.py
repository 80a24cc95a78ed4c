"""Discord channels, threads and direct messages as a destination.

Alerts go out by `channel.send` with a nonce that Discord enforces: the same nonce from the same author within a few
minutes gives back the message that stands, so asking twice is safe. Older than that, `find` looks for the marker,
which is the nonce in the first button's id. What Discord answers becomes `TryLater` or `GiveUp` here; what leaves
it open whether the message stands (a cut connection, 500, 502, 504, a body that is no JSON) goes through as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.discord_card import cut_plain
from bot.discord_layout import layout
from bot.message import AlertMessage, DigestMessage, Message
from rules.model import Address

NOT_CONNECTED = 5.0
"""Seconds until the next try while the client is not logged in."""
PARKING = {
    10003: "the channel is gone",
    10004: "the server is gone",
    50001: "the bot may not see the channel (permission View Channel)",
    50007: "the member does not take direct messages from the bot",
    50013: "the bot may not send there (permission Send Messages, in threads Send Messages in Threads)",
    50083: "the thread is archived",
    160005: "the thread is locked",
}
"""Discord's error codes after which every further message to the channel would fail as well."""
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, THREAD_EXISTS = 10003, 10004, 10008, 160004
GONE = {
    UNKNOWN_CHANNEL: PARKING[UNKNOWN_CHANNEL],
    UNKNOWN_GUILD: PARKING[UNKNOWN_GUILD],
    UNKNOWN_MESSAGE: "the message was deleted",
}
"""What no permission brings back: an edit ends there."""
REFUSED_EDIT = 3_600.0
"""Seconds until a refused edit is tried again: a permission may come back, a thread be opened again."""
WEEK_MINUTES: Literal[10080] = 10080
UNKNOWN_OUTCOME = frozenset({500, 502, 504, 524})
FIND_PAGE, FIND_PAGES = 100, 5
INVALID_LIMIT, INVALID_WINDOW = 2_000, timedelta(minutes=10)
"""Discord bans an address after 10,000 invalid requests in 10 minutes; we stop far below."""


class Breaker:
    """Counts refused requests (401, 403, 404, 429) of the last ten minutes and stops sending when there are many."""

    def __init__(self, clock: Callable[[], datetime], limit: int = INVALID_LIMIT) -> None:
        self._clock, self._limit = clock, limit
        self._refused: deque[datetime] = deque(maxlen=limit)

    def count(self) -> None:
        self._refused.append(self._clock())

    def wait(self) -> float:
        """Seconds until sending is allowed again; 0 now."""
        if len(self._refused) < self._limit:
            return 0.0
        left = self._refused[0] + INVALID_WINDOW - self._clock()
        return max(0.0, left.total_seconds())


class DiscordDestination:
    """`client` gives the client of the moment, or None while there is none that is logged in."""

    def __init__(self, client: Callable[[], discord.Client | None], clock: Callable[[], datetime]) -> None:
        self._client = client
        self._breaker = Breaker(clock)

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        client = self._ready()
        try:
            return await _send(client, address, message, nonce)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientConnectorError) as error:
            raise self._judged(error) from error

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        client = self._ready()
        try:
            for channel_id in await _channel_ids(client, address):
                found = await _search(client, channel_id, nonce, since)
                if found:
                    url = _jump(client, channel_id, int(found))
                    return Receipt(message_id=found, url=url, place=str(channel_id))
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientConnectorError) as error:
            raise self._judged(error) from error
        return None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        client = self._ready()
        there = client.get_partial_messageable(int(sent.place)).get_partial_message(int(sent.message_id))
        try:
            await there.edit(view=layout(message, nonce), allowed_mentions=discord.AllowedMentions.none())
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientConnectorError) as error:
            if isinstance(error, discord.HTTPException) and error.code in GONE:
                raise GiveUp(GONE[error.code]) from error
            judged = self._judged(error)
            if isinstance(judged, GiveUp):
                # A channel that refuses an edit may still take messages: nothing is parked for it.
                raise (
                    TryLater(judged.reason, REFUSED_EDIT) if judged.park else GiveUp(judged.reason)
                ) from error
            raise judged from error

    def _ready(self) -> discord.Client:
        client = self._client()
        if client is None or client.is_closed():
            raise TryLater("not connected to Discord", NOT_CONNECTED)
        wait = self._breaker.wait()
        if wait:
            raise TryLater("too many requests were refused; Discord would ban the bot", wait)
        return client

    def _judged(self, error: Exception) -> Exception:
        """The error as the dispatcher understands it; itself when the outcome is unknown."""
        if isinstance(error, discord.RateLimited):
            return TryLater("rate limited", error.retry_after)
        if isinstance(error, aiohttp.ClientConnectorError):
            return TryLater("Discord cannot be reached")
        assert isinstance(error, discord.HTTPException)
        if error.status in (401, 403, 404, 429):
            self._breaker.count()
        return verdict(error)


def verdict(error: discord.HTTPException) -> Exception:
    """What an answer of Discord's means for the message: later, never, or not known (the error itself)."""
    words = f"{error.status} {error.code} {error.text or ''}".strip()[:200]
    if error.status == 429:
        return TryLater("rate limited", _retry_after(error))
    if error.status == 401:
        return TryLater("Discord does not take the token", 60.0)
    if error.status in UNKNOWN_OUTCOME:
        return error
    if error.status >= 500:
        return TryLater(words)
    if error.code in PARKING:
        return GiveUp(f"{PARKING[error.code]} ({error.status} {error.code})", park=True)
    if error.status == 403:
        return GiveUp(words, park=not error.code)
    return GiveUp(words)


def _retry_after(error: discord.HTTPException) -> float | None:
    raw = error.response.headers.get("Retry-After", "")
    try:
        return min(max(float(raw), 1.0), 3600.0)
    except ValueError:
        return None


async def _channel_ids(client: discord.Client, address: Address) -> list[int]:
    """Where the message belongs, and, behind a thread, the channel that stands in for it. Target: a channel's or
    thread's id, `CHANNEL/MESSAGE` for the thread below a message (it has the message's id), `@USER`."""
    if address.target.startswith("@"):
        return [(await client.create_dm(discord.Object(int(address.target[1:])))).id]
    channel, _, thread = address.target.partition("/")
    return [int(thread), int(channel)] if thread else [int(channel)]


async def _send(client: discord.Client, address: Address, message: Message, nonce: str) -> Receipt:
    *thread, last = await _channel_ids(client, address)
    for channel_id in thread:
        try:
            return await _post(client, channel_id, message, nonce)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_CHANNEL and await _open_thread(client, last, channel_id, message):
                return await _post(client, channel_id, message, nonce)
            if error.code not in PARKING:
                raise
    return await _post(client, last, message, nonce)


async def _post(client: discord.Client, channel_id: int, message: Message, nonce: str) -> Receipt:
    channel = client.get_partial_messageable(channel_id)
    sent = await channel.send(view=layout(message, nonce), nonce=nonce, allowed_mentions=_mentions(message))
    url = _jump(client, channel_id, sent.id)
    return Receipt(message_id=str(sent.id), url=url, place=str(channel_id))


async def _open_thread(client: discord.Client, channel_id: int, root: int, message: Message) -> bool:
    """Open the thread below the first message about a claim; False where that cannot be."""
    name = message.speaker if isinstance(message, AlertMessage) else "walkback"
    try:
        await client.http.start_thread_with_message(
            channel_id, root, name=cut_plain(name, 90), auto_archive_duration=WEEK_MINUTES
        )
    except (discord.NotFound, discord.Forbidden):
        return False
    except discord.HTTPException as error:
        return error.code == THREAD_EXISTS
    return True


async def _search(client: discord.Client, channel_id: int, nonce: str, since: datetime) -> str | None:
    """Our own message that carries the marker, among those since then, and among the newest whatever their time:
    where our clock is ahead of Discord's, "since then" begins after the message."""
    after: int | None = discord.utils.time_snowflake(since - timedelta(seconds=30))
    for _ in range(FIND_PAGES):
        page = await _page(client, channel_id, after)
        if found := _ours(client, page, nonce):
            return found
        if len(page) < FIND_PAGE:
            break
        after = max(int(each["id"]) for each in page)
    else:
        return None
    return _ours(client, await _page(client, channel_id, None), nonce)


async def _page(client: discord.Client, channel_id: int, after: int | None) -> list[Any]:
    """Messages after that one, or the newest; none of a channel that is gone."""
    try:
        return list(await client.http.logs_from(channel_id, FIND_PAGE, after=after))
    except discord.NotFound:
        return []


def _ours(client: discord.Client, page: list[Any], nonce: str) -> str | None:
    me = client.user.id if client.user else 0
    for each in page:
        if int(each["author"]["id"]) == me and carries(each.get("components", ()), nonce):
            return str(each["id"])
    return None


def carries(components: Any, nonce: str) -> bool:
    """Whether any button or menu among the raw components has the nonce as a part of its id."""
    return any(
        nonce in str(each.get("custom_id", "")).split(":") or carries(each.get("components", ()), nonce)
        for each in components
    )


def _mentions(message: Message) -> discord.AllowedMentions:
    """Nobody, but for the one role that a manager chose for this subscription."""
    role = message.mention if isinstance(message, AlertMessage | DigestMessage) else None
    if role and role.isascii() and role.isdigit():
        return discord.AllowedMentions(
            everyone=False, users=False, replied_user=False, roles=[discord.Object(int(role))]
        )
    return discord.AllowedMentions.none()


def _jump(client: discord.Client, channel_id: int, message_id: int) -> str:
    channel = client.get_channel(channel_id)
    guild = getattr(channel, "guild", None)
    return f"https://discord.com/channels/{guild.id if guild else '@me'}/{channel_id}/{message_id}"
