"""A small Discord over loopback: REST and gateway, enough of both for the real discord.py client.

Every request body is held against Discord's own description (`schema`) and its limits (`limits`); what does not pass
is answered as Discord answers it and kept in `problems`, which tests assert to be empty.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.fakes.discord import limits, schema
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.messages import (
    body_of,
    error,
    fresh_message,
    json_answer,
    merge,
    pinged,
)
from tests.fakes.discord.model import (
    ALL,
    Channel,
    Fault,
    Guild,
    Interaction,
    Request,
    Snowflakes,
    user_payload,
)

NONCE_SECONDS = 180.0


class FakeDiscord:
    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.shards = 1
        """How many gateway connections Discord recommends."""
        self.bot_id = self.ids.next()
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: list[dict[str, Any]] = []
        self.syncs = 0
        self.requests: list[Request] = []
        self.problems: list[str] = []
        self.faults: list[Fault] = []
        self.interactions: dict[str, Interaction] = {}
        self.changed = asyncio.Condition()
        self.gateway = Gateway(self._ready, self._greet)
        self.base = ""
        self.uploads: dict[str, bytes] = {}
        """Files that people attach, by name."""
        self._nonces: dict[tuple[int, str], tuple[float, dict[str, Any]]] = {}

    # --- setting the scene ------------------------------------------------------------------------

    def add_guild(self, name: str) -> Guild:
        guild = Guild(id=self.ids.next(), name=name)
        self.guilds[guild.id] = guild
        self.add_channel(guild)
        return guild

    def add_channel(
        self, guild: Guild, name: str = "general", kind: int = 0, parent: int | None = None
    ) -> Channel:
        channel = Channel(id=self.ids.next(), guild_id=guild.id, name=name, type=kind, parent_id=parent)
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        return channel

    def dm_of(self, user_id: int) -> Channel:
        for channel in self.channels.values():
            if channel.recipient == user_id:
                return channel
        channel = Channel(id=self.ids.next(), guild_id=None, name="dm", type=1, recipient=user_id)
        self.channels[channel.id] = channel
        return channel

    def fault(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def forget_nonces(self) -> None:
        """As if the few minutes had passed in which Discord remembers them."""
        self._nonces.clear()

    def sends(self) -> list[Request]:
        return [r for r in self.requests if r.method == "POST" and r.path.endswith("/messages")]

    async def until(self, happened: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until it is so; every request and gateway event looks again."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(happened)
        return happened()

    # --- life -------------------------------------------------------------------------------------

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[FakeDiscord]:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        app.router.add_get("/files/{path:.*}", self._file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.base = f"http://127.0.0.1:{port}"
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def api(self) -> str:
        return f"{self.base}/api"

    @property
    def gateway_url(self) -> str:
        return f"{self.base.replace('http', 'ws')}/gateway"

    def _ready(self, session_id: str) -> dict[str, Any]:
        return {
            "v": 10,
            "user": user_payload(self.bot_id, "walkback", bot=True),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in self.guilds.values()],
            "session_id": session_id,
            "resume_gateway_url": self.gateway_url,
            "application": {"id": str(self.bot_id), "flags": 0},
        }

    def _greet(self) -> list[tuple[str, dict[str, Any]]]:
        return [("GUILD_CREATE", guild.payload(self.bot_id)) for guild in self.guilds.values()]

    # --- REST -------------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        body, files = await body_of(request)
        found = schema.problems(request.method, path, body) if isinstance(body, dict | list) else []
        self.requests.append(Request(request.method, path, body, time.monotonic(), found))
        self.problems += found
        fault = self._fault_for(request.method, path)
        try:
            if fault is not None and not fault.effect:
                return self._failed(request, fault)
            answer = self._answer(request, path, body, files)
            return self._failed(request, fault) if fault is not None else answer
        finally:
            async with self.changed:
                self.changed.notify_all()

    def _fault_for(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.applies(method, path):
                fault.times -= 1
                return fault
        return None

    def _failed(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(fault.body, str):
            return web.Response(
                status=fault.status, text=fault.body, content_type="text/html", headers=fault.headers
            )
        body = fault.body if fault.body is not None else {"message": "fault", "code": 0}
        return json_answer(body, status=fault.status, headers=fault.headers)

    def _answer(self, request: web.Request, path: str, body: Any, files: list[str]) -> web.StreamResponse:
        parts = path.strip("/").split("/")
        match (request.method, *parts):
            case ("GET", "users", "@me"):
                return json_answer(user_payload(self.bot_id, "walkback", bot=True))
            case ("GET", "oauth2", "applications", "@me") | ("GET", "applications", "@me"):
                return json_answer(self._application())
            case ("GET", "gateway", "bot"):
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                return json_answer(
                    {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}
                )
            case ("GET", "guilds", guild_id, *rest) if int(guild_id) in self.guilds:
                payload = self.guilds[int(guild_id)].payload(self.bot_id)
                return json_answer(payload["members"][0] if rest else payload)
            case ("POST", "users", "@me", "channels"):
                channel = self.dm_of(int(body["recipient_id"]))
                recipients = [user_payload(int(body["recipient_id"]), "someone")]
                return json_answer(channel.payload() | {"recipients": recipients})
            case ("PUT", "applications", _, "commands"):
                return self._sync(body)
            case (verb, "channels", channel_id, *rest):
                return self._channel(verb, int(channel_id), rest, body, files, request.query)
            case ("POST", "interactions", _, token, "callback"):
                return self._callback(token, body, files)
            case (verb, "webhooks", _, token, *rest):
                return self._webhook(verb, token, rest, body, files)
            case _:
                self.problems.append(f"{request.method} {path}: the fake does not know it")
                return error(404, 0, "404: Not Found")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self.uploads.get(request.match_info["path"], b""))

    def _application(self) -> dict[str, Any]:
        return {
            "id": str(self.bot_id),
            "name": "walkback",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": user_payload(1, "owner"),
            "team": None,
        }

    def _sync(self, body: list[dict[str, Any]]) -> web.StreamResponse:
        found = limits.command_problems(body)
        self.problems += found
        if found:
            return error(400, 50035, "; ".join(found))
        self.syncs += 1
        extra = {"application_id": str(self.bot_id), "version": "1"}
        self.commands = [{"type": 1, **each, **extra, "id": str(self.ids.next())} for each in body]
        return json_answer([_command_back(each) for each in self.commands])

    def _channel(
        self, verb: str, channel_id: int, rest: list[str], body: Any, files: list[str], query: Any
    ) -> web.StreamResponse:
        channel = self.channels.get(channel_id)
        if channel is None:
            return error(404, 10003, "Unknown Channel")
        match (verb, *rest):
            case ("GET",):
                return json_answer(channel.payload())
            case ("POST", "messages"):
                return self._send(channel, body, files)
            case ("GET", "messages"):
                after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
                later = [m for m in channel.messages if int(m["id"]) > after]
                return json_answer(later[:limit][::-1] if after else later[-limit:][::-1])
            case (_, "messages", message_id):
                return self._message(verb, channel, message_id, body, files)
            case ("POST", "messages", message_id, "threads"):
                return self._start_thread(channel, message_id, body["name"])
            case _:
                return error(404, 0, "404: Not Found")

    def _start_thread(self, channel: Channel, message_id: str, name: str) -> web.StreamResponse:
        """A thread below a message has the message's id."""
        if not any(message["id"] == message_id for message in channel.messages):
            return error(404, 10008, "Unknown Message")
        if int(message_id) in self.channels:
            return error(400, 160004, "A thread has already been created for this message")
        thread = Channel(int(message_id), channel.guild_id, name, 11, parent_id=channel.id)
        self.channels[thread.id] = thread
        return json_answer(thread.payload(), status=201)

    def _send(self, channel: Channel, body: dict[str, Any], files: list[str]) -> web.StreamResponse:
        if channel.refuses is not None:
            status, code = channel.refuses
            return error(status, code, "refused")
        found = limits.message_problems(body)
        self.problems += found
        if found:
            return error(400, 50035, "; ".join(found))
        nonce = str(body.get("nonce") or "")
        if len(nonce) > 25:
            return error(400, 50035, "nonce is longer than 25")
        known = self._nonces.get((channel.id, nonce))
        if body.get("enforce_nonce") and known and time.monotonic() - known[0] < NONCE_SECONDS:
            return json_answer(known[1])
        message = self.make_message(channel.id, body, files)
        channel.messages.append(message)
        self._nonces[(channel.id, nonce)] = (time.monotonic(), message)
        return json_answer(message)

    def _message(
        self, verb: str, channel: Channel, message_id: str, body: Any, files: list[str]
    ) -> web.StreamResponse:
        message = next((m for m in channel.messages if m["id"] == message_id), None)
        if message is None:
            return error(404, 10008, "Unknown Message")
        if verb == "PATCH":
            return self._edited(message, body, files)
        if verb == "DELETE":
            channel.messages.remove(message)
            return web.Response(status=204)
        return json_answer(message)

    def make_message(
        self, channel_id: int, body: dict[str, Any], files: list[str] | None = None
    ) -> dict[str, Any]:
        return fresh_message(self.ids, self.bot_id, self.base, channel_id, body, files or [])

    def _edited(self, message: dict[str, Any], body: dict[str, Any], files: list[str]) -> web.StreamResponse:
        fresh = dict(message)
        merge(self.ids, self.base, fresh, body, files)
        fresh["flags"] = (message["flags"] or 0) | (fresh["flags"] or 0)
        found = limits.message_problems(fresh)
        self.problems += found
        if found:
            return error(400, 50035, "; ".join(found))
        message.update(fresh, edited_timestamp=datetime.now(UTC).isoformat())
        return json_answer(message)

    # --- interactions -----------------------------------------------------------------------------

    async def push(self, payload: dict[str, Any]) -> Interaction:
        interaction = Interaction(
            id=int(payload["id"]), token=payload["token"], payload=payload, pushed_at=time.monotonic()
        )
        self.interactions[interaction.token] = interaction
        await self.gateway.push("INTERACTION_CREATE", payload)
        return interaction

    def _callback(self, token: str, body: dict[str, Any], files: list[str]) -> web.StreamResponse:
        interaction = self.interactions.get(token)
        if interaction is None:
            return error(404, 10062, "Unknown interaction")
        if interaction.kind is not None:
            return error(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - interaction.pushed_at > 3.0:
            self.problems.append("an interaction was answered after more than 3 seconds")
            return error(404, 10062, "Unknown interaction")
        kind, data = body["type"], body.get("data") or {}
        found = limits.callback_problems(kind, data, interaction.payload)
        self.problems += found
        if found:
            return error(400, 50035, "; ".join(found))
        interaction.kind, interaction.data = kind, data
        interaction.answered_at = time.monotonic()
        interaction.settled = kind not in (5,)
        target = interaction.payload.get("message")
        if kind in (4, 5):
            channel_id = int(interaction.payload["channel_id"])
            interaction.message = self.make_message(channel_id, data, files)
            if kind == 4 and not (data.get("flags") or 0) & 64 and channel_id in self.channels:
                self.channels[channel_id].messages.append(interaction.message)
        elif kind == 7 and target is not None:
            self._edited(target, data, files)
            interaction.message = target
        elif kind == 6:
            interaction.message = target
        back: dict[str, Any] = {
            "interaction": {"id": str(interaction.id), "type": interaction.payload["type"]}
        }
        if interaction.message is not None:
            back["resource"] = {"type": kind, "message": interaction.message}
        return json_answer(back)

    def _webhook(
        self, verb: str, token: str, rest: list[str], body: Any, files: list[str]
    ) -> web.StreamResponse:
        interaction = self.interactions.get(token)
        if interaction is None or interaction.kind is None:
            return error(404, 10015, "Unknown Webhook")
        match (verb, *rest):
            case ("POST",):
                found = limits.message_problems(body)
                self.problems += found
                if found:
                    return error(400, 50035, "; ".join(found))
                message = self.make_message(int(interaction.payload["channel_id"]), body, files)
                interaction.followups.append(message)
                return json_answer(message)
            case (_, "messages", "@original"):
                if interaction.message is None:
                    return error(404, 10008, "Unknown Message")
                if verb == "DELETE":
                    interaction.message = None
                    return web.Response(status=204)
                if verb == "PATCH":
                    answer = self._edited(interaction.message, body, files)
                    interaction.settled = interaction.settled or answer.status == 200
                    return answer
                return json_answer(interaction.message)
            case _:
                return error(404, 10008, "Unknown Message")


def _command_back(command: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", "default_member_permissions": None, **command}


__all__ = ["ALL", "FakeDiscord", "pinged"]
