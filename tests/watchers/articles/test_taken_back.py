"""A page that answers and says in words that its article was taken back; and lists of points, whose edits are edits."""

from __future__ import annotations

import pytest

from tests.fakes.articles import DAY, HOUR, MINUTE, TEXT, TITLE, Desk, html, page
from tests.fakes.server import FeedServer, Reply
from watchers.articles.notice import notice_alone, notice_on, notice_within
from watchers.articles.shown import prose

pytestmark = pytest.mark.asyncio(loop_scope="module")
RETRACTED = "Editor's note: This article has been retracted, because its figures could not be verified."


def stub(words: str) -> Reply:
    text = (
        f"<!doctype html><title>{TITLE}</title><main><article><h1>{TITLE}</h1><p>{words}</p></article></main>"
    )
    return Reply(body=text.encode(), content_type="text/html; charset=utf-8")


def points(*rows: str) -> Reply:
    listed = f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul></article>"
    return Reply(
        body=html(*TEXT).replace(b"</article>", listed.encode()), content_type="text/html; charset=utf-8"
    )


async def read_once(desk: Desk, server: FeedServer, *answers: Reply, name: str = "story") -> None:
    server.serve(f"/{name}", *answers)
    await desk.follow(desk.story(name))
    await desk.poll()
    assert await desk.outcomes() == ["read"]
    desk.tell()


@pytest.mark.parametrize(
    "answer",
    [stub("This story has been removed."), page(RETRACTED, *TEXT)],
    ids=["a stub", "a note above it"],
)
async def test_an_article_that_is_taken_back_in_words_is_told_once_after_two_visits(
    answer: Reply, desk: Desk, server: FeedServer
) -> None:
    await read_once(desk, server, page(), answer)
    assert await desk.outcomes(15 * MINUTE) == ["gone"]
    assert desk.tell() == []
    assert await desk.outcomes(HOUR) == ["gone"]
    [alert] = desk.told
    assert desk.tell() == ["withdrawn"]
    assert any("The page says that it was taken back" in why for why in alert.why)
    assert await desk.outcomes(DAY) == []


async def test_a_notice_that_is_gone_at_the_next_visit_is_nothing(desk: Desk, server: FeedServer) -> None:
    await read_once(desk, server, page(), stub("This story has been removed."), page())
    assert await desk.outcomes(15 * MINUTE) == ["gone"]
    assert await desk.outcomes(HOUR) == ["same"]
    assert desk.tell() == []


async def test_what_a_site_says_of_every_unknown_address_takes_nothing_back(
    desk: Desk, server: FeedServer
) -> None:
    lost = stub("The article you are looking for might have been removed or is temporarily unavailable.")
    await read_once(desk, server, page(), lost)
    for wait in (15 * MINUTE, HOUR, HOUR):
        assert set(await desk.outcomes(wait)) <= {"strange"}
    assert desk.tell() == []


