"""A database of any released schema opens with all its data, and is backed up first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from state import errors
from state.memory import open_memory
from state.sqlite import check, open_sqlite, schema, schema_version
from tests.fakes import schema_dump, years

FIXTURES = Path(__file__).parents[2] / "data" / "schema"
RELEASED = sorted(FIXTURES.glob("v*.sql"))
NEWEST = schema.newest()
NEXT = schema.Step(
    NEWEST + 1, "trial", ("CREATE TABLE shade (theme_id TEXT) STRICT", "INSERT INTO shade VALUES ('x')")
)

TWO_STEPS = (*schema.steps(), NEXT)


def test_every_schema_has_a_fixture() -> None:
    assert [int(path.stem[1:]) for path in RELEASED] == [step.number for step in schema.steps()]
    assert [step.number for step in schema.steps()] == list(range(1, schema.newest() + 1))


@pytest.mark.parametrize("fixture", RELEASED, ids=lambda path: path.stem)
async def test_a_database_of_a_released_schema_opens_with_all_its_data(tmp_path: Path, fixture: Path) -> None:
    path = tmp_path / "walkback.db"
    schema_dump.load(fixture, path)
    assert schema_version(path) == int(fixture.stem[1:])
    store, fresh = open_sqlite(path), open_memory()
    await fresh.transact(years.fill)
    expected, found = await fresh.read(years.everything), await store.read(years.everything)
    await store.close()
    for name, value in expected.items():
        if years.SINCE.get(name, 1) <= int(fixture.stem[1:]):
            assert found[name] == value, name
    assert check(path).ok
    assert schema_version(path) == schema.newest()


def test_todays_schema_is_the_one_in_its_fixture(tmp_path: Path) -> None:
    """Fails when a released migration was edited. Before the release: write the fixture anew (its README)."""
    path = tmp_path / "walkback.db"
    open_sqlite(path).close_now()
    assert created("\n".join(schema_dump.dump(path))) == created(RELEASED[-1].read_text("utf-8"))


def created(script: str) -> set[str]:
    return {part.rstrip().rstrip(";") for part in script.split(";\n") if part.startswith("CREATE")}


async def test_an_upgrade_is_backed_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "walkback.db"
    store = open_sqlite(path)
    await store.transact(years.fill)
    expected = await store.read(years.everything)
    await store.close()
    monkeypatch.setattr(schema, "steps", lambda: TWO_STEPS)
    upgraded = open_sqlite(path)
    assert await upgraded.read(years.everything) == expected
    await upgraded.close()
    monkeypatch.undo()
    assert schema_version(path) == NEXT.number
    with pytest.raises(errors.NewerSchema):  # the old program on the new file
        open_sqlite(path)
    old = open_sqlite(tmp_path / f"walkback.db.schema-{NEWEST}.backup")  # and the way back
    assert await old.read(years.everything) == expected
    await old.close()


async def test_without_room_for_the_backup_there_is_no_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "walkback.db"
    open_sqlite(path).close_now()
    (tmp_path / f"walkback.db.schema-{NEWEST}.backup.part").mkdir()  # where the copy would be written
    monkeypatch.setattr(schema, "steps", lambda: TWO_STEPS)
    with pytest.raises((errors.StoreError, OSError)):
        open_sqlite(path)
    monkeypatch.undo()
    assert schema_version(path) == NEWEST


async def test_two_processes_that_upgrade_at_once_take_each_step_once(tmp_path: Path) -> None:
    path = tmp_path / "walkback.db"
    open_sqlite(path).close_now()
    first, second = (sqlite3.connect(path, isolation_level=None) for _ in range(2))
    wanted = TWO_STEPS
    raced = schema.migrate(
        second, path, wanted=wanted, before=lambda _: schema.migrate(first, path, wanted=wanted)
    )
    assert raced == NEXT.number
    assert second.execute("SELECT count(*) FROM shade").fetchone() == (1,)
    first.close()
    second.close()
