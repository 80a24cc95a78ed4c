"""What only Discord knows: whether it takes the token, and what the bot may do where alerts go. Asked over REST, once.

Permissions are computed as Discord's documentation says (topics/permissions): the roles' together, then the channel's
overwrites for everyone, for roles, for the member. Its answers carry its time, against which our clock is held.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, Literal

import aiohttp

State = Literal["ok", "warn", "bad"]
API = "https://discord.com/api/v10"
SECONDS = 15.0
MOST_CHANNELS = 50
SKEW = timedelta(seconds=90)
ADMINISTRATOR = 1 << 3
VIEW, SEND, HISTORY, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 16, 1 << 38
THREADS = frozenset({10, 11, 12})
NAMES = {
    VIEW: "View Channel",
    SEND: "Send Messages",
    SEND_IN_THREADS: "Send Messages in Threads",
    HISTORY: "Read Message History",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor: what was looked at, how it is, and what to do."""

    name: str
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`body`: what the JSON held, None above 499; `date`: the header, for comparing clocks."""

    status: int
    body: Any
    date: str


class Discord:
    """A few GETs. `base`: where the API is."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session, self._base = session, base

    async def get(self, path: str) -> Answer:
        async with self._session.get(self._base + path) as answer:
            body = await answer.json(content_type=None) if answer.status < 500 else None
            return Answer(answer.status, body, answer.headers.get("Date", ""))


@asynccontextmanager
async def discord(token: str, base: str) -> AsyncIterator[Discord]:
    """A session with the REST API at `base`, Discord's own for "". Raises what aiohttp raises."""
    headers = {
        "Authorization": f"Bot {token}",
        "User-Agent": f"DiscordBot (walkback, {version('walkback')})",
    }
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        yield Discord(session, base or API)


async def examine_discord(
    token: str, base: str, channels: Sequence[tuple[int, str]], now: datetime
) -> list[Check]:
    """`channels`: (guild id, channel id) of subscriptions. Never raises for what Discord or the network does."""
    try:
        async with discord(token, base) as there:
            me = await there.get("/users/@me")
            if me.status == 401:
                return [Check("discord", "bad", "Discord does not take the token. Make a new one and set it")]
            if me.status != 200:
                return [Check("discord", "warn", f"Discord answered {me.status}. Try again later")]
            text = f"logged in as {me.body['username']}. No privileged intent is needed"
            return [Check("discord", "ok", text), _skew(me.date, now), await _channels(there, me, channels)]
    except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError) as error:
        return [Check("discord", "warn", f"Discord could not be asked ({type(error).__name__})")]


def _skew(date: str, now: datetime) -> Check:
    """Discord's clock and ours."""
    try:
        off = now - parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return Check("time", "ok", "Discord did not say what time it has")
    if abs(off) > SKEW:
        way = "ahead of" if off > timedelta(0) else "behind"
        return Check(
            "time",
            "bad",
            f"this clock is {abs(off) // timedelta(seconds=1):,} s {way} Discord's. Set it right",
        )
    return Check("time", "ok", "this clock agrees with Discord's")


async def _channels(there: Discord, me: Answer, channels: Sequence[tuple[int, str]]) -> Check:
    wanted = [each for each in dict.fromkeys(channels) if each[1].isdigit()]
    guilds: dict[int, tuple[Any, Any] | None] = {}
    wrong = []
    for guild_id, channel_id in wanted[:MOST_CHANNELS]:
        if guild_id not in guilds:
            guilds[guild_id] = await _guild(there, guild_id, me.body["id"])
        if problem := await _channel(there, guilds[guild_id], channel_id):
            wrong.append(f"channel {channel_id}: {problem}")
    if wrong:
        return Check(
            "permissions", "bad", "; ".join(wrong[:5]) + (f"; {len(wrong) - 5} more" if wrong[5:] else "")
        )
    more = f", of {len(wanted)}" if len(wanted) > MOST_CHANNELS else ""
    return Check("permissions", "ok", f"{len(wanted[:MOST_CHANNELS])} channels{more}, nothing is missing")


async def _guild(there: Discord, guild_id: int, me: str) -> tuple[Any, Any] | None:
    guild, member = (
        await there.get(f"/guilds/{guild_id}"),
        await there.get(f"/guilds/{guild_id}/members/{me}"),
    )
    return (guild.body, member.body) if guild.status == member.status == 200 else None


async def _channel(there: Discord, guild: tuple[Any, Any] | None, channel_id: str) -> str:
    """What is wrong there, "" for nothing."""
    if guild is None:
        return "the bot is not in its server. Invite it again, or unsubscribe"
    found = await there.get(f"/channels/{channel_id}")
    if found.status == 404:
        return "it is gone. Unsubscribe it"
    thread = found.status == 200 and found.body["type"] in THREADS
    place = await there.get(f"/channels/{found.body['parent_id']}") if thread else found
    if place.status != 200:
        return f"{NAMES[VIEW]} is missing"
    has = permissions(*guild, place.body.get("permission_overwrites", ()))
    needed = (VIEW, SEND_IN_THREADS if thread else SEND, HISTORY)
    lacking = [NAMES[each] for each in needed if not has & each]
    return f"{', '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing" if lacking else ""


def permissions(
    guild: Mapping[str, Any], member: Mapping[str, Any], overwrites: Iterable[Mapping[str, Any]]
) -> int:
    """Bits that the member has in a channel with these overwrites (Discord's API objects)."""
    mine = {guild["id"], *member["roles"]}
    has = 0
    for role in guild["roles"]:
        has |= int(role["permissions"]) if role["id"] in mine else 0
    if has & ADMINISTRATOR or guild.get("owner_id") == member["user"]["id"]:
        return (1 << 64) - 1
    by_id = {each["id"]: each for each in overwrites}
    roles = [by_id[role] for role in member["roles"] if role in by_id]
    for step in ([by_id.get(guild["id"])], roles, [by_id.get(member["user"]["id"])]):
        deny = allow = 0
        for each in filter(None, step):
            deny, allow = deny | int(each["deny"]), allow | int(each["allow"])
        has = (has & ~deny) | allow
    return has
