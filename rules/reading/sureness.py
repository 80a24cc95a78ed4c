"""How sure the verb makes what it attributes: “hopes that” is no “says that”."""

from __future__ import annotations

from rules.model import Commitment

SURENESS: dict[str, tuple[int, Commitment | None]] = {
    **dict.fromkeys(("promise", "pledge", "vow", "swear"), (5, "promise")),
    **dict.fromkeys(("plan", "intend", "aim"), (3, "plan")),
    **dict.fromkeys(("expect", "anticipate", "suspect"), (3, None)),
    **dict.fromkeys(("hope", "wish"), (1, "hope")),
    "doubt": (0, None),
    "deny": (4, None),
    "dispute": (4, None),
}
"""Verb → step of the scale of certainty that its content has at most (a promise: that a plain one has), commitment."""
