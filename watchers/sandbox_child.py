"""The other side of `watchers.sandbox`: reads jobs from standard input, answers on standard output, under limits."""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

from watchers.kinds import parser_of
from watchers.outcome import Unreadable
from watchers.page import to_json
from watchers.sandbox import CPU_SECONDS, MEMORY_BYTES

_LENGTH = struct.Struct(">II")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; our input will end
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, out = sys.stdin.buffer, sys.stdout.buffer
    while head := _exactly(source, _LENGTH.size):
        job_length, body_length = _LENGTH.unpack(head)
        job = json.loads(_exactly(source, job_length))
        body = _exactly(source, body_length)
        _allow_cpu()
        answer = json.dumps(_answer(job, body)).encode()
        out.write(_LENGTH.pack(len(answer), 0) + answer)
        out.flush()


def _exactly(source: BinaryIO, length: int) -> bytes:
    """`length` bytes, or fewer at the end of input."""
    return source.read(length) if length else b""


def _allow_cpu() -> None:
    """The kernel ends us `CPU_SECONDS` from now, in CPU time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS, hard))


def _answer(job: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        if job["job"] == "read":
            from watchers.reading import read_job

            return read_job(body)
        if job["job"] == "article":
            from watchers.articles.main_text import article_job

            return article_job(body, job["content_type"])
        page = parser_of(job["kind"])(body, job["url"], job["content_type"])
    except MemoryError:
        return {
            "reason": "too_costly",
            "words": "Reading the page took more memory than it may, so it was given up.",
            "leave": True,
        }
    except Exception as error:  # noqa: BLE001 - the top of the loop: one bad body must not end the child
        return {"reason": "broken_feed", "words": f"The page cannot be parsed ({type(error).__name__})."}
    if isinstance(page, Unreadable):
        return {"reason": page.reason, "words": page.words}
    return {"page": to_json(page)}


if __name__ == "__main__":
    main()
