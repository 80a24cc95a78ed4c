"""`walkback claim vectors`."""

from __future__ import annotations

import sys

import click

from bot.cli.session import Session, pass_session, refuse
from bot.desk import linking
from bot.semantic.choice import choose
from bot.words import many
from state.store import Store

ANOTHER = (
    "A bot is running here that links by {used}, and not by this model: each would undo the other's vectors. "
    "Give WALKBACK_SEMANTIC_MODEL as the bot has it, or stop the bot first."
)


@click.command()
@pass_session
def vectors(session: Session) -> None:
    """Make the sentence vectors of claims that have none yet (a running bot does it in the background)."""
    choice = choose(session.settings.semantic_model)
    if choice.folder is None:
        refuse(f"There is no sentence model to make vectors with: {choice.words}")
    done = session.with_store(lambda store: _filled(session, store))
    click.echo(f"{many(done, 'claim')} encoded; every claim has its vector.")


async def _filled(session: Session, store: Store) -> int:
    from bot.app import is_running, semantic_links
    from bot.semantic.filling import announce, fill_all

    links = semantic_links(session.settings, store)
    model = await links.model() if links is not None else None
    if links is None or model is None:
        refuse("No vectors were made: the sentence model cannot be used, see above.")
    try:
        used, fingerprint = await store.read(linking.in_use)
        if fingerprint != model.fingerprint and is_running(session.settings):
            refuse(ANOTHER.format(used=used or "words alone"))
        await announce(store, links)
        found = await store.read(linking.of)
        missing, shown = found.claims - found.ready, sys.stderr.isatty()
        with click.progressbar(length=missing, label="Claims", file=sys.stderr, hidden=not shown) as bar:
            return await fill_all(links, bar.update)
    finally:
        links.close()
