"""A small real HTTP server on loopback that tells the story day by day, with ETags, as a polite site would."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from bot.demo import pages
from bot.demo.story import FEEDS, shown_on


class StoryServer:
    """`with StoryServer() as server:` serves `server.base`; set `server.day` to turn the page."""

    def __init__(self) -> None:
        self.day = 1
        self.answers: dict[int, int] = {}
        """HTTP status → how often."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> StoryServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, path: str, known: str | None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body for one GET with that If-None-Match."""
        for feed in FEEDS:
            if feed.path == path:
                content = pages.body(feed, shown_on(self.day, feed), self.base)
                etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
                headers = {
                    "ETag": etag,
                    "Content-Type": pages.TYPES[feed.form],
                    "Cache-Control": "max-age=60",
                }
                return (304, headers, b"") if known == etag else (200, headers, content)
        return 404, {}, b"not in this story"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        story = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, headers, content = story.answer(self.path, self.headers.get("If-None-Match"))
                story.answers[status] = story.answers.get(status, 0) + 1
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the demo speaks for itself."""

        return Handler
