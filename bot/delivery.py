"""What is owed, as transactions: take what is due, write what came of it. Plain functions over `tx`.

Order: a lane's rows leave in order, one message at a time. A digest is one message of several rows; which rows is
fixed by the moment they were first taken together, so that a retry sends the same payload under the same nonce.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import parking
from bot.desk import caps
from bot.destinations.base import Receipt
from bot.holding import BURST, CAPPED, LATE, QUIET, deferred, gathered
from bot.outcomes import Later, Never, Outcome, Sent, backoff
from rules.change import Alert
from rules.ids import content_id
from rules.model import Address
from state.model import Delivery, HistoryFilter, Notice
from state.store import Tx
from watchers import sightings

DIGEST_ROWS = 10
"""Alerts in one digest message."""
THREAD_LOOKBACK = 200
"""Alerts about one claim among which its first message is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One message to send: its rows (leased), what it is about, and its nonce."""

    rows: tuple[Delivery, ...]
    nonce: str
    alerts: tuple[Alert, ...] = ()
    notice: Notice | None = None
    themes: Mapping[str, str]
    thread: str = ""
    """The message below which it belongs: the first about this claim in a channel that wants threads."""
    gathered: str = ""
    """Why a digest came together: the subscription's pace, `BURST`, `QUIET`, `CAPPED`, `LATE`; "" for a message by
    itself."""
    note: str = ""
    """A line that says more about that."""
    first: bool = False
    """The first alert that goes to this address."""
    edit: Receipt | None = None
    """The message that stands and is to be brought up to date; None for one to send."""

    @property
    def address(self) -> Address:
        return self.rows[0].address

    @property
    def place(self) -> Address:
        """Where it is sent: the address, or the thread below an earlier message there."""
        if not self.thread:
            return self.address
        return Address(kind=self.address.kind, target=f"{self.address.target}/{self.thread}")

    @property
    def digest(self) -> str:
        return self.rows[0].digest

    @property
    def alone(self) -> bool:
        """One message that shows one alert, with all its buttons."""
        return len(self.alerts) == 1 and (not self.digest or self.gathered in (BURST, QUIET, CAPPED))

    @property
    def first_try_at(self) -> datetime | None:
        return self.rows[0].first_try_at


Drop = Callable[[Tx, Delivery, Alert | None], str | None]
"""A reason not to send a row after all (a mute), or None."""


def take(
    tx: Tx, now: datetime, lease: timedelta, owner: str, limit: int, drop: Drop | None = None
) -> list[Job]:
    """Lease what is due, at most `limit` lanes. Rows with nothing left to say are settled, and rows in quiet hours put
    off, at once: then the lane's next row is looked at."""
    jobs: list[Job] = []
    while len(jobs) < limit:
        lanes: dict[str, list[Delivery]] = {}
        for row in tx.outbox.lease(now, now + lease, owner, limit - len(jobs)):
            lanes.setdefault(row.lane, []).append(row)
        found = [_job(tx, rows, drop, now) for rows in lanes.values()]
        jobs += [job for job in found if job is not None]
        if None not in found:
            break
    return jobs


def _job(tx: Tx, rows: Sequence[Delivery], drop: Drop | None, now: datetime) -> Job | None:
    if parking.left(tx, rows, now):
        return None
    if rows[0].subject == "edit":
        return _edit(tx, rows[0], drop)
    if deferred(tx, rows, now):
        return None
    batch, rest = _together(rows)
    for row in rest:
        _hand_back(tx, row)
    kept: list[Delivery] = []
    alerts: list[Alert] = []
    notice: Notice | None = None
    for row in batch:
        alert = tx.alerts.get(row.guild_id, row.subject_id) if row.subject == "alert" else None
        found = tx.alerts.notice(row.guild_id, row.subject_id) if row.subject == "notice" else None
        reason = _void(tx, row, known=alert is not None or found is not None)
        reason = reason or (drop(tx, row, alert) if drop else None)
        if reason is not None:
            tx.outbox.settle(replace(_released(row), state="expired", reason=reason))
            continue
        kept.append(row)
        if alert is not None:
            alerts.append(alert)
        notice = found or notice
    if not kept:
        return None
    nonce = kept[0].id if not kept[0].digest else content_id("digest", *(row.id for row in kept))
    names = {theme.id: theme.name for row in kept[:1] for theme in tx.rules.themes(row.guild_id)}
    subscription = tx.rules.subscription(kept[0].guild_id, kept[0].subscription_id)
    if alerts and kept[0].attempts == 1:
        caps.count(tx, kept[0], subscription, now)
    why, note = gathered(tx, kept[0], subscription)
    return Job(
        rows=tuple(kept),
        nonce=nonce,
        alerts=tuple(alerts),
        notice=notice,
        themes=names,
        thread=_thread(tx, kept[0], alerts[0]) if alerts and not kept[0].digest else "",
        gathered=why,
        note=note,
        first=bool(alerts) and _is_first(tx, kept[0]),
    )


def _is_first(tx: Tx, row: Delivery) -> bool:
    """Whether nothing was tried there before. A second try may come without the line that explains; if the first one
    stands after all, its own is what people see."""
    key = f"greeted:{row.guild_id}:{row.address}"
    if row.attempts != 1 or row.address.kind != "discord" or tx.guilds.meta(key):
        return False
    tx.guilds.put_meta(key, row.id)
    return True


