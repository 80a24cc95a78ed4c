from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.doctor import Check, examine
from bot.settings import Secret, Settings
from rules.model import Address
from state.errors import Corrupt
from state.memory import MemoryStore, open_memory
from state.store import Store, Tx
from tests.fakes import nouns
from watchers.hosts import DAILY_BUDGET

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOKEN = "abc.def.canarytoken"


async def nobody(host: str, port: int) -> Sequence[str]:
    raise OSError("no such name")


async def everybody(host: str, port: int) -> Sequence[str]:
    return ["192.0.2.1"]


async def all_but_lost(host: str, port: int) -> Sequence[str]:
    if host.startswith("lost"):
        raise OSError("no such name")
    return ["192.0.2.1"]


async def found(
    tmp_path: Path, work: Callable[[Tx], object] = lambda tx: None, resolver: object = everybody
) -> dict[str, Check]:
    store: MemoryStore = open_memory()
    await store.transact(work)
    (tmp_path / "w.db").touch()
    settings = Settings(db=str(tmp_path / "w.db"), discord_token=Secret(TOKEN), contact="a@b.example")
    checks = await examine(settings, lambda settings: store, NOW, resolver)  # type: ignore[arg-type]
    return {check.name: check for check in checks}


async def test_a_sound_installation_has_nothing_to_mend(tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        tx.sources.put(nouns.source(health="ok", polled_at=NOW - timedelta(hours=1)))

    checks = await found(tmp_path, work)
    assert {
        name: check.state for name, check in checks.items() if name not in ("sqlite", "disk")
    } == dict.fromkeys(
        (
            "token",
            "contact",
            "database",
            "pages",
            "requests",
            "names",
            "clock",
            "sources",
            "pages",
            "requests",
            "leases",
            "deliveries",
            "addresses",
            "servers",
            "linking",
        ),
        "ok",
    )


async def test_names_that_nobody_knows_are_told_and_all_of_them_is_bad(tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        for name in ("lost", "here"):
            tx.sources.put(nouns.source(name))

    assert (await found(tmp_path, work, nobody))["names"].state == "bad"
    some = (await found(tmp_path, work, all_but_lost))["names"]
    assert some.state == "warn"
    assert "lost.example" in some.text
    assert "here.example" not in some.text


async def test_a_clock_behind_what_was_written_is_told(tmp_path: Path) -> None:
    checks = await found(tmp_path, lambda tx: tx.sources.put(nouns.source(polled_at=NOW + timedelta(days=1))))
    assert checks["clock"].state == "warn"
    assert "1,440 minutes" in checks["clock"].text


async def test_leases_that_nobody_took_over_are_told(tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        tx.sources.put(nouns.source(lease_until=NOW - timedelta(hours=1), owner="gone"))
        tx.outbox.add(nouns.delivery(not_before=NOW - timedelta(hours=2)))
        tx.outbox.lease(NOW - timedelta(hours=2), NOW - timedelta(hours=1), "gone", 5)

    checks = await found(tmp_path, work)
    assert checks["leases"].state == "warn"
    assert "2 ran out" in checks["leases"].text
    assert checks["deliveries"].state == "warn"


async def test_a_database_that_cannot_be_opened_is_one_finding_and_the_rest_is_told(tmp_path: Path) -> None:
    def refuse(settings: Settings) -> Store:
        raise Corrupt(Path(settings.db), "malformed")

    (tmp_path / "w.db").touch()
    checks = await examine(Settings(db=str(tmp_path / "w.db")), refuse, NOW, everybody)
    assert [check.state for check in checks if check.name == "database"] == ["bad"]
    assert {"token", "disk"} <= {check.name for check in checks}


async def test_where_there_is_no_database_yet_none_is_made_and_that_is_said(tmp_path: Path) -> None:
    def never(settings: Settings) -> Store:
        raise AssertionError("nothing is to be opened")

    checks = await examine(Settings(db=str(tmp_path / "w.db")), never, NOW, everybody)
    assert [check.state for check in checks if check.name == "database"] == ["warn"]
    assert list(tmp_path.iterdir()) == []


async def test_no_secret_is_in_what_the_doctor_says(tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        url = "https://reader:canarypass@paper.example/feed?key=canarykey"
        reason = f"{url} with {TOKEN} is refused"
        tx.sources.put(nouns.source(name=url, url=url, health="blocked", reason=reason, failures=4))
        tx.outbox.park(
            Address(kind="webhook", target="https://chat.example/api/webhooks/1/canaryhook"), "gone", NOW
        )

    text = "\n".join(check.text for check in (await found(tmp_path, work, nobody)).values())
    assert "paper.example" in text
    assert "canary" not in text


async def test_a_host_that_had_all_its_requests_is_told(tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        tx.sources.put(nouns.source("busy", hints=(("asked", f"{NOW.date()} {DAILY_BUDGET}"),)))

    check = (await found(tmp_path, work))["requests"]
    assert check.state == "warn" and "WALKBACK_MIN_INTERVAL" in check.text
