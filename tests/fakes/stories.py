"""Replies for polls in a row, and stories: what each reply comes to."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes.pages import counts, heads
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import Bench

NAMES = ["Aston", "Berrow", "Cley", "Dunmore", "Elstow", "Fenby"]
MORE = ["Grange", *NAMES]
SITE = "https://halden-dispatch.example"
NOTHING = (0, 0, 0)
ALL, NEW = (6, 0, 0), (1, 0, 0)
UNCHANGED = Reply(status=304, length=None)


def text(name: str) -> str:
    return f"{name} Energy said that its plant will open in 2027."


def items(*names: str, **more: str) -> list[str]:
    return [item(name, text(name), **more) for name in names]


def page(*rows: str, tag: str = "", changed: str = "", encoding: str = "UTF-8") -> Reply:
    headers = [("ETag", tag)] * bool(tag) + [("Last-Modified", changed)] * bool(changed)
    return Reply(body=rss(rows, encoding=encoding), headers=tuple(headers), content_type="text/xml")


def atom(*names: str) -> Reply:
    entries = "".join(
        f"<entry><id>id-{name}</id><title>About {name}</title><link href='{SITE}/{name}'/>"
        f"<updated>2026-03-01T10:00:00Z</updated><summary>{text(name)}</summary></entry>"
        for name in names
    )
    head = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><id>h</id>'
    return Reply(body=f"{head}{entries}</feed>".encode(), content_type="application/atom+xml")


def json_feed(*names: str) -> Reply:
    rows = [
        {"id": f"id-{name}", "url": f"{SITE}/{name}", "title": f"About {name}", "content_text": text(name)}
        for name in names
    ]
    made = {"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": rows}
    return Reply(body=json.dumps(made).encode(), content_type="application/feed+json")


def html(title: str, words: str = "") -> Reply:
    body = f"<!doctype html><html><head><title>{title}</title></head><body><p>{words}</p></body></html>"
    return Reply(body=body.encode(), content_type="text/html")


def umlauts(encoding: str, said: str = "") -> Reply:
    rows = [item(name, text(name), title=f"Über {name}") for name in NAMES]
    body = rss(rows, encoding=encoding)
    return Reply(
        body=body.replace(encoding.encode(), said.encode()) if said else body, content_type="text/xml"
    )


def dated(*dates: str) -> Reply:
    return page(*[item(name, text(name), date=date) for name, date in zip(NAMES, dates, strict=True)])


def other_site(mark: str = "") -> Reply:
    rows = [
        item(
            name,
            f"Buy {name} {mark}",
            guid=f"p{name}",
            link=f"https://parked.example/{name}",
            title=f"Ad {name}",
        )
        for name in NAMES
    ]
    return Reply(body=rss(rows, title="Parked"))


def status(code: int, after: str = "") -> Reply:
    return Reply(status=code, headers=(("Retry-After", after),) if after else ())


FULL = page(*items(*NAMES))
ONE_MORE = page(*items(*MORE))
EMPTY = page()
BOMB = Reply(
    body=gzip.compress(b"<rss>" + b" " * (40 * 1024 * 1024)), headers=(("Content-Encoding", "gzip"),)
)
CUT = Reply(body=rss(items(*NAMES))[:-300])
HALF = [NAMES[n] for n in (0, 5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`came`: for each reply, (new, edited, withdrawn) or the reason of the failure. `told`: notices, in order.
    `hours`: between two polls. `alerts`: of all polls together."""

    replies: Sequence[Reply]
    came: Sequence[tuple[int, int, int] | str]
    told: Sequence[str] = ()
    alerts: int = 0
    hours: float = 1


def story(*steps: tuple[Reply, tuple[int, int, int] | str], told: Sequence[str] = (), **more: float) -> Story:
    return Story(
        replies=[reply for reply, _ in steps],
        came=[came for _, came in steps],
        told=told,
        alerts=int(more.get("alerts", 0)),
        hours=more.get("hours", 1),
    )


async def check(told: Story, bench: Bench, server: FeedServer) -> None:
    """Polls it, and holds what came against what is expected."""
    login = Reply(body=b"<html><form><input type='password'></form>", content_type="text/html")
    server.serve("/login", login)
    source = await bench.follow(server.serve("/feed", *told.replies))
    done = [await bench.poll(source, timedelta(hours=told.hours)) for _ in told.replies]
    assert [p.trouble or came for p, came in zip(done, counts(done), strict=True)] == list(told.came)
    assert bench.told == list(told.told)
    assert sum(map(len, heads(done))) == told.alerts, heads(done)
    assert all(p.source.due_at is not None or p.source.paused for p in done)
