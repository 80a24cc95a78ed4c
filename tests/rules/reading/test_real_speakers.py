"""Two real texts, labelled by hand: an interview and a thread. The texts lie beside the repository, not in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rules.model import Document, DocumentKind, Reading
from rules.reading import read

ROOT = Path(__file__).parents[3]
REAL = ROOT.parent / "shared" / "data" / "real"
LABELS = ROOT / "tests" / "data" / "reading" / "speakers.txt"

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real texts are not at hand")


def key(line: str) -> str:
    return hashlib.blake2b(" ".join(line.split()).encode(), digest_size=8).hexdigest()


def labels(file: str) -> dict[str, str]:
    rows = (line.split(" ", 2) for line in LABELS.read_text().splitlines() if not line.startswith("#"))
    return {row[1]: row[2] for row in rows if row[0] == file}


def judged(file: str, reading: Reading, author: str) -> tuple[int, int, int]:
    """(statements, right, wrong person) against the label of the paragraph each statement stands in."""
    known = labels(file)
    total = right = wrong = 0
    for one in reading.statements:
        start = one.spans.content[0][0]
        begin = reading.text.rfind("\n", 0, start) + 1
        end = reading.text.find("\n", start)
        expected = known[key(reading.text[begin : end if end > 0 else None].strip())]
        expected = {"AUTHOR": author, "-": ""}.get(expected, expected)
        said = one.speaker or ""
        total += 1
        right += said == expected
        wrong += said not in (expected, "unknown", "")
    return total, right, wrong


@pytest.mark.parametrize(
    ("file", "kind", "least"),
    [("interview", "interview", 120), ("thread", "forum_post", 40), ("thread", "hn_comment", 40)],
)
def test_speakers_of_a_real_text_are_right_and_hardly_ever_somebody_else(
    file: str, kind: DocumentKind, least: int
) -> None:
    content = (REAL / f"{file}.txt").read_text()
    reading = read(Document(id=file, kind=kind, content=content, author="commenter"))
    total, right, wrong = judged(file, reading, "commenter")
    print(
        f"{file} as {kind}: {total} statements, speaker right {right / total:.1%}, false {wrong / total:.1%}"
    )
    assert total >= least
    assert right / total >= 0.95
    assert wrong / total <= 0.01
