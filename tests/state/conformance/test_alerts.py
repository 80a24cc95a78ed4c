from __future__ import annotations

from dataclasses import replace

import pytest

from rules.change import CertaintyChanged, PolarityFlipped, Sighting, Withdrawn
from rules.model import ClauseHit
from state.model import HistoryFilter
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import FIGURE, GUILD, OTHER_GUILD, after

FLIPPED = PolarityFlipped(before="will", after="will not")


async def found(store: Store, **fields: object) -> list[str]:
    where = HistoryFilter(**{"guild_id": GUILD, **fields})  # type: ignore[arg-type]
    return [alert.id for alert in await store.read(lambda tx: tx.alerts.history(where))]


async def test_an_alert_comes_back_as_it_was_given(store: Store) -> None:
    changes = (FIGURE, FLIPPED, Withdrawn(before="It will.", last_seen=after(3)))
    alert = nouns.alert(
        changes=changes, after=None, claim_id=None, theme_id=None, speaker=None, probability=1 / 3
    )
    assert await store.transact(lambda tx: tx.alerts.add(alert))
    assert await store.read(lambda tx: tx.alerts.get(GUILD, "ale")) == alert
    assert await store.read(lambda tx: tx.alerts.get(OTHER_GUILD, "ale")) is None
    assert await found(store) == ["ale"]


async def test_an_alert_is_told_once(store: Store) -> None:
    assert await store.transact(lambda tx: tx.alerts.add(nouns.alert()))
    assert not await store.transact(lambda tx: tx.alerts.add(nouns.alert(rule_name="Another rule")))
    assert await store.read(lambda tx: tx.alerts.get(GUILD, "ale")) == nouns.alert()
    assert await found(store, text="another") == []


def fill(tx: Tx) -> None:
    weaker = CertaintyChanged(before="will", after="could", direction="weaker")
    for alert in (
        nouns.alert("a", at=after(1)),
        nouns.alert(
            "b", at=after(2), theme_id="power", changes=(weaker,), speaker="Tomas Reyl", claim_id="c2"
        ),
        nouns.alert("c", at=after(3), changes=(FLIPPED, FIGURE), before=None, rule_name="Who's next?"),
        nouns.alert("d", at=after(3), speaker=None, claim_id=None),
        nouns.alert("e", at=after(9), guild_id=OTHER_GUILD),
    ):
        tx.alerts.add(alert)


async def test_history_is_newest_first_and_pages(store: Store) -> None:
    await store.transact(fill)
    assert await found(store) == ["d", "c", "b", "a"]
    assert await found(store, limit=2) == ["d", "c"]
    assert await found(store, limit=2, before_id="c") == ["b", "a"]
    assert await found(store, before_id="d") == ["c", "b", "a"]
    assert await found(store, before_id="a") == []
    assert await found(store, before_id="e") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"theme_id": "power"}, ["b"]),
        ({"speaker": "mara VOSS"}, ["c", "a"]),
        ({"speaker": "Reyl"}, ["b"]),
        ({"speaker": "Ann Reyl"}, []),
        ({"claim_id": "c2"}, ["b"]),
        ({"change": "figure_changed"}, ["d", "c", "a"]),
        ({"change": "polarity_flipped"}, ["c"]),
        ({"change": "figure"}, []),
        ({"since": after(2)}, ["d", "c", "b"]),
        ({"until": after(2)}, ["b", "a"]),
        ({"since": after(2), "until": after(2)}, ["b"]),
        ({"theme_id": "theme", "speaker": "Voss", "change": "figure_changed", "limit": 1}, ["c"]),
        ({"guild_id": OTHER_GUILD}, ["e"]),
    ],
)
async def test_history_is_filtered(store: Store, fields: dict[str, object], expected: list[str]) -> None:
    await store.transact(fill)
    assert await found(store, **fields) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fifth jobs", ["d", "c", "b", "a"]),
        ("FIFTH job", ["d", "c", "b", "a"]),
        ("fifth reyl", ["b"]),
        ("half", ["d", "b", "a"]),
        ("could", ["b"]),
        ("fifth zebra", []),
        ("who's", ["c"]),
        ("", ["d", "c", "b", "a"]),
        ("!!", ["d", "c", "b", "a"]),
        ('NEAR( " * jobs', []),
        ('"jobs" *', ["d", "c", "b", "a"]),
        ("jobs AND half", []),
        ("guild:x", []),
        ("^jobs", ["d", "c", "b", "a"]),
        ("\x00 \ud800 jobs", ["d", "c", "b", "a"]),
    ],
)
async def test_text_is_words_that_must_all_occur_and_nothing_in_it_is_syntax(
    store: Store, text: str, expected: list[str]
) -> None:
    await store.transact(fill)
    assert await found(store, text=text) == expected


