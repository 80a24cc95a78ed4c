"""What of a URL goes on the request line."""

from __future__ import annotations

import pytest

from watchers.url import without_dots


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("/", "/"),
        ("/a/b.xml?x=/../y", "/a/b.xml?x=/../y"),
        ("/a/./b", "/a/b"),
        ("/a/../b?c", "/b?c"),
        ("/../../etc", "/etc"),
        ("/a/b/..", "/a/"),
        ("/a/.", "/a/"),
        ("/..", "/"),
        ("/a//../b", "/a/b"),
        ("/.well-known/feed", "/.well-known/feed"),
    ],
)
def test_dots_are_resolved_before_a_server_is_asked(target: str, asked: str) -> None:
    assert without_dots(target) == asked
