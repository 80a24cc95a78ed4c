"""Ids come from content: the same thing seen twice has the same id, so a replayed poll writes the same rows."""

from __future__ import annotations

import hashlib

ID_LENGTH = 20
"""Base32 characters, 100 bits; fits Discord's 25-character nonce and 100-character custom_id with room."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: no i, l, o, u to misread."""


def content_id(*parts: str | int) -> str:
    """A short stable id of the parts, in order. Parts are length-prefixed, so ("a","bc") differs from ("ab","c")."""
    digest = hashlib.blake2b(digest_size=13)
    for part in parts:
        raw = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    number = int.from_bytes(digest.digest(), "big")
    return "".join([_ALPHABET[number >> shift & 31] for shift in range(5 * (ID_LENGTH - 1), -1, -5)])


def looks_like_id(text: str) -> bool:
    """Whether a text is written as ids are, with a digit: no word is."""
    return len(text) == ID_LENGTH and set(text) <= set(_ALPHABET) and any(ch.isdigit() for ch in text)
