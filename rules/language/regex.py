"""User regexes, on google-re2 only: linear time whatever the pattern and the text. Memory is capped for each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rules.model import Span

MAX_LENGTH = 200
MAX_MEMORY = 1 << 19
"""Bytes that one compiled pattern and its cache of states may take."""
KEPT = 256
"""So many patterns stay compiled: at most 128 MiB, and mostly a few."""
MAX_SPANS = 16


def refused(pattern: str, ignore_case: bool) -> str | None:
    """What google-re2 says is wrong with the pattern, or None."""
    import re2

    try:
        _compiled(pattern, ignore_case)
    except re2.error as error:
        return said(error)
    return None


def place(pattern: str, wrong: str) -> int:
    """How far behind the opening slash the piece stands that google-re2 names; 0 if it opens the pattern."""
    at = pattern.find(wrong.partition(": ")[2])
    return at + 1 if at > 0 else 0


def hint(wrong: str) -> str:
    """What the reason means for who wrote the regex, if google-re2 does not say so."""
    if "perl operator" in wrong or re.search(r"escape sequence: \\\d", wrong):
        return " (look-around and back-references cannot be had)"
    return " (at most 1000 in all)" if "repetition size" in wrong else ""


def spans(pattern: str, ignore_case: bool, text: str) -> tuple[Span, ...] | None:
    """Where the pattern holds in the text (the first places), or None if it does not."""
    found = []
    text = text.encode("utf-8", "replace").decode(
        "utf-8"
    )  # half a character cannot be encoded; "?" is as long
    for one in _compiled(pattern, ignore_case).finditer(text):
        found.append(one.span())
        if len(found) == MAX_SPANS:
            break
    return tuple(found) or None


def said(error: Exception) -> str:
    """re2 gives its reason as bytes or as text."""
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


@lru_cache(maxsize=KEPT)
def _compiled(pattern: str, ignore_case: bool) -> Any:
    import re2  # 20 ms, and most rules hold no regex

    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.case_sensitive = not ignore_case
    # Not re2.compile: that keeps a cache of its own, of 128 patterns without regard to their size.
    return re2._Regexp(pattern, options)
