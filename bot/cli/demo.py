"""`walkback demo`."""

from __future__ import annotations

import asyncio
import shutil
import time

import click

from bot.words import many


@click.command()
def demo() -> None:
    """The whole bot on bundled feeds: real HTTP on loopback, real polling, a real SQLite file, alerts on the console.

    Nine simulated days, four invented feeds. No token, no network. Ends by itself.
    """
    from bot.demo.play import play
    from bot.demo.story import EXPECTED, FEEDS, RULE, SILENT
    from bot.words import LABELS

    began = time.monotonic()
    click.echo(f"Four invented feeds, one rule ({RULE[1]}), nine simulated days.\n")
    played = asyncio.run(play(click.echo))
    click.echo("── Summary " + "─" * 40)
    click.echo(
        f"{many(len(FEEDS), 'feed')}, {many(played.polls, 'poll')} "
        f"({played.answers.get(200, 0)} full answers, {played.answers.get(304, 0)} not modified), "
        f"{many(played.entries, 'entry')}, {many(played.statements, 'statement')}."
    )
    click.echo(f"{many(len(played.alerts), 'alert')}, {played.sent:,} posted:")
    for alert in played.alerts:
        click.echo(f"  {alert.at:%-d %b}  {LABELS[alert.headline]}: {alert.speaker or 'the publication'}")
    click.echo("Stayed silent, as it should:")
    for line in SILENT:
        click.echo(f"  {line}")
    click.secho(f"Done in {time.monotonic() - began:.1f} seconds.", dim=True)
    click.echo("\nNext:")
    if shutil.which("walkback") is None:
        click.echo("  . .venv/bin/activate        (makes the command walkback available)")
    click.echo('  walkback theme add work && walkback source add "hn:automation" --theme work')
    click.echo(
        "  walkback rule add jobs 'jobs OR layoffs' --theme work && walkback subscribe work --to console"
    )
    click.echo("  walkback run        (docs/tutorial.md, and the README for Discord)")
    if len(played.alerts) != len(EXPECTED):
        raise click.ClickException(
            f"the story has {len(EXPECTED)} alerts, {len(played.alerts)} came. Please report this."
        )
