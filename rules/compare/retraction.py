"""Does the new statement take the old one back?"""

from __future__ import annotations

import re

from rules.change import Withdrawn
from rules.compare.look import Sides

_SAID = (
    r"(?:statement|report|claim|remark|comment|prediction|forecast|pledge|promise|words?|story|article|allegation"
    r"|accusation|assertion|what\s+(?:i|we|he|she|they)\s+(?:said|wrote|claimed))s?"
)
_OWN = (
    r"(?:my|our|its|his|her|their|the|that|this|those|these|all|an|a)\s+(?:earlier\s+|previous\s+|former\s+)?"
)
_RETRACTION = re.compile(
    rf"""\b(?:tak(?:e|es|ing|en)|took)\s+(?:it\s+|that\s+|this\s+)?back(?:\s+{_OWN}?{_SAID}|\s+(?:what|that)|\b)
    |\bretract(?:s|ed|ing|ion)?\b|\brecant(?:s|ed|ing)?\b|\bdisown(?:s|ed|ing)?\b|\bdisavow(?:s|ed|ing)?\b
    |\bwithdr(?:aw|aws|ew|awn|awing)\s+(?:{_OWN}{_SAID}|it\b|that\b|what\b)
    |\b(?:no\s+longer|not|n['’]t)\s+stand(?:s)?\s+by\b|\bwalk(?:s|ed|ing)?\s+back\b|\bbacktrack(?:s|ed|ing)?\b
    |\b(?:was|were|am|is|been)\s+(?:completely\s+|simply\s+|plainly\s+|just\s+)?(?:wrong|mistaken|in\s+error|incorrect)\s+(?:to\s+(?:say|claim|predict|suggest|write|state)|when|about|in\s+saying|that)
    |\bshould\s+(?:never|not)\s+have\s+(?:said|claimed|written|suggested|promised)
    |\bapologi[sz](?:e|es|ed|ing)\s+for\s+(?:saying|claiming|suggesting|{_OWN}{_SAID})
    |\bforget\s+(?:what|that)\s+(?:i|we)\b|\b(?:got|was|were)\s+carried\s+away\b|\bmisspoke\b|\bspoke\s+too\s+soon\b
    |\b(?:i|we)\s+got\s+(?:it|that|this)\s+wrong\b|\beat(?:s|ing)?\s+(?:my|our|his|her|their)\s+words\b
    |\bno\s+longer\s+(?:believe|hold|think|maintain|claim)s?\s+(?:that|it|so)\b
    |\bcorrection\s*:|\b(?:was|were)\s+(?:published|reported|stated)\s+in\s+error""",
    re.IGNORECASE | re.VERBOSE,
)


def withdrawn(sides: Sides) -> tuple[Withdrawn | None, str | None]:
    """Words of retraction that the old statement does not have."""
    found = _RETRACTION.search(sides.new.statement.text)
    if found is None or _RETRACTION.search(sides.old.statement.text):
        return None, None
    change = Withdrawn(before=sides.old.statement.text, after=found[0].strip())
    return change, f"“{found[0].strip()}” takes the old statement back."
