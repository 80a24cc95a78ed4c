"""Who speaks: when a statement may revise a claim, and when two statements are one person's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from rules.link import same_speaker
from rules.model import Claim, Statement

_TAIL = re.compile(r"\s(?:of|for|at|in|on|from|to|who|that|which)\s|,")
OFFICES = frozenset(
    {
        "administration", "agency", "airline", "ambassador", "army", "association", "attorney", "authority",
        "bank", "board", "carmaker", "chair", "chairman", "chairperson", "chairwoman", "chancellor", "chief",
        "commission", "commissioner", "committee", "company", "congress", "contractor", "council", "court",
        "department", "developer", "director", "embassy", "executive", "federation", "firm", "foundation",
        "general", "government", "governor", "group", "institute", "judge", "king", "lender", "maker",
        "manufacturer", "mayor", "ministry", "minister", "office", "ombudsman", "operator", "palace",
        "parliament", "party", "police", "pope", "premier", "president", "producer", "prosecutor", "publisher",
        "queen", "regulator", "retailer", "secretary", "senate", "senator", "speaker", "spokesman",
        "spokesperson", "spokeswoman", "startup", "supplier", "treasurer", "treasury", "tribunal", "union",
        "university", "utility", "watchdog",
    }
)  # fmt: skip
"""Heads of a bare role that one person or body holds."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def may_revise(statement: Statement, claim: Claim) -> bool:
    """Only the same speaker revises. A publication speaks for itself alone: the narrator of another site is
    another speaker, save where a person put a claim on record that has no speaker. So with a bare role: "the
    minister" is one person within one publication."""
    one_site = claim.origin == "added" or host(statement.url) == host(claim.standing.url)
    if statement.speaker is None and claim.speaker is None:
        return one_site
    if statement.speaker_kind == "role" and not one_site:
        return False
    return same_speaker(statement.speaker, claim)


def known_speaker(statement: Statement) -> bool:
    """Whether somebody is named: neither the narrator nor a voice that cannot be told."""
    return (
        statement.speaker is not None
        and statement.speaker_kind != "unknown"
        and statement.speaker != "unknown"
    )


def can_be_held(statement: Statement) -> bool:
    """Whether there is somebody to hold to it: a name, an author, or one office ("the finance minister", "the
    company"), not "analysts", "a student" or what reading took for a speaker."""
    if statement.speaker is None or not known_speaker(statement):
        return False
    if statement.speaker_kind != "role":
        return True
    head = _TAIL.split(statement.speaker.casefold(), maxsplit=1)[0].split()
    return bool(head) and head[-1] in OFFICES


def one_voice(a: Statement, b: Statement) -> bool:
    """Whether two statements have the same speaker, as far as their names tell."""
    holder = Claim(id="", guild_id=0, theme_id=None, speaker=b.speaker, standing=b, created_at=_NEVER)
    return a.speaker == b.speaker or same_speaker(a.speaker, holder)


def is_title(statement: Statement) -> bool:
    """Whether it is the entry's title rather than a sentence of its text."""
    return statement.speaker is None and not statement.spans.content


def host(url: str) -> str:
    """`https://www.dispatch.example/a` → `dispatch.example`; "" for no address."""
    rest = url.partition("://")[2]
    for end in "/?#":
        rest = rest.partition(end)[0]
    return rest.rpartition("@")[2].partition(":")[0].casefold().removeprefix("www.")
