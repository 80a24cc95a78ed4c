"""Connections for httpcore on plain asyncio streams: what anyio would do for it, at a third of the cost a request."""

from __future__ import annotations

import asyncio
import contextlib
import math
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

READ_LIMIT = 256 * 1024
READ_BYTES = 16 * 1024
"""At once: what has come already is read without a wait, and pieces of one byte cost more than their bytes."""
MAX_HEAD = 48 * 1024
"""Bytes until the head of a connection's first answer is there, with all hints (1xx) before it, which nothing else
bounds."""


class AsyncioStream(httpcore.AsyncNetworkStream):
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._room = float(MAX_HEAD)

    def head_came(self) -> None:
        """From here on whoever reads bounds it (`watchers.transport` says when)."""
        self._room = math.inf

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._room <= 0:
            raise httpcore.RemoteProtocolError("no end of the head")
        try:
            async with asyncio.timeout(timeout):
                data = await self._reader.read(min(max_bytes, READ_BYTES))
                if len(data) == READ_BYTES:
                    await asyncio.sleep(0)  # others have their turn
                self._room -= len(data)
                return data
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        try:
            self._writer.write(buffer)
            async with asyncio.timeout(timeout):
                await self._writer.drain()
        except TimeoutError:
            raise httpcore.WriteTimeout from None
        except (OSError, RuntimeError) as error:
            raise httpcore.WriteError(str(error)) from None

    async def aclose(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            if self._writer.get_extra_info("ssl_object") is None:
                await self._writer.wait_closed()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except TimeoutError:
            self._writer.close()
            raise httpcore.ConnectTimeout from None
        except (ssl.SSLError, OSError) as error:
            self._writer.close()
            raise httpcore.ConnectError(f"SSL: {error}") from None
        return self

    def get_extra_info(self, info: str) -> Any:
        match info:
            case "ssl_object":
                return self._writer.get_extra_info("ssl_object")
            case "client_addr":
                return self._writer.get_extra_info("sockname")
            case "server_addr":
                return self._writer.get_extra_info("peername")
            case "socket":
                return self._writer.get_extra_info("socket")
            case "is_readable":
                return self._reader.at_eof() or bool(getattr(self._reader, "_buffer", b""))
            case _:
                return None


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Raises httpcore's errors. `host` is an address, already checked by whoever calls."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                reader, writer = await asyncio.open_connection(host, port, limit=READ_LIMIT)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from None
        return AsyncioStream(reader, writer)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
