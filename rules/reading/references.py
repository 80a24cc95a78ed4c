"""HTML's character references, also those with more digits than Python reads as a number."""

from __future__ import annotations

import html
import re

_HUGE = re.compile(r"&#[0-9]{20,};?")


def readable(markup: str) -> str:
    """With U+FFFD, which stands for them anyway, in place of references to characters far beyond the last one:
    `html.unescape` and `html.parser` raise ValueError at those of more than 4,300 digits."""
    return _HUGE.sub("\ufffd", markup) if "&#" in markup else markup


def unescaped(text: str) -> str:
    """With HTML's references resolved: as `html.unescape`, and never an error."""
    return html.unescape(readable(text)) if "&" in text else text
