"""Discourse's feeds and its search."""

from __future__ import annotations

import json

import pytest

from tests.fakes.server import item, rss
from watchers import discourse
from watchers.outcome import Unreadable
from watchers.page import Page


def test_a_discourse_search_is_posts_that_are_never_withdrawn() -> None:
    answer = {
        "posts": [
            {
                "id": 41,
                "username": "mvoss",
                "created_at": "2026-03-02T08:00:00.000Z",
                "blurb": "...we will open in 2027, said...",
                "post_number": 3,
                "topic_id": 9,
            },
            {"id": 40, "username": "treyl", "blurb": "", "topic_id": 9},
            {"id": "x", "blurb": ["no"], "topic_id": {}},
        ],
        "topics": [{"id": 9, "title": "Halden &amp; robots", "slug": "halden-robots"}],
        "grouped_search_result": {"term": "2027"},
    }
    page = discourse.parse(json.dumps(answer).encode(), "https://forum.example.org/search.json?q=2027", "")
    assert isinstance(page, Page) and not page.windowed
    (post,) = page.items
    assert post.link == "https://forum.example.org/t/halden-robots/9/3"
    assert (post.author, post.title, post.context.story_title) == ("mvoss", "", "Halden & robots")
    assert post.published is not None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"errors":["You have to wait 10 seconds"],"error_type":"rate_limit"}', "wait"),
        (b"[]", ""),
        (b"{}", ""),
    ],
)
def test_a_discourse_search_that_refuses_says_what_it_said(body: bytes, words: str) -> None:
    found = discourse.parse(body, "https://forum.example.org/search.json?q=a", "")
    assert isinstance(found, Unreadable) and words in found.words


def test_a_discourse_feed_is_read_as_a_feed() -> None:
    page = discourse.parse(rss([item("one")]), "https://forum.example.org/posts.rss", "")
    assert isinstance(page, Page) and len(page.items) == 1
