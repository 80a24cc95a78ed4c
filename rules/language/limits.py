"""How large a rule may be. A limit that is told names what there is and how much may be."""

from __future__ import annotations

from rules.language.errors import QueryError
from rules.language.lexer import MAX_TEXT, fail
from rules.language.normal import normal
from rules.language.query import Pattern, Query, clauses

MAX_CLAUSES = 64
MAX_DEPTH = 16
MAX_REGEXES = 5
MIN_PREFIX = 2
SURELY_SHORT = 200
"""Characters of a plain rule that cannot grow beyond `MAX_TEXT` when it is written out."""


def too_large(text: str, query: Query) -> QueryError | None:
    """What of a rule that could be read is too much, if anything."""
    every = clauses(query)
    if len(every) > MAX_CLAUSES:
        return fail(text, len(text), f"{len(every)} clauses", f"at most {MAX_CLAUSES}")
    patterns = sum(isinstance(clause, Pattern) for clause in every)
    if patterns > MAX_REGEXES:
        return fail(text, len(text), f"{patterns} regexes", f"at most {MAX_REGEXES} in one rule")
    # Letters may unfold into many (ﷺ), and 9tn years has many digits; a short plain rule cannot grow so far.
    if (len(text) > SURELY_SHORT or not text.isascii()) and len(normal(query)) > MAX_TEXT:
        written_out = "a rule that is too long when written out"
        return fail(text, len(text), written_out, f"at most {MAX_TEXT:,} characters")
    return None
