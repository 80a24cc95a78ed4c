"""The doctor: looks at the installation, says what to mend. Each check is a function that returns one finding."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from state.errors import StoreError

from bot.settings import Settings
from state.store import Store, Tx

State = Literal["ok", "warn", "bad"]
LOW_DISK = 200 * 1024 * 1024
WAL_RESET_FIXED = (3, 51, 3)
"""Before this, two connections that write or checkpoint at once can corrupt a WAL database
(sqlite.org/wal.html#walresetbug). Walkback keeps one writer; other programs on the same file should not write."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    state: State
    text: str


async def examine(settings: Settings, open_store: Callable[[Settings], Store], now: datetime) -> list[Check]:
    """All checks, in the order in which one would mend them. Never raises for what is wrong outside."""
    checks = [_token(settings), _contact(settings), _sqlite(), _disk(settings)]
    try:
        store = open_store(settings)
    except StoreError as error:
        return [*checks, Check("database", "bad", str(error))]
    try:
        checks.append(Check("database", "ok", f"{settings.db} opens, the schema is current"))
        checks += await store.read(lambda tx: [_sources(tx), _deliveries(tx, now), _parked(tx), _guilds(tx)])
    except StoreError as error:
        checks.append(Check("database", "bad", str(error)))
    finally:
        await store.close()
    return checks


def _token(settings: Settings) -> Check:
    if settings.discord_token is None:
        return Check(
            "token", "warn", "no Discord token: alerts go to the console. Set WALKBACK_DISCORD_TOKEN"
        )
    if settings.discord_token.reveal().count(".") != 2:
        return Check(
            "token", "bad", "the Discord token is not of the usual form (three parts). Copy it again"
        )
    return Check("token", "ok", "a Discord token is set")


def _contact(settings: Settings) -> Check:
    if not settings.contact:
        return Check(
            "contact",
            "warn",
            "no contact for the User-Agent. Set WALKBACK_CONTACT, so that sites can reach you",
        )
    return Check("contact", "ok", "the User-Agent carries your contact")


def _sqlite() -> Check:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < WAL_RESET_FIXED:
        text = f"SQLite {version} has the WAL-reset bug: let no other program write to the file while the bot runs"
        return Check("sqlite", "warn", text)
    return Check("sqlite", "ok", f"SQLite {version}")


def _disk(settings: Settings) -> Check:
    folder = Path(settings.db).resolve().parent
    if not folder.is_dir():
        return Check("disk", "bad", f"the folder {folder} does not exist. Make it, or set WALKBACK_DB")
    free = shutil.disk_usage(folder).free
    text = f"{free // 1024 // 1024:,} MiB free for the database"
    return Check("disk", "warn" if free < LOW_DISK else "ok", text)


def _sources(tx: Tx) -> Check:
    sources = tx.sources.all()
    troubled = [s for s in sources if s.health not in ("ok", "new") and not s.paused]
    if troubled:
        named = "; ".join(f"{s.name}: {s.reason or s.health}" for s in troubled[:3])
        return Check("sources", "warn", f"{len(troubled)} of {len(sources)} in trouble. {named}")
    return Check("sources", "ok", f"{len(sources)} sources, none in trouble")


def _deliveries(tx: Tx, now: datetime) -> Check:
    owed = tx.outbox.owed()
    stuck = [d for d in owed if d.lease_until is not None and d.lease_until < now - timedelta(minutes=10)]
    late = [d for d in owed if d.not_before < now - timedelta(hours=1)]
    if stuck or late:
        return Check(
            "deliveries",
            "warn",
            f"{len(late)} late, {len(stuck)} with a lease that ran out. Is the bot running?",
        )
    return Check("deliveries", "ok", f"{len(owed)} owed, none late")


def _parked(tx: Tx) -> Check:
    parked = tx.outbox.parked()
    if parked:
        address, reason = next(iter(parked.items()))
        shown = address.split(":")[0] if address.startswith("webhook") else address
        return Check(
            "addresses",
            "warn",
            f"{len(parked)} parked. {shown}: {reason}. Subscribe there again to release it",
        )
    return Check("addresses", "ok", "no address is parked")


def _guilds(tx: Tx) -> Check:
    left = sum(1 for guild in tx.guilds.all() if guild.left_at is not None)
    here = len(tx.guilds.all()) - left
    return Check(
        "servers", "ok", f"{here} Discord servers" + (f", {left} that the bot has left" if left else "")
    )
