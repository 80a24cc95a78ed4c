"""A form that is refused keeps what was typed, and what a form is filled with fits it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Answer

FEED = "https://dispatch.example/feed.xml"


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


def filled(form: Answer) -> dict[str, Any]:
    """Field → what it holds when the form opens."""
    assert form.kind == 9
    fields = [each["component"] for each in form.interaction.data["components"]]
    return {
        each["custom_id"]: each.get("value")
        or [
            o["value"]
            for o in each.get("options", each.get("default_values", ()))
            if o.get("default", "id" in o)
        ]
        for each in fields
        if "options" in each or "value" in each
    }


async def test_a_claim_that_was_refused_is_mended_and_not_typed_again(here: Scene) -> None:
    manager = here.manager
    await manager.slash("theme add", name="jobs")
    (theme,) = await here.store.read(lambda tx: tx.rules.themes(here.guild.id))
    typed = {"text": "Half of jobs will go.", "speaker": "Mara Voss", "theme": [theme.id]}
    refused = await (await manager.slash("claim add")).submit(**typed, said_on="tomorrow")
    assert "is no day" in refused.text
    again = await refused.click("Change")
    assert filled(again) == typed | {"said_on": "tomorrow"}
    done = await again.submit(said_on="2026-03-01")
    assert "1 March 2026" in done.text
    (claim,) = await here.store.read(lambda tx: tx.claims.of_guild(here.guild.id))
    assert claim.theme_id == theme.id


async def test_a_set_up_that_was_refused_is_mended_and_not_typed_again(here: Scene) -> None:
    manager = here.manager
    refused = await (await manager.slash("setup")).submit(theme="energy", url=FEED, query="power AND (")
    assert "Column" in refused.text
    again = await refused.click("Change")
    assert filled(again) == {"theme": "energy", "url": FEED, "query": "power AND ("}
    assert "Ready" in (await again.submit(query="power")).text


async def test_a_draft_that_others_displaced_opens_an_empty_form(here: Scene) -> None:
    message = here.fake.make_message(here.channel.id, {"content": "x"})
    for kind in ("claim", "setup", "watch"):
        form = await here.manager.press(message, f"wb:form:{kind}:gone", 2)
        assert form.kind == 9


async def test_a_claim_on_record_already_is_said_to_be_and_offers_no_removal(here: Scene) -> None:
    claim = {"text": "Half of jobs will go.", "speaker": "Mara Voss"}
    assert "Remove again" in (await here.manager.slash("claim add", **claim)).buttons
    again = await here.manager.slash("claim add", **claim)
    assert "on record already" in again.text
    assert again.buttons == ["Timeline"]


async def test_what_a_message_says_fits_the_form_however_it_is_counted(here: Scene) -> None:
    message = here.fake.make_message(here.channel.id, {"content": "\N{GRINNING FACE}" * 1_500})
    form = await here.manager.menu("Track as claim", message)
    text = filled(form)["text"]
    assert 900 < len(text.encode("utf-16-le")) // 2 <= 1_000
