"""What a command is given and gives: days, files, standard input and output."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from bot.cli.session import refuse


def a_day(text: str) -> date:
    """The type of options that take a calendar day. Raises what click shows as wrong usage."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.BadParameter(f"'{text[:40]}' is no day. Write it like 2026-05-28.") from None


def read_lines(file: str) -> Iterator[bytes]:
    """A file's lines as bytes, or standard input's for '-'; a file that cannot be read ends the command."""
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as opened:
            yield from opened
    except OSError as error:
        refuse(f"{file} cannot be read ({error.strerror}). Check the path.")


def read_text(file: str) -> str:
    """A file's text, or standard input for '-'; a file that cannot be read ends the command."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig").read()
    except OSError as error:
        refuse(f"{file} cannot be read ({error.strerror}). Check the path.")
    except UnicodeDecodeError:
        named = "Standard input" if file == "-" else file
        refuse(f"{named} is not UTF-8 text. Save it as UTF-8.")


def write_out(file: str, text: str, what: str) -> None:
    """The text to a file, which says `what` was written, or to standard output for '-'; a file that cannot be written
    ends the command."""
    if file == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        refuse(f"{file} cannot be written ({error.strerror}). Choose another place.")
    click.echo(f"{what} written to {file}.")
