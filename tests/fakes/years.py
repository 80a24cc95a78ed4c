"""A store in which something stands in every drawer, and all that can be read of it: for upgrades and copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.change import CertaintyChanged, DeadlineMoved, Withdrawn
from rules.link import formulate
from rules.model import Attribution, ClauseHit, Context, Horizon, Quantity, Statement
from state.model import Article, Guild, HistoryFilter, Rhythm
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, LATER_GUILD, OTHER_GUILD, after

GUILDS = (GUILD, OTHER_GUILD)
ARTICLE = Article(
    entry_id="ent",
    source_id="src",
    url="https://src.example/ent",
    added_at=after(1),
    due_at=after(16),
    watched=True,
    etag=b'W/"\xff"',
    missing=(nouns.statement("also"),),
)
MODEL = "model-a"
SINCE = {"articles": 2, "vectors": 4}
"""What has been there only since that schema."""


def fill(tx: Tx) -> None:
    _sources(tx)
    _entries(tx)
    tx.articles.put(ARTICLE)
    _claims(tx)
    _settings(tx)
    _alerts(tx)
    _outbox(tx)


def _sources(tx: Tx) -> None:
    tx.sources.put(
        nouns.source(
            etag=b'W/"\xff"',
            last_modified=b"Mon",
            baseline_done=True,
            health="ok",
            rhythm=Rhythm(rate=0.5, profile=(1.0, 2.0), last_new_at=after(1)),
            hints=(("cursor", "7"),),
        )
    )
    tx.sources.put(nouns.source("paused", paused=True, due_at=None, reason="gone"))
    tx.sources.follow(nouns.follow())
    tx.sources.follow(nouns.follow(guild_id=OTHER_GUILD))
    tx.sources.follow(nouns.follow("paused"))
    tx.sources.lease_due(after(1), after(2), "poller", 5)


def _entries(tx: Tx) -> None:
    first = nouns.entry(content="The first wording. " * 40, context=Context(story_title="A story"))
    second = replace(first, content="The second wording. " * 40, title="Retitled")
    tx.entries.put(first, nouns.revision(first))
    tx.entries.put_statements([_statement("said", "Half of entry-level jobs will go by 2030.")], 1)
    tx.entries.put(second, nouns.revision(second, 2, seen_at=after(5)))
    tx.entries.put_statements(
        [nouns.statement("resaid", "A fifth of them will go."), nouns.statement("also")], 2
    )
    tx.entries.put(first, nouns.revision(first, 3, seen_at=after(9), reverts_to=1))
    odd = nouns.entry(
        "odd", published=None, published_raw="5. Januar", author=None, key="\ud800", title="漢字 👩‍👧"
    )
    tx.entries.put(odd, nouns.revision(odd))
    tx.entries.mark("src", {"key-ent": 1}, ["\ud800"])


def _statement(id: str, text: str) -> Statement:
    figure = Quantity(kind="percent", low=50.0, high=50.0, unit="%", text="Half", of="jobs", span=(0, 4))
    horizon = Horizon(text="by 2030", earliest=None, latest=date(2030, 12, 31), bound="by", span=(33, 40))
    return nouns.statement(
        id,
        text,
        quantities=(figure,),
        horizons=(horizon,),
        spans=Attribution(content=((0, 41),)),
        certainty=4,
        polarity="affirmed",
        checkable=True,
        commitment="plan",
        evidential="reportedly",
    )


def _claims(tx: Tx) -> None:
    claim = nouns.claim(
        standing=_statement("said", "Half of entry-level jobs will go by 2030."), theme_id="theme"
    )
    tx.claims.put(claim, nouns.version(claim))
    now = replace(claim, standing=nouns.statement("resaid", "A fifth of them will go."), versions=2)
    tx.claims.put(now, nouns.version(now, 2, tag="figure_changed", alert_id="ale"))
    other = nouns.claim("other", guild_id=OTHER_GUILD, aliases=("the chief",), origin="heard", withdrawn=True)
    tx.claims.put(other, nouns.version(other))
    tx.vectors.put(now, MODEL, b"\x00\x7f\x80")


def _settings(tx: Tx) -> None:
    for guild in GUILDS:
        tx.rules.put_theme(nouns.theme(guild_id=guild))
        tx.rules.put_rule(
            nouns.rule(guild_id=guild, claims=("cla",), changes=("withdrawn",), paused=guild != GUILD)
        )
        tx.rules.put_subscription(
            nouns.subscription(guild_id=guild, theme_id="theme", options=(("hour", "8"),))
        )
    tx.guilds.put(
        Guild(id=GUILD, name="Halden", manager_role=5, joined_at=after(0), settings=(("zone", "UTC"),))
    )
    tx.guilds.put(Guild(id=LATER_GUILD, left_at=after(3)))
    tx.guilds.audit(nouns.audit())
    tx.guilds.put_meta("commands", "hash")


def _alerts(tx: Tx) -> None:
    moved = DeadlineMoved(
        before="2030", after="2032", direction="later", after_latest=date(2032, 12, 31), days=731
    )
    weaker = CertaintyChanged(before="will", after="could", direction="weaker", before_level=4, after_level=2)
    tx.alerts.add(nouns.alert(changes=(nouns.FIGURE, moved, weaker)))
    tx.alerts.add(
        nouns.alert(
            "gone", at=after(7), after=None, changes=(Withdrawn(before="It will.", last_seen=after(6)),)
        )
    )
    tx.alerts.add(nouns.alert("theirs", guild_id=OTHER_GUILD))
    tx.alerts.add_match(
        replace(nouns.match("said"), hits=(ClauseHit(clause="jobs", field="text", spans=((20, 24),)),))
    )
    tx.alerts.put_why_not([nouns.why_not("also"), nouns.why_not("also", None)])
    tx.alerts.put_notice(nouns.notice(source_id="paused"))


def _outbox(tx: Tx) -> None:
    tx.outbox.add(nouns.delivery("sent", state="sent", message_id="99", sent_at=after(1)))
    tx.outbox.add(nouns.delivery("waiting", digest="daily", not_before=after(600), expires_at=after(2000)))
    tx.outbox.add(nouns.delivery("leased", nouns.channel(2), subject_id="gone"))
    tx.outbox.add(
        nouns.delivery("parked", nouns.channel(3), guild_id=OTHER_GUILD, subject="notice", subject_id="not")
    )
    tx.outbox.park(nouns.channel(3), "403: no permission", after(1))
    tx.outbox.lease(after(1), after(2), "sender", 9)


def everything(tx: Tx) -> dict[str, object]:
    """What stands in every drawer, as values that can be compared."""
    query = formulate(nouns.statement("new", "A fifth of jobs"))
    found: dict[str, object] = {
        "sources": tx.sources.all(),
        "followers": tx.sources.followers("src"),
        "seen": tx.entries.seen("src"),
        "entries": [tx.entries.get(id) for id in ("ent", "odd")],
        "revisions": [tx.entries.revisions(id) for id in ("ent", "odd")],
        "articles": tx.articles.of_source("src"),
        "statements": [tx.entries.statements_of("ent", number) for number in (1, 2, 3)],
        "match": tx.alerts.matches("said"),
        "deliveries": [tx.outbox.get(id) for id in ("sent", "waiting", "leased", "parked")],
        "parked": tx.outbox.parked(),
        "guilds": tx.guilds.all(),
        "meta": tx.guilds.meta("commands"),
        "vectors": (tx.vectors.since(GUILD, MODEL, 0, 9), tx.vectors.missing(MODEL, 9)),
        "recent": tx.entries.recent_statements(GUILD, after(-9999), 99),
        "due": (tx.sources.next_due(), tx.outbox.next_due()),
    }
    for guild in GUILDS:
        found[f"of guild {guild}"] = (
            tx.sources.of_guild(guild),
            tx.claims.of_guild(guild),
            [tx.claims.versions(guild, id) for id in ("cla", "other")],
            [(c.claim.id, round(c.score, 9)) for c in tx.claims.candidates(guild, query, 9)],
            tx.rules.themes(guild),
            tx.rules.rules(guild),
            tx.rules.subscriptions(guild),
            tx.alerts.history(HistoryFilter(guild_id=guild)),
            tx.alerts.history(HistoryFilter(guild_id=guild, text="fifth jobs", speaker="voss")),
            tx.alerts.why_not(guild, "also"),
            tx.alerts.notice(guild, "not"),
            tx.guilds.audit_log(guild),
            tx.outbox.owed(guild),
        )
    return found