async def test_text_search_finds_accents_figures_and_other_scripts(store: Store) -> None:
    side = replace(nouns.said("", "new"), text="Die Löhne steigen um 1,500.5 Euro; 日本 と Привет")
    await store.transact(lambda tx: tx.alerts.add(nouns.alert(after=side)))
    for text in ("löhne", "LOHNE", "1,500.5", "привет", "日本"):
        assert await found(store, text=text) == ["ale"], text


async def test_alerts_are_counted_by_guild_and_since(store: Store) -> None:
    await store.transact(fill)
    assert await store.read(lambda tx: tx.alerts.count(GUILD)) == 4
    assert await store.read(lambda tx: tx.alerts.count(GUILD, after(2))) == 3
    assert await store.read(lambda tx: tx.alerts.count(OTHER_GUILD)) == 1
    assert await store.read(lambda tx: tx.alerts.count(5)) == 0


async def test_matches_are_kept_for_each_rule(store: Store) -> None:
    hit = replace(nouns.match(), hits=(ClauseHit(clause="jobs", field="text", spans=((0, 4), (9, 13))),))
    await store.transact(
        lambda tx: (tx.alerts.add_match(nouns.match("sta", "z")), tx.alerts.add_match(nouns.match()))
    )
    await store.transact(lambda tx: tx.alerts.add_match(hit))
    assert await store.read(lambda tx: tx.alerts.matches("sta")) == [hit, nouns.match("sta", "z")]
    assert await store.read(lambda tx: tx.alerts.matches("other")) == []


async def test_the_last_reason_why_a_statement_did_not_alert_stands(store: Store) -> None:
    rows = [nouns.why_not(rule_id="b"), nouns.why_not(rule_id=None), nouns.why_not(guild_id=OTHER_GUILD)]
    newer = nouns.why_not(rule_id="b", code="quiet", text="The first poll \ud800 is a baseline.", at=after(1))
    await store.transact(lambda tx: tx.alerts.put_why_not(rows))
    await store.transact(lambda tx: tx.alerts.put_why_not([newer]))
    assert await store.read(lambda tx: tx.alerts.why_not(GUILD, "sta")) == [rows[1], newer]
    assert await store.read(lambda tx: tx.alerts.why_not(OTHER_GUILD, "sta")) == [rows[2]]
    assert await store.read(lambda tx: tx.alerts.why_not(GUILD, "other")) == []


async def test_a_notice_is_told_once(store: Store) -> None:
    notice = nouns.notice(source_id="src")
    assert await store.transact(lambda tx: tx.alerts.put_notice(notice))
    assert not await store.transact(lambda tx: tx.alerts.put_notice(nouns.notice(text="Again")))
    assert await store.read(lambda tx: tx.alerts.notice(GUILD, "not")) == notice
    assert await store.read(lambda tx: tx.alerts.notice(OTHER_GUILD, "not")) is None


async def test_the_history_of_every_theme_an_alert_is_told_under_has_it(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.alerts.add(nouns.alert("a", theme_id="jobs", themes=("jobs", "power")))
        tx.alerts.add(nouns.alert("b", theme_id=None, at=after(2)))
        tx.alerts.add(nouns.alert("c", theme_id="power", at=after(3)))

    await store.transact(fill)
    assert await found(store, theme_id="jobs") == ["a"]
    assert await found(store, theme_id="power") == ["c", "a"]
    assert await found(store, theme_id="pow") == []


async def test_a_sighting_is_added_once_an_outlet_and_no_more_than_there_may_be(store: Store) -> None:
    await store.transact(lambda tx: tx.alerts.add(nouns.alert()))

    async def added(outlet: str, guild_id: int = GUILD) -> bool:
        seen = Sighting(outlet=outlet, url=f"https://{outlet}/1", said_on=None, at=after(4))
        return await store.transact(lambda tx: tx.alerts.sight(guild_id, "ale", seen, 2)) is not None

    assert [await added(name) for name in ("a.example", "a.example", "b.example", "c.example")] == [
        True,
        False,
        True,
        False,
    ]
    assert not await added("d.example", OTHER_GUILD)
    kept = await store.read(lambda tx: tx.alerts.get(GUILD, "ale"))
    assert kept and [each.outlet for each in kept.sightings] == ["a.example", "b.example"]
    assert await found(store, speaker="Voss", theme_id="theme") == ["ale"]
