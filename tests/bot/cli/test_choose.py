"""A page that names several feeds: the one that is chosen is asked, and watched as what it is."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.installed import walkback
from tests.fakes.server import FeedServer, Reply, item, rss

PAGE = (
    b'<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/news">'
    b'<link rel="alternate" type="application/rss+xml" title="Talks" href="/talks"></head></html>'
)
TALKS = rss([item("one", extra='<enclosure url="/one.mp3" length="9" type="audio/mpeg"/>')]).replace(
    b"<rss ", b'<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
)


async def test_the_chosen_feed_is_watched_as_the_kind_that_it_is(tmp_path: Path) -> None:
    async with FeedServer() as server:
        page = server.serve("/", Reply(body=PAGE, content_type="text/html"))
        server.serve("/news", Reply(body=rss([item("a", "Nothing yet.")])))
        server.serve("/talks", Reply(body=TALKS))
        out, _ = await walkback(tmp_path, "source", "test", page)
        assert f"Look closer at one: walkback source test {page} --choose 1" in out
        out, _ = await walkback(tmp_path, "source", "add", page, "--choose", "2")
        assert out.startswith("'Talks' is watched now") and "It lists 1 entry" in out
        out, _ = await walkback(tmp_path, "source", "show", "Talks")
        assert "podcast, read as" in out
