"""The entries of an Atom feed of the plain kind, without a general parser; see `watchers.plain_rss`.

Plain: UTF-8, well-formed, texts and CDATA in well-known fields, links and authors with addresses that are whole. XHTML
content, sources and other namespaces' fields are feedparser's business.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from watchers.plain_text import PROLOGUE, Fields, NotPlain, decoded, inside, plain_fields, value_of
from watchers.split import Split

_ATTRIBUTES = r"((?:\s+[A-Za-z:]{1,30}=(?:\"[^\"<]*\"|'[^'<]*'))*)\s*"
_FIELD = re.compile(
    rf"\s*(?:<(title|id|published|updated|summary|content|rights|thr:total){_ATTRIBUTES}>"
    r"(?:([^<]*)|\s*<!\[CDATA\[(.*?)\]\]>\s*)</\1>"
    rf"|<(link|category|media:thumbnail){_ATTRIBUTES}(?:/>|></\5>)"
    r"|<(author)>(.*?)</author>)",
    re.DOTALL,
)
_PERSON = re.compile(r"\s*<(name|uri|email)>([^<]*)</\1>")
_ATTRIBUTE = re.compile(r"([A-Za-z:]+)=(?:\"([^\"]*)\"|'([^']*)')")
_ENTRY = re.compile(r"<entry>(.*)</entry>", re.DOTALL)
_TAIL = re.compile(rb"\s*</feed>\s*")
_HEAD = re.compile(
    PROLOGUE
    + rb"(?:<\?xml-stylesheet [^<>?]*\?>\s*)?<feed\b([^<>]*\sxmlns=[\"']http://www\.w3\.org/2005/Atom[\"'][^<>]*)>",
    re.IGNORECASE,
)
_PREFIXES = {
    "thr": b'xmlns:thr="http://purl.org/syndication/thread/1.0"',
    "media": b'xmlns:media="http://search.yahoo.com/mrss/"',
    "xml": b"",
}
_ALLOWED = {
    "title": {"type", "xml:lang"},
    "summary": {"type", "xml:lang"},
    "rights": {"type", "xml:lang"},
    "content": {"type", "xml:lang", "xml:base"},
    "link": {"rel", "type", "href", "title", "hreflang", "length", "thr:count", "thr:updated"},
    "category": {"term", "scheme", "label"},
    "media:thumbnail": {"url", "width", "height"},
}
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html"}
_HTML = ("text/html", "application/xhtml+xml", "html", "xhtml")
_UNUSED = frozenset({"rights", "thr:total"})


def plain_entries(parts: Split, content_type: str) -> list[Fields] | None:
    """For each entry, what feedparser calls its fields; None where it is not plain."""
    return plain_fields(parts, content_type, _fields, head=_HEAD, tail=_TAIL, defaults=1)


def _fields(raw: bytes, root: bytes, *, utf8: bool) -> Fields:
    """Raises NotPlain."""
    entry = _ENTRY.fullmatch(inside(raw, utf8=utf8))
    if entry is None:
        raise NotPlain
    inner, at, based = entry.group(1), 0, False
    found: Fields = {}
    while field := _FIELD.match(inner, at):
        at = field.end()
        if field[7]:
            author = _author(field[8], utf8=utf8)
            if "@" in f"{author}{found.get('author', '')}" and "author" in found:
                raise NotPlain
            found["author"] = author
            continue
        name = field[1] or field[5]
        given = _attributes(name, field[2] or field[6] or "", root, utf8=utf8)
        based = based or "xml:base" in given
        if name == "link":
            _link(found, given)
        elif field[1]:
            value = value_of(field[3], field[4], utf8=utf8)  # well-formed it must be, used or not
            if name not in _UNUSED:
                _keep(found, name, given, value)
    if inner[at:].strip():
        raise NotPlain
    if "id" in found:
        found.setdefault("link", found["id"])
    if "content" in found:
        found.setdefault("summary", found["content"][0]["value"])  # type: ignore[index]
    if based and not all(_whole(str(found.get(name, ""))) for name in ("id", "link")):
        raise NotPlain
    return found


def _attributes(name: str, written: str, root: bytes, *, utf8: bool) -> dict[str, str]:
    given: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(written):
        key, value = each[1], each[2] if each[3] is None else each[3]
        if key not in _ALLOWED.get(name, ()) or key in given or "\n" in value or "\t" in value:
            raise NotPlain
        given[key] = decoded(value, utf8=utf8)
    for prefix, colon, _ in (each.partition(":") for each in (name, *given)):
        if colon and _PREFIXES[prefix] not in root:
            raise NotPlain
    return given


def _keep(found: Fields, name: str, given: dict[str, str], value: str) -> None:
    said = given.get("type", "text").lower()
    kind = _TYPES.get(said, said)
    if name in found or kind not in ("text/plain", "text/html"):
        raise NotPlain
    if name == "id" and (":///" in value or "<" in value):
        raise NotPlain
    if name == "content":
        found[name] = [{"value": value, "type": kind}]
        return
    found[name] = value
    if name == "summary":
        found["summary_detail"] = {"type": kind}


def _link(found: Fields, given: dict[str, str]) -> None:
    href = given.get("href")
    if href is None or ":///" in href:
        raise NotPlain
    if (
        given.get("rel", "alternate").lower() == "alternate"
        and given.get("type", "text/html").lower() in _HTML
    ):
        found["link"] = href


def _author(inner: str, *, utf8: bool) -> str:
    """The name, with the address in brackets as feedparser has it. Raises NotPlain without one."""
    given: dict[str, str] = {}
    at = 0
    while field := _PERSON.match(inner, at):
        at = field.end()
        if field[1] in given:
            raise NotPlain
        given[field[1]] = decoded(field[2], utf8=utf8).strip()
    if inner[at:].strip() or not given.get("name") or "@" in given["name"]:
        raise NotPlain
    return f"{given['name']} ({given['email']})" if given.get("email") else given["name"]


def _whole(address: str) -> bool:
    """The same wherever it is seen from: an `xml:base` goes on to what comes after it."""
    return all(urljoin(base, address) == address for base in ("http://a.invalid/b", "https://a.invalid/b"))
