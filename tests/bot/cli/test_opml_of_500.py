"""A list of hundreds of sources: what can be added is added, the rest is named, progress is for people only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def opml(addresses: list[str]) -> str:
    lines = "".join(f'<outline type="rss" text="Paper {n}" xmlUrl="{a}"/>' for n, a in enumerate(addresses))
    return f'<opml version="2.0"><body><outline text="papers">{lines}</outline></body></opml>'


def imported(folder: Path, addresses: list[str], err: int = subprocess.PIPE) -> tuple[int, str, str]:
    file = folder / "list.opml"
    file.write_text(opml(addresses), "utf-8")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("WALKBACK_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "source", "import", str(file)],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=err,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr or ""


def paper(number: int) -> str:
    return f"https://paper{number}.example/feed.xml"


def test_five_hundred_sources_are_added_and_a_pipe_sees_no_progress(tmp_path: Path) -> None:
    code, out, err = imported(tmp_path, [paper(n) for n in range(500)])
    assert (code, err) == (0, "") and "500 sources added" in out
    code, out, err = imported(tmp_path, [paper(n) for n in range(400, 600)])
    assert (code, err) == (0, "") and "100 sources added, 100 watched already" in out


def test_what_is_too_much_or_no_address_is_named_and_the_rest_is_in(tmp_path: Path) -> None:
    addresses = ["ftp://halden.example/", *(paper(n) for n in range(503)), "https://"]
    code, out, err = imported(tmp_path, addresses)
    assert code == 1 and "500 sources added" in out
    assert (
        "ftp" in err and "500 sources are the most at once" in err and "5 sources could not be added" in err
    )


def test_a_terminal_sees_progress(tmp_path: Path) -> None:
    mine, theirs = pty.openpty()
    code, _, _ = imported(tmp_path, [paper(n) for n in range(60)], theirs)
    os.close(theirs)
    shown = os.read(mine, 65536).decode()
    os.close(mine)
    assert code == 0 and "Adding sources" in shown and "100%" in shown


def test_the_limit_in_the_settings_holds_for_lists_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("walkback.toml").write_text('limits = ["sources=3"]', "utf-8")
    code, out, err = imported(tmp_path, [paper(n) for n in range(5)])
    assert code == 1 and "3 sources added" in out and "walkback limits sources=6" in err