ALONE = [
    "This article has been removed.",
    "This story was retracted on Monday.",
    "This article was retracted on 4 May.",
    "The post has since been deleted by its author.",
    "We have taken down this article while we review it.",
    "This article, published on 2 March, has been withdrawn at the request of its author.",
    "Dieser Artikel wurde aus rechtlichen Gründen entfernt.",
    "Cet article a été supprimé.",
    "Este artículo ha sido retirado.",
]
NOT_ALONE = [
    "The page you are looking for might have been removed, had its name changed, or is temporarily unavailable.",
    "This article has been removed or is unavailable.",
    "This article may have been removed.",
    "The article you requested was deleted.",
    "This story was updated after the tweet was removed.",
    "Subscribe to read this article.",
    "This article was removed in error and has since been restored.",
    "“This article has been retracted,” the journal wrote.",
    "The minister told the paper that this story was retracted.",
    "",
]
NOT_WITHIN = [
    "Tomas Reyl said the report was withdrawn in May.",
    "The minister told the paper that this story was retracted.",
    "This report was withdrawn by the ministry in 2019.",
    "This story has been updated to remove a name.",
    "The article was removed by the court.",
    "This article originally included a quotation that has been removed.",
    "This article’s third paragraph was removed after a complaint.",
    "This story about how a paper by Mara Voss was retracted runs on Sunday.",
    "This Post was deleted by the Post author.",
    "This article was deleted from the constitution in 1999.",
    "This article has been removed from behind our paywall.",
    "The journal wrote: “We erred. This article has been retracted.” It gave no date.",
    "This article was removed by mistake, and stands again.",
    "We have removed this article’s headline.",
    "We removed the article photo.",
]
WITHIN = [
    RETRACTED,
    "This article has been retracted at the request of the author.",
    "This story was removed from our website on Friday.",
    "This column by Mara Voss has since been withdrawn.",
    "“We erred,” said Mara Voss.\nThis article, published on Monday, has been retracted.",
    "This blog post has been withdrawn.",
    "We have retracted this article because its figures could not be verified.",
]


@pytest.mark.parametrize("words", ALONE)
async def test_a_page_of_its_own_takes_the_article_back(words: str) -> None:
    assert notice_alone(words) == words
    assert notice_on(f"<script>x</script><h1>Halden</h1><p>{words}</p>".encode(), "text/html")


@pytest.mark.parametrize("words", NOT_ALONE)
async def test_a_page_of_its_own_takes_nothing_back(words: str) -> None:
    assert notice_alone(words) == ""


@pytest.mark.parametrize("words", NOT_WITHIN)
async def test_an_article_that_reports_of_other_texts_takes_nothing_back(words: str) -> None:
    assert notice_within(f"{words}\n{TEXT[0]}", TEXT[0]) == ""


@pytest.mark.parametrize("words", WITHIN)
async def test_an_article_that_speaks_of_itself_takes_itself_back(words: str) -> None:
    assert notice_within(f"{words}\n{TEXT[0]}", TEXT[0]) == words.split("\n")[-1]


async def test_a_short_article_about_a_report_is_no_notice() -> None:
    report = "The report was withdrawn by the ministry in May."
    assert notice_alone(report) == report
    assert notice_alone(f"{report}\n{' '.join(TEXT * 3)}") == ""


async def test_a_notice_that_was_always_there_is_no_news() -> None:
    assert notice_within(f"{RETRACTED}\n{TEXT[0]}", TEXT[0]) == RETRACTED
    assert notice_within(f"{RETRACTED}\n{TEXT[0]}", f"{RETRACTED}\n{TEXT[1]}") == ""


JOBS = "Halden Robotics will cut 300 jobs by 2030"


async def test_an_edited_point_of_a_list_is_told_without_a_full_stop(desk: Desk, server: FeedServer) -> None:
    other = "The new plant opens in the north in 2027"
    await read_once(desk, server, points(JOBS, other), points(JOBS.replace("300", "900"), other))
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    [alert] = desk.told
    assert alert.headline == "figure_changed" and alert.after and alert.after.text.startswith("Halden")


async def test_points_in_another_order_and_lists_of_links_are_no_edit(desk: Desk, server: FeedServer) -> None:
    other = "The new plant opens in the north in 2027"
    links = [
        f'<a href="/{n}">Minister says {n}0 percent of all schools will close by 2030</a>' for n in (3, 4)
    ]
    answers = [
        points(JOBS, other),
        points(other, JOBS),
        points(JOBS, other, *links),
        points(JOBS, other, links[1]),
    ]
    await read_once(desk, server, *answers)
    for _ in answers[1:]:
        await desk.outcomes(15 * MINUTE)
    assert desk.tell() == []


async def test_a_short_point_is_a_label() -> None:
    assert (
        prose("- Read more here\n- Three hundred jobs will go by 2030")
        == "Three hundred jobs will go by 2030"
    )
