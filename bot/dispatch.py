"""Owed deliveries → destinations → settled.

    lease (transaction) → render → send (network) → settle (transaction)

A message is said at least once, and made once by its nonce. What a send can come to:

* it stands (a receipt), or it never will (`GiveUp`), or not now (`TryLater`): written as it is;
* not known (cut connection, time-out, a crash of ours): sent again at once under the same nonce, which Discord takes
  for the same message; when the first try is older than Discord remembers nonces, the channel is searched first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import delivery
from bot.delivery import Drop, Job
from bot.desk import mutes
from bot.destinations.base import Destination, GiveUp, Receipt, TryLater
from bot.job_message import message_of
from bot.message import Message
from bot.outcomes import Later, Never, Outcome, Sent
from rules.model import AddressKind
from state.crash import crash_point
from state.store import Store, Tx

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPT_SECONDS = 50.0
"""For all that one lease allows: search, send, send again."""
SEND_SECONDS = 30.0
"""For one send; the library's own default is 300."""
NONCE_WINDOW = timedelta(seconds=100)
"""Discord remembers a nonce for "a few minutes"; we trust it for less."""
TRIES_AT_ONCE = 2
IDLE_SECONDS = 2.0
"""The longest rest: new deliveries are found even if nobody calls `wake`."""
LATE_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Round:
    """What a round came to, in messages."""

    sent: int = 0
    later: int = 0
    failed: int = 0

    def count(self, outcome: Outcome) -> None:
        self.sent += isinstance(outcome, Sent)
        self.later += isinstance(outcome, Later)
        self.failed += isinstance(outcome, Never)


