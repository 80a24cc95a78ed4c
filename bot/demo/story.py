"""The story. Every person, organisation and publication in it is invented.

A day holds what each feed shows on that day. An item that changes its text keeps its guid; an item that is no longer
listed while older ones still are has been taken down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rules.change import Tag

FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
THEME = "work and energy"
RULE = ("promises and forecasts", "jobs OR coal OR robots OR grid OR depot OR ferry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed. `day` counts from 1: when it was published."""

    guid: str
    day: int
    title: str
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of the story: `form` is rss, atom or json."""

    path: str
    name: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An alert that the story must raise, and no other."""

    day: int
    tag: Tag
    speaker: str | None
    before: str
    after: str


DISPATCH = Feed(path="/dispatch.rss", name="The Halden Dispatch", form="rss")
NORTHFIELD = Feed(path="/northfield.atom", name="Northfield Energy press room", form="atom")
COURIER = Feed(path="/courier.rss", name="Brightwater Courier", form="rss")
GEARBOX = Feed(path="/gearbox.json", name="Gearbox forum: automation", form="json")
FEEDS = (DISPATCH, NORTHFIELD, COURIER, GEARBOX)

JOBS_HALF = Item(
    guid="dispatch-101",
    day=1,
    title="Voss on the future of the warehouse",
    text=(
        "<p>Mara Voss, chief executive of Halden Robotics, said half of entry-level warehouse jobs will disappear "
        "within five years.</p><p>She spoke at the opening of a test hall in Halden.</p>"
    ),
)
ROBOTS_NO = Item(
    guid="dispatch-102",
    day=1,
    title="Labour minister on robots",
    text="<p>“The government will not tax robots,” said Tomas Reyl, the minister for labour.</p>",
)
DEPOT = Item(
    guid="dispatch-103",
    day=1,
    title="New tram depot approved",
    text="<p>The new tram depot will cost 40 million euros, said city engineer Edda Lunt.</p>",
)
DEPOT_EDITED = Item(
    guid="dispatch-103",
    day=1,
    title="New tram depot approved",
    text="<p>The new tram depot will cost 65 million euros, said city engineer Edda Lunt.</p>",
)
COAL_2030 = Item(
    guid="urn:northfield:7",
    day=1,
    title="Northfield Energy sets out its plan",
    author="Northfield Energy",
    text=(
        "<p>“We will close our last coal plant by 2030,” said Jonas Feld, chief executive of Northfield Energy.</p>"
    ),
)
GRID_WILL = Item(
    guid="courier-55",
    day=1,
    title="Analyst: grid on course",
    text=(
        "<p>Ines Okafor, analyst at the Brightwater Institute, said the regional grid will be free of carbon by "
        "2032.</p>"
    ),
)
FERRY = Item(
    guid="courier-56",
    day=1,
    title="Harbour master on the night ferry",
    text="<p>“The night ferry will run all winter,” said harbour master Pell Arden.</p>",
)
OLDER = Item(
    guid="courier-54",
    day=0,
    title="Market square to be repaved",
    text="<p>The market square will be repaved in stages, the council said.</p>",
)
JOBS_FIFTH = Item(
    guid="dispatch-110",
    day=2,
    title="Voss speaks to shareholders",
    text=(
        "<p>About a fifth of entry-level warehouse jobs will disappear within five years, Mara Voss told "
        "shareholders.</p>"
    ),
)
COAL_2035 = Item(
    guid="urn:northfield:9",
    day=3,
    title="Northfield Energy: update on the plan",
    author="Northfield Energy",
    text="<p>“We will close our last coal plant by 2035,” said Jonas Feld.</p>",
)
JOBS_AGAIN = Item(
    guid="courier-61",
    day=4,
    title="Halden chief repeats forecast",
    text="<p>Mara Voss said again that 20 percent of entry-level warehouse jobs will disappear within five years.</p>",
)
TREES = Item(
    guid="courier-62",
    day=4,
    title="Half of park trees to go",
    text=(
        "<p>Half of the plane trees in the depot park will be replaced within five years, said head gardener Oda "
        "Wyn.</p>"
    ),
)
GRID_COULD = Item(
    guid="courier-66",
    day=5,
    title="Analyst revisits the grid",
    text="<p>Ines Okafor said the regional grid could be free of carbon by 2032.</p>",
)
ROBOTS_YES = Item(
    guid="dispatch-120",
    day=6,
    title="Minister before the chamber",
    text="<p>“The government will tax robots,” said Tomas Reyl, the minister for labour.</p>",
)
QUOTED = Item(
    guid="gearbox-9002",
    day=7,
    title="Re: warehouse automation",
    author="cogwheel",
    text=(
        "<p>&gt; half of entry-level warehouse jobs will disappear within five years</p>"
        "<p>I have read this in every thread since spring. Does anyone have the talk?</p>"
    ),
)
THREAD = Item(
    guid="gearbox-9001",
    day=1,
    title="Warehouse automation",
    author="sprocket",
    text="<p>This is the thread for warehouse automation. Links to talks are welcome.</p>",
)

