"""Webhooks: a POST of JSON that Discord-compatible servers understand (`content`, `embeds`), for those without a bot.

There is no nonce and no history to look in: an answer that was lost on the way is sent again and may then stand there
twice. docs/operations.md says so.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

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
        discords = is_discords(address.target)
        answer = await self._ask(
            "POST", waiting(address.target) if discords else address.target, message, nonce
        )
        found = _message_id(answer)
        return Receipt(message_id=found, place="webhook" if discords and found else "")

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        await self._ask("PATCH", of_message(address.target, sent.message_id), message, nonce)

    async def _ask(self, method: str, url: str, message: Message, nonce: str) -> httpx.Response:
        """The answer, which is a success. Raises TryLater or GiveUp."""
        body = json.dumps(payload(message), ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json", "Idempotency-Key": nonce}
        try:
            answer = await self._client.request(method, url, content=body, headers=headers)
        except (AddressRefused, NameUnknown, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise GiveUp(f"the webhook cannot be asked ({type(error).__name__})", park=True) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise TryLater("the webhook's server cannot be reached") from None
        if answer.is_success:
            return answer
        if method == "PATCH" and answer.status_code in (404, 405, 410):
            raise GiveUp("the message was deleted")
        if answer.status_code in GONE:
            raise GiveUp(f"the webhook answers {answer.status_code}: it is gone or closed", park=True)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise TryLater(f"the webhook answers {answer.status_code}", after=_retry_after(answer))
        raise GiveUp(f"the webhook answers {answer.status_code} to this message")

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        return None

    async def close(self) -> None:
        await self._client.aclose()


def is_discords(url: str) -> bool:
    """Whether it is a webhook as Discord (or what speaks like it) has them: `…/api/webhooks/ID/TOKEN`. Those give a
    message's id, if asked to wait for it, and take edits; of others nothing is known."""
    parts = httpx.URL(url).path.strip("/").split("/")
    return len(parts) >= 3 and parts[-3] == "webhooks" and parts[-2].isdigit()


def waiting(url: str) -> str:
    """The address that answers with the message instead of with nothing."""
    return str(httpx.URL(url).copy_merge_params({"wait": "true"}))


def of_message(url: str, message_id: str) -> str:
    """The address of one message; a thread's id stays in the query."""
    whole = httpx.URL(url)
    return str(whole.copy_with(path=f"{whole.path.rstrip('/')}/messages/{quote(message_id, safe='')}"))


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
