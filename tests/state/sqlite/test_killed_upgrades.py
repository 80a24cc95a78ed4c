"""The upgrade of a released database, killed at each of its moments: the old schema or the new, with all its data."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from state.memory import open_memory
from state.sqlite import check, open_sqlite, schema, schema_version
from tests.fakes import process, schema_dump, years

FIRST = Path(__file__).parents[2] / "data" / "schema" / "v1.sql"
UPGRADE = """
arm(sys.argv[2])
open_sqlite(path).close_now()
"""


def moments() -> list[str]:
    """Every named moment between the first released schema and today's."""
    points = ["backup:copied", "backup:checked", "backup:kept"]
    for step in schema.steps()[1:]:
        points += [f"migrate:{step.number}:{number}" for number in range(len(step.statements))]
        points += [f"migrate:{step.number}:written", f"migrate:{step.number}:done"]
    return points


@pytest.mark.parametrize("point", moments())
async def test_an_upgrade_of_a_released_database_killed_at_any_moment_leaves_old_or_new(
    tmp_path: Path, point: str
) -> None:
    path = tmp_path / "walkback.db"
    schema_dump.load(FIRST, path)
    code, _, err = process.run(UPGRADE, path, point)
    assert code == -signal.SIGKILL, err
    left = schema_version(path)
    number = int(point.split(":")[1]) if point.startswith("migrate") else 2
    assert left == (number if point.endswith(":done") else number - 1)
    assert check(path).ok
    store, fresh = open_sqlite(path), open_memory()  # the next start goes on from there
    await fresh.transact(years.fill)
    expected, found = await fresh.read(years.everything), await store.read(years.everything)
    await store.close()
    assert schema_version(path) == schema.newest()
    for name, value in expected.items():
        if years.SINCE.get(name, 1) == 1:
            assert found[name] == value, name
