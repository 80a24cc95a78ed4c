"""robots.txt by RFC 9309."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.articles.robots_txt import MAX_BYTES, MOST_DELAY, RobotsTxt, parse_robots

SITE = "https://halden-dispatch.example"


def allowed(text: str, path: str) -> bool:
    return parse_robots(text.encode()).allows(SITE + path)


ALL = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "path", "yes"),
    [
        ("", "/a", True),
        (ALL + "Disallow: /", "/a", False),
        (ALL + "Disallow:", "/a", True),
        (ALL + "Disallow: /private", "/private/a", False),
        (ALL + "Disallow: /private", "/privately", False),
        (ALL + "Disallow: /private/", "/private", True),
        (ALL + "Disallow: /\nAllow: /news/", "/news/a", True),
        (ALL + "Allow: /news\nDisallow: /news/secret", "/news/secret/a", False),
        (ALL + "Disallow: /page\nAllow: /page", "/page", True),
        (ALL + "Disallow: *.pdf$", "/a/b.pdf", False),
        (ALL + "Disallow: *.pdf$", "/a/b.pdf?x=1", True),
        (ALL + "Disallow: /*/print", "/news/print", False),
        (ALL + "Disallow: /*?session=", "/a?session=4", False),
        (ALL + "Disallow: /a$", "/a", False),
        (ALL + "Disallow: /a$", "/ab", True),
        (ALL + "Disallow: /a*b$", "/axxb", False),
        (ALL + "Disallow: /a*bb$", "/abb", False),
        (ALL + "Disallow: /a*abb$", "/abb", True),
        (ALL + "Disallow: /ü", "/%C3%BC", False),
        (ALL + "Disallow: /%c3%bc", "/ü", False),
        (ALL + "Disallow: /%7Ename", "/~name", False),
        (ALL + "Disallow: /a%2Fb", "/a/b", True),
        (ALL + "Disallow: /", "/robots.txt", True),
        ("user-AGENT : *\ndisallow : /a # not this", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("Disallow: /a", "/a", True),
        ("<html><body>Not found: /a</body></html>", "/a", True),
    ],
)
def test_a_path_is_allowed_or_not(text: str, path: str, yes: bool) -> None:
    assert allowed(text, path) is yes


@pytest.mark.parametrize("name", ["walkback", "Walkback", "WALKBACK/1.0", "walkback (feeds)"])
def test_our_own_group_goes_before_that_for_all(name: str) -> None:
    text = f"{ALL}Disallow: /\n\nUser-agent: {name}\nDisallow: /mine\n"
    assert allowed(text, "/a")
    assert not allowed(text, "/mine")


def test_another_robots_group_is_not_ours() -> None:
    assert allowed("User-agent: walk\nDisallow: /\n\nUser-agent: other\nDisallow: /\n", "/a")


def test_a_group_may_have_several_names_and_stand_in_several_places() -> None:
    text = "User-agent: other\nUser-agent: walkback\nDisallow: /a\nSitemap: /s\nUser-agent: walkback\nDisallow: /b"
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_a_delay_is_taken_within_reason() -> None:
    assert parse_robots(b"User-agent: *\nCrawl-delay: 5\nDisallow: /a").delay == 5.0
    assert parse_robots(b"User-agent: *\nCrawl-delay: 99999").delay == MOST_DELAY
    for none in (b"soon", b"nan", b"-1", b"-inf"):
        assert parse_robots(b"User-agent: *\nCrawl-delay: " + none).delay == 0.0


def test_what_stands_behind_500_kib_does_not_count() -> None:
    filler = b"# a line of nothing at all\n" * (MAX_BYTES // 27 + 1)
    assert parse_robots(filler + b"User-agent: *\nDisallow: /").rules == ()


def test_a_hostile_file_costs_little() -> None:
    stars = "Disallow: /" + "*a" * 400 + "$\n"
    text = (ALL + stars * 600).encode()
    robots = parse_robots(text)
    begun = time.process_time()
    assert robots.allows(SITE + "/" + "a" * 399 + "b")
    assert time.process_time() - begun < 2


@given(st.binary(max_size=300), st.text(max_size=40))
def test_nothing_raises(body: bytes, path: str) -> None:
    found = parse_robots(body)
    assert isinstance(found, RobotsTxt)
    assert found.allows(f"{SITE}/{path.replace('[', '').replace(']', '')}") in (True, False)


@pytest.mark.parametrize("name", ["a{}", "*", "walkback"])
def test_a_group_of_ten_thousand_names_costs_no_more_than_its_length(name: str) -> None:
    names = "".join(f"User-agent: {name.format(n)}\n" for n in range(10_000))
    begun = time.process_time()
    found = parse_robots((names + "Disallow: /a\n" * 15_000 + "User-agent: *\nDisallow: /b").encode())
    assert time.process_time() - begun < 3  # once for each name, it was minutes and gigabytes
    assert not found.allows(f"{SITE}/{'b' if name == 'a{}' else 'a'}")
