"""A document becomes statements: who said what, with which figures, by when, how sure."""

from __future__ import annotations

from rules.reading.read import per_attribution, read

__all__ = ["per_attribution", "read"]
