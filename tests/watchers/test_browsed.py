"""Addresses as people copy them from the browser."""

from __future__ import annotations

import pytest

from watchers.browsed import shorthand_of
from watchers.kinds import locate

COPIED = {
    "https://news.ycombinator.com/item?id=123": "hn:item:123",
    "https://news.ycombinator.com/user?id=mvoss": "hn:user:mvoss",
    "https://www.reddit.com/r/robots/": "reddit:r/robots",
    "https://old.reddit.com/r/robots/top/?t=all": "reddit:r/robots",
    "https://reddit.com/r/robots/comments/": "reddit:r/robots/comments",
    "https://www.reddit.com/r/robots/comments/1abc9/halden_opens/": "reddit:r/robots/comments/1abc9",
    "https://www.reddit.com/user/mvoss/": "reddit:user/mvoss",
    "https://www.reddit.com/search/?q=halden+robotics": "reddit:search:halden robotics",
    "https://bsky.app/profile/mvoss.example.org/post/3k": "bluesky:mvoss.example.org",
    "https://www.youtube.com/channel/UCabcdefghijklmnop/videos": "youtube:UCabcdefghijklmnop",
    "https://www.youtube.com/playlist?list=PLabcdefghijkl": "youtube:PLabcdefghijkl",
    "https://news.google.com/search?q=halden&hl=en": "news:halden",
    "https://lobste.rs/t/ai": "lobsters:ai",
    "https://stackoverflow.com/questions/tagged/python?tab=Newest": "stack:stackoverflow.com/python",
    "https://robotics.stackexchange.com/": "stack:robotics.stackexchange.com",
}
NOT_COPIED = [
    "https://news.ycombinator.com/",
    "https://www.reddit.com/r/robots/.rss?feed=0a&user=mvoss",
    "https://www.reddit.com/",
    "https://www.youtube.com/@halden",
    "https://halden.example/r/robots",
    "https://[::1",
    "hn:halden",
]


@pytest.mark.parametrize("url", COPIED)
def test_an_address_from_the_browser_is_the_feed_that_the_site_publishes(url: str) -> None:
    assert shorthand_of(url) == COPIED[url]
    assert locate(COPIED[url]) is not None


@pytest.mark.parametrize("url", NOT_COPIED)
def test_any_other_address_is_taken_as_it_is(url: str) -> None:
    assert shorthand_of(url) == ""
