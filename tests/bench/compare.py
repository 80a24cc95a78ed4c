"""compare against the labelled pairs and edits: accuracy and macro F1 of the headline, false alerts, missed.

    .venv/bin/python tests/bench/compare.py [--half seen|held|both] [--errors] [--read]

`own.jsonl` are invented pairs, `hard.jsonl` invented ones written later and run once before anything was mended after
them, `real.jsonl` points into ../shared/data (sentences stay there), people in them renamed.
Half "held" is not looked at while building: `--errors` refuses to print it.
`--read` puts each sentence into a page, has it read out of it as a poll does, and counts where the verdict is another.
False alert: a loud headline where the label is silent (of the silent ones). Missed: the reverse.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.change import SILENT, Comparison
from rules.compare import bare_statement, compare
from rules.model import Document, Statement
from rules.reading import read

HERE = Path(__file__).parents[1] / "data" / "compare"
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
LATER = re.compile(r"real-[3-9]|hard-(?:ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth)")
"""Pairs that came after the others were measured and mended: tables of before and after leave them out."""
RENAMED = {
    "Hillary Clinton": "Ines Okafor",
    "Clinton": "Okafor",
    "Donald Trump": "Tomas Reyl",
    "Trump": "Reyl",
    "Bernie Sanders": "Pavel Brandt",
    "Sanders": "Brandt",
    "Ted Cruz": "Jonas Pell",
    "Cruz": "Pell",
    "Viguerie": "Marsh",
    "Bloomberg": "Aldane",
    "Rubio": "Tarn",
    "Carson": "Lund",
    "Dayton": "Holm",
    "Lester Holt": "Karl Best",
    "Kasich": "Dorn",
    "Dario Amodei": "Mara Voss",
    "Anthropic": "Halden",
}


@cache
def records(name: str) -> dict[str, Any]:
    if name == "predictions":
        found = yaml.safe_load((SHARED / "claims/predictions.yaml").read_text("utf-8"))["predictions"]
        return {one["id"]: one for one in found}
    path = {"vitaminc": "edits/vitaminc-a.jsonl", "equate": "figures/equate-a.jsonl"}.get(name)
    path = path or f"attribution/{name}.input.jsonl"
    with (SHARED / path).open(encoding="utf-8") as lines:
        return {one["id"]: one for one in map(json.loads, lines)}


def side(given: dict[str, Any]) -> Statement:
    """Texts as they are, pointers looked up, people renamed, replacements made."""
    if "text" in given:
        return bare_statement(given["text"], given["speaker"], date.fromisoformat(given["said_on"]))
    speaker, said_on = given.get("speaker"), None
    if given["from"] == "predictions":
        one = records("predictions")[given["id"]]
        text, speaker, said_on = one["quote"], one["speaker"], date.fromisoformat(str(one["date_said"]))
    elif given["from"] == "attribution":
        one = records(given["file"])[given["id"]]
        text, said_on = one["text"][slice(*given["span"])], date.fromisoformat(given["id"].split("_")[1])
    else:
        text = records(given["from"])[given["id"]][given["field"]]
    if change := given.get("replace"):
        assert change[0] in text, (change, text)
        text = text.replace(*change)
    for name, other in RENAMED.items():
        text = text.replace(name, other)
        speaker = speaker and speaker.replace(name, other)
    return bare_statement(text, speaker, said_on)


def pairs(half: str) -> list[tuple[dict[str, Any], Statement, Statement]]:
    out = []
    for name in ("own.jsonl", "real.jsonl", "hard.jsonl"):
        if name == "real.jsonl" and not SHARED.exists():
            print("../shared/data is absent: invented pairs only")
            continue
        for line in (HERE / name).read_text("utf-8").splitlines():
            one = json.loads(line)
            if half in ("both", one["half"]):
                out.append((one, side(one["old"]), side(one["new"])))
    return out


def scores(rows: list[tuple[dict[str, Any], Comparison]]) -> None:
    total, right = Counter[str](), Counter[str]()
    said = Counter[str]()
    for one, comparison in rows:
        total[one["label"]] += 1
        said[comparison.headline] += 1
        right[one["label"]] += comparison.headline == one["label"]
    f1 = {}
    for label in total:
        precision = right[label] / said[label] if said[label] else 0.0
        recall = right[label] / total[label]
        f1[label] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"  {label:20s} n {total[label]:3d}  P {precision:.2f}  R {recall:.2f}  F1 {f1[label]:.2f}")
    silent = [(o, c) for o, c in rows if o["label"] in SILENT]
    loud = [(o, c) for o, c in rows if o["label"] not in SILENT]
    false = sum(c.headline not in SILENT for _, c in silent)
    missed = sum(c.headline in SILENT for _, c in loud)
    print(
        f"n {len(rows)}  accuracy {sum(right.values()) / len(rows):.3f}  macro F1 {sum(f1.values()) / len(f1):.3f}"
        f"  false alerts {false}/{len(silent)} {false / len(silent):.1%}"
        f"  missed {missed}/{len(loud)} {missed / max(1, len(loud)):.1%}"
    )


def edits(errors: bool) -> None:
    surfaced = Counter[bool]()
    total = Counter[bool]()
    for line in (HERE / "edits.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        old, new = (bare_statement(one[name], None, date(2026, 1, 10)) for name in ("old", "new"))
        comparison = compare(old, new, kind="edit")
        loud = comparison.headline not in SILENT
        total[one["matters"]] += 1
        surfaced[one["matters"]] += loud
        if errors and loud != one["matters"]:
            print(
                f"  {one['id']} {comparison.headline}\n    − {one['old']}\n    + {one['new']}\n    {comparison.steps}"
            )
    print(
        f"edits surfaced: {surfaced[True]}/{total[True]} that matter, {surfaced[False]}/{total[False]} cosmetic"
    )


def heard(one: Statement) -> Statement | None:
    """The same statement as it is read out of a page, or None where reading cuts it otherwise."""
    words = one.text.rstrip(".! ")
    before = "<p>The council of Lindow met, with 40 of 60 members.</p>"
    page = f"{before}<p>“{words},” said {one.speaker or 'Mara Voss'}.</p>"
    published = one.said_on or date(2026, 3, 2)
    found = read(Document(id="d", kind="article", content=page, content_type="html", published=published))
    return next((each for each in found.statements if each.speaker and each.text.rstrip(".,") == words), None)


def as_read(known: list[tuple[dict[str, Any], Statement, Statement]]) -> None:
    agreed = read_out = 0
    for one, *sides in known:
        old, new = map(heard, sides)
        if old is None or new is None:
            continue
        bare = [bare_statement(each.text, each.speaker, each.said_on) for each in (old, new)]
        read_out += 1
        agreed += compare(old, new, kind=one["kind"]).headline == compare(*bare, kind=one["kind"]).headline
    print(
        f"read out of a page: {read_out} of {len(known)} pairs, {agreed} with the verdict of their bare words"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--half", choices=("seen", "held", "both"), default="seen")
    asked.add_argument("--errors", action="store_true")
    asked.add_argument("--read", action="store_true")
    given = asked.parse_args()
    known = pairs(given.half)
    if given.read:
        as_read(known)
        return
    start = time.process_time()
    rows = [(one, compare(old, new, kind=one["kind"])) for one, old, new in known]
    spent = (time.process_time() - start) / len(rows)
    if given.errors and given.half != "seen":
        raise SystemExit("errors are shown of the half 'seen' only")
    for (one, old, new), (_, c) in zip(known, rows, strict=True):
        if given.errors and c.headline != one["label"]:
            print(
                f"{one['id']} {one['label']} → {c.headline} {[x.tag for x in c.changes]}"
                f"\n  − {old.text}\n  + {new.text}"
            )
            for step in c.steps:
                print(f"      {step}")
    for name in ("own", "real", "hard"):
        part = [(one, c) for one, c in rows if one["id"].startswith(name)]
        later = [(one, c) for one, c in part if LATER.match(one["id"])]
        for title, group in ((name, part), (f"of these {name} pairs of 25 November", later)):
            if group:
                print(title)
                scores(group)
    print("all")
    scores(rows)
    print(f"{1000 * spent:.2f} ms a pair, statements read already")
    edits(given.errors)


if __name__ == "__main__":
    main()
