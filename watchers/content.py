"""Has the text changed? A hash that ignores what is cosmetic and nothing else.

Cosmetic: markup, white space, typographic forms of the same character, relative times ("3 hours ago"), and blocks
that hold nothing but counters or reading times ("12 comments · 3 min read"). A number, a date or a negation inside a
sentence is never cosmetic because it is short.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime

from rules.model import ContentType
from rules.reading.references import unescaped
from watchers.dates import parse_date

_DROPPED = re.compile(
    r"<(script|style|noscript|template|svg|iframe)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|pre|hr|section|article|header|footer|figure|dl|dt|dd)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<![^>]*>")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Never shown. The joiners U+200C and U+200D stay: emoji and several scripts need them."""
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_FOLD = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
    }
    | {"–": "-", "—": "-", "−": "-", "…": "...", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " "}
)
_AGO = re.compile(
    r"\b(?:about |over |almost )?(?:\d+|an?|one|few) (?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b"
    r"|\bjust now\b",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:\d[\d.,]*[kKmM]?\+? ?(?:comments?|repl(?:y|ies)|shares?|likes?|views?|points?|votes?|upvotes?|reads?|retweets?"
    r"|reactions?|claps?|posts?|participants?|answers?|min(?:ute)?s?(?: read)?)"
    r"|#? ?(?:comments?|repl(?:y|ies)|shares?|likes?|views?|points?|votes?|reads?)(?: \(|: ?)\d[\d.,]*\)?"
    r"|no comments?(?: yet)?"
    r"|(?:reading|read) time:? ?\d+ ?min(?:ute)?s?)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"((?:[A-Za-z ]{0,24}?[a-z])??)((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, \d{4}"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \d{4}|\d{4}-\d\d-\d\d)"
    r"(?! [a-z])"
)
"""At the start of a line, alone or stuck to a rubric, and no part of a sentence."""
_NO_WORD = re.compile(r"[\W_]+")
_NO_WORD_ASCII = bytes(number for number in range(128) if not chr(number).isalnum())
_SEPARATORS = re.compile(r"[\s·•|,/()-]+")
MAX_TEXT = 200_000
"""Characters of one item's text that are kept and compared."""


def clean(text: str) -> str:
    """Without controls, invisible characters that reorder or hide text, and runs of white space."""
    return " ".join(_BIDI.sub("", _CONTROL.sub("", text)).split())


def plain(content: str, content_type: ContentType) -> str:
    """The text, one block a line. For comparing and for length, not for reading statements."""
    if content_type == "html":
        content = _COMMENT.sub(" ", _DROPPED.sub(" ", content))
        content = unescaped(_tags(_TAG, "", _tags(_BLOCK, "\n", content)))
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", content).splitlines())
    return "\n".join(line for line in lines if line)


def _tags(form: re.Pattern[str], instead: str, text: str) -> str:
    """Behind the last ">" no tag ends; to look for one there takes time that grows with the square of the length."""
    end = text.rfind(">") + 1
    return form.sub(instead, text[:end]) + text[end:] if end else text


def title_text(title: str) -> str:
    """A title as plain text: feeds put entities and tags into it, sometimes twice over."""
    title = _tags(_TAG, "", title)
    if "&" in title:
        title = _tags(_TAG, "", unescaped(title))
    return clean(title)[:1000]


def essence(title: str, content: str, content_type: ContentType, published: datetime | None = None) -> str:
    """What the hash is of: the words in order, without what is cosmetic. `published`: a line that begins with this
    date carries it as a stamp, which is no part of the text."""
    text = f"{title}\n{plain(content, content_type)}"
    if not text.isascii() or "`" in text:
        text = text.translate(_FOLD)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    kept = []
    if not text.isascii():
        text = _BIDI.sub("", text)
    for line in text.split("\n"):
        if "ago" in line or "now" in line or "AGO" in line:
            line = _AGO.sub("", line)
        if published is not None and (stamp := _STAMP.match(line)):
            line = _without_stamp(line, stamp, published)
        if len(line) > 80 or _SEPARATORS.sub("", _COUNTER.sub("", line)):
            kept.append(line)
    return " ".join(" ".join(kept).split())


def _without_stamp(line: str, stamp: re.Match[str], published: datetime) -> str:
    found = parse_date(stamp.group(2))
    if found is None or abs((found.date() - published.date()).days) > 1:
        return line
    return stamp.group(1) + line[stamp.end() :]


def content_hash(
    title: str, content: str, content_type: ContentType, published: datetime | None = None
) -> str:
    return digest(essence(title, content, content_type, published).encode("utf-8", "replace"))


def hashes(
    title: str, content: str, content_type: ContentType, published: datetime | None = None
) -> tuple[str, str]:
    """`content_hash` and `text_hash` together, at the price of one."""
    text = essence(title, content, content_type, published)
    return digest(text.encode("utf-8", "replace")), _coarse(text)


def text_hash(title: str, content: str, content_type: ContentType) -> str:
    """Coarser: letters and digits only, for finding an item again whose ids have changed."""
    return _coarse(essence(title, content, content_type))


def _coarse(text: str) -> str:
    text = text[:4000].casefold()
    if text.isascii():  # the same, at a tenth of the time
        return digest(text.encode("ascii").translate(None, _NO_WORD_ASCII))
    return digest(_NO_WORD.sub("", text).encode("utf-8", "replace"))


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=10).hexdigest()
