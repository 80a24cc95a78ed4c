"""What the desk answers when it does not do what was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what to do: one line, ready to show. `shown`: where it lies, to be set in letters of one width."""

    text: str
    shown: str = ""

    def __str__(self) -> str:
        return self.text


def too_long(what: str, text: str, limit: int) -> Refusal | None:
    if len(text) > limit:
        return Refusal(
            f"The {what} has {len(text):,} characters; at most {limit:,} are possible. Shorten it."
        )
    return None


def not_found(what: str, name: str, listing: str) -> Refusal:
    return Refusal(f"There is no {what} '{name[:80]}'. {listing} shows what there is.")
