"""Right answers by class on tests/data/reading/odd_sentences.jsonl: `python -m tests.bench.odd_sentences [--misses]`.

The labels were written before the code ran on them and are not changed where the code seems to be right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.wire import document_of, reading_line
from rules.reading import read

DATA = Path(__file__).parents[1] / "data/reading/odd_sentences.jsonl"
SAID_ON = "2026-11-25"


def labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def misses(record: Mapping[str, Any]) -> Iterator[str]:
    """What of the record's expectations does not hold, in words; nothing if all hold."""
    found = reading_line(read(document_of({"published": SAID_ON, **record})))["statements"]
    for wanted in record["expect"]:
        # The narrator's copy of a sentence may stand beside the attributed one: the nearest counts.
        held = [s for s in found if all(part in s["text"] for part in wanted["has"])]
        if not held:
            yield f"no statement with {wanted['has']}; there are {[(s['speaker'], s['text']) for s in found]}"
            continue
        yield from min((list(_differences(wanted, one)) for one in held), key=len)


def _differences(wanted: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    for name in wanted.keys() - {"has"}:
        if _bare(name, told[name]) != _bare(name, wanted[name]):
            yield f"{name} is {_bare(name, told[name])}, not {wanted[name]}"


def _bare(name: str, value: Any) -> Any:
    if name not in ("quantities", "horizons"):
        return value
    keys = ("kind", "low", "high", "unit") if name == "quantities" else ("bound", "earliest", "latest")
    return [{key: one[key] for key in keys} for one in value]


def main(arguments: list[str]) -> None:
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for record in labelled():
        wrong = list(misses(record))
        of[record["class"]] += 1
        right[record["class"]] += not wrong
        if wrong and "--misses" in arguments:
            print(record["id"], record["content"], *wrong, sep="\n    ")
    for kind in of:
        print(f"{kind:10} {right[kind]:3} of {of[kind]}")
    print(f"{'all':10} {right.total():3} of {of.total()}")


if __name__ == "__main__":
    main(sys.argv[1:])
