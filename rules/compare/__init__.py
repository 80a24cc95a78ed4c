"""Before, after → what exactly changed."""

from rules.compare.bare import bare_statement
from rules.compare.compare import compare

__all__ = ["bare_statement", "compare"]
