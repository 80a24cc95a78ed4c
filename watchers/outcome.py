"""What a fetch or a parse came to. A server's doing is always a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Reason = Literal[
    # the URL and the way to the server
    "bad_url",
    "private_address",
    "unknown_host",
    "unreachable",
    "tls",
    "timeout",
    "protocol",
    "truncated",
    "too_large",
    "bad_encoding",
    "bad_redirect",
    # what the server answered
    "empty",
    "unauthorized",
    "forbidden",
    "not_found",
    "gone",
    "rate_limited",
    "server_error",
    "http_error",
    # what the body was
    "challenge",
    "login_page",
    "html_page",
    "not_a_feed",
    "broken_feed",
    "too_costly",
    "wrong_feed",
]

Headers = tuple[tuple[bytes, bytes], ...]
MAX_VALIDATOR = 4096
"""Bytes. Many servers refuse a request with 8 KiB of headers, and would refuse this one for a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A complete, decoded body. `url` is where it came from after redirects; `moved_to` is that URL if every
    hop on the way was permanent. Header names are lower case."""

    url: str
    body: bytes
    headers: Headers = ()
    moved_to: str | None = None

    def header(self, name: bytes) -> bytes | None:
        return header(self.headers, name)

    @property
    def content_type(self) -> str:
        raw = self.header(b"content-type") or b""
        return raw.decode("latin-1").strip()

    @property
    def etag(self) -> bytes | None:
        return self._validator(b"etag")

    @property
    def last_modified(self) -> bytes | None:
        return self._validator(b"last-modified")

    def _validator(self, name: bytes) -> bytes | None:
        """None for one that is too long to send back."""
        value = self.header(name)
        return value if value is None or len(value) <= MAX_VALIDATOR else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304, in answer to validators that we sent."""

    headers: Headers = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A form that was sent and taken (2xx)."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """`words`: one plain sentence for people, without credentials. `retry_after`: seconds the server asked for,
    clamped to 1 min … 24 h. `status`: the HTTP status, 0 without one."""

    reason: Reason
    words: str
    retry_after: float | None = None
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A body that is not what the source's kind should be. Never "0 items", never a retraction."""

    reason: Reason
    words: str


def header(headers: Headers, name: bytes) -> bytes | None:
    """The last value of a header; `name` lower case."""
    found = None
    for each, value in headers:
        if each == name:
            found = value
    return found


class Getter(Protocol):
    """What `watchers.fetch.Fetcher` does; replay puts recorded answers in its place."""

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed: ...
