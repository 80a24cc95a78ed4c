"""Discord, wired: services, commands, the supervised client and its destination."""

from __future__ import annotations

import random

from bot.commands import install, presses
from bot.commands.services import Services
from bot.destinations.discord import DiscordDestination
from bot.discord_client import Client, use_bases
from bot.discord_supervision import Supervisor
from bot.parts import App


def supervised(app: App) -> Supervisor:
    """A supervisor for the token in the settings; from now on the dispatcher can speak to Discord."""
    token = app.settings.discord_token
    assert token is not None
    use_bases(app.settings.discord_api, app.settings.discord_gateway)
    services = Services(
        store=app.store,
        clock=app.now,
        preview=app.preview,
        wake=app.dispatcher.wake,
        semantics=app.semantics,
    )
    supervisor = Supervisor(
        lambda: Client(services, install, presses()), token.reveal(), random.random, shortest_pause=1.0
    )
    app.destinations["discord"] = DiscordDestination(lambda: supervisor.client, app.now)
    return supervisor
