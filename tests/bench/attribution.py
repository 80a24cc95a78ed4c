"""How well attributions are found, against news articles annotated with source, cue and content.

    python tests/bench/attribution.py [dev|train] [--misses N] [--half 0|1]

Printed measures (docs/design/reading.md gives the reasons):

* end-to-end: predicted and gold attributions of one article are paired one-to-one, best pair first; a pair
  is a hit if the Dice coefficient of their content tokens is at least .5 and their sources share a token
  (or both have none).
* reporting: both sides limited to attributions whose cue is of speech. A cue is of speech if one of its words
  is a form of a verb in `SPEECH`, or it is "according to", a colon or a dash.
* content tokens: one set of token positions an article and side, over all attributions.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rules.model import Document, Span
from rules.reading import per_attribution, read

DATA = Path(__file__).parents[3] / "shared" / "data" / "attribution"
TOKEN = re.compile(r"\w+")

SPEECH = frozenset(
    """say tell add write note announce claim argue insist explain state declare suggest acknowledge warn continue
    conclude confirm deny reply respond report recall tweet predict promise pledge vow admit assert allege contend
    maintain stress emphasize emphasise reiterate repeat remark observe comment joke quip shout declare reveal
    disclose point mention describe call quote ask answer urge question concede testify caution complain counter
    read post publish speak talk discuss cite propose
    """.split()  # noqa: SIM905
)
IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak",
    "denied": "deny", "denies": "deny", "replied": "reply", "replies": "reply", "saying": "say",
}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """One attribution as sets of token positions."""

    source: frozenset[int]
    cue: str
    content: frozenset[int]

    @property
    def of_speech(self) -> bool:
        return speech_cue(self.cue)


def speech_cue(cue: str) -> bool:
    words = re.findall(r"[a-z]+", cue.lower())
    if not words:
        return bool(cue.strip())
    return any(lemma in SPEECH for word in words for lemma in _lemmas(word)) or "according" in words


def _lemmas(word: str) -> Iterator[str]:
    yield IRREGULAR.get(word, word)
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead
    if word.endswith(("ted", "ting")):
        yield re.sub(r"t(ed|ing)$", "", word)


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def pairs(predicted: list[Marked], gold: list[Marked]) -> Iterator[tuple[Marked, Marked]]:
    """One-to-one pairs with content Dice ≥ .5, best first; among equals the pair whose sources meet."""
    scored = [
        (overlap(p.content, g.content), bool(p.source & g.source), i, j)
        for i, p in enumerate(predicted)
        for j, g in enumerate(gold)
        if p.content & g.content
    ]
    used_p: set[int] = set()
    used_g: set[int] = set()
    for score, _, i, j in sorted(scored, reverse=True):
        if score >= 0.5 and i not in used_p and j not in used_g:
            used_p.add(i)
            used_g.add(j)
            yield predicted[i], gold[j]


def same_source(p: Marked, g: Marked) -> bool:
    return bool(p.source & g.source) or not (p.source or g.source)


@dataclass
class Score:
    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def line(self) -> str:
        precision = self.hits / self.predicted if self.predicted else 0.0
        recall = self.hits / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"{self.hits} hits, {self.predicted} predicted, {self.gold} gold"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({counts})"


def tokens_of(text: str) -> list[Span]:
    return [found.span() for found in TOKEN.finditer(text)]


def marked(text: str, spans: dict[str, list[Span]], where: list[Span]) -> Marked:
    def positions(name: str) -> frozenset[int]:
        return frozenset(
            i for i, (s, e) in enumerate(where) if any(a < e and s < b for a, b in spans.get(name) or [])
        )

    cue = " ".join(text[s:e] for s, e in spans.get("cue") or [])
    return Marked(positions("source"), cue, positions("content"))


def gold_and_predicted(part: str) -> Iterator[tuple[str, str, list[Marked], list[Marked]]]:
    gold = {}
    for line in (DATA / f"{part}.gold.jsonl").read_text().splitlines():
        record = json.loads(line)
        gold[record["id"]] = record["attributions"]
    for line in (DATA / f"{part}.input.jsonl").read_text().splitlines():
        record = json.loads(line)
        text = record["text"]
        where = tokens_of(text)
        yield (
            record["id"],
            text,
            [one for one in (marked(text, a, where) for a in gold[record["id"]]) if one.content],
            [marked(text, spans, where) for spans in predictions(record["id"], text)],
        )


def predictions(name: str, text: str) -> list[dict[str, list[Span]]]:
    reading = read(Document(id=name, kind="article", content=text))
    return [
        {"source": list(one.spans.source), "cue": list(one.spans.cue), "content": list(one.spans.content)}
        for one in per_attribution(reading)
        if one.speaker is not None
    ]


def excerpt(text: str, where: list[Span], one: Marked) -> str:
    def words(positions: Iterable[int]) -> str:
        ordered = sorted(positions)
        return text[where[ordered[0]][0] : where[ordered[-1]][1]].replace("\n", "⏎") if ordered else "-"

    return f"[{words(one.source)[:50]}] <{one.cue[:30]}> {words(one.content)[:140]}"


@dataclass
class Tally:
    """What is counted over the articles of a part."""

    everything: Score = field(default_factory=Score)
    reporting: Score = field(default_factory=Score)
    content: Score = field(default_factory=Score)
    by_cue: dict[str, Counter[str]] = field(default_factory=dict)

    def article(self, gold: list[Marked], predicted: list[Marked]) -> tuple[list[Marked], list[Marked]]:
        """Counts one article; returns the false finds and the misses."""
        add(self.everything, predicted, gold)
        add(self.reporting, [p for p in predicted if p.of_speech], [g for g in gold if g.of_speech])
        said = frozenset().union(*(p.content for p in predicted))
        true = frozenset().union(*(g.content for g in gold))
        self.content.hits += len(said & true)
        self.content.predicted += len(said)
        self.content.gold += len(true)
        found = [(p, g) for p, g in pairs(predicted, gold) if same_source(p, g)]
        false = [p for p in predicted if not any(p is hit for hit, _ in found)]
        missed = [g for g in gold if not any(g is hit for _, hit in found)]
        for kind, ones in (("hit", [p for p, _ in found]), ("false", false), ("missed", missed)):
            for one in ones:
                self.by_cue.setdefault(one.cue.lower(), Counter())[kind] += 1
        return false, missed

    def print_cues(self) -> None:
        worst = sorted(self.by_cue.items(), key=lambda item: -(item[1]["false"] + item[1]["missed"]))
        for cue, count in worst[:80]:
            print(f"  {cue:30} hit {count['hit']:4} false {count['false']:4} missed {count['missed']:4}")


def add(score: Score, predicted: list[Marked], gold: list[Marked]) -> None:
    score.hits += sum(same_source(p, g) for p, g in pairs(predicted, gold))
    score.predicted += len(predicted)
    score.gold += len(gold)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", default="dev", choices=["dev", "train"])
    parser.add_argument("--misses", type=int, default=0, help="print this many misses and false finds")
    parser.add_argument("--cues", action="store_true", help="per cue: hits, false finds, misses")
    parser.add_argument("--half", type=int, choices=[0, 1], help="only every second article")
    options = parser.parse_args()
    if not DATA.exists():
        print("no data: expected", DATA)
        return
    tally = Tally()
    shown = 0
    for number, (_, text, gold, predicted) in enumerate(gold_and_predicted(options.part)):
        if options.half is not None and number % 2 != options.half:
            continue
        false, missed = tally.article(gold, predicted)
        where = tokens_of(text) if shown < options.misses else []
        for kind, ones in (("false ", false), ("missed", missed)):
            for one in ones if where else []:
                print(f"  {kind}{'*' if one.of_speech else ' '} {excerpt(text, where, one)}")
                shown += 1
    if options.cues:
        tally.print_cues()
    print(f"{options.part}: all, end to end        ", tally.everything.line())
    print(f"{options.part}: reporting, end to end  ", tally.reporting.line())
    print(f"{options.part}: all, content tokens    ", tally.content.line())


if __name__ == "__main__":
    main()
