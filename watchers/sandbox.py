"""Parsing in processes that can be killed: hostile bodies cost CPU and memory there, and never the event loop's.

A job is one line of JSON and a body; the answer is JSON. A child that goes over its limits (CPU seconds and address
space by the kernel, wall time by us) is killed and the job comes back as `too_costly`; the next job gets a new child.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from watchers.outcome import Unreadable
from watchers.page import Page, from_json

CPU_SECONDS = 6
WALL_SECONDS = 8.0
MEMORY_BYTES = 768 * 1024 * 1024
"""Address space, libraries included."""
JOBS_PER_CHILD = 2000
_LENGTH = struct.Struct(">II")
_ROOT = str(Path(__file__).resolve().parent.parent)


@dataclass(slots=True)
class _Child:
    process: asyncio.subprocess.Process
    jobs: int = 0


class Sandbox:
    """An async context manager; `size` children at most, started when first needed."""

    def __init__(self, *, size: int = 2, wall: float = WALL_SECONDS) -> None:
        self._slots = asyncio.Semaphore(size)
        self._wall = wall
        self._idle: list[_Child] = []

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            await _end(self._idle.pop())

    async def parse(self, kind: str, body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
        """The page in `body`, by the parser of that source kind."""
        answer = await self.run(
            {"job": "parse", "kind": kind, "url": url, "content_type": content_type}, body
        )
        if isinstance(answer, Unreadable):
            return answer
        if "page" in answer:
            return from_json(answer["page"])
        return Unreadable(reason=answer["reason"], words=answer["words"])

    async def run(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | Unreadable:
        """One job in a child. Whatever befalls the child comes back as `too_costly`."""
        async with self._slots:
            child = self._idle.pop() if self._idle else await _start()
            try:
                async with asyncio.timeout(self._wall):
                    answer = await _ask(child, job, body)
            except TimeoutError:
                await _kill(child)
                return _too_costly("took too long")
            except (asyncio.IncompleteReadError, ConnectionError, OSError):
                await _kill(child)
                return _too_costly("took more than its share of the machine")
            except BaseException:
                await _kill(child)
                raise
            child.jobs += 1
            if child.jobs >= JOBS_PER_CHILD or answer.pop("leave", False):
                await _end(child)
            else:
                self._idle.append(child)
            return answer


def _too_costly(what: str) -> Unreadable:
    return Unreadable(reason="too_costly", words=f"Reading the page {what}, so it was given up.")


async def _start() -> _Child:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "watchers.sandbox_child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=1 << 20,
        # Only what Python needs to start: no tokens, no proxies.
        env={
            "PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]),
            "PATH": os.environ.get("PATH", ""),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        },
        start_new_session=True,
    )
    return _Child(process)


async def _ask(child: _Child, job: dict[str, Any], body: bytes) -> dict[str, Any]:
    stdin, stdout = child.process.stdin, child.process.stdout
    assert stdin is not None and stdout is not None
    head = json.dumps(job).encode()
    stdin.write(_LENGTH.pack(len(head), len(body)) + head)
    stdin.write(body)
    await stdin.drain()
    length, _ = _LENGTH.unpack(await stdout.readexactly(_LENGTH.size))
    answer: dict[str, Any] = json.loads(await stdout.readexactly(length))
    return answer


async def _end(child: _Child) -> None:
    """Let it go by itself: its input ends."""
    assert child.process.stdin is not None
    child.process.stdin.close()
    try:
        async with asyncio.timeout(2):
            await child.process.wait()
    except TimeoutError:
        await _kill(child)


async def _kill(child: _Child) -> None:
    with contextlib.suppress(ProcessLookupError):
        child.process.kill()
    with contextlib.suppress(ConnectionError, OSError):
        await child.process.wait()
