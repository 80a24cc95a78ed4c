"""Vectors that are missing: of claims that people added, that got a title, or that another model encoded before.

In the background a few at a time, with as long a rest as the work took; or all at once, by a command.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from bot.desk import linking
from bot.semantic.links import SemanticLinks
from rules.model import Claim
from state.crash import crash_point
from state.errors import StoreError
from state.store import Store, Tx

log = logging.getLogger(__name__)
AT_ONCE = 8
TURN_SECONDS = 10.0
LOOK_SECONDS = 5.0
PAUSE_SECONDS = 60.0
"""After the store failed, nothing is tried for so long."""


async def announce(store: Store, links: SemanticLinks | None) -> None:
    """What `status` and `doctor` say: which model links, or none."""
    model = await links.model() if links else None
    await linking.announce(store, model.name if model else "", model.fingerprint if model else "")


async def fill(links: SemanticLinks, most: int = AT_ONCE) -> int:
    """Encode `most` claims that lack a vector; how many there were. 0 also where the model cannot be used."""
    model = await links.model()
    if model is None:
        return 0
    claims = await links.store.read(lambda tx: tx.vectors.missing(model.fingerprint, most))
    if claims:
        made = await links.encoded(claims)
        crash_point("filling:encoded")
        await links.store.transact(lambda tx: _keep(tx, claims, model.fingerprint, made))
    return len(claims)


def _keep(tx: Tx, claims: Sequence[Claim], model: str, made: Sequence[bytes]) -> None:
    for claim, data in zip(claims, made, strict=True):
        tx.vectors.put(claim, model, data)


async def fill_all(links: SemanticLinks, told: Callable[[int], None] = lambda done: None) -> int:
    """Until none is missing; `told` hears after each few how many were made. How many in all."""
    done = 0
    while made := await fill(links):
        done += made
        told(made)
    return done


async def fill_first(links: SemanticLinks, seconds: float = TURN_SECONDS) -> None:
    """Before a single turn of polling, for so long at most. Where nothing is missing, the model is not even loaded."""
    if await links.store.read(_complete):
        return
    end = time.monotonic() + seconds
    while time.monotonic() < end and await fill(links):
        pass
    await announce(links.store, links)


def _complete(tx: Tx) -> bool:
    """Whether every claim has a vector, as far as the model is known that was last in use."""
    found = linking.of(tx)
    return found.ready == found.claims


class Filling:
    """The background task of a running bot. Without `links` it only says so to the store, once."""

    def __init__(self, store: Store, links: SemanticLinks | None) -> None:
        self._store = store
        self._links = links
        self._announced = False
        self._filled_at = -1
        """The store's version at which nothing was missing."""

    async def run(self) -> None:
        """For ever."""
        while True:
            wait = LOOK_SECONDS
            try:
                wait = await self.step()
            except StoreError as error:
                log.error("vectors of claims rest for %d s: %s", PAUSE_SECONDS, error)
                wait = PAUSE_SECONDS
            except Exception:
                log.exception("vectors of claims could not be made; tried again in %d s", PAUSE_SECONDS)
                wait = PAUSE_SECONDS
            await asyncio.sleep(wait)

    async def step(self) -> float:
        """Makes a few; seconds until the next step. Costs one small read while no claim has changed."""
        if not self._announced:
            await announce(self._store, self._links)
            self._announced = True
        if self._links is None:
            return PAUSE_SECONDS
        version = await self._store.read(lambda tx: tx.rules.version())
        if version == self._filled_at:
            return LOOK_SECONDS
        begun = time.monotonic()
        if await fill(self._links):
            return time.monotonic() - begun
        self._filled_at = version
        return LOOK_SECONDS
