"""A web server on loopback that does as it is told, also what no honest server does. Raw sockets, so it can break off,
lie about lengths, and never end.

    async with FeedServer() as server:
        server.serve("/feed", Reply(body=b"<rss>…"))          # the last reply of a path repeats
        server.serve("/slow", Reply(body=b"<rss", hang=True))
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`raw`: sent instead of everything else. `hang`: after what is sent, keep the line open, silent. `endless`: this
    piece again and again. `length`: a Content-Length of its own; None leaves the header out (the end is the close)."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    content_type: str | None = "application/rss+xml"
    length: int | None = -1
    raw: bytes | None = None
    hang: bool = False
    endless: bytes | None = None

    def head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Whatever"]
        if self.content_type is not None:
            lines.append(f"Content-Type: {self.content_type}")
        if self.length is not None:
            lines.append(f"Content-Length: {len(self.body) if self.length < 0 else self.length}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\nConnection: close\r\n\r\n").encode("latin-1")


def zipped(body: bytes) -> Reply:
    return Reply(body=gzip.compress(body), headers=(("Content-Encoding", "gzip"),))


def moved(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers=(("Location", target),))


Answer = Reply | Callable[[Request], Reply]


@dataclass
class FeedServer:
    host: str = "127.0.0.1"
    routes: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> FeedServer:
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._connected, self.host, self.port, backlog=1000)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str = "/feed", host: str | None = None) -> str:
        return f"http://{host or self.host}:{self.port}{path}"

    def serve(self, path: str, *answers: Answer) -> str:
        self.routes[path] = list(answers)
        return self.url(path)

    def asked(self, path: str) -> int:
        return sum(request.target.partition("?")[0] == path for request in self.requests)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._talk(reader, writer)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            writer.close()
            await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ", 2)
        fields = tuple(
            (name.lower(), value.strip())
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        )
        request = Request(method=method, target=target, headers=fields)
        self.requests.append(request)
        reply = self._next(request)
        writer.write(reply.raw if reply.raw is not None else reply.head() + reply.body)
        await writer.drain()
        if reply.endless is not None:
            while not self._closing.is_set():
                writer.write(reply.endless)
                await writer.drain()
        if reply.hang:
            await self._closing.wait()

    def _next(self, request: Request) -> Reply:
        answers = self.routes.get(request.target) or self.routes.get(request.target.partition("?")[0])
        if not answers:
            return Reply(status=404, body=b"nothing here", content_type="text/plain")
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        return answer if isinstance(answer, Reply) else answer(request)


def rss(
    items: Iterable[str], title: str = "The Halden Dispatch", head: str = "", encoding: str = "UTF-8"
) -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://halden-dispatch.example/</link>{head}{''.join(items)}</channel></rss>"
    )
    return text.encode(encoding)


def item(
    name: str,
    text: str = "Northfield Energy said its plant will open in 2027.",
    *,
    title: str | None = None,
    guid: str | None = "",
    link: str | None = "",
    date: str = "",
    extra: str = "",
) -> str:
    """An RSS item about `name`. "" makes a guid or link of it, None leaves it out."""
    guid = f"id-{name}" if guid == "" else guid
    link = f"https://halden-dispatch.example/{name}" if link == "" else link
    return (
        "<item>"
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<link>{link}</link>" if link else "")
        + f"<title>{f'About {name}' if title is None else title}</title><description>{text}</description>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + f"{extra}</item>"
    )
