"""Logs: levels, plain or JSON lines, and a filter that takes secrets out of every record before anybody sees it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.settings import Settings

NOISY = ("httpx", "httpcore", "apscheduler", "discord", "asyncio")
"""They log URLs with their credentials, or every tick: warnings only."""
CREDENTIALS = re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)")
QUERY_SECRET = re.compile(
    r"(?i)\b(key|token|secret|password|pass|auth|sig|signature|api_?key|feed(?==[0-9a-f]{20}))=[^&\s\"']+"
)
WEBHOOK = re.compile(r"(https://[^/\s]+/api/(?:v\d+/)?webhooks/)\S+")
ADDRESS = re.compile(r"\b(webhook:https?://)(?:[^/@\s]*@)?([^/\s?]+)[/?]\S*")
"""Of any service: whoever knows the path may post."""
TOKEN = re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{20,}")
"""The form of a Discord bot's token."""


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without the given secrets, without user:password in URLs, key=… parameters and webhook paths."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, "***")
    text = CREDENTIALS.sub("***", text)
    text = QUERY_SECRET.sub(lambda found: f"{found[1]}=***", text)
    text = ADDRESS.sub(r"\1\2/***", TOKEN.sub("***", text))
    return WEBHOOK.sub(r"\1***", text)


class _Plain(logging.Formatter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


class _Json(_Plain):
    def format(self, record: logging.LogRecord) -> str:
        row = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            row["error"] = redact(self.formatException(record.exc_info), self._secrets)
        return json.dumps(row, ensure_ascii=False)


def configure(settings: Settings, *, spoken: bool = False) -> None:
    """One handler on stderr for everything. Redaction is in the formatter, so that tracebacks pass through it too.

    `spoken`: for a command that says in words what it did; plain lines of INFO would only repeat it.
    """
    token = settings.discord_token
    secrets = (token.reveal(),) if token else ()
    handler = logging.StreamHandler()
    handler.setFormatter(_Json(secrets) if settings.log_json else _Plain(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    quiet = spoken and settings.log == "INFO" and not settings.log_json
    root.setLevel("WARNING" if quiet else settings.log)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
