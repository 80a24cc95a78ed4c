"""What commands work with, and who calls: taken from the interaction and from nothing a user typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar, cast

import discord

from bot.desk.answers import Refusal
from rules.model import DocumentKind
from state.store import Store, Tx
from watchers.nearness import Rated, Semantics

T = TypeVar("T")


class SourceDraft(Protocol):
    """What the composition root's preview finds behind an address."""

    @property
    def kind(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def document_kind(self) -> DocumentKind: ...
    @property
    def found(self) -> str: ...


Preview = Callable[[str], Awaitable[Sequence[SourceDraft] | Refusal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`preview` asks a server what stands behind an address; `wake` says that something may be due now."""

    store: Store
    clock: Callable[[], datetime]
    preview: Preview
    wake: Callable[[], None] = lambda: None
    semantics: Semantics | None = None
    """Links by meaning beside words, where that extra is in use."""
    offers: dict[int, tuple[int, list[tuple[str, str]]]] = field(default_factory=dict)
    """Claims as autocomplete shows them, by guild, with the store's version they were gathered at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, where, when. `guild_id` of a person's own space is their id, negative: no server has such an id."""

    guild_id: int
    user_id: int
    channel_id: int
    now: datetime

    @property
    def private(self) -> bool:
        return self.guild_id < 0


Interaction = discord.Interaction[discord.Client]


def services_of(interaction: Interaction) -> Services:
    services = getattr(interaction.client, "services", None)
    assert isinstance(services, Services)
    return services


def caller_of(interaction: Interaction) -> Caller:
    """A guild's space where the bot is the guild's; a person's own where only that person installed it."""
    guild_id = interaction.guild_id if interaction.is_guild_integration() else None
    return Caller(
        guild_id=guild_id if guild_id is not None else -interaction.user.id,
        user_id=interaction.user.id,
        channel_id=interaction.channel_id or 0,
        now=services_of(interaction).clock(),
    )


async def read(interaction: Interaction, work: Callable[[Tx, Caller], T]) -> T:
    caller = caller_of(interaction)
    return await services_of(interaction).store.read(lambda tx: work(tx, caller))


async def rated(interaction: Interaction, texts: Sequence[str]) -> Rated | None:
    """What linking these statements by meaning needs, made before anything is read; None for words alone."""
    semantics = services_of(interaction).semantics
    if semantics is None or not texts:
        return None
    return await semantics.rate(texts, [caller_of(interaction).guild_id])


class _RolledBack(Exception):
    """Carries a refusal out of its transaction."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


async def write(interaction: Interaction, work: Callable[[Tx, Caller], T]) -> T:
    """One transaction. A refusal takes back what was written before it: everything or nothing."""
    caller = caller_of(interaction)
    services = services_of(interaction)

    def whole(tx: Tx) -> T:
        done = work(tx, caller)
        if isinstance(done, Refusal):
            raise _RolledBack(done)
        return done

    try:
        done = await services.store.transact(whole)
    except _RolledBack as rolled:
        return cast("T", rolled.refusal)
    services.wake()
    return done
