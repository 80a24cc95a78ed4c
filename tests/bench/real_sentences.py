"""Reads the sentences that tests/data/reading/real_figures.jsonl points at, from ../shared.

The file holds places and labels, not texts: the licences of the sources differ. A line names file, id, field, start
and length, and a hash of the sentence so that a changed source is noticed. What is absent is skipped.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared"
LABELS = ROOT / "tests/data/reading/real_figures.jsonl"


def digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def labelled(half: str | None = None) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Label and sentence; None where the source is absent or has changed."""
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if half and label["half"] != half:
            continue
        start, stop = label["start"], label["start"] + label["length"]
        texts = _texts(label["file"]).get((label["id"], label["field"]), ())
        yield (
            label,
            next((s for s in (text[start:stop] for text in texts) if digest(s) == label["sha"]), None),
        )


@cache
def _texts(name: str) -> dict[tuple[str, str], list[str]]:
    """Every text a field has had (feeds edit their titles), under its item's id and the field's name."""
    out: dict[tuple[str, str], list[str]] = {}
    for key, text in _fields(name):
        if text not in out.setdefault(key, []):
            out[key].append(text)
    return out


def _fields(name: str) -> Iterator[tuple[tuple[str, str], str]]:
    path = SHARED / name
    if not path.exists():
        return
    if name.endswith(".jsonl"):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield from (((row["id"], key), value) for key, value in row.items() if isinstance(value, str))
    elif name.endswith(".txt"):
        yield ("", "file"), path.read_text(encoding="utf-8")
    elif name.endswith(".yaml"):
        yield from (
            ((p["id"], "quote"), p["quote"]) for p in yaml.safe_load(path.read_bytes())["predictions"]
        )
    elif name.endswith(".xz"):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from _items(json.loads(line)["body"].encode())
    else:
        yield from _items(path.read_bytes())


def _items(body: bytes) -> Iterator[tuple[tuple[str, str], str]]:
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        return
    for item in root.iter():
        if item.tag.split("}")[-1] not in ("item", "entry"):
            continue
        fields = {child.tag.split("}")[-1]: child.text or "" for child in item}
        key = fields.get("guid") or fields.get("id") or fields.get("link") or fields.get("title", "")
        for name, value in fields.items():
            yield (key, name), value
            yield (key, f"{name}:stripped"), unescape(re.sub(r"<[^>]+>", " ", value))
