"""How statements are linked here: by words, or by meaning too, and how many claims are ready for that."""

from __future__ import annotations

from dataclasses import dataclass

from state.store import Store, Tx

META = "semantic"
"""Names the model in use, "name fingerprint"; "" for none. Written by the bot that runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """`model`: the sentence model's name, "" where words alone decide. `ready`: claims that have a vector of it."""

    model: str = ""
    ready: int = 0
    claims: int = 0


def in_use(tx: Tx) -> tuple[str, str]:
    """(name, fingerprint) of the model that was last in use, ("", "") for none."""
    name, _, fingerprint = (tx.guilds.meta(META) or "").rpartition(" ")
    return name, fingerprint


def of(tx: Tx, guild_id: int | None = None) -> Linking:
    """Of one guild, or of all."""
    name, fingerprint = in_use(tx)
    ready, claims = tx.vectors.count(fingerprint, guild_id)
    return Linking(model=name, ready=ready, claims=claims)


async def announce(store: Store, name: str, fingerprint: str) -> None:
    """From now on this model links; "" and "" for words alone. Written only where it is another."""
    if await store.read(in_use) != (name, fingerprint):
        await store.transact(lambda tx: tx.guilds.put_meta(META, f"{name} {fingerprint}".strip()))
