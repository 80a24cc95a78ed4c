"""WebSub (w3.org/TR/websub): what is said to hubs and what is believed of them. Pure.

A delivery is a knock on the door and nothing more: its body is not read. The signature proves the hub, not the feed; a
body that came in this way would go round the address guard, the limits, the validators and the check of what left the
page, and a feed's words would rest on whoever runs its hub. So a knock makes the source due, and it is polled as ever.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from watchers.outcome import Headers

LEASE = timedelta(days=10)
"""What is asked for."""
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=30)
RENEW_AT = 0.8
"""Part of a lease after which it is renewed."""
ASK_AGAIN = timedelta(hours=1)
"""After a question that the hub has not come back on."""
DENIED_FOR = timedelta(days=7)
"""After a hub's no, or its silence at the very address."""
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s{0,5};\s{0,5}[^;,<>]{1,200}){1,8})")
_REL = re.compile(r"\brel\s{0,3}=\s{0,3}\"?([^\";]{1,100})", re.IGNORECASE)
_HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}

State = Literal["asked", "active", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One source's at its hub. `next_at`: when to ask (again). `key`: a mark of the key that its secret was made with,
    so that another key means another subscription. `kept`: polls in a row whose news the hub had announced."""

    hub: str
    topic: str
    state: State
    next_at: datetime
    key: str
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets and addresses out of one key: none has to be stored, and all are the same after a restart."""

    key: bytes

    def _made(self, use: str, of: str) -> str:
        return hmac.new(self.key, f"{use}:{of}".encode(), hashlib.sha256).hexdigest()[:40]

    def token(self, source_id: str) -> str:
        """The last part of the source's callback, which nobody can guess."""
        return self._made("callback", source_id)

    def secret(self, source_id: str) -> str:
        return self._made("secret", source_id)

    @property
    def mark(self) -> str:
        return self._made("mark", "")[:8]

    def signed(self, source_id: str, body: bytes, said: str) -> bool:
        """`said`: the header X-Hub-Signature, `method=hex`."""
        method, _, digest = said.strip().partition("=")
        made = _HASHES.get(method.lower())
        if made is None or not digest.isascii():
            return False
        return hmac.compare_digest(
            hmac.new(self.secret(source_id).encode(), body, made).hexdigest(), digest.strip().lower()
        )


def request(topic: str, callback: str, secret: str) -> dict[str, str]:
    """The form that asks a hub to subscribe, or to go on."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def renewal(lease_seconds: str, now: datetime) -> datetime:
    """When a lease of so many seconds (as the hub wrote it) is to be renewed."""
    fine = lease_seconds.isascii() and lease_seconds.isdigit()
    lease = timedelta(seconds=int(lease_seconds[:9])) if fine else LEASE
    return now + min(max(lease, SHORTEST), LONGEST) * RENEW_AT


def linked(headers: Headers) -> tuple[str, str]:
    """(hub, self) out of the Link headers, "" where there is none."""
    found = {"hub": "", "self": ""}
    for name, value in headers:
        if name != b"link":
            continue
        for url, parameters in _LINK.findall(value[:8000].decode("latin-1")):
            rel = _REL.search(parameters)
            for each in rel.group(1).lower().split() if rel else ():
                if each in found and not found[each] and url.startswith(("http://", "https://")):
                    found[each] = url
    return found["hub"], found["self"]


def dumps(subscriptions: Mapping[str, Subscription]) -> str:
    return json.dumps(
        {
            source_id: {**asdict(each), "next_at": each.next_at.isoformat()}
            for source_id, each in subscriptions.items()
        }
    )


def loads(text: str) -> dict[str, Subscription]:
    return {
        source_id: Subscription(**{**each, "next_at": datetime.fromisoformat(each["next_at"])})
        for source_id, each in json.loads(text or "{}").items()
    }