def _edit(tx: Tx, row: Delivery, drop: Drop | None) -> Job | None:
    """Bring the message of an alert up to date, if it stands by itself. What is not sent yet will show it anyway."""
    alert = tx.alerts.get(row.guild_id, row.subject_id)
    rows = tx.outbox.of_subject(row.subject_id)
    sent = next((each for each in rows if each.subject == "alert" and each.address == row.address), None)
    reason = _void(tx, row, known=alert is not None) or (drop(tx, row, alert) if drop else None)
    if reason is None and (sent is None or sent.state != "sent" or not sent.place):
        reason = "there is no message of this alert by itself to edit"
    if alert is None or sent is None or reason is not None:
        tx.outbox.settle(replace(_released(row), state="expired", reason=reason or ""))
        return None
    return Job(
        rows=(row,),
        nonce=content_id("digest", sent.id) if sent.digest else sent.id,
        alerts=(alert,),
        themes={theme.id: theme.name for theme in tx.rules.themes(row.guild_id)},
        edit=Receipt(message_id=sent.message_id, place=sent.place),
    )


def _thread(tx: Tx, row: Delivery, alert: Alert) -> str:
    """The id of the first message about the alert's claim in this channel, where the subscription wants threads."""
    subscription = tx.rules.subscription(row.guild_id, row.subscription_id)
    wanted = subscription is not None and dict(subscription.options).get("threads") == "yes"
    if not wanted or alert.claim_id is None or row.address.kind != "discord":
        return ""
    where = HistoryFilter(guild_id=row.guild_id, claim_id=alert.claim_id, limit=THREAD_LOOKBACK)
    for earlier in reversed(tx.alerts.history(where)):
        for other in tx.outbox.of_subject(earlier.id):
            sent = other.subject == "alert" and other.state == "sent"
            if other.id != row.id and sent and other.address == row.address:
                return other.message_id if other.message_id.isdigit() and not other.digest else ""
    return ""


def _together(rows: Sequence[Delivery]) -> tuple[list[Delivery], list[Delivery]]:
    """The rows of this message, and those that must wait for the next one."""
    lead = rows[0]
    if not lead.digest or lead.subject == "notice":
        return [lead], list(rows[1:])
    tried = [row.first_try_at for row in rows if row.first_try_at is not None]
    earliest = min(tried, default=None)
    same = [row for row in rows if row.first_try_at == earliest and row.subject == "alert"]
    ordered = sorted(same, key=lambda row: (row.created_at, row.id))[:DIGEST_ROWS]
    chosen = {row.id for row in ordered}
    return ordered, [row for row in rows if row.id not in chosen]


def _void(tx: Tx, row: Delivery, *, known: bool) -> str | None:
    if not known:
        return "what it was about is no longer stored"
    if row.subscription_id and tx.rules.subscription(row.guild_id, row.subscription_id) is None:
        return "the subscription has ended"
    return None


def _released(row: Delivery) -> Delivery:
    return replace(row, lease_until=None, owner="")


def _hand_back(tx: Tx, row: Delivery) -> None:
    """As if it had not been taken."""
    attempts = max(0, row.attempts - 1)
    first = row.first_try_at if attempts else None
    tx.outbox.settle(replace(_released(row), attempts=attempts, first_try_at=first))


def settle(tx: Tx, job: Job, outcome: Outcome, now: datetime, jitter: float) -> bool:
    """Write the outcome, and tell somebody else when an address is parked. False: our lease had run out, and
    whoever took over writes the outcome."""
    written = True
    for row in job.rows:
        written &= tx.outbox.settle(_settled(row, outcome, now, jitter, alone=job.alone))
    if isinstance(outcome, Never) and outcome.park and written:
        tx.outbox.park(job.address, outcome.reason, now)
        for guild_id in {row.guild_id for row in job.rows}:
            parking.tell_parked(tx, guild_id, job.address, outcome.reason, now)
    return written


def _settled(row: Delivery, outcome: Outcome, now: datetime, jitter: float, *, alone: bool) -> Delivery:
    free = _released(row)
    if isinstance(outcome, Sent):
        receipt = outcome.receipt
        place = receipt.place if alone else ""
        return replace(free, state="sent", message_id=receipt.message_id, place=place, sent_at=now, reason="")
    if isinstance(outcome, Never):
        return replace(free, state="parked" if outcome.park else "failed", reason=outcome.reason)
    if row.subject == "edit":
        return _edit_later(free, outcome, now, jitter)
    wait = backoff(row.attempts, jitter)
    if outcome.after is not None:
        wait = max(outcome.after, 0.0) * (1.0 + jitter / 10)
    return replace(free, not_before=now + timedelta(seconds=wait), reason=outcome.reason)


def _edit_later(row: Delivery, outcome: Later, now: datetime, jitter: float) -> Delivery:
    """An edit that does not go through holds no alert of its lane up: it counts as not tried, and its fence, which
    grows with each lease, says how often it was. It is given up when its message is no longer kept up to date."""
    if now - row.created_at > sightings.WINDOW:
        return replace(row, state="failed", reason=outcome.reason)
    wait = max(outcome.after or 0.0, backoff(row.fence, jitter))
    later = now + timedelta(seconds=wait)
    return replace(row, attempts=0, first_try_at=None, not_before=later, reason=outcome.reason)


def release(tx: Tx, job: Job, reason: str) -> None:
    """The send was cut short by our own end: owed again at once. Whether the message stands is not known, so the
    first try stays on record."""
    for row in job.rows:
        tx.outbox.settle(replace(_released(row), reason=reason))


def gather_late(tx: Tx, now: datetime) -> int:
    """Instants whose time has run out come together in one digest a lane; how many. Nothing is dropped. What was tried
    before goes by itself: its message may stand already, and is looked for under its own nonce."""
    late = [row for row in tx.outbox.expired(now) if row.subject == "alert" and row.first_try_at is None]
    for row in late:
        tx.outbox.settle(replace(_released(row), digest=LATE, expires_at=None))
    return len(late)
