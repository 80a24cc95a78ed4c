"""`walkback poll` says what it did in words: no log lines, a line for each source with something to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.fakes.installed import walkback, watching_the_paper
from tests.fakes.server import FeedServer, Reply, item, rss


async def poll(folder: Path, *words: str) -> tuple[list[str], str]:
    """Lines on stderr, text on stdout."""
    out, err = await walkback(folder, "poll", *words)
    return err.splitlines(), out


async def test_poll_says_in_words_what_it_found_and_what_went_wrong(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/feed", Reply(body=rss([item("welcome", "Nothing yet.")])))

        await watching_the_paper(tmp_path, server.url("/feed"))
        err, _ = await poll(tmp_path)
        assert err == [
            "Paper: 1 new, the first visit, which is recorded and not told",
            "1 source polled, 1 new entry, 0 alerts, 0 sent, 0 still owed.",
        ]
        when = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
        said = "<![CDATA[<p>“A fifth of the foundry jobs in Bardenia will disappear by 2031.” said Mara Voss.</p>]]>"
        news = item("talk", said, date=when, link="/talk")
        server.serve("/feed", Reply(body=rss([news, item("welcome", "Nothing yet.")])))
        err, out = await poll(tmp_path, "Paper")
        assert err == [
            "Paper: 1 new, 1 alert",
            "1 source polled, 1 new entry, 1 alert, 1 sent, 0 still owed.",
        ]
        assert "Bardenia" in out
        server.serve("/feed", Reply(status=503, body=b"busy"))
        err, out = await poll(tmp_path, "Paper")
        assert len(err) == 2
        assert err[0].startswith("Paper: ")
        assert out == ""
