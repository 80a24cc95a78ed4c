"""docs/rule-language.md says what the language does: every query in it is read, every answer is the one given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.change import TAGS
from rules.language import QueryError, parse
from rules.language.query import FIELDS
from rules.language.values import STEPS
from rules.model import DOCUMENT_KINDS

PAGE = (Path(__file__).parents[3] / "docs/rule-language.md").read_text(encoding="utf-8")
READABLE, _, ERRORS = PAGE.partition("## When a rule cannot be read")
BLOCKS = re.findall(r"```\n(.+?)\n```", READABLE)
CODE = [c for c in re.findall(r"`([^`\n]+)`", READABLE) if not c.startswith(("walkback ", "/watch", "/…"))]
NAMES = {
    *FIELDS,
    *(f"{f}:" for f in FIELDS),
    "k",
    "m",
    "bn",
    "tn",
    "narrator",
    "unknown",
    "forum",
    "yes",
    "no",
    r"\/",
}
QUERIES = [*BLOCKS, *(code for code in CODE if code not in NAMES)]
ANSWERS = re.findall(r"^\| `(.+?)` \| (Column .+?) \|$", ERRORS, re.MULTILINE)


@pytest.mark.parametrize("text", QUERIES)
def test_every_query_of_the_page_is_read(text: str) -> None:
    found = parse(text)
    assert not isinstance(found, QueryError), found


@pytest.mark.parametrize(("text", "answer"), ANSWERS)
def test_every_answer_of_the_page_is_the_one_given(text: str, answer: str) -> None:
    assert str(parse(text)) == answer


def test_the_page_names_every_field_change_kind_and_step() -> None:
    assert len(ANSWERS) >= 8
    assert [name for name in (*FIELDS, *TAGS, *DOCUMENT_KINDS) if name not in READABLE] == []
    steps = set(STEPS) - {"certain", "plain", "promised", "planned", "impossible"}
    assert [step for step in steps if step not in READABLE] == []
