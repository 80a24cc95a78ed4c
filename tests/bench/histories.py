"""Recorded feed histories through the real pipeline on SQLite, held against a plain count of the records.

    python tests/bench/histories.py PACK… [--rule '/./'] [-v]

Prints for each pack: states, distinct items counted by a regular expression over raw bytes, entries recorded, edits,
withdrawals, withdrawn alerts on items that came back later (or were only edited), alerts, states that alerted.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import re
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from rules.model import Address, Subscription, Theme, WatchRule
from state.sqlite import open_sqlite
from watchers.replay import read_pack, replay
from watchers.sandbox import Sandbox

ITEM = re.compile(r"<item[ >].*?</item>", re.DOTALL)
FIELD = {
    name: re.compile(rf"<{name}[^>]*>(.*?)</{name}>", re.DOTALL)
    for name in ("guid", "link", "title", "description")
}


def items_of(body: bytes) -> list[dict[str, str]]:
    out = []
    for item in ITEM.findall(body.decode("utf-8", "replace")):
        fields = {}
        for name, pattern in FIELD.items():
            found = pattern.search(item)
            text = found.group(1) if found else ""
            text = re.sub(r"^\s*<!\[CDATA\[(.*?)\]\]>\s*$", r"\1", text, flags=re.DOTALL)
            fields[name] = " ".join(html.unescape(text).split())
        out.append(fields)
    return out


def truth(path: Path) -> tuple[set[str], int, dict[str, datetime], dict[str, set[str]]]:
    """Distinct guids, the states that changed a title, when each guid was last on the page, titles by guid."""
    last: dict[str, datetime] = {}
    titles: dict[str, str] = {}
    every: dict[str, set[str]] = {}
    edits = 0
    for state in read_pack(path):
        for item in items_of(state.body):
            key = item["guid"] or item["link"]
            last[key] = state.at
            edits += key in titles and titles[key] != item["title"]
            titles[key] = item["title"]
            every.setdefault(key, set()).add(item["title"])
    return set(last), edits, last, every


async def measure(packs: list[Path], rule: str, verbose: bool) -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "histories.db")

        def set_up(tx):  # type: ignore[no-untyped-def]
            tx.rules.put_theme(Theme(id="t", guild_id=0, name="all", created_at=start))
            made = WatchRule(id="r", guild_id=0, name="all", query=rule, created_at=start, theme_id="t")
            tx.rules.put_rule(made)
            console = Address(kind="console")
            tx.rules.put_subscription(Subscription(id="s", guild_id=0, address=console, created_at=start))

        await store.transact(set_up)
        async with Sandbox() as sandbox:
            for path in packs:
                total += await _one(store, sandbox, path, verbose)
        await store.close()
    share = 100 * total["alerting"] / max(1, total["states"])
    print("all", dict(total), f"{share:.2f} % of states alert")


async def _one(store, sandbox, path: Path, verbose: bool) -> Counter[str]:  # type: ignore[no-untyped-def]
    distinct, title_edits, last_seen, _ = truth(path)
    count: Counter[str] = Counter(distinct=len(distinct), title_changes=title_edits)
    heads: Counter[str] = Counter()
    began, spent = time.perf_counter(), time.process_time()
    url = ""
    async for each in replay(store, [path], parser=sandbox, theme_id="t"):
        done = each.polled.absorbed
        url = each.state.url
        count += Counter(
            states=1,
            new=done.new,
            edited=done.edited,
            withdrawn=done.withdrawn,
            alerts=len(done.alerts),
            alerting=bool(done.alerts),
            unwell=each.polled.outcome == "unwell",
            notices=len(done.notices),
        )
        heads.update(alert.headline for alert in done.alerts)
        for alert in done.alerts:
            if alert.headline == "withdrawn":
                entry = await store.read(lambda tx, alert=alert: tx.entries.get(alert.entry_id))
                key = entry.key.partition(":")[2]
                back = last_seen.get(key) or last_seen.get(entry.url)
                if back and back > each.state.at:
                    count["false_withdrawn"] += 1
            if verbose:
                sides = [side.text[:110] if side else "" for side in (alert.before, alert.after)]
                print("   ", each.state.at.isoformat()[:16], alert.headline, "|", " → ".join(sides))
        if verbose:
            for notice in done.notices:
                print("   ", each.state.at.isoformat()[:16], "NOTICE", notice.title)
    source = await store.read(lambda tx: tx.sources.by_url(url))
    seen = await store.read(lambda tx: tx.entries.seen(source.id))
    count["entries"] = len(seen)
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    print(path.name.partition(".")[0], dict(count), dict(heads), f"{wall:.1f} s, {cpu:.1f} CPU s", flush=True)
    return count


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("packs", nargs="+", type=Path)
    arguments.add_argument("--rule", default="/./")
    arguments.add_argument("-v", "--verbose", action="store_true")
    given = arguments.parse_args()
    asyncio.run(measure(given.packs, given.rule, given.verbose))
