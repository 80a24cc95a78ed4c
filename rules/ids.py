"""Ids come from content: the same thing seen twice has the same id, so a replayed poll writes the same rows."""

from __future__ import annotations

import hashlib

ID_LENGTH = 20
"""Base32 characters, 100 bits; fits Discord's 25-character nonce and 100-character custom_id with room."""


def content_id(*parts: str | int) -> str:
    """A short stable id of the parts, in order. Parts are length-prefixed, so ("a","bc") differs from ("ab","c")."""
    digest = hashlib.blake2b(digest_size=13)
    for part in parts:
        raw = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    number = int.from_bytes(digest.digest(), "big")
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u to misread
    out = []
    for _ in range(ID_LENGTH):
        number, low = divmod(number, 32)
        out.append(alphabet[low])
    return "".join(reversed(out))
