"""Linking by meaning for a running bot: one thread that loads the model, encodes texts and scans vectors.

    rate      before a poll's transaction: vectors of its statements, the claims near to each
    fill      claims without a vector, a few at a time (`filling.py`)

NumPy lets go of the interpreter's lock in its own loops, so the event loop runs on meanwhile. Nothing here is called
inside a transaction; what a transaction needs comes out as `Rated`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.semantic.loading import Model
from bot.semantic.model import Array, SemanticUnavailable, numpy
from bot.semantic.nearest import Nearest, packed
from bot.semantic.rated import Rated
from bot.semantic.texts import cleaned, texts_of
from rules.model import Claim
from state.store import Store, Tx
from state.vectors import KeptVector

log = logging.getLogger(__name__)
T = TypeVar("T")
MOST_STATEMENTS = 64
"""Of one poll, so many statements are encoded (two seconds); words alone decide for the rest."""
NEAR = 60
"""Claims of a guild that are noted as near to a statement; candidates are chosen among those of its theme."""
PAGE = 2000
RECOUNT = 50
"""A table in memory is held against the store's count after so many looks: a claim that went leaves it then."""
REMEMBERED = 512
MOST_ROWS = 300_000
"""Vectors in memory, of all guilds together (115 MB); tables that were not asked for longest go first."""


class SemanticLinks:
    """Implements `watchers.nearness.Semantics`. `loader` is called once, in the thread, when first needed."""

    def __init__(self, store: Store, loader: Callable[[], Model]) -> None:
        self.store = store
        self._loader = loader
        self._model: Model | None = None
        self._broken = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="semantic")
        self._turn = asyncio.Lock()
        self._vectors: OrderedDict[str, Array] = OrderedDict()
        self._tables: OrderedDict[int, Nearest] = OrderedDict()
        self._looks: dict[int, int] = {}

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def model(self) -> Model | None:
        """Loaded when first asked for; None where it cannot be used, which is logged once."""
        async with self._turn:
            if self._model is None and not self._broken:
                try:
                    self._model = await self._there(self._loader)
                    log.info("linking by meaning with %s", self._model.name)
                except SemanticUnavailable as error:
                    self._broken = True
                    log.warning("linking by words alone: %s", error)
        return self._model

    async def rate(self, texts: Sequence[str], guilds: Sequence[int]) -> Rated | None:
        model = await self.model()
        if model is None:
            return None
        wanted = list(dict.fromkeys(texts))[:MOST_STATEMENTS]
        vectors = await self._there(partial(self._encode, model, wanted))
        asked = numpy().stack(vectors)
        near: dict[int, dict[str, list[str]]] = {}
        for guild_id in guilds:
            async with self._turn:
                table = await self._followed(guild_id, model, len(asked[0]))
                top = await self._there(partial(table.top, asked, NEAR))
            near[guild_id] = dict(zip(wanted, top, strict=True))
        return Rated(model.fingerprint, dict(zip(wanted, vectors, strict=True)), near)

    async def encoded(self, claims: Sequence[Claim]) -> list[bytes]:
        """Vectors of the claims, as they are kept. Raises SemanticUnavailable."""
        model = await self.model()
        if model is None:
            raise SemanticUnavailable("The sentence model cannot be used.")

        def encode() -> list[bytes]:
            texts = [text for claim in claims for text in texts_of(claim)]
            vectors = model.encoder.encode([cleaned(text) for text in texts])
            found, start = [], 0
            for claim in claims:
                end = start + len(texts_of(claim))
                found.append(packed(vectors[start:end]))
                start = end
            return found

        return await self._there(encode)

    async def _there(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _encode(self, model: Model, texts: Sequence[str]) -> list[Array]:
        """In the thread. One sentence comes in many papers: what was encoded of late is remembered."""
        fresh = [text for text in texts if text not in self._vectors]
        if fresh:
            made = model.encoder.encode([cleaned(text) for text in fresh])
            self._vectors.update(zip(fresh, made, strict=True))
        found = [self._vectors[text] for text in texts]
        while len(self._vectors) > REMEMBERED:
            self._vectors.popitem(last=False)
        return found

    async def _followed(self, guild_id: int, model: Model, width: int) -> Nearest:
        """The guild's table, with all that was committed by now."""
        table = self._tables.get(guild_id)
        if table is not None and await self._outdated(guild_id, model, table):
            table = None
        if table is None:
            table = self._tables[guild_id] = Nearest(width)
        while True:
            kept = await self.store.read(partial(_since, guild_id, model.fingerprint, table.number))
            if kept:
                await self._there(partial(table.add, kept))
            if len(kept) < PAGE:
                break
        self._tables.move_to_end(guild_id)
        while len(self._tables) > 1 and sum(each.rows for each in self._tables.values()) > MOST_ROWS:
            self._tables.popitem(last=False)
        return table

    async def _outdated(self, guild_id: int, model: Model, table: Nearest) -> bool:
        looks = self._looks[guild_id] = (self._looks.get(guild_id, 0) + 1) % RECOUNT
        if looks:
            return False
        there, _ = await self.store.read(lambda tx: tx.vectors.count(model.fingerprint, guild_id))
        return there < len(table) or table.worn


def _since(guild_id: int, model: str, number: int, tx: Tx) -> Sequence[KeptVector]:
    return tx.vectors.since(guild_id, model, number, PAGE)
