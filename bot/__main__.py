"""`walkback` and `python -m bot`."""

from __future__ import annotations

import errno
import os
import sys

import click


def main(argv: list[str] | None = None) -> None:
    """Runs the command line and ends the process: 0 done, 1 failed, 2 wrong usage; errors are one line on stderr."""
    # Before NumPy is imported by anybody (sqlite-utils does): on small matrices its threads wait for each other in a
    # loop, ten times the processor time for nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.cli.root import cli

    for number, argument in enumerate(sys.argv[1:] if argv is None else argv, 1):
        if not _is_utf8(argument):
            _fail(f"walkback: argument {number} is not UTF-8 text. Check the terminal's encoding.", 2)
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        code = cli.main(args=argv, prog_name="walkback", standalone_mode=False, color=colour)
    except click.exceptions.NoArgsIsHelpError as error:
        # A group without a command: its help, as lines.
        _fail(error.format_message(), 2)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "walkback"
        _fail(f"{where}: {_one_line(error.format_message())} See: {where} --help", 2)
    except click.ClickException as error:
        _fail(f"walkback: {_one_line(error.format_message())}", 1)
    except (click.Abort, KeyboardInterrupt):
        _fail("walkback: stopped.", 130)
    except Exception as error:  # noqa: BLE001 - the top: nothing may print a traceback with secrets in it
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _fail("walkback: the output cannot be written, there is no room left. Free some disk space.", 1)
        _fail(_mistake(error), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _mistake(error: Exception) -> str:
    """A traceback without secrets, and what to do with it."""
    from traceback import format_exception

    from bot.logs import redact

    what = f"walkback: this is a mistake of ours ({type(error).__name__}). Please report it with the lines above."
    return redact("".join(format_exception(error))) + what


def _is_utf8(text: str) -> bool:
    """False where the system's bytes were no UTF-8: Python passes them on as halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_line(text: str) -> str:
    """On one line, ended like a sentence: something may follow."""
    line = " ".join(text.split()).replace(" is not a valid integer range", " is no whole number")
    return line if line.endswith((".", "?", "!", "…")) else f"{line}."


def _fail(text: str, code: int) -> None:
    click.echo(text, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
