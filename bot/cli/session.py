"""What every command shares: settings, the store opened and closed again, refusals that end with exit code 1."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot.desk import limits
from bot.desk.answers import Refusal
from bot.logs import redact
from bot.settings import BadSetting, Settings, read_settings
from state.errors import StoreError
from state.store import Store, Tx

T = TypeVar("T")
CONFIG = "walkback.toml"


class _Refused(Exception):
    """Carries a refusal out of a transaction, so that the transaction leaves no trace."""


def refuse(text: str | Refusal) -> NoReturn:
    """Ends the command: one line on stderr, exit code 1. It may quote what was typed: secrets in URLs are starred."""
    raise click.ClickException(redact(str(text)))


def accept(answer: T | Refusal) -> T:
    """The answer, or the end of the command when the desk refused."""
    if isinstance(answer, Refusal):
        refuse(answer)
    return answer


def now() -> datetime:
    return datetime.now(UTC)


def load_settings(db: str | None = None) -> Settings:
    config = Path(CONFIG)
    try:
        text = config.read_text("utf-8") if config.is_file() else None
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{CONFIG} cannot be read ({error}). Mend it or move it away.")
    environ = dict(os.environ)
    if db is not None:
        environ["WALKBACK_DB"] = db
    settings = read_settings(environ, text, lambda path: Path(path).read_text("utf-8"))
    if isinstance(settings, BadSetting):
        refuse(str(settings))
    return settings


@dataclass
class Session:
    """One command's work on one database as one guild."""

    db: str | None
    guild_id: int

    @property
    def settings(self) -> Settings:
        return load_settings(self.db)

    def write(self, work: Callable[[Tx], T | Refusal]) -> T:
        """One transaction. A refusal ends the command; what it wrote before is rolled back."""

        def all_or_nothing(tx: Tx) -> T:
            answer = work(tx)
            if isinstance(answer, Refusal):
                raise _Refused(answer.text)
            return answer

        async def once(store: Store) -> T:
            return await store.transact(all_or_nothing)

        try:
            return self.with_store(once)
        except _Refused as refused:
            refuse(str(refused))

    def look(self, work: Callable[[Tx], T | Refusal]) -> T:
        """One consistent look."""

        async def once(store: Store) -> T | Refusal:
            return await store.read(work)

        return accept(self.with_store(once))

    def with_store(self, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
        from bot.app import open_store

        settings = self.settings

        async def opened() -> T:
            store = open_store(settings)
            try:
                if settings.limits:
                    await limits.announce(store, dict(settings.limits))
                return await work(store)
            finally:
                await store.close()

        try:
            return asyncio.run(opened())
        except StoreError as error:
            refuse(str(error))


pass_session = click.make_pass_decorator(Session)
