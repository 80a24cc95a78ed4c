"""What an edit may change without saying anything new.

A timestamp, a counter, a share bar or a byline is noise because of where it stands and what its unit is; typography,
markup, white space and spelling variants are noise everywhere. A figure, a date, a negation or a quoted word never is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rules.reading.references import unescaped

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|\*{1,3}(?=\w)|(?<=\w)\*{1,3}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|`")
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′`", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
)
_WHEN = (
    r"(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?"
    r"|\d+\s+(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\s+ago|an?\s+(?:minute|hour|day|week)\s+ago"
    r"|just\s+now|today|yesterday|moments\s+ago|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\d{1,2}\s+\w{3,9}\s+\d{4}|\w{3,9}\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
_STAMP = re.compile(
    r"(?:\b(?:first\s+)?(?:published|updated|posted|modified|last\s+(?:updated|modified|edited))(?:\s+(?:on|at))?:?"
    rf"\s+{_WHEN}(?:[\s,]+(?:at\s+)?{_WHEN})*\.?"
    rf"|^\s*{_WHEN}\s*(?:[|·•]|$)|(?:[|·•]|^)\s*\d+\s*(?:h|m|d|hr|hrs|min|mins)\s+ago\b\.?)",
    re.IGNORECASE,
)
_COUNTED = (
    r"\d[\d,.]*\s?[km]?\s+(?:comments?|repl(?:y|ies)|shares?|likes?|views?|claps?|points?|upvotes?|votes?|retweets?"
    r"|reactions?|reads?|followers?)"
)
_COUNTER = re.compile(
    rf"(?P<lead>^\s*|[.!?|·•(]\s*)(?:{_COUNTED}[\s|·•,]*)+(?:\bby\s+\S+)?(?=$|[|·•)]|\bshare\b)"
    r"|\b\d+\s*[- ]?min(?:ute)?s?\s+read\b\.?|\bcomments?\s*\(\d+\)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:share|tweet|pin|email|print)(?:\s+(?:this|on|via|to|with|article|story|facebook|twitter|x|linkedin|whatsapp"
    r"|reddit|email|friends|tweet|pin|print|share|\d+))*\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\s*(?i:by|words\s+by|written\s+by)\s+[A-Z][\w’'.-]+(?:\s+(?:and\s+|&\s+)?[A-Z][\w’'.-]+){0,5}\s*(?:[.,|·•\n]|$)"
)
_VARIANT = (
    (re.compile(r"(?<=\w{2})is(?=(?:e|es|ed|ing|ation|ations|er|ers)\b)"), "iz"),
    (re.compile(r"(?<=\w{2})ys(?=(?:e|es|ed|ing|er|ers)\b)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|er|ers|able|ite|ful|less|al|ist)?\b)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bct])re(?=s?\b)"), "er"),
    (re.compile(r"(?<=[aeiou]l)l(?=(?:ed|ing|er|ers)\b)"), ""),
    (re.compile(r"\b(program)me(?=s?\b)"), r"\1"),
    (re.compile(r"\b(licen|defen|offen)c(?=es?\b)"), r"\1s"),
    (re.compile(r"\bgrey(?=s?\b)"), "gray"),
    (re.compile(r"\bper\s?cent\b"), "%"),
    (re.compile(r"\bpercent\b"), "%"),
    (re.compile(r"\b(\w+)-(?=(?:operat|mail|line|site|ordinat|being)\w*)"), r"\1"),
    (re.compile(r"\bok(?:ay)?\b"), "ok"),
    (re.compile(r"\bone\b"), "1"),
)
_TOKEN = re.compile(r"(?:(?<=\s)|^)-(?=\d)|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[$€£¥%\"]")
_LINK = re.compile(r"https?://\S+")


@lru_cache(maxsize=2048)
def kept(text: str) -> tuple[str, ...]:
    """The tokens of `text` that an edit cannot change in silence: lower case, typography and spelling made one."""
    plain = unescaped(unescaped(text))
    plain = _TAG.sub("", plain)
    plain = unicodedata.normalize("NFKC", plain).translate(_QUOTES)
    plain = without_furniture(plain)
    decomposed = unicodedata.normalize("NFKD", _LINK.sub(" ", plain))
    low = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    low = re.sub(r"(?<=\d),(?=\d{3}\b)", "", low)
    for pattern, put in _VARIANT:
        low = pattern.sub(put, low)
    return tuple(_TOKEN.findall(low))


def without_furniture(text: str) -> str:
    """Without timestamps, counters, share bars and bylines."""
    text = _COUNTER.sub(lambda found: f"{found['lead'] or ''} ", text)
    for pattern in (_STAMP, _BYLINE, _SHARE):
        text = pattern.sub(" ", text)
    return " ".join(text.split())
