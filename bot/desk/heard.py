"""Claims that were only heard: recorded from statements, by nobody's hand, so they must not grow for ever.

They do not count towards what people may add. Above the guild's limit the oldest go, once a day: never one that an
alert names, that was revised, that somebody edited or judged, or that a rule follows. Age alone costs none its place:
what was said three years ago is what the bot is for.
"""

from __future__ import annotations

from bot.desk import limits
from rules.model import LOCAL_GUILD
from state.store import Store, Tx

STEP = 200
"""Claims in one transaction: some tens of milliseconds."""


async def forget_surplus(store: Store, *, step: int = STEP) -> int:
    """Over all guilds; how many went."""
    guilds = await store.read(lambda tx: [LOCAL_GUILD, *(guild.id for guild in tx.guilds.all())])
    total = 0
    for guild_id in dict.fromkeys(guilds):
        while went := await store.transact(lambda tx, of=guild_id: forget(tx, of, step)):  # type: ignore[misc]
            total += went
    return total


def forget(tx: Tx, guild_id: int, step: int) -> int:
    """`step` at most of those above the limit; how many went. 0: nothing is left to do."""
    surplus = tx.claims.count(guild_id, "heard") - limits.of(tx, guild_id).heard_claims
    if surplus <= 0:
        return 0
    followed = {claim_id for rule in tx.rules.rules(guild_id) for claim_id in rule.claims}
    oldest = tx.claims.untouched(guild_id, min(step, surplus) + len(followed))
    going = [claim.id for claim in oldest if claim.id not in followed][: min(step, surplus)]
    for claim_id in going:
        tx.claims.remove(guild_id, claim_id)
    return len(going)
