"""A process that polls and sends, killed at random moments: nothing lost, and what was said twice carried one nonce."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from state.sqlite import check, open_sqlite
from state.store import Tx
from tests.fakes import nouns, process

KILLS = 8
WORK = """
    from dataclasses import replace
    async def main():
        store = open_sqlite(path)
        store._writer.conn.execute("PRAGMA wal_autocheckpoint = 20")  # be killed in checkpoints too
        said = open(sys.argv[2], "a", buffering=1)
        print("ready", flush=True)

        def absorb(tx):
            n = int(tx.guilds.meta("polls") or 0) + 1
            tx.guilds.put_meta("polls", str(n))
            entry = nouns.entry(f"e{n}", content="text " * 300)
            tx.entries.put(entry, nouns.revision(entry))
            tx.alerts.add(nouns.alert(f"a{n}"))
            tx.outbox.add(nouns.delivery(f"d{n}", nouns.channel(n % 3), subject_id=f"a{n}"))
            return n

        while True:
            minute = 2 * await store.transact(absorb)  # past the lease of whoever died
            now, until = nouns.after(minute), nouns.after(minute + 1)
            for row in await store.transact(lambda tx: tx.outbox.lease(now, until, "me", 9)):
                print(row.id, file=said)  # the destination got it
                await store.transact(lambda tx, row=row: tx.outbox.settle(replace(row, state="sent")))
    asyncio.run(main())
"""


@pytest.mark.slow
async def test_random_kills_lose_nothing_and_say_at_most_the_open_ones_again(tmp_path: Path) -> None:
    path, said = tmp_path / "walkback.db", tmp_path / "said"
    moments = random.Random(20261125)
    for _ in range(KILLS):
        with process.start(WORK, path, said) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
            try:
                worker.communicate(timeout=moments.uniform(0.02, 0.4))
            except process.Expired:
                worker.kill()
            assert worker.communicate()[1] == ""
        assert check(path).ok
    told = Counter(said.read_text("utf-8").split())
    store = open_sqlite(path)

    def look(tx: Tx) -> None:
        polls = int(tx.guilds.meta("polls") or 0)
        assert polls > KILLS
        assert tx.entries.count()[0] == polls
        assert tx.alerts.count(nouns.GUILD) == polls
        rows = [tx.outbox.get(f"d{n}") for n in range(1, polls + 1)]
        for row in rows:
            assert row is not None
            assert row.state in ("sent", "owed")
            assert row.state == "owed" or told[row.id] >= 1  # sent means said
            assert told[row.id] <= row.attempts  # said only under a lease
        again = sum(times - 1 for times in told.values())
        assert again <= KILLS * 3  # at most the open lease of each lane: a nonce makes them one

    await store.read(look)
    await store.close()
