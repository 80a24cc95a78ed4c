"""The demo tells exactly its story: each alert one by one, and nothing for what must stay silent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.demo.play import Played, play
from bot.demo.story import EXPECTED, FIRST_DAY, Expected
from rules.change import Alert


@dataclass
class Heard:
    lines: list[str] = field(default_factory=list)

    def __call__(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def played(heard: Heard, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return asyncio.run(play(heard, str(tmp_path_factory.mktemp("demo"))))


def day_of(alert: Alert) -> int:
    return (alert.at - FIRST_DAY).days + 1


def test_the_demo_raises_exactly_the_alerts_of_the_story(played: Played) -> None:
    told = [(day_of(alert), alert.headline, alert.speaker) for alert in played.alerts]
    wanted = [(expected.day, expected.tag, expected.speaker) for expected in EXPECTED]
    # A withdrawal needs two good polls: it may come on the day or on the next.
    assert [(tag, speaker) for _, tag, speaker in told] == [(tag, speaker) for _, tag, speaker in wanted]
    assert all(
        abs(a - b) <= (tag == "withdrawn") for (a, tag, _), (b, _, _) in zip(told, wanted, strict=True)
    )


@pytest.mark.parametrize("number", range(len(EXPECTED)), ids=lambda n: EXPECTED[n].tag + str(n))
def test_each_alert_shows_old_and_new_with_both_dates_and_links(played: Played, number: int) -> None:
    expected: Expected = EXPECTED[number]
    alert = played.alerts[number]
    assert alert.before is not None
    assert expected.before in alert.before.text
    assert alert.before.said_on is not None
    assert alert.before.url.startswith("http://127.0.0.1")
    if expected.tag == "withdrawn":
        assert alert.after is None
    else:
        assert alert.after is not None
        assert expected.after in alert.after.text.lower().replace("about ", "")
        assert alert.after.url.startswith("http://127.0.0.1")
    assert len(alert.why) >= 2


def test_a_deadline_that_only_rolled_with_the_day_is_not_told_as_moved(played: Played) -> None:
    figure = played.alerts[0]
    assert "deadline_moved" not in [change.tag for change in figure.changes]


def test_every_alert_is_posted_once(played: Played, heard: Heard) -> None:
    text = "\n".join(heard.lines)
    assert played.sent == len(played.alerts)
    assert all(text.count(f"why {alert.id}") == 1 for alert in played.alerts)


def test_nobody_is_asked_more_than_needed(played: Played) -> None:
    assert played.answers[304] >= played.answers[200]


async def test_the_demo_can_be_played_twice_with_the_same_result(tmp_path: Path) -> None:
    first = await play(Heard(), str(tmp_path))
    second = await play(Heard(), str(tmp_path / ".."))
    assert [a.headline for a in first.alerts] == [a.headline for a in second.alerts]
