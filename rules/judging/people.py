"""Who speaks: when a statement may revise a claim, and when two statements are one person's."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.link import same_speaker
from rules.model import Claim, Statement

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def may_revise(statement: Statement, claim: Claim) -> bool:
    """Only the same speaker revises. A publication speaks for itself alone: the narrator of another site is
    another speaker, save where a person put a claim on record that has no speaker."""
    if statement.speaker is None and claim.speaker is None:
        return claim.origin == "added" or host(statement.url) == host(claim.standing.url)
    return same_speaker(statement.speaker, claim)


def known_speaker(statement: Statement) -> bool:
    """Whether somebody is named: neither the narrator nor a voice that cannot be told."""
    return (
        statement.speaker is not None
        and statement.speaker_kind != "unknown"
        and statement.speaker != "unknown"
    )


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
