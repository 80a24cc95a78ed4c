"""Watch rules at scale: the index over rules against asking every rule, in one run, on the same statements.

    python tests/bench/rules_at_scale.py [--rules 10000 100000] [--statements 200]

Prints, for each number of rules: statements a second both ways, the ratio, the time to add one rule (with and without
reading its text), and whether every verdict was the same. Statements are claims of ../shared/data/linking where that
is there (real vocabulary), else made up from a Zipf distribution. Rules are made up from the words of *other*
statements, frequent words more often than rare ones, in the shapes that people write. CPU time of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from time import process_time

from rules.change import LOUD
from rules.language import QueryError, Subject, parse, regex
from rules.language.evaluate import truth
from rules.language.presearch import Presearch
from rules.language.query import Query
from rules.language.words import split
from rules.linking.words import STOP_WORDS
from rules.model import Quantity, Statement

CLAIMS = Path(__file__).parents[2] / "../shared/data/linking/claims.jsonl"
GIVEN = ["Mara", "Tomas", "Ines", "Otto", "Lena", "Pavel", "Ruth", "Emil", "Noor", "Vera"]
FAMILY = [
    f"{a}{b}"
    for a in ("Vos", "Rey", "Oka", "Hal", "Bren", "Lund", "Marr", "Tel")
    for b in ("s", "l", "for", "den", "ner")
]


def texts(chance: random.Random) -> list[str]:
    if CLAIMS.exists():
        with CLAIMS.open() as lines:
            return [json.loads(line)["text"] for line in lines]
    print("(no real statements here: made up)")
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(3, 9))) for _ in range(20_000)]
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    return [" ".join(chance.choices(words, cum_weights=weights, k=18)) for _ in range(10_000)]


class Shapes:
    """Rules in the shapes that people write."""

    def __init__(self, sources: list[str], chance: random.Random) -> None:
        self.chance = chance
        self.sentences = [w for text in sources if len(w := split(text).words) > 4]
        self.words = [
            w for ws in self.sentences for w in ws if w not in STOP_WORDS and w.isalpha() and len(w) > 2
        ]

    def word(self) -> str:
        """As often as it is used."""
        return self.chance.choice(self.words)

    def phrase(self) -> str:
        words = self.chance.choice(self.sentences)
        at = self.chance.randrange(len(words) - 1)
        return f'"{words[at]} {words[at + 1]}"'

    def rule(self) -> str:
        w, chance = self.word, self.chance
        name = chance.choice(FAMILY)
        shape = chance.choices(range(10), weights=[22, 14, 10, 12, 12, 10, 8, 6, 5, 1])[0]
        match shape:
            case 0:
                return f"{w()} {w()}"
            case 1:
                return f"{w()} ({w()} OR {w()} OR {w()})"
            case 2:
                return f"{w()} {w()} -{w()}"
            case 3:
                return f"{self.phrase()} {w()}"
            case 4:
                return f"speaker:{name} {w()}"
            case 5:
                return f"({w()} OR {w()}) figure>={chance.randint(5, 60)}%"
            case 6:
                return f"/{w()}(s|ed)? (of|in|on)/i {w()}"
            case 7:
                return f"{w()[:5]}* {w()} change:{chance.choice(LOUD)}"
            case 8:
                return f'speaker:"{chance.choice(GIVEN)} {name}" (figure:* OR deadline<2032)'
            case _:
                return f"{w()} certainty<={chance.randint(0, 5)} -quoted:yes"


def subject(text: str, chance: random.Random) -> Subject:
    quantities: tuple[Quantity, ...] = ()
    if "percent" in text or "%" in text:
        value = float(chance.randint(1, 90))
        quantities = (Quantity(kind="percent", low=value, high=value, unit="%", text="", of="", span=(0, 0)),)
    return Subject(
        statement=Statement(
            id=text[:20],
            text=text,
            speaker=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
            speaker_kind="named",
            quantities=quantities,
            certainty=chance.choice([None, 2, 3, 4, 4, 4]),
        ),
        title=text[:60],
        source="the Halden Dispatch",
        themes=("Work",),
        kind="article",
    )


def measure(count: int, shapes: Shapes, subjects: list[Subject], plain_of: int) -> None:
    written = [shapes.rule() for _ in range(count)]
    started = process_time()
    queries: list[Query] = []
    for text in written:
        query = parse(text)
        assert not isinstance(query, QueryError), (text, str(query))
        queries.append(query)
    reading = (process_time() - started) / count
    # Asking every rule is given every regex ready; the bot keeps a bounded number (rules.language.regex.KEPT).
    regex._compiled = lru_cache(maxsize=None)(regex._compiled.__wrapped__)
    for query in queries:
        truth(query, subjects[0])
    index = Presearch()
    started = process_time()
    for number, query in enumerate(queries):
        index.add(number, query)
    adding = (process_time() - started) / count
    for one in subjects:
        index.candidates(one)  # both ways find the words of a statement ready
    started = process_time()
    asked = [index.candidates(one) for one in subjects]
    found = [
        [n for n in numbers if truth(queries[n], one) is not False]
        for numbers, one in zip(asked, subjects, strict=True)
    ]
    indexed = (process_time() - started) / len(subjects)
    started = process_time()
    every = [
        [n for n, query in enumerate(queries) if truth(query, one) is not False]
        for one in subjects[:plain_of]
    ]
    plain = (process_time() - started) / plain_of
    same = every == found[:plain_of]
    print(
        f"{count:>7,} rules: every rule {1 / plain:8.1f} statements/s, index {1 / indexed:8.0f}/s "
        f"= {plain / indexed:5.0f}×; "
        f"asked {statistics.mean(map(len, asked)):.0f}, matched {statistics.mean(map(len, found)):.1f} a statement; "
        f"add {adding * 1e6:.0f} µs (+ {reading * 1e6:.0f} µs to read its text); "
        f"{'verdicts equal' if same else 'VERDICTS DIFFER'}"
    )


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rules", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--statements", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    sources = texts(chance)
    chance.shuffle(sources)
    half = len(sources) // 2
    shapes = Shapes(sources[:half], chance)
    subjects = [subject(text, chance) for text in sources[half : half + chosen.statements]]
    for count in chosen.rules:
        measure(count, shapes, subjects, plain_of=min(len(subjects), max(5, 1_000_000 // count)))


if __name__ == "__main__":
    main()
