"""What reading articles' pages costs: CPU seconds of all processes, per 1,000 pages.

`python -m tests.bench.articles`
"""

from __future__ import annotations

import asyncio
import resource
import time

from tests.fakes.articles import TEXT, html
from watchers.articles.main_text import main_text
from watchers.articles.shown import look_again, prose
from watchers.articles.twin import as_document
from watchers.outcome import Fetched
from watchers.reading import read_there
from watchers.sandbox import Sandbox

PAGES = 200
PARAGRAPHS = 24


def page(number: int) -> Fetched:
    """About 60 KB, half of it links, with one figure that is another on every page."""
    paragraphs = [f"{TEXT[n % 4]} In region {n} it is {number + n} percent." for n in range(PARAGRAPHS)]
    links = "".join(
        f'<li><a href="/story/{n}" class="teaser">Another story number {n}</a></li>' for n in range(600)
    )
    body = html(*paragraphs).replace(b"</main>", f"<ul>{links}</ul></main>".encode())
    return Fetched(
        url="https://halden-dispatch.example/a", body=body, headers=((b"content-type", b"text/html"),)
    )


def spent() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


async def main() -> None:
    from tests.fakes.visits import ENTRY

    parts: dict[str, float] = {}
    for what in ("main text", "and statements"):
        before, begun = spent(), time.perf_counter()
        async with Sandbox(size=1) as sandbox:
            text = await main_text(sandbox, page(0))  # start-up and imports
            before = spent()
            for number in range(PAGES):
                text = await main_text(sandbox, page(number))
                assert isinstance(text, str)
                if what == "and statements":
                    assert look_again(prose(text), prose(text)).look == "article"
                    await read_there(sandbox, {"now": as_document(ENTRY, prose(text))})
        parts[what] = (spent() - before) * 1000 / PAGES
        print(f"{what}: {parts[what]:.1f} CPU s per 1,000 pages ({time.perf_counter() - begun:.1f} s wall)")
    print(f"page of {len(page(0).body) // 1024} KB, {PARAGRAPHS} paragraphs")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    asyncio.run(main())
