"""What a destination promises.

`send` returns a receipt when the message stands there; raises `TryLater` or `GiveUp` with a reason when it knows it
does not; anything else that escapes (a cut connection, a time-out, a crash) means *unknown*: the dispatcher sends
again with the same nonce, and after the nonce window asks `find` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.message import Message
from rules.model import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A message that stands."""

    message_id: str
    url: str = ""
    place: str = ""
    """Where it stands, as the destination names it; "" where the message cannot be edited."""


class TryLater(Exception):
    """The destination said: not now. `after` seconds, or None for the dispatcher's own backoff."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class GiveUp(Exception):
    """The destination said: never. `park` is True when every other message to the address would fail as well."""

    def __init__(self, reason: str, *, park: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.park = park


class Destination(Protocol):
    """Where alerts go. Anything but a receipt, `TryLater` or `GiveUp` leaves open whether the message stands."""

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        """Say it, once for a nonce where the destination can tell. Raises `TryLater`, `GiveUp`, or what came up."""

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        """Our own message with this nonce among the address's latest, or None."""

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        """Make the message that was sent under this nonce show `message` instead, without a ping. Doing it twice is
        doing it once, so an unknown outcome is simply tried again. `GiveUp` where it is gone."""
