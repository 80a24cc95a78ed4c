"""What makes a feed plain, and what feedparser makes of one field's text: said once, for the quick readers of RSS and
Atom."""

from __future__ import annotations

import contextlib
import re
from typing import Protocol

from watchers.split import Split

_CHARSET = re.compile(r"charset\s*=", re.IGNORECASE)
_UTF8 = re.compile(r"charset\s*=\s*[\"']?utf-?8\b", re.IGNORECASE)
_LEADS_ON = re.compile(rb"<!DOCTYPE|<!ENTITY|base\s*=", re.IGNORECASE)
_DEFAULT = re.compile(rb"\sxmlns\s*=")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CP1252 = {
    number: bytes([number]).decode("cp1252")
    for number in range(0x80, 0xA0)
    if number not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
PROLOGUE = (
    rb"\A(?:\xef\xbb\xbf)?"
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](utf-?8)[\"'])?(?: standalone=[\"']\w+[\"'])? ?\?>)?\s*"
)
"""How a document begins; group 1 where it says that it is UTF-8."""

Fields = dict[str, object]
"""What feedparser calls them: id, link, title, author, published, updated, summary, summary_detail, content."""


class NotPlain(Exception):
    """Somebody else's business."""


class FieldsOf(Protocol):
    def __call__(self, raw: bytes, root: bytes, *, utf8: bool) -> Fields:
        """One item's fields. `root`: attributes of the document's first tag. Raises NotPlain, UnicodeDecodeError."""


def plain_fields(
    parts: Split,
    content_type: str,
    fields_of: FieldsOf,
    *,
    head: re.Pattern[bytes],
    tail: re.Pattern[bytes],
    defaults: int,
) -> list[Fields] | None:
    """For each item, what feedparser calls its fields; None where one of them, or what stands around them, is not
    plain. `head`: `PROLOGUE` and the tags before the items, group 2 the first tag's attributes. `defaults`: how many
    default namespaces it may name."""
    begun = head.match(parts.head)
    if begun is None or not parts.whole or not tail.fullmatch(parts.tail):
        return None
    if not _stands_alone(parts.head, defaults) or not _says_utf8(content_type):
        return None
    try:
        return [fields_of(item, begun.group(2), utf8=bool(begun.group(1))) for item in parts.items]
    except (NotPlain, UnicodeDecodeError):
        return None


def _says_utf8(content_type: str) -> bool:
    """The header names no other encoding."""
    return not _CHARSET.search(content_type) or bool(_UTF8.search(content_type))


def _stands_alone(head: bytes, defaults: int) -> bool:
    """Nothing in what comes before the items changes their meaning: no document type, no base address, no more default
    namespaces than so many."""
    return not _LEADS_ON.search(head) and len(_DEFAULT.findall(head)) <= defaults


def inside(raw: bytes, *, utf8: bool) -> str:
    """An item's bytes as text with XML's line ends. Raises NotPlain, UnicodeDecodeError."""
    text = raw.decode("utf-8")
    if not utf8 and not text.isascii():
        raise NotPlain
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def value_of(written: str, packed: str | None, *, utf8: bool) -> str:
    """A field's value, from its text or (`packed`) its CDATA section. Raises NotPlain, also for several sections."""
    if packed is not None and "]]>" in packed:
        raise NotPlain
    value = (decoded(written, utf8=utf8) if packed is None else _checked(packed)).strip()
    return _mended(value) if utf8 else value.translate(_CP1252)


def _checked(text: str) -> str:
    if "\ufffe" in text or "\uffff" in text:
        raise NotPlain
    return text


def decoded(text: str, *, utf8: bool) -> str:
    """With XML's references resolved. Raises NotPlain for a reference XML does not know."""
    if "]]>" in text:
        raise NotPlain
    if "&" not in text:
        return _checked(text)

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return _NAMED[found[1]]
        number = int(found[2]) if found[2] else int(found[3], 16)
        if number >= 0x80 and not utf8:
            raise NotPlain
        return chr(number)

    whole, count = _REFERENCE.subn(one, text)
    if count != text.count("&"):
        raise NotPlain
    return _checked(whole)


def _mended(text: str) -> str:
    """UTF-8 that was packed as UTF-8 a second time is unpacked, and control characters that are Windows's signs are
    those signs: as feedparser does."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252)
