"""`walkback replay`: claims and rules in, recorded packs through the pipeline, alerts out, a summary last."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import open_store, semantic_links
from bot.desk import claims, themes, watch
from bot.desk.answers import Refusal
from bot.semantic.choice import choose
from bot.semantic.filling import fill_all
from bot.semantic.links import SemanticLinks
from bot.settings import Settings
from rules.change import Alert
from rules.model import LOCAL_GUILD, DocumentKind
from state.store import Store, Tx
from watchers.replay import BadPack, Replayed, replay
from watchers.sandbox import Sandbox

RuleSpec = tuple[str, str, tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class Summary:
    """`states_with_alert`: how many recorded states raised at least one."""

    states: int = 0
    sources: int = 0
    entries: int = 0
    new: int = 0
    edited: int = 0
    withdrawn: int = 0
    statements: int = 0
    alerts: int = 0
    states_with_alert: int = 0
    unwell: int = 0
    notices: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def count(self, done: Replayed) -> None:
        absorbed = done.polled.absorbed
        self.states += 1
        self.new += absorbed.new
        self.edited += absorbed.edited
        self.withdrawn += absorbed.withdrawn
        self.alerts += len(absorbed.alerts)
        self.states_with_alert += bool(absorbed.alerts)
        self.unwell += done.polled.outcome == "unwell"
        self.notices += len(absorbed.notices)


async def replay_packs(
    packs: Sequence[Path],
    drafts: Sequence[claims.Draft],
    rules: Sequence[RuleSpec],
    theme: str,
    told: Callable[[Alert, str], None],
    kind: DocumentKind | None = None,
    model: str = "off",
) -> Summary | Refusal:
    """Runs on a database of its own that is thrown away. `told` hears each alert with its theme's name. `model`: as the
    setting `semantic_model`."""
    if (choice := choose(model)).wrong:
        return Refusal(choice.words)
    with tempfile.TemporaryDirectory(prefix="walkback-replay-") as folder:
        settings = Settings(db=str(Path(folder) / "replay.db"), semantic_model=model)
        store = open_store(settings)
        links = semantic_links(settings, store)
        try:
            prepared = await store.transact(lambda tx: _prepare(tx, drafts, rules, theme))
            if isinstance(prepared, Refusal):
                return prepared
            if links is not None:
                await fill_all(links)
            return await _replayed(store, packs, prepared, theme, told, kind, links)
        except BadPack as error:
            return Refusal(str(error))
        finally:
            if links is not None:
                links.close()
            await store.close()


def _prepare(tx: Tx, drafts: Sequence[claims.Draft], rules: Sequence[RuleSpec], theme: str) -> str | Refusal:
    """The theme's id. Claims come under the theme, so that the rules hold statements against them."""
    now = datetime.now(UTC)
    made = themes.ensure(tx, LOCAL_GUILD, theme, now=now)
    if isinstance(made, Refusal):
        return made
    under = [replace(draft, theme=theme) for draft in drafts]
    claims.import_all(tx, LOCAL_GUILD, under, now=now)
    for name, query, changes in rules:
        added = watch.add(tx, LOCAL_GUILD, name, query, now=now, theme=theme, changes=changes)
        if isinstance(added, Refusal):
            return added
    return made.id


async def _replayed(
    store: Store,
    packs: Sequence[Path],
    theme_id: str,
    theme: str,
    told: Callable[[Alert, str], None],
    kind: DocumentKind | None,
    links: SemanticLinks | None,
) -> Summary:
    summary = Summary()
    seen: set[str] = set()
    async with Sandbox() as sandbox:
        async for done in replay(
            store, packs, parser=sandbox, theme_id=theme_id, document_kind=kind, semantics=links
        ):
            summary.count(done)
            seen.add(done.state.url)
            for alert in done.polled.absorbed.alerts:
                told(alert, theme)
    summary.sources = len(seen)
    summary.entries, summary.statements = await store.read(lambda tx: tx.entries.count())
    return summary
