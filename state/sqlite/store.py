"""The Store on one SQLite file: one writer on one thread, readers beside it.

    transact   writer thread   BEGIN IMMEDIATE · work(tx) · COMMIT    to the disk; ROLLBACK when work raises
    read       reader threads  BEGIN · work(tx) · ROLLBACK            a snapshot of the last commit (WAL)

BEGIN IMMEDIATE takes the write lock before the first read, so a transaction never has to be given up half-way
because another process wrote in between. Other processes (the command line beside a running bot) write the same
way and wait up to `busy_timeout` seconds for their turn.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from state.crash import crash_point
from state.errors import ReadOnly
from state.sqlite.alerts import SqliteAlerts
from state.sqlite.articles import SqliteArticles
from state.sqlite.claims import SqliteClaims
from state.sqlite.connection import connect, in_our_words
from state.sqlite.entries import SqliteEntries
from state.sqlite.guilds import SqliteGuilds
from state.sqlite.outbox import SqliteOutbox
from state.sqlite.retention import SqliteRetention
from state.sqlite.rules import SqliteRules
from state.sqlite.sources import SqliteSources
from state.sqlite.turn import Turn
from state.sqlite.vectors import SqliteVectors
from state.store import Tx

T = TypeVar("T")
READERS = 4


class SqliteTx:
    """The drawers over one connection. Whoever made it began the transaction."""

    def __init__(self, conn: sqlite3.Connection, *, writable: bool) -> None:
        self.sources = SqliteSources(conn)
        self.entries = SqliteEntries(conn)
        self.articles = SqliteArticles(conn)
        self.claims = SqliteClaims(conn, writable=writable)
        self.vectors = SqliteVectors(conn)
        self.rules = SqliteRules(conn)
        self.alerts = SqliteAlerts(conn)
        self.outbox = SqliteOutbox(conn)
        self.guilds = SqliteGuilds(conn)
        self.retention = SqliteRetention(conn)


class SqliteStore:
    """Made by `state.sqlite.open_sqlite`."""

    def __init__(self, path: Path, writer: Database, turn: Turn, *, busy_timeout: float) -> None:
        self.path = path
        self._writer = writer
        self._turn = turn
        self._tx = SqliteTx(writer.conn, writable=True)
        self._busy_timeout = busy_timeout
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="state-writer")
        self._read_threads = ThreadPoolExecutor(READERS, thread_name_prefix="state-reader")
        self._local = threading.local()
        self._readers: list[Database] = []
        self._durable = True
        self._closed = False

    async def transact(self, work: Callable[[Tx], T], *, durable: bool = True) -> T:
        """Cancelling the caller does not stop `work` once it runs: it commits, as if the cancel had come later. What
        is not durable waits for no disk: the next durable commit takes it along."""
        return await asyncio.get_running_loop().run_in_executor(
            self._write_thread, self._write, work, durable
        )

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self._read, work)

    async def close(self) -> None:
        """After the work under way. The last to close folds the WAL into the file."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._read_threads.shutdown()
        self._write_thread.shutdown()
        for db in self._readers:
            db.close()
        self._readers.clear()
        with self._turn.taken():
            self._writer.close()
        self._turn.close()

    def _write(self, work: Callable[[Tx], T], durable: bool = True) -> T:
        conn = self._writer.conn
        with self._turn.taken(), in_our_words(self.path):
            if durable != self._durable:
                conn.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            conn.execute("BEGIN IMMEDIATE")
            try:
                crash_point("transact:begun")
                result = work(self._tx)
                crash_point("transact:written")
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:  # a full disk rolls back by itself
                    conn.execute("ROLLBACK")
                raise
        crash_point("transact:committed")
        return result

    def _read(self, work: Callable[[Tx], T]) -> T:
        tx, conn = self._reader()
        try:
            with in_our_words(self.path):
                conn.execute("BEGIN")
                try:
                    return work(tx)
                finally:
                    if conn.in_transaction:
                        conn.execute("ROLLBACK")
        except ReadOnly as error:
            raise RuntimeError("work given to read() may not write; give it to transact()") from error

    def _reader(self) -> tuple[Tx, sqlite3.Connection]:
        """This thread's connection, opened when first needed."""
        known: tuple[Tx, sqlite3.Connection] | None = getattr(self._local, "reader", None)
        if known is None:
            db = connect(self.path, busy_timeout=self._busy_timeout, reader=True)
            self._readers.append(db)
            known = self._local.reader = (SqliteTx(db.conn, writable=False), db.conn)
        return known
