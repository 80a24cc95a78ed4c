"""URLs: what may be asked for at all, one form for one place, and what is shown to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urljoin, urlsplit

import idna

_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?")
_TRACKING = re.compile(
    r"utm_|at_|pk_|mtm_|hsa_|ga_|_hs|mc_(cid|eid)$|(fbclid|gclid|dclid|msclkid|yclid|igshid|mkt_tok|ref_src|cmpid"
    r"|ns_campaign|ns_mchannel|ns_source|ns_linkname|smid|ocid|cmp|feature|rss|spm|xtor|wt_mc|ncid|sr_share|guccounter)$"
)
_PLAIN = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(/[A-Za-z0-9/_.~-]*)?")
"""What most links look like: nothing in them to decode, to quote or to refuse."""
MAX_URL = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """A URL that may be asked. `host` in ASCII; `target` is what goes on the request line; `user` is
    "name:password" where the URL had one."""

    scheme: str
    host: str
    port: int
    target: str
    user: str = ""

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """Without credentials."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_url(text: str) -> Url | str:
    """The URL, or one clause on why it cannot be asked."""
    text = text.strip()
    plain = _PLAIN.fullmatch(text) if len(text) <= MAX_URL else None
    if plain and len(plain[2]) < 254 and _HOST.fullmatch(plain[2]):
        return Url(scheme=plain[1], host=plain[2], port=_PORTS[plain[1]], target=plain[3] or "/")
    if len(text) > MAX_URL:
        return f"is longer than {MAX_URL} characters"
    if _UNSAFE.search(text):
        return "has a space, backslash or control character in it"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "is no URL; write it like https://example.org/feed.xml"
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        return "does not begin with http:// or https://"
    host = _ascii_host(parts.hostname or "")
    if host is None:
        return "has no host name that can be asked"
    if port == 0:
        return "has port 0"
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    )
    if not target.startswith("/"):
        return "has no path that can be asked"
    user = parts.netloc.rpartition("@")[0]
    return Url(scheme=scheme, host=host, port=port or _PORTS[scheme], target=target, user=user)


def _ascii_host(host: str) -> str | None:
    if not host or "%" in host:
        return None
    if ":" in host:
        return host.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    host = host.lower()
    return host if _HOST.fullmatch(host) and len(host) < 254 else None


def absolute(base: str, link: str) -> Url | str:
    """`link` as seen from `base`, or one clause on why it cannot be asked. Never raises."""
    link = link.strip()
    if _UNSAFE.search(link):
        return "has a space, backslash or control character in it"
    try:
        return parse_url(urljoin(base, link))
    except ValueError:
        return "is no URL"


def join(base: str, link: str) -> str:
    """`link` as seen from `base`, without credentials; "" for what is no http(s) link. Never raises."""
    link = link.strip()
    if _PLAIN.fullmatch(link) and "/." not in link:
        found = parse_url(link)
    else:
        found = absolute(base, quote(link, safe="/%:@!$&'()*+,;=~-._?#[]"))
    return "" if isinstance(found, str) else str(found)


@lru_cache(maxsize=4096)
def canonical_link(link: str) -> str:
    """One form for one page, to compare with and not to open: no scheme, no `www.`, no fragment, no tracking
    parameters, parameters in order, no trailing slash. "" for what is no http(s) link."""
    found = parse_url(link)
    if isinstance(found, str):
        return ""
    path, _, query = found.target.partition("?")
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode(sorted(pair for pair in pairs if not _TRACKING.match(pair[0].casefold())))
    authority = found.authority.removeprefix("www.")
    if path != "/":
        path = path.rstrip("/")
    return f"{authority}{path or '/'}" + (f"?{query}" if query else "")


def query_of(query: str) -> dict[str, str]:
    """What stands behind a URL's "?": the first value of each name, none for a name without one."""
    return {name: values[0] for name, values in parse_qs(query).items()}


def host_of(url: str) -> str:
    found = parse_url(url)
    return "" if isinstance(found, str) else found.host
