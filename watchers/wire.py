"""HTTP/1.1 on the wire: one request at a time over a connection, with h11 for what the bytes mean.

httpcore does this too, with locks, traces and a pool that is searched twice a request, none of which a fetch needs:
its requests are bounded by who asks, and hosts are asked a second apart. That was half of what a request costs. Errors
are httpcore's, since the network below (`watchers.guard`, `watchers.stream`) raises them.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass

import h11
import httpcore

from watchers.outcome import Headers
from watchers.url import Url, without_dots

READ_BYTES = 64 * 1024
MAX_HEAD = 48 * 1024
"""Bytes of status line and header fields."""
CRUMBS, CRUMB = 10_000, 64
"""More pieces of a body than this, of so few bytes on average, are no page: each costs more than its bytes."""
BREATH = 200
"""Pieces after which others have their turn: what has come already is read without a wait."""
MAX_HINTS = 10
"""Responses of the 1xx kind before the one that counts."""
KEPT, KEPT_SECONDS = 16, 4.0
"""Connections that are kept for the next request to the same server, and how long; many servers hang up after five."""
Origin = tuple[str, str, int]


class HungUp(httpcore.RemoteProtocolError):
    """The connection ended before the answer began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """The longest waits."""

    connect: float = 10.0
    read: float = 15.0
    write: float = 10.0


class Connection:
    """One connection to one server."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, seconds: Seconds) -> None:
        self._stream = stream
        self._seconds = seconds
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self.kept_until = 0.0
        """On the event loop's clock, while it is kept."""

    async def ask(self, method: bytes, here: Url, headers: Headers, body: bytes) -> h11.Response:
        """Raises httpcore's errors."""
        try:
            request = h11.Request(method=method, target=without_dots(here.target), headers=list(headers))
            events = [request, *([h11.Data(data=body)] if body else []), h11.EndOfMessage()]
            sent = b"".join([self._state.send(event) or b"" for event in events])
        except h11.LocalProtocolError as error:
            raise httpcore.LocalProtocolError(str(error)) from None
        with contextlib.suppress(httpcore.WriteError):  # it may have answered before it hung up
            await self._stream.write(sent, self._seconds.write)
        for _ in range(MAX_HINTS):
            event = await self._event()
            if isinstance(event, h11.Response):
                return event
        raise httpcore.RemoteProtocolError("no end of hints")

    async def body(self) -> AsyncIterator[bytes]:
        """Raises httpcore's errors, also for a body that breaks off or comes in crumbs."""
        pieces = size = 0
        while isinstance(event := await self._event(), h11.Data):
            yield bytes(event.data)
            pieces, size = pieces + 1, size + len(event.data)
            if pieces % BREATH == 0:
                await asyncio.sleep(0)
            if pieces > CRUMBS and size < CRUMB * pieces:
                raise httpcore.RemoteProtocolError("a body in crumbs")

    async def _event(self) -> h11.Event | type[h11.PAUSED] | type[h11.NEED_DATA]:
        while True:
            try:
                event = self._state.next_event()
                if event is not h11.NEED_DATA:
                    return event
                data = await self._stream.read(READ_BYTES, self._seconds.read)
                if not data and self._state.their_state is h11.SEND_RESPONSE:
                    raise HungUp("hung up without an answer")
                self._state.receive_data(data)
            except h11.RemoteProtocolError as error:
                raise httpcore.RemoteProtocolError(str(error)) from None

    def next_cycle(self) -> bool:
        """Whether the answer is over and the connection can take another request."""
        try:
            if self._state.their_state is h11.SEND_BODY:
                self._state.next_event()  # the end of an answer without a body, such as 304, is there already
            if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
                return False
            if self._state.trailing_data != (b"", False):
                return False
            self._state.start_next_cycle()
        except h11.ProtocolError:
            return False
        return True

    @property
    def silent(self) -> bool:
        """Nothing has come since the last answer, not even the end."""
        return not self._stream.get_extra_info("is_readable")

    async def close(self) -> None:
        await self._stream.aclose()


class Answer:
    """`status`, `headers` (names in lower case), and the body as it comes. To be given back with `Wire.done`."""

    __slots__ = ("connection", "headers", "origin", "status")

    def __init__(self, origin: Origin, connection: Connection, response: h11.Response) -> None:
        self.origin = origin
        self.connection = connection
        self.status = response.status_code
        self.headers: Headers = tuple(response.headers)

    def body(self) -> AsyncIterator[bytes]:
        """Raises httpcore's errors, also where it breaks off."""
        return self.connection.body()


class Wire:
    """Connections on a network, at most `most` at work at once; one for each server is kept for a moment."""

    def __init__(
        self,
        network: httpcore.AsyncNetworkBackend,
        ssl_context: ssl.SSLContext,
        *,
        most: int = 64,
        seconds: Seconds | None = None,
    ) -> None:
        ssl_context.set_alpn_protocols(["http/1.1"])
        self._network = network
        self._ssl = ssl_context
        self._places = asyncio.Semaphore(most)
        self._seconds = seconds or Seconds()
        self._kept: OrderedDict[Origin, Connection] = OrderedDict()

    async def ask(self, method: bytes, here: Url, headers: Headers, body: bytes = b"") -> Answer:
        """The head of the answer. Raises httpcore's errors and what the network raises."""
        await self._places.acquire()
        try:
            kept = await self._kept_for(here.origin) if method == b"GET" else None
            if kept is not None:
                # It may hang up in the very moment in which it is asked: then nothing was answered, and a new one is.
                with contextlib.suppress(HungUp, httpcore.ReadError):
                    return await self._over(kept, method, here, headers, body)
            return await self._over(await self._connect(here), method, here, headers, body)
        except BaseException:
            self._places.release()
            raise

    async def _over(
        self, connection: Connection, method: bytes, here: Url, headers: Headers, body: bytes
    ) -> Answer:
        try:
            return Answer(here.origin, connection, await connection.ask(method, here, headers, body))
        except BaseException:
            await connection.close()
            raise

    async def done(self, answer: Answer) -> None:
        """After its body was read, or was not."""
        self._places.release()
        connection = answer.connection
        if not connection.next_cycle() or answer.origin in self._kept:
            await connection.close()
            return
        connection.kept_until = asyncio.get_running_loop().time() + KEPT_SECONDS
        self._kept[answer.origin] = connection
        if len(self._kept) > KEPT:
            await self._kept.popitem(last=False)[1].close()

    async def close(self) -> None:
        """Those that are kept; those at work are closed by whoever is done with them."""
        while self._kept:
            await self._kept.popitem()[1].close()

    async def _kept_for(self, origin: Origin) -> Connection | None:
        now = asyncio.get_running_loop().time()
        while self._kept and next(iter(self._kept.values())).kept_until < now:
            await self._kept.popitem(last=False)[1].close()
        connection = self._kept.pop(origin, None)
        if connection is not None and not connection.silent:
            await connection.close()
            return None
        return connection

    async def _connect(self, here: Url) -> Connection:
        stream = await self._network.connect_tcp(here.host, here.port, timeout=self._seconds.connect)
        if here.scheme == "https":
            try:
                stream = await stream.start_tls(
                    self._ssl, server_hostname=here.host, timeout=self._seconds.connect
                )
            except BaseException:
                await stream.aclose()
                raise
        return Connection(stream, self._seconds)
