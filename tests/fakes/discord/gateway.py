"""The fake's gateway: identify, heartbeat, resume, and everything that may go wrong with a connection."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


class Session:
    """One bot session: its events by number, and the socket that carries it now."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(8)
        self.events: list[str] = []
        self.socket: web.WebSocketResponse | None = None
        self.shard = (0, 1)

    def has(self, guild_id: int) -> bool:
        """Whether the guild's events come to this shard, by Discord's rule."""
        shard, count = self.shard
        return (guild_id >> 22) % count == shard


class Gateway:
    """`greet` gives the events that follow an IDENTIFY."""

    def __init__(self, ready: Any, greet: Any) -> None:
        self._ready, self._greet = ready, greet
        self.sessions: list[Session] = []
        self.identifies = self.resumes = 0
        self.refuse_with: int | None = None
        """Close code for the next IDENTIFY."""
        self.refuse_handshakes = 0
        """How many connections get an HTTP 503 instead of a socket."""
        self.identified = asyncio.Event()
        self.token = "token"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_handshakes:
            self.refuse_handshakes -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._received(socket, json.loads(frame.data))
        return socket

    async def _received(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        match frame["op"]:
            case 1:
                await socket.send_json({"op": ACK, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, frame["d"])
            case 6:
                await self._resume(socket, frame["d"])
            case _:
                pass

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.identifies += 1
        code, self.refuse_with = self.refuse_with, None
        if code is None and data["token"] != self.token:
            code = 4004
        if code is not None:
            await socket.close(code=code, message=b"refused")
            return
        session = Session()
        session.socket = socket
        self.sessions.append(session)
        shard, count = data.get("shard") or (0, 1)
        session.shard = (shard, count)
        ready = self._ready(session.id) | {"shard": [shard, count]}
        ready["guilds"] = [each for each in ready["guilds"] if session.has(int(each["id"]))]
        await self._send(session, "READY", ready)
        for name, payload in self._greet():
            if session.has(int(payload["id"])):
                await self._send(session, name, payload)
        self.identified.set()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.resumes += 1
        session = next((s for s in self.sessions if s.id == data["session_id"]), None)
        if session is None:
            await socket.send_json({"op": INVALID, "d": False, "s": None, "t": None})
            return
        session.socket = socket
        for text in session.events[data["seq"] or 0 :]:
            await socket.send_str(text)
        await self._send(session, "RESUMED", {})
        self.identified.set()

    async def _send(self, session: Session, name: str, payload: Any) -> None:
        text = json.dumps({"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": payload})
        session.events.append(text)
        if session.socket is not None and not session.socket.closed:
            await session.socket.send_str(text)

    @property
    def session(self) -> Session:
        return self.sessions[-1]

    async def push(self, name: str, payload: Any) -> None:
        """An event for the bot, to the shard that has its guild; kept for a resume when the connection is cut."""
        guild_id = int(payload.get("guild_id") or 0)
        fitting = [each for each in self.sessions if each.has(guild_id)]
        await self._send((fitting or self.sessions)[-1], name, payload)

    # --- what goes wrong --------------------------------------------------------------------------

    def _lose(self) -> web.WebSocketResponse:
        socket = self.session.socket
        assert socket is not None
        self.identified.clear()
        return socket

    def cut(self) -> None:
        """The connection is gone without a word."""
        socket = self._lose()
        self.session.socket = None
        transport = socket._req.transport if socket._req is not None else None
        if transport is not None:
            transport.abort()

    async def close(self, code: int) -> None:
        await self._lose().close(code=code)

    async def ask_to_reconnect(self) -> None:
        await self._lose().send_json({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool) -> None:
        socket = self._lose()
        await socket.send_json({"op": INVALID, "d": resumable, "s": None, "t": None})

    async def send_malformed(self, name: str) -> None:
        """A known event whose data is not what it should be."""
        self.identified.clear()
        await self.push(name, {"nothing": "of what it should have"})
