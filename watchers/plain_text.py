"""What feedparser makes of one field's text, for the quick readers of plain feeds: said once, for RSS and Atom."""

from __future__ import annotations

import contextlib
import re

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


def says_utf8(content_type: str) -> bool:
    """The header names no other encoding."""
    return not _CHARSET.search(content_type) or bool(_UTF8.search(content_type))


def stands_alone(head: bytes, defaults: int) -> bool:
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
    value = (decoded(written, utf8=utf8) if packed is None else checked(packed)).strip()
    return mended(value) if utf8 else value.translate(_CP1252)


def checked(text: str) -> str:
    if "\ufffe" in text or "\uffff" in text:
        raise NotPlain
    return text


def decoded(text: str, *, utf8: bool) -> str:
    """With XML's references resolved. Raises NotPlain for a reference XML does not know."""
    if "]]>" in text:
        raise NotPlain
    if "&" not in text:
        return checked(text)

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
    return checked(whole)


def mended(text: str) -> str:
    """UTF-8 that was packed as UTF-8 a second time is unpacked, and control characters that are Windows's signs are
    those signs: as feedparser does."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252)
