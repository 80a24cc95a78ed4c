"""Leases by the name of the process that holds them, and taking over those of a process that died."""

from __future__ import annotations

import os
import socket
from dataclasses import replace

from state.store import Store, Tx


def owner() -> str:
    """A name for this process's leases."""
    return f"{socket.gethostname()}-{os.getpid()}"


def _may_live(name: str) -> bool:
    """Whether the process that holds a lease under this name may still be at work. Asked when we start and hold none
    ourselves: our own name is then that of a former life (in a container every life has the same number)."""
    host, _, pid = name.rpartition("-")
    if name == owner():
        return False
    if host != socket.gethostname() or not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


async def take_over(store: Store) -> int:
    """Leases of processes that have died are given back at once, instead of when they run out; how many."""

    def work(tx: Tx) -> int:
        freed = 0
        for delivery in tx.outbox.owed():
            if delivery.lease_until is not None and not _may_live(delivery.owner):
                freed += tx.outbox.settle(replace(delivery, lease_until=None, owner=""))
        for source in tx.sources.all():
            if source.lease_until is not None and not _may_live(source.owner):
                tx.sources.put(replace(source, lease_until=None, owner=""))
                freed += 1
        for article in tx.articles.all():
            if article.lease_until is not None and not _may_live(article.owner):
                tx.articles.put(replace(article, lease_until=None, owner=""))
                freed += 1
        return freed

    return await store.transact(work)
