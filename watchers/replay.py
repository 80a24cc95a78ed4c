"""Recorded feed history through the real pipeline, under the recorded clock.

A pack is JSON lines, `{"at","url","status","headers","body"}`, plain, `.gz` or `.xz`; several packs run merged by time.
Everything from the parser to the alert is what runs in production; only the fetch is the record's.
"""

from __future__ import annotations

import gzip
import heapq
import json
import lzma
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from rules.ids import content_id
from rules.model import LOCAL_GUILD, DocumentKind
from state.model import Follow, Source
from state.store import Store, Tx
from watchers.kinds import KINDS
from watchers.nearness import Semantics
from watchers.outcome import Failed, Fetched, Headers, NotModified
from watchers.poll import Parser, Polled, Poller, take
from watchers.url import host_of

OWNER = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a server answered at one moment."""

    at: datetime
    url: str
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One state and what polling it came to."""

    state: State
    polled: Polled


class BadPack(Exception):
    """A pack that cannot be read: which line, what is wrong."""


def read_pack(path: Path) -> Iterator[State]:
    """The states of a pack, in its order. Raises BadPack, also for a file that cannot be opened."""
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _state(line, f"{path.name}, line {number}")
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise BadPack(f"{path} cannot be read ({error})") from None


def _open(path: Path) -> TextIO:
    match path.suffix:
        case ".xz":
            return lzma.open(path, "rt", encoding="utf-8")
        case ".gz":
            return gzip.open(path, "rt", encoding="utf-8")
        case _:
            return path.open(encoding="utf-8")


def _state(line: str, where: str) -> State:
    try:
        record: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(record["at"])
        headers = record.get("headers") or {}
        return State(
            at=at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC),
            url=str(record["url"]),
            status=int(record.get("status") or 200),
            headers=tuple((str(n).lower().encode(), str(v).encode("utf-8")) for n, v in headers.items()),
            body=str(record.get("body") or "").encode("utf-8", "surrogatepass"),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadPack(
            f"{where}: is no state ({type(error).__name__}: {error}); see docs/formats.md"
        ) from None


class _Recorded:
    """Answers with the state that stands at the moment."""

    def __init__(self) -> None:
        self.now: State | None = None

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        state = self.now
        assert state is not None
        if state.status == 304:
            return NotModified(headers=state.headers)
        if state.status != 200:
            reason = {
                401: "unauthorized",
                403: "forbidden",
                404: "not_found",
                410: "gone",
                429: "rate_limited",
            }
            named = reason.get(state.status, "server_error" if state.status >= 500 else "http_error")
            return Failed(
                reason=named,  # type: ignore[arg-type]
                words=f"{host_of(url)} answered with HTTP {state.status}.",
                status=state.status,
            )
        if not state.body.strip():
            return Failed(reason="empty", words=f"{host_of(url)} sends an empty page.", status=200)
        return Fetched(url=url, body=state.body, headers=state.headers)


async def replay(
    store: Store,
    packs: Sequence[Path] | Iterable[Iterable[State]],
    *,
    parser: Parser,
    theme_id: str,
    guild_id: int = LOCAL_GUILD,
    document_kind: DocumentKind | None = None,
    semantics: Semantics | None = None,
) -> AsyncIterator[Replayed]:
    """Poll every recorded state in order of time. Sources that are not followed under the theme yet are now.

    `packs`: paths, or states already read. Raises BadPack.
    """
    recorded = _Recorded()
    poller = Poller(store=store, fetcher=recorded, parser=parser, semantics=semantics)
    streams = [read_pack(each) if isinstance(each, Path) else iter(each) for each in packs]
    ids: dict[str, str] = {}
    for state in heapq.merge(*streams, key=lambda each: each.at):
        recorded.now = state
        if state.url not in ids:
            ids[state.url] = await store.transact(
                lambda tx, state=state: _follow(tx, state, theme_id, guild_id, document_kind)  # type: ignore[misc]
            )
        source = await store.transact(
            lambda tx, state=state: take(  # type: ignore[misc]
                tx, ids[state.url], state.at, state.at + timedelta(seconds=1), OWNER
            )
        )
        if source is not None:
            yield Replayed(state=state, polled=await poller.poll(source, state.at))


def _follow(tx: Tx, state: State, theme_id: str, guild_id: int, document_kind: DocumentKind | None) -> str:
    source = tx.sources.by_url(state.url)
    if source is None:
        kind = _kind(state)
        name = state.url.rpartition("/")[2].partition(".")[0] or state.url
        source = Source(
            id=content_id("source", state.url, ""),
            kind=kind,
            url=state.url,
            name=name,
            added_at=state.at,
            document_kind=document_kind or KINDS[kind].document_kind,
            due_at=state.at,
        )
        tx.sources.add(source)
    elif source.paused:
        tx.sources.put(replace(source, paused=False))
    tx.sources.follow(Follow(guild_id=guild_id, source_id=source.id, theme_id=theme_id, created_at=state.at))
    return source.id


def _kind(state: State) -> str:
    if "hn.algolia.com" in host_of(state.url):
        return "hackernews"
    return "jsonfeed" if state.body.lstrip()[:1] == b"{" else "feed"
