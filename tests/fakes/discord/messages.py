"""Messages of the fake Discord: made, merged with an edit, read for pings; and answers as the library reads them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.fakes.discord import limits
from tests.fakes.discord.model import Snowflakes, user_payload


def fresh_message(
    ids: Snowflakes, bot_id: int, base: str, channel_id: int, body: dict[str, Any], files: list[str]
) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": str(ids.next()),
        "channel_id": str(channel_id),
        "author": user_payload(bot_id, "walkback", bot=True),
        "content": "",
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        "components": [],
    }
    merge(ids, base, message, body, files)
    allowed = body.get("allowed_mentions")
    message["pinged"] = pinged(message, allowed)
    if "nonce" in body:
        message["nonce"] = body["nonce"]
    return message


def merge(
    ids: Snowflakes, base: str, message: dict[str, Any], body: dict[str, Any], files: list[str]
) -> None:
    for name in ("content", "embeds", "components", "flags"):
        if name in body:
            message[name] = body[name] if body[name] is not None else ("" if name == "content" else [])
    if files or "attachments" in body:
        message["attachments"] = [
            {
                "id": str(ids.next()),
                "filename": name,
                "size": 1,
                "url": f"{base}/files/{name}",
                "proxy_url": f"{base}/files/{name}",
                "description": _described(body, name),
            }
            for name in files
        ]
    for numbered, each in enumerate(limits.walk(message["components"]), 1):
        each.setdefault("id", numbered)
        for item in each.get("items", ()):
            item["media"] |= {"id": str(ids.next()), "proxy_url": item["media"]["url"]}


def json_answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.StreamResponse:
    """Without a charset: the library reads only `application/json` itself as JSON."""
    raw = json.dumps(body).encode()
    return web.Response(body=raw, status=status, headers=headers, content_type="application/json")


async def body_of(request: web.Request) -> tuple[Any, list[str]]:
    """JSON, or the JSON part of a form with the names of its files."""
    if request.content_type == "application/json":
        return await request.json(), []
    if request.content_type != "multipart/form-data":
        return None, []
    body, files = None, []
    form = await request.post()
    for name, value in form.items():
        if name == "payload_json":
            body = json.loads(value if isinstance(value, str) else value.file.read())
        elif isinstance(value, web.FileField):
            files.append(value.filename)
    return body, files


def _described(body: dict[str, Any], name: str) -> str | None:
    described = {each.get("filename"): each.get("description") for each in body.get("attachments") or ()}
    return described.get(name)


def error(status: int, code: int, text: str) -> web.StreamResponse:
    return json_answer({"message": text, "code": code}, status=status)


def pinged(message: dict[str, Any], allowed: dict[str, Any] | None) -> list[str]:
    """Whom the message notifies, as Discord reads raw text; embeds never notify."""
    texts = [message.get("content") or ""]
    texts += [
        each["content"] for each in limits.walk(message.get("components")) if each["type"] == limits.TEXT
    ]
    text = "\n".join(texts)
    parse = ["everyone", "users", "roles"] if allowed is None else allowed.get("parse") or []
    roles = {str(role) for role in (allowed or {}).get("roles") or ()}
    users = {str(user) for user in (allowed or {}).get("users") or ()}
    out = ["everyone"] if "everyone" in parse and re.search(r"@(everyone|here)", text) else []
    out += [f"role {r}" for r in re.findall(r"<@&(\d+)>", text) if "roles" in parse or r in roles]
    out += [f"user {u}" for u in re.findall(r"<@!?(\d+)>", text) if "users" in parse or u in users]
    return out
