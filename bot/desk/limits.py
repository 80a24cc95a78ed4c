"""What a guild may have at most: defaults of the installation, and what is set for a single guild.

Defaults come from the setting `WALKBACK_LIMITS` (`rules=500, alerts_a_day=100`); `walkback limits` sets one guild's. A
guild's managers may lower their own alerts a day, for that is what their channels bear; the rest guards the host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from bot.desk.answers import Refusal
from state.model import AuditRow, Guild
from state.store import Store, Tx

PREFIX = "limit:"
META = "limits"
HIGHEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`claims`: those that people added or imported. `heard_claims`: those recorded from statements: the oldest go
    at night (`bot.desk.heard`). `alerts_a_day`: messages with alerts in a UTC day, over all subscriptions that are
    not the console; what is more comes together after midnight."""

    themes: int = 50
    sources: int = 500
    rules: int = 200
    claims: int = 20_000
    heard_claims: int = 50_000
    subscriptions: int = 200
    alerts_a_day: int = 500


OWN = Limits(themes=HIGHEST, sources=HIGHEST, rules=HIGHEST, claims=HIGHEST, subscriptions=HIGHEST)
"""Of guild 0, where whoever runs the bot is alone: nobody to guard the host from."""
NAMES = tuple(field.name for field in fields(Limits))


def parse(text: str) -> dict[str, int] | Refusal:
    """`rules=500, alerts_a_day=50` as typed."""
    found: dict[str, int] = {}
    for part in text.replace(",", " ").split():
        name, _, number = part.partition("=")
        if name not in NAMES:
            return Refusal(f"'{name[:40]}' is no limit. There are: {', '.join(NAMES)}.")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= HIGHEST:
            return Refusal(f"'{part[:60]}' sets no limit: write {name}=NUMBER, from 1 to {HIGHEST:,}.")
        found[name] = int(number)
    return found


def defaults(tx: Tx, guild_id: int) -> Limits:
    """The installation's limits, where nothing else is set for the guild."""
    stored: dict[str, int] = json.loads(tx.guilds.meta(META) or "{}")
    return replace(Limits() if guild_id else OWN, **stored)


async def announce(store: Store, chosen: Mapping[str, int]) -> None:
    """The installation's, for every process that uses this database. Written only where they are others."""
    text = json.dumps(dict(sorted(chosen.items())))
    if await store.read(lambda tx: tx.guilds.meta(META) or "{}") != text:
        await store.transact(lambda tx: tx.guilds.put_meta(META, text))


def of(tx: Tx, guild_id: int) -> Limits:
    """A guild's limits: its own where they are set, else the installation's."""
    return replace(defaults(tx, guild_id), **_own(tx.guilds.get(guild_id)))


def _own(guild: Guild | None) -> dict[str, int]:
    settings = guild.settings if guild else ()
    found = {name.removeprefix(PREFIX): int(value) for name, value in settings if name.startswith(PREFIX)}
    return {name: value for name, value in found.items() if name in NAMES}


def put(
    tx: Tx, guild_id: int, chosen: Mapping[str, int], *, now: datetime, actor: int = 0, at_most: bool = False
) -> Limits | Refusal:
    """Set some limits of one guild. `at_most`: none above the installation's own, for a manager asks, who does not run
    the bot."""
    most = asdict(defaults(tx, guild_id))
    for name, number in chosen.items():
        if at_most and number > most[name]:
            return Refusal(
                f"At most {most[name]:,} {words(name)} are possible here; whoever runs the bot sets that."
            )
    guild = tx.guilds.get(guild_id) or Guild(id=guild_id)
    own = {**_own(guild), **chosen}
    others = tuple(pair for pair in guild.settings if not pair[0].startswith(PREFIX))
    kept = tuple((PREFIX + name, str(number)) for name, number in sorted(own.items()))
    tx.guilds.put(replace(guild, settings=(*others, *kept)))
    detail = ", ".join(f"{words(name)} {number:,}" for name, number in chosen.items())
    tx.guilds.audit(
        AuditRow(guild_id=guild_id, at=now, actor=actor, action="limits", subject="limits", detail=detail)
    )
    return of(tx, guild_id)


def full(tx: Tx, guild_id: int, name: str, used: int) -> Refusal | None:
    """Why there may be no further one, if so."""
    most: int = getattr(of(tx, guild_id), name)
    if used < most:
        return None
    return Refusal(
        f"There are {used:,} {words(name)}, the most there can be here ({most:,}). Remove one first, or whoever runs "
        f"the bot raises it: walkback limits {name}={most * 2}."
    )


def words(name: str) -> str:
    """A limit's name as people read it: `alerts_a_day` is "alerts a day"."""
    return name.replace("_", " ")
