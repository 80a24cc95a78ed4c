"""One polite, bounded, guarded GET: the only way out to the web, for feeds, articles and discovery alike.

It speaks through httpx's transport layer and not its client: raw headers, raw bytes, no cookie jar, no redirects and no
environment (a proxy variable would go round the address guard), so there is nothing to switch off. A connection serves
one request: a host is asked a second apart, and one that was kept may have been hung up, or hold what nobody asked for.
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlencode

import httpx

from watchers.decode import BadEncoding, Decoder, TooLarge
from watchers.guard import AddressRefused, Guard, NameUnknown
from watchers.hints import retry_after
from watchers.outcome import Failed, Fetched, Headers, NotModified, Reason, Taken, header
from watchers.transport import GuardedTransport
from watchers.url import Url, absolute, parse_url

MAX_BODY = 10 * 1024 * 1024
MAX_HOPS = 10
TOTAL_SECONDS = 30.0
SECONDS: dict[str, float | None] = {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": None}
"""The longest waits of one request; a place among the connections is waited for as long as the fetch may take."""
CRUMBS, CRUMB = 10_000, 64
"""More pieces of a body than this, of so few bytes on average, are no page: each costs more than its bytes."""
FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
_PERMANENT = frozenset({301, 308})
_REDIRECT = frozenset({301, 302, 303, 307, 308})
_STATUS: dict[int, tuple[Reason, str]] = {
    401: ("unauthorized", "wants a user name and password"),
    402: ("forbidden", "wants to be paid"),
    403: ("forbidden", "refuses us"),
    404: ("not_found", "has nothing at this address"),
    407: ("unauthorized", "wants a user name and password"),
    410: ("gone", "says that this address is gone for good"),
    429: ("rate_limited", "asks for fewer requests"),
    451: ("forbidden", "may not show this for legal reasons"),
}

_BROKE_OFF = re.compile("incomplete|peer closed")
Read = TypeVar("Read")


class Fetcher:
    """An async context manager. `clock` is asked for the date-form of Retry-After only.

    `contact`: a URL or e-mail for the User-Agent, so that a server's operator can reach the bot's.
    `total`: seconds for one `get`, redirects and body included.
    """

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        contact: str = "",
        total: float = TOTAL_SECONDS,
        max_body: int = MAX_BODY,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        agent = f"walkback/0.1 (+{contact})" if contact else "walkback/0.1 (feed watcher)"
        self._always = (
            (b"User-Agent", agent.encode("ascii", "replace")),
            (b"Accept-Encoding", b"gzip, deflate"),
            (b"Connection", b"close"),
        )
        self._total = total
        self._max_body = max_body
        self._clock = clock
        self._transport = GuardedTransport(
            guard or Guard(), ssl_context=ssl_context, connections=64, keepalive=0
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(
        self,
        url: str,
        *,
        etag: bytes | None = None,
        last_modified: bytes | None = None,
        accept: str = FEED_ACCEPT,
    ) -> Fetched | NotModified | Failed:
        """The body at `url`. Validators are sent back byte for byte as the server gave them."""
        first = parse_url(url)
        if isinstance(first, str):
            return Failed(reason="bad_url", words=f"The address {first}.")
        extra = [(b"Accept", accept.encode("ascii"))]
        if etag:
            extra.append((b"If-None-Match", etag))
        if last_modified:
            extra.append((b"If-Modified-Since", last_modified))
        try:
            async with asyncio.timeout(self._total):
                return await self._follow(first, extra, conditional=bool(etag or last_modified))
        except TimeoutError:
            return _failed("timeout", f"did not finish within {self._total:.0f} seconds", first)

    async def post(self, url: str, form: Mapping[str, str]) -> Taken | Failed:
        """A form sent to a hub. Nothing is followed and no body is read."""
        here = parse_url(url)
        if isinstance(here, str):
            return Failed(reason="bad_url", words=f"The address {here}.")
        body = urlencode(form).encode("ascii")
        headers = [
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Content-Length", b"%d" % len(body)),
        ]
        try:
            async with asyncio.timeout(self._total):
                return await self._exchange(here, self._headers(here, here, headers), self._taken, body)
        except TimeoutError:
            return _failed("timeout", f"did not finish within {self._total:.0f} seconds", here)

    async def _follow(
        self, first: Url, extra: list[tuple[bytes, bytes]], *, conditional: bool
    ) -> Fetched | NotModified | Failed:
        here, permanent, been = first, True, {str(first)}
        for _ in range(MAX_HOPS + 1):
            answer = await self._once(here, first, extra, conditional=conditional)
            if not isinstance(answer, _Hop):
                if isinstance(answer, Failed) or not permanent or here == first:
                    return answer
                return replace(answer, moved_to=str(here))
            target = absolute(str(here), answer.location)
            if isinstance(target, str) or target.user:
                return _failed("bad_redirect", "sends us to an address that cannot be asked", here)
            if str(target) in been:
                return _failed("bad_redirect", "sends us round in a circle", here)
            been.add(str(target))
            permanent = permanent and answer.permanent
            here = target
        return _failed("bad_redirect", f"sends us on more than {MAX_HOPS} times", first)

    async def _once(
        self, here: Url, first: Url, extra: list[tuple[bytes, bytes]], *, conditional: bool
    ) -> Fetched | NotModified | Failed | _Hop:
        return await self._exchange(
            here,
            self._headers(here, first, extra),
            lambda answer, here: self._answer(answer, here, conditional=conditional),
        )

    def _headers(self, here: Url, first: Url, extra: list[tuple[bytes, bytes]]) -> Headers:
        headers = ((b"Host", here.authority.encode("ascii")), *self._always, *extra)
        if not first.user or here.origin != first.origin:
            return headers
        return (*headers, (b"Authorization", b"Basic " + base64.b64encode(first.user.encode())))

    async def _exchange(
        self,
        here: Url,
        headers: Headers,
        read: Callable[[httpx.Response, Url], Awaitable[Read]],
        form: bytes | None = None,
    ) -> Read | Failed:
        """The request sent and its answer read; what goes wrong on the way in a person's words."""
        try:
            request = httpx.Request(
                "GET" if form is None else "POST",
                httpx.URL(
                    scheme=here.scheme, host=here.host, port=here.port, raw_path=here.target.encode("ascii")
                ),
                headers=list(headers),
                content=form,
                extensions={"timeout": SECONDS},
            )
        except httpx.InvalidURL:  # such as http://012.0.0.1/, which some read as 10.0.0.1
            return _failed("bad_url", "is no host name that can be asked", here)
        try:
            response = await self._transport.handle_async_request(request)
            try:
                return await read(response, here)
            finally:
                await response.aclose()
        except AddressRefused:
            return _failed("private_address", "is not on the public internet, so it is not asked", here)
        except NameUnknown:
            return _failed("unknown_host", "is a name that no name server knows", here)
        except httpx.TimeoutException:
            return _failed("timeout", "does not answer in time", here)
        except (httpx.ConnectError, ssl.SSLError) as error:
            if isinstance(error, ssl.SSLError) or "SSL" in str(error) or "certificate" in str(error).lower():
                return _failed("tls", "has no valid certificate for its name", here)
            return _failed("unreachable", "cannot be reached", here)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            if isinstance(error, httpx.ReadError) or _BROKE_OFF.search(str(error)):
                return _failed("truncated", "broke off in the middle of its answer", here)
            return _failed("protocol", "does not answer in proper HTTP", here)
        except (httpx.ProtocolError, httpx.UnsupportedProtocol, httpx.NetworkError):
            return _failed("protocol", "does not answer in proper HTTP", here)

    async def _answer(
        self, response: httpx.Response, here: Url, *, conditional: bool
    ) -> Fetched | NotModified | Failed | _Hop:
        headers, status = _headers_of(response), response.status_code
        if status in _REDIRECT:
            location = header(headers, b"location")
            if not location:
                return _failed("bad_redirect", "sends us on without saying where", here, status=status)
            return _Hop(_location_text(location), status in _PERMANENT)
        if status == 304:
            if conditional:
                return NotModified(headers=headers)
            return _failed(
                "http_error", "says 'not modified' although nothing was asked for before", here, status=304
            )
        if status != 200:
            return self._refusal(status, headers, here)
        try:
            decoder = Decoder((header(headers, b"content-encoding") or b"").decode("latin-1"), self._max_body)
            async for chunk in _pieces(response):
                decoder.feed(chunk)
            body = decoder.finish()
        except TooLarge:
            return _failed(
                "too_large", f"sends more than {self._max_body // 1_048_576} MiB", here, status=200
            )
        except BadEncoding as error:
            return Failed(reason="bad_encoding", words=f"{here.host}: {error}.", status=200)
        if not body.strip():
            return _failed("empty", "sends an empty page", here, status=200)
        return Fetched(url=str(here), body=body, headers=headers)

    async def _taken(self, response: httpx.Response, here: Url) -> Taken | Failed:
        if 200 <= response.status_code < 300:
            return Taken(status=response.status_code)
        return self._refusal(response.status_code, _headers_of(response), here)

    def _refusal(self, status: int, headers: Headers, here: Url) -> Failed:
        reason, words = _STATUS.get(
            status,
            ("server_error", f"has trouble of its own (HTTP {status})")
            if 500 <= status < 600
            else ("http_error", f"answers with HTTP {status}, which is no page"),
        )
        if status in (401, 403, 503) and (
            header(headers, b"cf-mitigated") == b"challenge" or header(headers, b"x-datadome") is not None
        ):
            reason, words = "challenge", "shows a check for robots instead of the page"
        after = retry_after(header(headers, b"retry-after"), self._clock())
        return _failed(reason, words, here, status=status, after=after)


@dataclass(frozen=True, slots=True)
class _Hop:
    location: str
    permanent: bool


def _headers_of(response: httpx.Response) -> Headers:
    return tuple((name.lower(), value) for name, value in response.headers.raw)


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it comes, packed or not. Raises httpx's errors, also for a body in crumbs."""
    pieces = size = 0
    async for piece in response.aiter_raw():
        yield piece
        pieces, size = pieces + 1, size + len(piece)
        if pieces > CRUMBS and size < CRUMB * pieces:
            raise httpx.RemoteProtocolError("a body in crumbs")


def _failed(reason: Reason, words: str, where: Url, *, status: int = 0, after: float | None = None) -> Failed:
    return Failed(reason=reason, words=f"{where.host} {words}.", retry_after=after, status=status)


def _location_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
