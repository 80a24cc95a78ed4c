"""Commands in other languages: an invented catalogue reaches Discord; a slip in it keeps nothing from being told."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.commands.english import TEXTS
from bot.commands.languages import CATALOGUES, CatalogueTranslator, problem
from bot.commands.services import Services
from bot.discord_client import Client
from tests.fakes.discord import english
from tests.fakes.discord.scene import scene

INVENTED = {
    "name:status": "zustanto",
    "Sources and their health, what is owed, limits": "Fontoj kaj ilia farto",
    "name:theme": "temo",
    "name:add": "aldoni",
    "name:name": "nomo",
    "Its name, such as: jobs": "Ĝia nomo",
    "name:Track as claim": "Registri kiel aserton",
    "name:why": "Kial Do",  # no name for Discord: it stays English
    "Why an alert fired, or why a statement did not": "x" * 101,
}
"""In an invented language, under the name of one that Discord has."""


def named(commands: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in commands if each["name"] == name)


async def test_an_invented_catalogue_reaches_discord_and_what_it_lacks_stays_english() -> None:
    def client(services: Services) -> Client:
        from bot.commands import install, presses

        translator = CatalogueTranslator({"fi": INVENTED})
        return Client(services, install, presses(), identify_pause=0.0, translator=translator)

    async with scene(client=client) as here:
        told = here.fake.commands
        status = named(told, "status")
        assert status["name_localizations"] == {"fi": "zustanto"}
        assert status["description_localizations"] == {"fi": "Fontoj kaj ilia farto"}
        theme = named(told, "theme")
        add = named(theme["options"], "add")
        assert (theme["name_localizations"], add["name_localizations"]) == ({"fi": "temo"}, {"fi": "aldoni"})
        assert named(add["options"], "name")["name_localizations"] == {"fi": "nomo"}
        assert named(told, "Track as claim")["name_localizations"] == {"fi": "Registri kiel aserton"}
        why = named(told, "why")
        assert not why.get("name_localizations") and not why.get("description_localizations")
        assert not named(told, "history").get("name_localizations")
        assert (
            "How things stand" in (await here.reader.slash("status")).text
        )  # Discord sends the English name
        assert here.fake.problems == []


async def test_another_catalogue_is_told_to_discord_anew() -> None:
    from bot.commands import install, presses

    async def hash_with(catalogue: dict[str, str]) -> str:
        translator = CatalogueTranslator({"fi": catalogue})
        async with scene() as here:
            services = Services(store=here.store, clock=here.clock, preview=english._nothing)
            return await Client(services, install, presses(), translator=translator).command_hash()

    first = await hash_with({})
    assert first == await hash_with({})
    assert first != await hash_with({"name:status": "zustanto"})


async def test_the_list_for_translators_is_every_text_of_the_commands() -> None:
    assert list(TEXTS) == await english.texts(), "write it anew: python -m tests.fakes.discord.english"


def test_every_catalogue_translates_texts_that_there_are_into_ones_that_discord_takes() -> None:
    assert set(CATALOGUES) <= {each.value for each in discord.Locale}
    for language, catalogue in CATALOGUES.items():
        assert set(catalogue) <= set(TEXTS), language
        assert [(key, found) for key, text in catalogue.items() if (found := problem(key, text))] == []


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("name:add", "Aldoni", "no name"),
        ("name:add", "al doni", "no name"),
        ("name:add", "a" * 33, "no name"),
        ("name:add", "aldoni-ĝin", ""),
        ("name:Track as claim", "Registri kiel aserton", ""),
        ("name:Track as claim", "x" * 33, "more than 32"),
        ("Add a theme", "x" * 101, "more than 100"),
        ("Add a theme", " ", "is empty"),
        ("Add a theme", "Aldoni temon", ""),
    ],
)
def test_what_discord_would_refuse_is_refused_here_first(key: str, text: str, says: str) -> None:
    assert says in problem(key, text) if says else problem(key, text) == ""
