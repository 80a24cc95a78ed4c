"""Bounded decoding of a body while it arrives: a bomb stops at the cap, a cut-off stream is not taken for whole."""

from __future__ import annotations

import codecs
import re
import zlib

CHUNK = 64 * 1024
MEMBERS = 2000
"""Of one gzip body. Whoever packs in blocks makes blocks of tens of kilobytes."""
_GZIP = b"\x1f\x8b"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PYTHONS_OWN = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape"})
"""Codecs that no page is written in. Of the first, half a megabyte takes seven seconds."""


class TooLarge(Exception):
    """More decoded bytes than allowed."""


class BadEncoding(Exception):
    """Not decodable, or ended early; the text is one clause for people."""


class Decoder:
    """Feed it raw chunks, then `finish()`. `coding` is the Content-Encoding header's value.

    Raises BadEncoding for a coding that was not asked for (br, zstd) or stacked codings, TooLarge past `limit`.
    """

    def __init__(self, coding: str, limit: int) -> None:
        codings = [
            each for each in coding.lower().replace(" ", "").split(",") if each not in ("", "identity")
        ]
        if len(codings) > 1 or (codings and codings[0] not in ("gzip", "x-gzip", "deflate")):
            raise BadEncoding(f"the body is packed as '{coding[:40]}', which was not asked for")
        self._coding = codings[0] if codings else ""
        self._limit = limit
        self._out = bytearray()
        self._unpacker: zlib._Decompress | None = None
        self._taken = 0
        self._members = 1
        self._between: bytes | None = None
        """Between two members of gzip: what has come of the second one's first two bytes."""
        self._begun = False
        self._first = b""
        self._ended = False

    def feed(self, chunk: bytes) -> None:
        self._taken += len(chunk)
        if self._taken > self._limit:  # packed nothings, or garbage behind the end, without end
            raise TooLarge
        if not chunk or self._ended:
            return
        if not self._begun:
            chunk = self._first + chunk
            if len(chunk) < 2:  # too little to see what it is
                self._first = chunk
                return
            self._begin(chunk)
        if self._unpacker is None:
            self._keep(chunk)
        else:
            self._unpack(chunk)

    def _begin(self, chunk: bytes) -> None:
        """Servers mislabel: what is visibly packed is unpacked, what is visibly plain is taken as it is."""
        self._begun = True
        if chunk[:2] == _GZIP:
            self._unpacker = zlib.decompressobj(wbits=31)
        elif self._coding == "deflate":
            zlib_wrapped = (chunk[0] & 0x0F) == 8 and len(chunk) > 1 and (chunk[0] * 256 + chunk[1]) % 31 == 0
            self._unpacker = zlib.decompressobj(wbits=15 if zlib_wrapped else -15)
        elif self._coding and chunk.lstrip()[:1] not in (b"<", b"{", b"["):
            raise BadEncoding("the body is said to be packed with gzip and is not")

    def _unpack(self, chunk: bytes) -> None:
        assert self._unpacker is not None
        pending = chunk
        if self._between is not None:
            pending, self._between = self._between + chunk, None
            if len(pending) < 2:
                self._between = pending
                return
            if pending[:2] != _GZIP:
                self._ended = True
                return
            self._next_member()
        try:
            while pending:
                room = self._limit - len(self._out) + 1
                self._keep(self._unpacker.decompress(pending, min(CHUNK, room)))
                if self._unpacker.eof:
                    rest = self._unpacker.unused_data
                    if rest[:2] == _GZIP:
                        self._next_member()
                        pending = rest
                        continue
                    if len(rest) < 2 and _GZIP.startswith(rest):
                        self._between = rest  # the next chunk tells whether there is another member
                        return
                    self._ended = True
                    return
                pending = self._unpacker.unconsumed_tail
        except zlib.error:
            raise BadEncoding("the packed body is damaged") from None

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MEMBERS:
            raise BadEncoding("the packed body is made of too many parts")
        self._unpacker = zlib.decompressobj(wbits=31)

    def _keep(self, piece: bytes) -> None:
        if len(self._out) + len(piece) > self._limit:
            raise TooLarge
        self._out += piece

    def finish(self) -> bytes:
        """The whole body. Raises BadEncoding if the packed stream never ended."""
        if not self._begun and self._first:
            self._begin(self._first)
            self._keep(self._first)
        if self._unpacker is not None and not self._unpacker.eof:
            raise BadEncoding("the packed body ends in the middle")
        return bytes(self._out)


def text_of(body: bytes, content_type: str) -> str:
    """The body as text, by the charset that the header names, or UTF-8 where it names none that works."""
    named = _CHARSET.search(content_type)
    try:
        charset = codecs.lookup(named[1] if named else "utf-8")
        return body.decode("utf-8" if charset.name in _PYTHONS_OWN else charset.name, "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")
