"""Which claim a sentence of a known entry stands in."""

from __future__ import annotations

from rules.judging.nouns import Known
from rules.judging.people import one_voice
from rules.language.words import split
from rules.link import formulate
from rules.model import Claim, Statement

LOOKED_AT = 10


def claim_of(known: Known, guild_id: int, statement: Statement) -> Claim | None:
    """By the statement's id; else by its words: an edit further up shifts where a sentence stands, and with it the id
    under which the next revision of the entry has it."""
    claim = known.claim_of(guild_id, statement.id)
    if claim is not None or not statement.entry_id:
        return claim
    words = split(statement.text).words
    for candidate in known.candidates(guild_id, formulate(statement), LOOKED_AT):
        stands = candidate.claim.standing
        same_place = stands.entry_id == statement.entry_id and split(stands.text).words == words
        if same_place and one_voice(stands, statement):
            return candidate.claim
    return None
