"""`walkback browse`: the record in a web browser."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from bot.cli.session import Session, now, pass_session, refuse
from state.errors import StoreError

NAME = "record"
ABSENT = (
    "walkback browse shows the record with Datasette, which is not installed. Install it beside walkback: "
    "pip install 'walkback[browse]', or in a clone .venv/bin/pip install 'datasette<1'. "
    "Or write the copy and open it with any SQLite tool: walkback browse --to FILE"
)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8001,
    show_default=True,
    help="Where the browser finds it, on this machine.",
)
@click.option("--to", type=click.Path(dir_okay=False), help="Only write the copy to FILE, for another tool.")
@pass_session
def browse(session: Session, port: int, to: str | None) -> None:
    """Look through the record in a web browser, with ready questions: who turned around, the week, precision by rule.

    It is a copy of this moment in plain columns, of all servers, without addresses of sources and webhooks. It is shown
    on this machine only, until Ctrl-C.
    """
    if not Path(session.settings.db).is_file():
        refuse(f"There is no database {session.settings.db} yet, so there is nothing to browse.")
    if to is not None:
        if Path(to).exists():
            refuse(f"{to} is there already. Name a new file.")
        if not Path(to).absolute().parent.is_dir():
            refuse(f"{to} cannot be written: its folder does not exist. Create it, or name another file.")
        rows = _copy(session, to)
        click.echo(f"{to}: {', '.join(f'{count:,} {name}' for name, count in rows.items() if count)}.")
        return
    if importlib.util.find_spec("datasette") is None:
        refuse(ABSENT)
    with tempfile.TemporaryDirectory(prefix="walkback-") as folder:
        _copy(session, f"{folder}/{NAME}.db")
        _show(Path(folder), port)


def _copy(session: Session, to: str) -> dict[str, int]:
    from bot.app import write_readable

    try:
        return write_readable(session.settings, to)
    except StoreError as error:
        refuse(str(error))


def _show(folder: Path, port: int) -> None:
    from bot.browse import metadata

    told = folder / "metadata.json"
    told.write_text(json.dumps(metadata(NAME, f"{now():%Y-%m-%d %H:%M} UTC")), "utf-8")
    words = [sys.executable, "-m", "datasette", "serve", "--immutable", str(folder / f"{NAME}.db")]
    words += ["--metadata", str(told), "--host", "127.0.0.1", "--port", str(port)]
    click.echo(f"http://127.0.0.1:{port}/{NAME}  (Ctrl-C ends it)", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        code = subprocess.run(words, check=False).returncode
        if code:
            refuse(f"Datasette ended with {code}. Is port {port} taken? Try another: --port {port + 1}")
