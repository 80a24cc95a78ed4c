"""The watch-rule language: text → query → clauses that matched, or an error that points at the column."""
