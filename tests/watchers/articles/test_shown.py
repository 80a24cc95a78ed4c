"""What a page shows: the article, or something of which nothing is concluded."""

from __future__ import annotations

import pytest

from tests.fakes import nouns
from watchers.articles.shown import first_look, is_wall, look_again, prose, taken_out

LEAD = "Mara Voss, chief executive of Halden Robotics, said half of entry-level warehouse jobs will disappear by 2030."
SECOND = "The company plans a second plant in the north of the country, which will open in 2027."
THIRD = "Tomas Reyl, minister for labour, said the government will not change its plan for schools."
LAST = "Ines Okafor, analyst at Brightwater Institute, said the forecast is too high for the sector."
ARTICLE = "\n".join([LEAD, SECOND, THIRD, LAST])
CONSENT = (
    "We and our 842 partners store and access cookies on your device to personalise content and advertising. "
    "You can manage your consent at any time in the privacy settings at the bottom of each page of this site. "
    "Some partners process your data on the basis of their legitimate interest, to which you can object."
)
PAYWALL = (
    "Subscribe to read the full story. Already a subscriber? Sign in to continue with your free articles."
)
NOT_FOUND = "Sorry, the page you are looking for does not exist or is no longer available. " * 3
OTHER = "Northfield Energy will build a wind farm at the coast, the regional council decided on Tuesday. " * 5


def test_an_edited_article_is_the_article() -> None:
    edited = ARTICLE.replace("half of entry-level", "a fifth of entry-level")
    assert look_again(ARTICLE, edited).look == "article"


def test_an_article_with_something_added_is_the_article() -> None:
    assert look_again(ARTICLE, f"{ARTICLE}\n{OTHER}").look == "article"


@pytest.mark.parametrize(
    "page",
    [CONSENT, PAYWALL, NOT_FOUND, OTHER, "", "Not found.", f"{LEAD}\n{PAYWALL}", f"{LEAD}\n{SECOND}"],
    ids=[
        "consent",
        "paywall",
        "404",
        "another",
        "empty",
        "short",
        "teaser and paywall",
        "only the beginning",
    ],
)
def test_of_anything_else_nothing_is_concluded(page: str) -> None:
    look = look_again(ARTICLE, page)
    assert look.look == "strange"
    assert look.words.endswith(".")


@pytest.mark.parametrize("page", [CONSENT, PAYWALL + PAYWALL, NOT_FOUND, OTHER, ""])
def test_a_first_page_that_is_not_what_the_feed_speaks_of_is_not_taken(page: str) -> None:
    entry = nouns.entry(title="Halden Robotics plans second plant", content="Half of the jobs will go.")
    assert first_look(page, entry).look == "strange"


def test_a_first_page_with_the_words_of_the_title_is_the_article() -> None:
    entry = nouns.entry(title="Halden Robotics plans second plant", content="")
    assert first_look(ARTICLE, entry).look == "article"


def test_a_long_article_about_cookies_is_no_wall() -> None:
    assert not is_wall("\n".join([CONSENT] * 10))


def test_prose_leaves_out_headings_bylines_links_and_counters() -> None:
    page = [
        "Halden plans",
        "By Rosa Lindqvist",
        "Updated 3 hours ago.",
        "12 comments",
        LEAD,
        "Read more: plants",
        SECOND,
    ]
    assert prose("\n".join(page)) == f"{LEAD}\n{SECOND}"


def test_a_sentence_is_taken_out_where_others_stand_behind_it() -> None:
    without = "\n".join([LEAD, THIRD, LAST])
    assert taken_out(SECOND, ARTICLE, without)
    assert not taken_out(LAST, ARTICLE, "\n".join([LEAD, SECOND, THIRD]))
    assert not taken_out(SECOND, ARTICLE, ARTICLE)
    assert not taken_out("Nobody said this sentence at all.", ARTICLE, without)
