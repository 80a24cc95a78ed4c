"""Prints how well figures and horizons are read from labelled real sentences, and how fast all doors are.

    python -m tests.bench.figures [a|b] [--misses]

A quantity is right when kind, low, high and unit are; a horizon when earliest, latest and bound are. A false figure is
a quantity told in a sentence that has none ("trap sentence"). Never fails.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from rules.model import Horizon, Quantity
from rules.reading.certainty import certainty
from rules.reading.checkable import checkable
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.polarity import polarity
from rules.reading.tokens import tokens_of
from tests.bench.real_sentences import labelled

_SINGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child"}


def _unit(word: str) -> str:
    return _SINGULAR.get(word, word.removesuffix("s"))


def _near(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= 0.005 * max(abs(a), abs(b)))


def same_quantity(gold: dict[str, Any], found: Quantity) -> bool:
    return (
        gold["kind"] == found.kind
        and _near(gold["low"], found.low)
        and _near(gold["high"], found.high)
        and _unit(gold["unit"]) == _unit(found.unit)
    )


def same_horizon(gold: dict[str, Any], found: Horizon) -> bool:
    days = [str(d) if d else None for d in (found.earliest, found.latest)]
    return [gold["earliest"], gold["latest"], gold["bound"]] == [*days, found.bound]


def pair(gold: list[Any], found: list[Any], same: Any) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """One to one in order: the pairs, what was missed, what is false."""
    rest, pairs, missed = list(found), [], []
    for one in gold:
        match = next((f for f in rest if same(one, f)), None)
        if match is None:
            missed.append(one)
        else:
            rest.remove(match)
            pairs.append((one, match))
    return pairs, missed, rest


def main() -> None:
    arguments = sys.argv[1:]
    half = next((a for a in arguments if a in ("a", "b")), None)
    tally: Counter[str] = Counter()
    sentences: list[tuple[str, date | None]] = []
    for label, sentence in labelled(half):
        if sentence is None:
            tally["skipped"] += 1
            continue
        said_on = date.fromisoformat(label["said_on"]) if label["said_on"] else None
        sentences.append((sentence, said_on))
        q = pair(label["quantities"], list(quantities(sentence)), same_quantity)
        h = pair(label["horizons"], list(horizons(sentence, said_on)), same_horizon)
        for name, (pairs, missed, false) in (("q", q), ("h", h)):
            tally.update(
                {f"{name} right": len(pairs), f"{name} missed": len(missed), f"{name} false": len(false)}
            )
        tally["of asked"] += sum(bool(gold["of"]) for gold, _ in q[0])
        tally["of right"] += sum(bool(gold["of"]) and _head(gold["of"], found.of) for gold, found in q[0])
        if not label["quantities"]:
            tally["trap sentences"] += 1
            tally["trap false"] += bool(q[2])
        if "--misses" in arguments and (q[1] or q[2] or h[1] or h[2]):
            _show(sentence, said_on, q, h)
        if "--of" in arguments:
            for gold, found in q[0]:
                if gold["of"] and not _head(gold["of"], found.of):
                    print(f"of: {gold['of']!r} read as {found.of!r}: {found.text!r} in {sentence[:200]!r}")
    _report(tally)
    _speed(sentences)


def _head(gold: str, found: str) -> bool:
    """The head word agrees."""
    words = found.split()
    return bool(words) and _unit(gold.split()[-1]) in {_unit(w) for w in words}


def _show(sentence: str, said_on: date | None, q: Any, h: Any) -> None:
    print(f"\n{said_on} {sentence}")
    for name, (_, missed, false) in (("quantity", q), ("horizon", h)):
        for one in missed:
            print(f"   {name} missed: {one}")
        for one in false:
            print(f"   {name} false:  {one}")


def _f1(tally: Counter[str], name: str) -> str:
    right, missed, false = (tally[f"{name} {what}"] for what in ("right", "missed", "false"))
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + missed + false)
    return f"F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({right} right, {missed} missed, {false} false)"


def _report(tally: Counter[str]) -> None:
    print(f"quantities  {_f1(tally, 'q')}")
    print(f"horizons    {_f1(tally, 'h')}")
    print(f"of          {tally['of right']} of {tally['of asked']}")
    print(
        f"traps       {tally['trap false']} of {tally['trap sentences']} sentences without figures tell one"
    )
    if tally["skipped"]:
        print(f"skipped     {tally['skipped']} sentences: source absent")


def _speed(sentences: list[tuple[str, date | None]]) -> None:
    if not sentences:
        return
    started, done = time.process_time(), 0
    while time.process_time() - started < 2:
        tokens_of.cache_clear()
        for text, said_on in sentences:
            q, h, c, p = quantities(text), horizons(text, said_on), certainty(text), polarity(text)
            checkable(text, q, h, c, p)
        done += len(sentences)
    print(f"speed       {done / (time.process_time() - started):,.0f} sentences/s, all doors, one core")


if __name__ == "__main__":
    main()
