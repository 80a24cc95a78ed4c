"""Any text held against the claims on record: which claim it is about, and what differs. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.answers import Refusal
from rules.change import Comparison
from rules.compare import compare
from rules.judging.likeness import refuses
from rules.judging.nouns import Known
from rules.link import Link, decide, formulate
from rules.linking.calibration import recalibrated
from rules.model import Claim, Document, Statement
from rules.reading import read
from state.store import Tx
from state.verdicts import calibration_of
from watchers.nearness import Rated

MOST_STATEMENTS = 5
CANDIDATES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One statement of the text: the claim it is about (None for none), how sure, and the typed difference."""

    statement: Statement
    claim: Claim | None
    link: Link
    comparison: Comparison | None


def statements_in(text: str, now: datetime) -> tuple[Statement, ...]:
    """The checkable statements of the text, or else its first."""
    document = Document(id="check", kind="forum_post", content=text[:8_000], published=now.date())
    statements = read(document).statements
    return tuple(each for each in statements if each.checkable) or tuple(statements[:1])


def check(
    tx: Tx, guild_id: int, statements: Sequence[Statement], rated: Rated | None = None
) -> tuple[Checked, ...] | Refusal:
    """At most five of the statements, those that are about a claim first. `rated`: where meaning is asked too."""
    if not tx.claims.count(guild_id):
        return Refusal("There are no claims on record yet. Put one there first: claim add.")
    if not statements:
        return Refusal("There is no statement in this text.")
    known = tx.claims if rated is None else rated.known(tx)
    found = [_checked(tx, guild_id, statement, known) for statement in statements]
    return tuple(sorted(found, key=lambda each: each.claim is None)[:MOST_STATEMENTS])


def _checked(tx: Tx, guild_id: int, statement: Statement, known: Known) -> Checked:
    query = formulate(statement, theme_id=None, only=())
    found = known.candidates(guild_id, query, CANDIDATES)
    near = [each for each in found if not refuses(each.claim, statement)]
    link = recalibrated(decide(statement, query, near), calibration_of(tx, guild_id))
    comparison = compare(link.claim.standing, statement, kind="statement") if link.claim else None
    return Checked(statement=statement, claim=link.claim, link=link, comparison=comparison)
