"""`walkback source`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import click

from bot.cli.opml import export, import_
from bot.cli.session import Session, accept, now, pass_session, refuse
from bot.cli.show import table, when
from bot.desk import pages
from bot.desk import sources as desk
from bot.desk.answers import Refusal
from bot.logs import redact
from state.errors import StoreError
from state.model import Source
from state.store import Tx
from watchers.hosts import DAILY_BUDGET, asked_by_host, asked_today
from watchers.url import host_of


@click.group()
def source() -> None:
    """Feeds and pages to watch: RSS, Atom, JSON Feed, hn:QUERY and more (walkback source kinds)."""


@source.command()
@click.argument("url")
@click.option("--theme", help=f"Its theme (made if new; '{desk.DEFAULT_THEME}' if not given).")
@click.option("--name", help="A name for lists; the feed's title if not given.")
@click.option("--choose", type=click.IntRange(1), help="Which of several feeds of a page, counted from 1.")
@click.option("--no-check", is_flag=True, help="Add without asking the server first.")
@click.option("--no-full-text", is_flag=True, help="Never read the entries' own pages.")
@pass_session
def add(
    session: Session,
    url: str,
    theme: str | None,
    name: str | None,
    choose: int | None,
    no_check: bool,
    no_full_text: bool,
) -> None:
    """Watch a feed, a page (its feeds are found) or a shorthand such as hn:QUERY."""
    from bot.app import first_poll, preview
    from bot.leases import owner
    from watchers.poll import take
    from watchers.schedule import LEASE

    found = accept(asyncio.run(preview(session.settings, url, check=not no_check)))
    if len(found) > 1 and choose is None:
        for number, each in enumerate(found, 1):
            click.echo(f"{number:>3}. {each.name}  {redact(each.url)}", err=True)
        refuse(f"The page offers {len(found)} feeds. Choose one: walkback source add {url} --choose 1")
    draft, called = accept(asyncio.run(desk.chosen(found, choose or 1, partial(preview, session.settings))))

    def work(tx: Tx) -> tuple[desk.Followed, Source | None] | Refusal:
        done = desk.add(
            tx,
            session.guild_id,
            kind=draft.kind,
            url=draft.url,
            name=name or called,
            theme=theme,
            now=now(),
            document_kind=draft.document_kind,
            full_text=not no_full_text,
        )
        if isinstance(done, Refusal) or draft.answer is None or done.source.polled_at is not None:
            return done if isinstance(done, Refusal) else (done, None)
        # Leased in the same transaction: a running bot would ask the server again.
        return done, take(tx, done.source.id, now(), now() + LEASE, owner())

    done, leased = session.write(work)
    state = "is watched now" if done.new else "is watched already"
    click.echo(f"'{done.source.name}' {state}, under {', '.join(done.themes)}. {draft.found}")
    if leased is not None and draft.answer is not None:
        try:
            asyncio.run(first_poll(session.settings, leased, draft.answer))
        except StoreError as error:
            refuse(f"The source is added; its first poll could not be stored and comes later: {error}")


@source.command("list")
@click.option("--theme", help="Of this theme only.")
@pass_session
def list_(session: Session, theme: str | None) -> None:
    """List the sources with their health."""
    rows = session.look(lambda tx: desk.listing(tx, session.guild_id, theme))
    if not rows:
        click.echo("Nothing is watched yet. Begin: walkback source add URL")
        return
    moment = now()
    asked = asked_by_host([r.source for r in rows], moment)
    table(
        [
            (
                r.source.name[:40],
                "paused" if r.source.paused else r.source.health,
                when(r.source.polled_at, moment),
                when(r.source.due_at, moment),
                f"{asked_today(r.source, moment):,}",
                f"{asked.get(host_of(r.source.url), 0):,}/{DAILY_BUDGET:,}",
                ", ".join(r.themes),
                redact(r.source.url),
            )
            for r in rows
        ],
        ("source", "health", "polled", "next", "today", "host today", "themes", "url"),
    )


@source.command()
@click.argument("name")
@pass_session
def show(session: Session, name: str) -> None:
    """Show one source. NAME: its name, URL or id."""

    def work(tx: Tx) -> tuple[desk.Followed, int] | Refusal:
        found = desk.find(tx, session.guild_id, name)
        if isinstance(found, Refusal):
            return found
        host = host_of(found.source.url)
        return found, asked_by_host(tx.sources.all(), now()).get(host, 0)

    found, to_host = session.look(work)
    each = found.source
    click.echo(f"{each.name}  id {each.id}")
    for label, value in (
        ("url", redact(each.url)),
        ("kind", f"{each.kind}, read as {each.document_kind.replace('_', ' ')}"),
        ("themes", ", ".join(found.themes)),
        ("health", f"{'paused' if each.paused else each.health}{': ' + each.reason if each.reason else ''}"),
        ("polled", when(each.polled_at, now())),
        ("last good", when(each.ok_at, now())),
        ("next poll", when(each.due_at, now())),
        ("failures", str(each.failures)),
        ("full text", session.look(lambda tx: pages.are_read(tx, each, now()))),
        (
            "requests",
            f"{asked_today(each, now()):,} today; {host_of(each.url)} {to_host:,} of {DAILY_BUDGET:,} a day",
        ),
    ):
        click.echo(f"  {label:<10}{value}")


@source.command()
@click.argument("url")
@click.option("--choose", type=click.IntRange(1), help="Which of several feeds of a page, counted from 1.")
@pass_session
def test(session: Session, url: str, choose: int | None) -> None:
    """Ask the server and say what would be watched and how often; nothing is stored."""
    from bot.app import preview, would_read

    found = accept(asyncio.run(preview(session.settings, url, check=True)))
    if choose is not None:
        draft, called = accept(asyncio.run(desk.chosen(found, choose, partial(preview, session.settings))))
        found = [replace(draft, name=called)]
    for draft in found:
        click.echo(f"{draft.name}  {redact(draft.url)}")
        click.echo(f"  {draft.found}")
        if said := asyncio.run(would_read(session.settings, draft)):
            click.echo(f"  {said}")
    if len(found) > 1:
        click.echo(f"Look closer at one: walkback source test {url} --choose 1")


@source.command()
@click.argument("name")
@click.option("--full-text/--no-full-text", default=None, help="Read the entries' own pages, or never.")
@pass_session
def edit(session: Session, name: str, full_text: bool | None) -> None:
    """Change how a source is watched."""
    if full_text is None:
        raise click.UsageError("Say what to change: --full-text or --no-full-text.")
    done = session.write(
        lambda tx: pages.set_full_text(tx, session.guild_id, name, full_text=full_text, now=now())
    )
    what = "are read where a rule may match" if full_text else "are not read any more"
    click.echo(f"'{done.source.name}': its entries' own pages {what}.")


@source.command()
@click.argument("name")
@pass_session
def pause(session: Session, name: str) -> None:
    """Stop polling a source until it is resumed."""
    done = session.write(lambda tx: desk.pause(tx, session.guild_id, name, paused=True, now=now()))
    click.echo(f"'{done.source.name}' is paused. Wake it: walkback source resume '{done.source.name}'")


@source.command()
@click.argument("name")
@pass_session
def resume(session: Session, name: str) -> None:
    """Poll a paused source again."""
    done = session.write(lambda tx: desk.pause(tx, session.guild_id, name, paused=False, now=now()))
    click.echo(f"'{done.source.name}' is polled again, from now.")


@source.command()
@click.argument("name")
@click.option("--theme", help="Only under this theme.")
@pass_session
def remove(session: Session, name: str, theme: str | None) -> None:
    """Watch a source no more; what was recorded stays."""
    gone = session.write(lambda tx: desk.remove(tx, session.guild_id, name, now=now(), theme=theme))
    click.echo(f"'{gone.source.name}' is watched no more; what was recorded stays.")


@source.command()
def kinds() -> None:
    """List the kinds of source and their shorthands."""
    from watchers.kinds import KINDS

    table([(k.example or k.name, k.help) for k in KINDS.values()], ("write", "for"))


source.add_command(import_)
source.add_command(export)
