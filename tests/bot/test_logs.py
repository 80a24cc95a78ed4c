from __future__ import annotations

import json
import logging

import pytest

from bot.logs import configure, redact
from bot.settings import Secret, Settings


@pytest.mark.parametrize(
    "text",
    [
        "GET https://reader:hunter22@feeds.example/rss",
        "GET https://feeds.example/rss?key=hunter22&n=1",
        "GET https://feeds.example/rss?n=1&api_key=hunter22",
        "POST https://chat.example/api/webhooks/123/hunter22",
        "token hunter22 refused",
    ],
)
def test_no_secret_survives_redaction(text: str) -> None:
    assert "hunter22" not in redact(text, ["hunter22"] if "token " in text else [])
    assert redact(text, ["hunter22"]).startswith(text.split(maxsplit=1)[0])


def test_a_traceback_is_redacted_too_and_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        configure(Settings(discord_token=Secret("abc.def.ghi"), log_json=True))
        try:
            raise RuntimeError("login with abc.def.ghi failed")
        except RuntimeError:
            logging.getLogger("bot").exception("could not log in")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    row = json.loads(capsys.readouterr().err)
    assert row["message"] == "could not log in"
    assert "abc.def.ghi" not in json.dumps(row)
    assert "RuntimeError" in row["error"]
