"""How fast documents are read: articles and sentences a second of processor time, and how time grows with size.

    python tests/bench/reading_speed.py

Uses the annotated news articles where they are at hand, else invented ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from rules.model import Document
from rules.reading import read
from rules.reading.blocks import lay_out
from rules.reading.sentences import sentences

DATA = Path(__file__).parents[3] / "shared" / "data" / "attribution" / "train.input.jsonl"
INVENTED = (
    "BERN — Halden Robotics will build 500 machines by 2027, Mara Voss said. “We are not slowing down,” she added.\n\n"
    * 20
)
NASTY = {
    "opening quotes": "“",
    "straight quotes": '"a ',
    "single quotes": "‘a ",
    "levels of >": "> ",
    "less-than signs": "<",
    "one long word": "a",
    "commas": "a, ",
    "full stops": ".",
    "colons": "A: ",
    "capitals": "Ab ",
    "said": "he said, ",
    "brackets": "([",
    "stars": "**",
    "line breaks": "\n",
    "spaces": " x" + " " * 30,
}


def articles() -> list[Document]:
    if not DATA.exists():
        return [Document(id=str(n), kind="article", content=INVENTED) for n in range(100)]
    lines = DATA.read_text().splitlines()
    return [
        Document(id=str(n), kind="article", content=json.loads(line)["text"]) for n, line in enumerate(lines)
    ]


def sentences_in(document: Document) -> int:
    """Sentences of all paragraphs, as the reader itself cuts them."""
    page = lay_out(document)
    return sum(len(sentences(page.text, block.start, block.end)) for block in page.blocks)


def took(document: Document) -> float:
    start = time.process_time()
    read(document)
    return time.process_time() - start


def main() -> None:
    for module in ("rules.reading", "rules.judge"):
        code = f"import time; t = time.process_time(); import {module}; print(f'{{time.process_time() - t:.3f}}')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        print(f"import {module}, s:", done.stdout.strip())
    documents = articles()
    took(documents[0])
    cut = sum(map(sentences_in, documents))
    for _ in range(3):
        start = time.process_time()
        count = sum(len(read(document).statements) for document in documents)
        spent = time.process_time() - start
        print(
            f"{len(documents) / spent:6.0f} articles/s  {cut / spent:7.0f} sentences/s"
            f"  {count / spent:7.0f} statements/s"
        )
    print("growth when the size doubles from 250,000 to 500,000 characters (2 is linear):")
    for name, unit in NASTY.items():
        for kind, content_type in (("article", "text"), ("forum_post", "markdown"), ("article", "html")):
            half = unit * (250_000 // len(unit))
            small, large = (
                took(Document(id="n", kind=kind, content=content, content_type=content_type))  # type: ignore[arg-type]
                for content in (half, half * 2)
            )
            mark = "" if large < 2.6 * small + 0.05 else "   <<<"
            print(
                f"  {name:16} {content_type:9} {small:6.2f} s → {large:6.2f} s  × {large / max(small, 1e-6):.1f}{mark}"
            )


if __name__ == "__main__":
    main()
