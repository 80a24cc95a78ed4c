"""`/source add` of a page that names several feeds."""

from __future__ import annotations

from tests.fakes.discord.scene import scene


async def test_one_of_several_feeds_is_watched_as_the_kind_that_it_is() -> None:
    async with scene() as here:
        manager = here.manager
        url = "https://dispatch.example/two-feeds"
        offered = (await manager.slash("source add", url=url)).text
        assert "offers 2 feeds" in offered and "**talks**" in offered
        assert "There is no feed 3" in (await manager.slash("source add", url=url, choose=3)).text
        added = (await manager.slash("source add", url=url, choose=2)).text
        assert "**talks** is watched now" in added and "It lists 2 talks." in added
        (source,) = await here.store.read(lambda tx: tx.sources.all())
        assert (source.name, source.kind, source.document_kind) == ("talks", "podcast", "transcript")
