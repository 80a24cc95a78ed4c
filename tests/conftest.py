"""For all tests: no example of a property test has a deadline. On a busy machine it would fail for being slow."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
