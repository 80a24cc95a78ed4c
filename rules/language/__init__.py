"""The watch-rule language: text → query → clauses that matched, or an error that points at the column.

For users: docs/rule-language.md. How it works, three values and all: docs/design/judge.md.
"""

from __future__ import annotations

from rules.language.describe import describe
from rules.language.errors import QueryError
from rules.language.evaluate import Outcome, evaluate, matches
from rules.language.normal import normal
from rules.language.parse import parse
from rules.language.query import Query, asked_changes
from rules.language.subject import Subject

__all__ = [
    "Outcome",
    "Query",
    "QueryError",
    "Subject",
    "asked_changes",
    "describe",
    "evaluate",
    "matches",
    "normal",
    "parse",
]
