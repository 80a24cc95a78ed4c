"""Webhooks: a POST of JSON that Discord-compatible servers understand (`content`, `embeds`), for those without a bot.

There is no nonce and no history to look in: an answer that was lost on the way is sent again and may then stand there
twice. docs/operations.md says so.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx

from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.destinations.plain import plain_text
from bot.message import Message
from rules.model import Address
from watchers.guard import AddressRefused, Guard, NameUnknown
from watchers.transport import GuardedTransport

CONTENT_LIMIT = 2_000
SECONDS = 20.0
GONE = frozenset({401, 403, 404, 410})


class WebhookDestination:
    """Every connection passes the address guard, as a fetch does: a webhook URL is a stranger's text."""

    def __init__(self, guard: Guard, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(
            transport=transport or GuardedTransport(guard),
            timeout=SECONDS,
            follow_redirects=False,
            trust_env=False,
        )

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        body = json.dumps(payload(message), ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json", "Idempotency-Key": nonce}
        try:
            answer = await self._client.post(address.target, content=body, headers=headers)
        except (AddressRefused, NameUnknown, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise GiveUp(f"the webhook cannot be asked ({type(error).__name__})", park=True) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise TryLater("the webhook's server cannot be reached") from None
        if answer.is_success:
            return Receipt(message_id=_message_id(answer))
        if answer.status_code in GONE:
            raise GiveUp(f"the webhook answers {answer.status_code}: it is gone or closed", park=True)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise TryLater(f"the webhook answers {answer.status_code}", after=_retry_after(answer))
        raise GiveUp(f"the webhook answers {answer.status_code} to this message")

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def close(self) -> None:
        await self._client.aclose()


def payload(message: Message) -> dict[str, Any]:
    """Plain words, no markdown to break, no mention to ping: `allowed_mentions` is empty."""
    text = plain_text(message)
    if len(text) > CONTENT_LIMIT:
        text = text[: CONTENT_LIMIT - 1] + "…"
    return {"content": text, "allowed_mentions": {"parse": []}}


def _message_id(answer: httpx.Response) -> str:
    try:
        found = answer.json()
    except ValueError:
        return ""
    return str(found.get("id", ""))[:40] if isinstance(found, dict) else ""


def _retry_after(answer: httpx.Response) -> float | None:
    text = answer.headers.get("retry-after", "")
    try:
        return min(max(float(text), 1.0), 86_400.0)
    except ValueError:
        return None
