"""Deliveries owed. The order within a lane is the order of arrival (`no`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rules.model import Address
from state.codec import dumps, loads
from state.model import Delivery
from state.sqlite.columns import (
    Connection,
    Row,
    as_text,
    exact,
    micros,
    micros_or_none,
    moment,
    moment_or_none,
)

COLUMNS = "data, state, not_before, attempts, first_try_at, lease_until, owner, fence"

HEADS = """
SELECT lane, min(CASE WHEN not_before <= :now THEN no END) AS head
FROM delivery
WHERE state = 'owed' AND lane NOT IN (SELECT lane FROM parked)
GROUP BY lane
HAVING head IS NOT NULL
   AND NOT max(coalesce(lease_until, 0) > :now)           -- somebody is sending there
   AND NOT max(attempts > 0 AND not_before > :now)        -- a try failed: the lane waits whole
ORDER BY head
LIMIT :limit
"""

TAKE = f"""
UPDATE delivery
SET attempts = attempts + 1, fence = fence + 1, lease_until = :until, owner = :owner,
    first_try_at = coalesce(first_try_at, :now)
WHERE {{which}}
RETURNING no, {COLUMNS}
"""
TAKE_ONE = TAKE.format(which="no = :head")
TAKE_DIGEST = TAKE.format(which="state = 'owed' AND lane = :lane AND not_before <= :now AND digest = :digest")

NEXT = """
SELECT min(ready) FROM (
    SELECT max(min(not_before), max(coalesce(lease_until, 0)), max(CASE WHEN attempts > 0 THEN not_before ELSE 0 END))
        AS ready
    FROM delivery
    WHERE state = 'owed' AND lane NOT IN (SELECT lane FROM parked)
    GROUP BY lane)
"""


class SqliteOutbox:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, delivery: Delivery) -> bool:
        done = self._conn.execute(
            "INSERT OR IGNORE INTO delivery (guild_id, id, lane, subject_id, state, digest, not_before,"
            " expires_at, attempts, first_try_at, lease_until, owner, fence, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                delivery.guild_id,
                delivery.id,
                exact(delivery.lane),
                delivery.subject_id,
                delivery.state,
                delivery.digest,
                micros(delivery.not_before),
                micros_or_none(delivery.expires_at),
                delivery.attempts,
                micros_or_none(delivery.first_try_at),
                micros_or_none(delivery.lease_until),
                delivery.owner,
                delivery.fence,
                dumps(delivery),
            ),
        )
        return done.rowcount > 0

    def lease(self, now: datetime, until: datetime, owner: str, limit: int) -> Sequence[Delivery]:
        times = {"now": micros(now), "until": micros(until), "owner": owner}
        heads = self._conn.execute(HEADS, {**times, "limit": limit}).fetchall()
        leased: list[Delivery] = []
        for lane, head in heads:
            (digest,) = self._conn.execute("SELECT digest FROM delivery WHERE no = ?", (head,)).fetchone()
            taken = {**times, "lane": lane, "head": head, "digest": digest}
            rows = self._conn.execute(TAKE_DIGEST if digest else TAKE_ONE, taken).fetchall()
            leased += [_delivery(row[1:]) for row in sorted(rows)]
        return leased

    def settle(self, delivery: Delivery) -> bool:
        settled = replace(delivery, lease_until=None, owner="")
        done = self._conn.execute(
            "UPDATE delivery SET state = ?, digest = ?, not_before = ?, expires_at = ?, attempts = ?,"
            " first_try_at = ?, lease_until = NULL, owner = '', data = ? WHERE id = ? AND fence = ?",
            (
                settled.state,
                settled.digest,
                micros(settled.not_before),
                micros_or_none(settled.expires_at),
                settled.attempts,
                micros_or_none(settled.first_try_at),
                dumps(settled),
                settled.id,
                settled.fence,
            ),
        )
        return done.rowcount > 0

    def get(self, delivery_id: str) -> Delivery | None:
        found = self._many("WHERE id = ?", exact(delivery_id))
        return found[0] if found else None

    def of_subject(self, subject_id: str) -> Sequence[Delivery]:
        return self._many("WHERE subject_id = ? ORDER BY no", exact(subject_id))

    def owed(self, guild_id: int | None = None) -> Sequence[Delivery]:
        return self._many(
            "WHERE state IN ('owed', 'parked') AND (?1 IS NULL OR guild_id = ?1) ORDER BY not_before, no",
            guild_id,
        )

    def expired(self, now: datetime) -> Sequence[Delivery]:
        return self._many(
            # `+no`: sorted at the end. Walking in order of `no` would read every row.
            "WHERE state = 'owed' AND digest = '' AND expires_at IS NOT NULL AND expires_at <= ?1"
            " AND coalesce(lease_until, 0) <= ?1 ORDER BY +no",
            micros(now),
        )

    def _many(self, where: str, *values: object) -> list[Delivery]:
        return [
            _delivery(row) for row in self._conn.execute(f"SELECT {COLUMNS} FROM delivery {where}", values)
        ]

    def park(self, address: Address, reason: str, now: datetime) -> int:
        lane = exact(str(address))
        self._conn.execute(
            "INSERT OR REPLACE INTO parked (lane, reason, at) VALUES (?, ?, ?)",
            (lane, exact(reason), micros(now)),
        )
        done = self._conn.execute(
            "UPDATE delivery SET state = 'parked' WHERE lane = ? AND state = 'owed'", (lane,)
        )
        return done.rowcount

    def unpark(self, address: Address, now: datetime) -> int:
        lane = exact(str(address))
        self._conn.execute("DELETE FROM parked WHERE lane = ?", (lane,))
        done = self._conn.execute(
            "UPDATE delivery SET state = 'owed',"
            " not_before = CASE WHEN attempts > 0 THEN min(not_before, ?2) ELSE not_before END"
            " WHERE lane = ?1 AND state = 'parked'",
            (lane, micros(now)),
        )
        return done.rowcount

    def bring_forward(self, latest: datetime, now: datetime) -> int:
        done = self._conn.execute(
            "UPDATE delivery SET not_before = iif(attempts > 0 AND not_before > ?1, ?2, not_before),"
            " owner = iif(lease_until > ?1, '', owner), lease_until = iif(lease_until > ?1, NULL, lease_until)"
            " WHERE state = 'owed' AND (lease_until > ?1 OR (attempts > 0 AND not_before > ?1))",
            (micros(latest), micros(now)),
        )
        return done.rowcount

    def parked(self) -> Mapping[str, str]:
        rows = self._conn.execute("SELECT lane, reason FROM parked ORDER BY lane")
        return {as_text(lane): as_text(reason) for lane, reason in rows}

    def next_due(self) -> datetime | None:
        (ready,) = self._conn.execute(NEXT).fetchone()
        return moment_or_none(ready)


def _delivery(row: Row) -> Delivery:
    data, state, not_before, attempts, first_try_at, lease_until, owner, fence = row
    return replace(
        loads(Delivery, data),
        state=state,
        not_before=moment(not_before),
        attempts=attempts,
        first_try_at=moment_or_none(first_try_at),
        lease_until=moment_or_none(lease_until),
        owner=owner,
        fence=fence,
    )
