"""Whatever a site puts around an article, and however it re-renders it: no edit without an edited sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Statement
from rules.reading import read
from tests.fakes import nouns
from tests.fakes.articles import FEWER, TEXT, html
from watchers.articles.main_text import article_job
from watchers.articles.shown import look_again, prose
from watchers.articles.sides import Sides, sides
from watchers.articles.twin import as_document, text_hash
from watchers.reading import document_of

ENTRY = nouns.entry()
REST = (
    "The works council was told on Monday, two people who were there said after the meeting.",
    "Halden Robotics was founded in 1998 and has 4,200 employees in three countries.",
)
ARTICLE = (*TEXT, *REST)
wrappers = st.sampled_from(["{}", "<b>{}</b>", "<span class='x'>{}</span>", "{} ", "<!-- ad -->{}", "{}<br>"])
teasers = st.lists(
    st.sampled_from(["Minister wants 40 percent more", "Plant shut by 2031?", "12 jobs", "A"]), max_size=9
)
boxes = st.sampled_from(
    [
        "",
        "<aside><p>Halden Robotics shares fell 3 percent on Monday, the exchange said.</p></aside>",
        "<form><p>Subscribe to our letter. It has 90 percent fewer words.</p></form>",
        "<nav><a href='/x'>Northfield Energy said it will open 9 plants.</a></nav>",
        "<div hidden><p>Mara Voss said nine in ten jobs will disappear by 2026.</p></div>",
        "<script>var jobs = '80 percent of jobs will go';</script>",
    ]
)


@st.composite
def renderings(draw: st.DrawFn, first: str = ARTICLE[0]) -> bytes:
    paragraphs = [draw(wrappers).format(each) for each in (first, *ARTICLE[1:])]
    body = html(
        *paragraphs,
        ago=draw(st.sampled_from(["5 minutes", "3 hours", "a day"])),
        comments=draw(st.integers(0, 9000)),
        related="</a></li><li><a href='/b'>".join(draw(teasers)),
    )
    return body.replace(b"</article>", draw(boxes).encode() + b"</article>")


def text_of(body: bytes) -> str:
    return prose(article_job(body, "text/html; charset=utf-8")["text"])


def said(text: str) -> tuple[Statement, ...]:
    return read(document_of(as_document(ENTRY, text))).statements


def judged(old: bytes, new: bytes) -> Sides:
    was, now = text_of(old), text_of(new)
    assert look_again(was, now).look == "article"
    if text_hash(was, ENTRY) == text_hash(now, ENTRY):
        return Sides((), ())
    return sides(said(was), said(now))


@settings(max_examples=60, deadline=None)
@given(renderings(), renderings())
def test_another_rendering_is_no_edit(old: bytes, new: bytes) -> None:
    found = judged(old, new)
    assert found.nothing
    assert found.missing == ()


@settings(max_examples=30, deadline=None)
@given(renderings(), renderings(FEWER))
def test_an_edited_sentence_is_seen_through_any_rendering(old: bytes, new: bytes) -> None:
    found = judged(old, new)
    fresh = {each.text for each in found.now} - {each.text for each in found.before}
    gone = {each.text for each in found.before} - {each.text for each in found.now}
    assert ["half" in each for each in gone] == [True]
    assert ["a fifth" in each for each in fresh] == [True]
