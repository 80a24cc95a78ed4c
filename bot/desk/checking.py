"""Any text held against the claims on record: which claim it is about, and what differs. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.answers import Refusal
from rules.change import Comparison
from rules.compare import compare
from rules.judging.likeness import refuses
from rules.link import Link, decide, formulate
from rules.linking.calibration import recalibrated
from rules.model import Claim, Document, Statement
from rules.reading import read
from state.store import Tx
from state.verdicts import calibration_of

MOST_STATEMENTS = 5
CANDIDATES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One statement of the text: the claim it is about (None for none), how sure, and the typed difference."""

    statement: Statement
    claim: Claim | None
    link: Link
    comparison: Comparison | None


def check(tx: Tx, guild_id: int, text: str, *, now: datetime) -> tuple[Checked, ...] | Refusal:
    """The checkable statements of the text, at most five, those that are about a claim first."""
    if not tx.claims.count(guild_id):
        return Refusal("There are no claims on record yet. Put one there first: claim add.")
    document = Document(id="check", kind="forum_post", content=text[:8_000], published=now.date())
    statements = [s for s in read(document).statements if s.checkable] or list(read(document).statements)[:1]
    if not statements:
        return Refusal("There is no statement in this text.")
    found = [_checked(tx, guild_id, statement) for statement in statements]
    return tuple(sorted(found, key=lambda each: each.claim is None)[:MOST_STATEMENTS])


def _checked(tx: Tx, guild_id: int, statement: Statement) -> Checked:
    query = formulate(statement, theme_id=None, only=())
    found = tx.claims.candidates(guild_id, query, CANDIDATES)
    near = [each for each in found if not refuses(each.claim, statement)]
    link = recalibrated(decide(statement, query, near), calibration_of(tx, guild_id))
    comparison = compare(link.claim.standing, statement, kind="statement") if link.claim else None
    return Checked(statement=statement, claim=link.claim, link=link, comparison=comparison)