class Dispatcher:
    """`clock` gives aware UTC, `jitter` numbers in 0..1, `drop` a reason not to send a row after all."""

    def __init__(
        self,
        store: Store,
        destinations: Mapping[AddressKind, Destination],
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        *,
        owner: str = "dispatcher",
        concurrency: int = 8,
        send_seconds: float = SEND_SECONDS,
        drop: Drop | None = mutes.reason,
        archive: bool = False,
    ) -> None:
        self._store, self._destinations = store, destinations
        self._clock, self._jitter = clock, jitter
        self._owner, self._concurrency, self._send_seconds = owner, concurrency, send_seconds
        self._drop = drop
        self._archive = archive
        self._active: set[asyncio.Task[None]] = set()
        self._sending: dict[str, Job] = {}
        """What is under way, by nonce, under its newest lease."""
        self._awake = asyncio.Event()
        self._stopping = False
        self._gathered_at: datetime | None = None
        self.total = Round()
        self.beat = 0.0
        """When it last looked for work, on the event loop's clock: a sign of life."""

    def wake(self) -> None:
        """Something new is owed: look now."""
        self._awake.set()

    def clock_went_back(self) -> None:
        """The last look for what is late lies ahead now."""
        self._gathered_at = None

    async def run(self) -> None:
        """Until `stop`. A failing store is logged and tried again: what is owed stays owed."""
        while not self._stopping:
            self._awake.clear()
            self.beat = asyncio.get_running_loop().time()
            try:
                jobs = await self._take()
                rest = 0.0 if jobs else await self._until_due()
            except Exception:
                log.exception("what is owed could not be read; trying again")
                jobs, rest = [], IDLE_SECONDS
            for job in jobs:
                self._start(job)
            if rest:
                await self._sleep(rest)

    async def stop(self, grace: float = 10.0) -> None:
        """Take no more work, let what is being sent finish for `grace` seconds, hand back the rest."""
        self._stopping = True
        self.wake()
        if not self._active:
            return
        _, unfinished = await asyncio.wait(self._active, timeout=grace)
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.wait(unfinished)

    async def once(self) -> Round:
        """Everything that is due now, to its end: what was put off is not waited for."""
        done = Round()
        while jobs := await self._take():
            for outcome in await asyncio.gather(*(self._deliver(job) for job in jobs)):
                done.count(outcome)
        return done

    # --- steps ------------------------------------------------------------------------------------

    def _start(self, job: Job) -> None:
        task = asyncio.create_task(self._deliver_and_wake(job), name=f"deliver-{job.nonce}")
        self._active.add(task)
        task.add_done_callback(self._active.discard)

    async def _deliver_and_wake(self, job: Job) -> None:
        try:
            await self._deliver(job)
        except Exception:
            log.exception("delivery %s could not be finished", job.nonce)
        self.wake()

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _until_due(self) -> float:
        due = await self._store.read(lambda tx: tx.outbox.next_due())
        if due is None:
            return IDLE_SECONDS
        return min(IDLE_SECONDS, max(0.1, (due - self._clock()).total_seconds()))

    async def _take(self) -> list[Job]:
        free = self._concurrency - len(self._active)
        if free <= 0 or self._stopping:
            return []
        now = self._clock()
        late = self._gathered_at is None or now - self._gathered_at >= LATE_EVERY
        if late:
            self._gathered_at = now

        def work(tx: Tx) -> list[Job]:
            if late:
                delivery.gather_late(tx, now)
            return delivery.take(tx, now, LEASE, self._owner, free, self._drop)

        jobs = await self._store.transact(work)
        if jobs:
            crash_point("dispatch.leased")
        return [job for job in jobs if self._is_new(job)]

    def _is_new(self, job: Job) -> bool:
        """False for what is being sent already: the clock went past its lease (the machine slept), and the same message
        must not go twice. Its end is written under the new lease."""
        under_way = job.nonce in self._sending
        self._sending[job.nonce] = job
        return not under_way

    async def _deliver(self, job: Job) -> Outcome:
        try:
            return await self._deliver_once(job)
        finally:
            self._sending.pop(job.nonce, None)

    async def _deliver_once(self, job: Job) -> Outcome:
        try:
            outcome = await self._attempt(job)
        except asyncio.CancelledError:
            held = self._sending.get(job.nonce, job)
            await self._store.transact(lambda tx: delivery.release(tx, held, "the bot was stopped"))
            raise
        crash_point("dispatch.sent")
        now, jitter = self._clock(), self._jitter()
        written = False
        while not written:
            held = self._sending.get(job.nonce, job)
            written = await self._store.transact(
                lambda tx, held=held: delivery.settle(tx, held, outcome, now, jitter)  # type: ignore[misc]
            )
            if held is self._sending.get(job.nonce, job):
                break
        crash_point("dispatch.settled")
        if not written:
            log.warning("delivery %s: the lease had run out; somebody else settles it", job.nonce)
        self.total.count(outcome)
        _report(job, outcome)
        return outcome

    async def _attempt(self, job: Job) -> Outcome:
        destination = self._destinations.get(job.address.kind)
        if destination is None:
            return Later(f"nothing speaks to {job.address.kind} here; is its token set?", 300.0)
        message = message_of(job, self._clock(), self._archive)
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await self._try(destination, job, message)
        except TimeoutError:
            return Later("no answer in time")

    async def _try(self, destination: Destination, job: Job, message: Message) -> Outcome:
        reason = ""
        try:
            if job.edit is not None:
                return await self._edit(destination, job, message, job.edit)
            first = job.first_try_at
            if first is not None and self._clock() - first > NONCE_WINDOW:
                found = await destination.find(job.place, job.nonce, first)
                if found is not None:
                    return Sent(found)
            for _ in range(TRIES_AT_ONCE):
                try:
                    async with asyncio.timeout(self._send_seconds):
                        return Sent(await destination.send(job.place, message, job.nonce))
                except (TryLater, GiveUp):
                    raise
                except Exception as error:  # noqa: BLE001 - whatever it is, it leaves the outcome open
                    reason = f"outcome not known: {type(error).__name__}"
                    log.warning("delivery %s: %s (%s)", job.nonce, reason, str(error)[:200])
        except TryLater as later:
            return Later(later.reason, later.after)
        except GiveUp as never:
            return Never(never.reason, never.park)
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - the search failed: look again later
            return Later(f"could not look for it: {type(error).__name__}")
        return Later(reason)

    async def _edit(self, destination: Destination, job: Job, message: Message, stands: Receipt) -> Outcome:
        """The message that stands, brought up to date. Twice is as good as once: an open outcome is tried again."""
        try:
            async with asyncio.timeout(self._send_seconds):
                await destination.edit(job.address, message, job.nonce, stands)
        except (TryLater, GiveUp):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the edit may or may not have been made
            log.warning("edit %s: %s (%s)", job.nonce, type(error).__name__, str(error)[:200])
            return Later(f"outcome not known: {type(error).__name__}")
        return Sent(stands)


def _report(job: Job, outcome: Outcome) -> None:
    kind = job.address.kind
    match outcome:
        case Sent(receipt):
            log.info("delivery %s to %s: sent as %s", job.nonce, kind, receipt.message_id)
        case Later(reason):
            log.info("delivery %s to %s: later, %s", job.nonce, kind, reason)
        case Never(reason, park):
            log.warning("delivery %s to %s: %s, %s", job.nonce, kind, "parked" if park else "failed", reason)
