"""Start slots of hosts: gaps, the daily budget, and peace that a server asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from state.model import Source
from watchers.hosts import NEAR, Hosts, asked_by_host, asked_today, counted

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_first_request_may_start_at_once() -> None:
    assert Hosts().reserve("paper.example", NOON) == NOON


def test_requests_to_one_host_stand_a_gap_apart() -> None:
    hosts = Hosts(gap=2.0)
    starts = [hosts.reserve("paper.example", NOON, who=str(n)) for n in range(3)]
    assert starts == [NOON, NOON + 2 * SECOND, NOON + 4 * SECOND]


def test_whoever_was_put_back_is_served_at_the_promised_moment() -> None:
    hosts = Hosts(gap=60)
    promised = {who: hosts.reserve("paper.example", NOON, who=who) for who in "abcd"}
    assert [(at - NOON).total_seconds() for at in promised.values()] == [0, 60, 120, 180]
    for who in "bcd":
        assert hosts.reserve("paper.example", promised[who], who=who) == promised[who]
    assert hosts.asked_today() == {"paper.example": 4}


def test_whoever_comes_new_stands_behind_those_who_wait() -> None:
    hosts = Hosts(gap=60)
    for who in "abc":
        hosts.reserve("paper.example", NOON, who=who)
    assert hosts.reserve("paper.example", NOON + 60 * SECOND, who="new") == NOON + 180 * SECOND
    assert hosts.reserve("paper.example", NOON + 60 * SECOND, who="b") == NOON + 60 * SECOND


def test_all_who_were_promised_a_slot_and_come_late_together_keep_the_gap() -> None:
    hosts = Hosts(gap=60)
    for who in "abc":
        hosts.reserve("paper.example", NOON, who=who)
    late = NOON + timedelta(minutes=30)
    assert hosts.reserve("paper.example", late, who="b") == late
    assert hosts.reserve("paper.example", late, who="c") == late + 60 * SECOND


def test_hosts_do_not_wait_for_each_other() -> None:
    hosts = Hosts(gap=60)
    assert [hosts.reserve(name, NOON) for name in ("a.example", "b.example")] == [NOON, NOON]


def test_a_kind_can_only_add_to_the_gap() -> None:
    hosts = Hosts(gap=2.0)
    hosts.reserve("forum.example", NOON, 61.0)
    assert hosts.turn("forum.example", NOON) == NOON + 61 * SECOND
    hosts.reserve("paper.example", NOON, 0.5)
    assert hosts.turn("paper.example", NOON) == NOON + 2 * SECOND


def test_a_pause_longer_than_the_gap_owes_nothing() -> None:
    hosts = Hosts(gap=2.0)
    hosts.reserve("paper.example", NOON)
    later = NOON + timedelta(hours=1)
    assert hosts.reserve("paper.example", later) == later


def test_beyond_the_daily_budget_the_next_request_starts_tomorrow() -> None:
    hosts = Hosts(gap=1.0, budget=2)
    hosts.reserve("paper.example", NOON)
    hosts.reserve("paper.example", NOON)
    assert hosts.turn("paper.example", NOON) == MIDNIGHT
    assert hosts.reserve("paper.example", NOON) == MIDNIGHT


def test_a_new_day_has_a_new_budget() -> None:
    hosts = Hosts(gap=1.0, budget=1)
    hosts.reserve("paper.example", NOON)
    tomorrow = NOON + timedelta(days=1)
    assert hosts.turn("paper.example", tomorrow) == tomorrow
    assert hosts.reserve("paper.example", tomorrow) == tomorrow
    assert hosts.asked_today() == {"paper.example": 1}


def test_peace_is_kept_and_never_shortened() -> None:
    hosts = Hosts()
    hosts.wait("paper.example", NOON + timedelta(minutes=10))
    hosts.wait("paper.example", NOON + timedelta(minutes=5))
    assert hosts.reserve("paper.example", NOON) == NOON + timedelta(minutes=10)


def test_requests_are_counted_for_whoever_looks() -> None:
    hosts = Hosts()
    for _ in range(3):
        hosts.reserve("a.example", NOON)
    hosts.wait("b.example", NOON)
    assert hosts.asked_today() == {"a.example": 3}


def test_looking_at_the_turn_takes_nothing() -> None:
    hosts = Hosts(gap=5.0)
    hosts.reserve("paper.example", NOON)
    assert {hosts.turn("paper.example", NOON) for _ in range(3)} == {NOON + 5 * SECOND}
    assert hosts.asked_today() == {"paper.example": 1}


@given(
    waits=st.lists(st.integers(0, 5000), min_size=1, max_size=60),
    gap=st.floats(0.1, 90),
    budget=st.integers(1, 20),
)
@settings(max_examples=80)
def test_no_two_starts_are_nearer_than_the_gap(waits: list[int], gap: float, budget: int) -> None:
    hosts, now, starts = Hosts(gap=gap, budget=budget), NOON, []
    waiting: dict[str, datetime] = {}
    for number, wait in enumerate(waits):
        now += wait * SECOND
        back = next((who for who, at in waiting.items() if at <= now), str(number))
        waiting.pop(back, None)
        at = hosts.reserve("paper.example", now, who=back)
        assert at >= now
        if at <= now + NEAR:
            starts.append(at)
        else:
            waiting[back] = at
    gaps = [later - at for at, later in pairwise(starts)]
    assert all(each >= timedelta(seconds=gap) - timedelta(microseconds=1) for each in gaps)


def source_of(name: str, **changes: object) -> Source:
    return Source(id=name, kind="feed", url=f"https://{name}", name=name, added_at=NOON, **changes)  # type: ignore[arg-type]


def test_a_source_knows_how_often_it_was_asked_today_and_begins_anew_each_day() -> None:
    source = source_of("paper.example")
    for _ in range(3):
        source = counted(source, NOON)
    assert asked_today(source, NOON) == 3
    assert asked_today(source, MIDNIGHT) == 0
    assert asked_today(counted(source, MIDNIGHT), MIDNIGHT) == 1


def test_a_hosts_requests_are_those_of_all_its_sources_the_busiest_first() -> None:
    sources = [
        counted(source_of("a.example/1"), NOON),
        counted(source_of("b.example/1"), NOON),
        counted(source_of("b.example/2"), NOON),
        source_of("c.example"),
    ]
    assert list(asked_by_host(sources, NOON).items()) == [("b.example", 2), ("a.example", 1)]


def test_the_budget_outlives_a_restart() -> None:
    hosts = Hosts(budget=2)
    hosts.recall({"paper.example": 2}, NOON)
    assert hosts.reserve("paper.example", NOON) == MIDNIGHT
