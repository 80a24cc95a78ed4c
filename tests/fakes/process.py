"""Small programs run as real processes beside a test, on the test's database."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

Expired = subprocess.TimeoutExpired
REPOSITORY = Path(__file__).parents[2]
PREAMBLE = """
import asyncio, sys
from pathlib import Path
from state.crash import arm
from state.errors import StoreError
from state.sqlite import *
from tests.fakes import nouns
path = Path(sys.argv[1])
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """The program on its way; it finds the database's path as `path`."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(program), *map(str, arguments)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(program: str, *arguments: object) -> tuple[int, str, str]:
    """Return code (negative: killed by that signal), stdout and stderr of the finished program."""
    with start(program, *arguments) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out.strip(), err.strip()