STORY: Mapping[int, Mapping[Feed, tuple[Item, ...]]] = {
    1: {
        DISPATCH: (DEPOT, ROBOTS_NO, JOBS_HALF),
        NORTHFIELD: (COAL_2030,),
        COURIER: (FERRY, GRID_WILL, OLDER),
        GEARBOX: (THREAD,),
    },
    2: {DISPATCH: (JOBS_FIFTH, DEPOT, ROBOTS_NO, JOBS_HALF)},
    3: {NORTHFIELD: (COAL_2035, COAL_2030)},
    4: {COURIER: (TREES, JOBS_AGAIN, FERRY, GRID_WILL, OLDER)},
    5: {COURIER: (GRID_COULD, TREES, JOBS_AGAIN, FERRY, GRID_WILL, OLDER)},
    6: {DISPATCH: (ROBOTS_YES, JOBS_FIFTH, DEPOT, ROBOTS_NO, JOBS_HALF)},
    7: {
        DISPATCH: (ROBOTS_YES, JOBS_FIFTH, DEPOT_EDITED, ROBOTS_NO, JOBS_HALF),
        GEARBOX: (QUOTED, THREAD),
    },
    8: {COURIER: (GRID_COULD, TREES, JOBS_AGAIN, GRID_WILL, OLDER)},
    9: {},
}
"""Day → what changed on it. A feed that is not named shows what it showed the day before."""

EXPECTED = (
    Expected(day=2, tag="figure_changed", speaker="Mara Voss", before="half", after="a fifth"),
    Expected(day=3, tag="deadline_moved", speaker="Jonas Feld", before="by 2030", after="by 2035"),
    Expected(day=5, tag="certainty_changed", speaker="Ines Okafor", before="will", after="could"),
    Expected(day=6, tag="polarity_flipped", speaker="Tomas Reyl", before="will not tax", after="will tax"),
    Expected(day=7, tag="figure_changed", speaker="Edda Lunt", before="40 million", after="65 million"),
    Expected(day=9, tag="withdrawn", speaker="Pell Arden", before="will run all winter", after=""),
)
SILENT = (
    "day 4: the same forecast, said again in other words",
    "day 4: another thing with the same number and the same horizon",
    "day 7: a forum post that quotes the old forecast with '>'",
)


def shown_on(day: int, feed: Feed) -> tuple[Item, ...]:
    """What the feed lists on that day."""
    for past in range(day, 0, -1):
        if feed in STORY[past]:
            return STORY[past][feed]
    return ()


def published(item: Item) -> datetime:
    return FIRST_DAY + timedelta(days=item.day - 1, hours=-1)


def last_day() -> int:
    return max(STORY)
