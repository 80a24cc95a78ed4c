"""Discord's limits for what walkback sends, in one place. Source: the API documentation, checked 2026-11."""

from __future__ import annotations

DISPLAYED = 4_000
"""Characters over all text displays of one message."""
LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
FIELD_LABEL = 45
FIELD_HINT = 100
