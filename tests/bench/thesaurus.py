"""Select rules/compare/wordnet.py out of a WordNet 3.0 dictionary folder (data.*, index.*, cntlist.rev).

    .venv/bin/python tests/bench/thesaurus.py FOLDER > new.py

Synonyms and antonyms are kept in senses that make up a tenth or more of a word's uses by WordNet's tag counts;
then the commonest stems, and stems that are mostly verbs. The licence text, the comments and the
irregular forms of the file in the tree are kept; those four tables are written anew.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from rules.linking.words import STOP_WORDS, stem
from rules.reading.tokens import word_set

TARGET = Path(__file__).parents[2] / "rules" / "compare" / "wordnet.py"
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
NUMBER = {"n": "1", "v": "2", "a": "3", "r": "4", "s": "5"}
COMMON_STEMS, FEWEST_USES = 900, 3
# Too light or too many-sided to be anybody's synonym.
SKIPPED = STOP_WORDS | word_set(
    """like likely unlike will may might could can not no must do be have make get take go come see say tell give put
    set let keep run"""
)
Key = tuple[str, str, int, int]


@dataclass(frozen=True)
class Synset:
    kind: str
    lexicographer: int
    words: tuple[tuple[str, int], ...]
    antonyms: tuple[tuple[str, int, int], ...]


def counts(folder: Path) -> Counter[Key]:
    """Uses of a sense: lemma, part of speech, lexicographer file and id → tag count."""
    found: Counter[Key] = Counter()
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        key, _, uses = line.split()
        lemma, rest = key.split("%")
        part, lexicographer, number, *_ = rest.split(":")
        at = (lemma, part, int(lexicographer), int(number))
        found[at] = max(found[at], int(uses))
    return found


def synsets(folder: Path) -> dict[str, Synset]:
    out: dict[str, Synset] = {}
    for part, letter in PARTS.items():
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith(" "):
                continue
            field = line.split(" | ")[0].split()
            size = int(field[3], 16)
            words = tuple((field[4 + 2 * i], int(field[5 + 2 * i], 16)) for i in range(size))
            at = 4 + 2 * size
            links = [field[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(field[at]))]
            opposed = tuple(
                (("a" if p == "s" else p) + offset, int(place[:2], 16), int(place[2:], 16))
                for sign, offset, p, place in links
                if sign == "!"
            )
            out[letter + field[0]] = Synset(field[2], int(field[1]), words, opposed)
    return out


def first_senses(folder: Path) -> set[tuple[str, str]]:
    """Lemma and synset of every word's first sense."""
    out = set()
    for part, letter in PARTS.items():
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            if not line.startswith(" "):
                field = line.split()
                out.add((field[0], letter + field[6 + int(field[3])]))
    return out


def lemma_of(word: str) -> str:
    return re.sub(r"\(.*\)", "", word)


@dataclass(frozen=True)
class Dictionary:
    uses: Counter[Key]
    total: Counter[str]
    known: dict[str, Synset]
    first: set[tuple[str, str]]

    def used(self, s: Synset, word: tuple[str, int]) -> int:
        return self.uses.get((lemma_of(word[0]).lower(), NUMBER[s.kind], s.lexicographer, word[1]), 0)

    def common_sense(self, where: str, s: Synset, word: tuple[str, int]) -> bool:
        """Whether the word is often used in this sense; a rare word only in its first."""
        lemma, n = lemma_of(word[0]), self.used(s, word)
        if not plain(lemma):
            return False
        if self.total[lemma] >= FEWEST_USES:
            return n >= max(2, 0.1 * self.total[lemma])
        return n >= 1 and (lemma, where) in self.first


def plain(lemma: str) -> bool:
    return re.fullmatch("[a-z]{3,}", lemma) is not None and lemma not in SKIPPED


def synonyms(d: Dictionary) -> list[str]:
    groups: set[tuple[str, ...]] = set()
    for where, s in d.known.items():
        group: dict[str, str] = {}
        for word in s.words:
            if d.common_sense(where, s, word):
                group.setdefault(stem(lemma_of(word[0])), lemma_of(word[0]))
        if 1 < len(group) <= 7:
            groups.add(tuple(sorted(group.values())))
    return ["/".join(g) for g in sorted(groups)]


def antonyms(d: Dictionary) -> list[str]:
    out: set[tuple[str, ...]] = set()
    for s in d.known.values():
        for where, i, j in s.antonyms:
            other = d.known.get(where)
            if other is None or not i or not j:
                continue
            a, b = s.words[i - 1], other.words[j - 1]
            x, y = lemma_of(a[0]), lemma_of(b[0])
            n, m = d.used(s, a), d.used(other, b)
            often = n >= 0.15 * d.total[x] and m >= 0.1 * d.total[y] and n + m > 1
            if often and plain(x) and plain(y) and stem(x) != stem(y):
                out.add(tuple(sorted((x, y))))
    return ["/".join(g) for g in sorted(out)]


def main() -> None:
    folder = Path(sys.argv[1])
    uses = counts(folder)
    total: Counter[str] = Counter()
    by_part: dict[str, Counter[str]] = defaultdict(Counter)
    weight: Counter[str] = Counter()
    for (lemma, part, _, _), n in uses.items():
        total[lemma] += n
        if re.fullmatch("[a-z]{2,}", lemma):
            by_part[stem(lemma)]["a" if part in "35" else part] += n
            weight[stem(lemma)] += 0 if lemma in STOP_WORDS else n
    d = Dictionary(uses, total, synsets(folder), first_senses(folder))
    tables = {
        "SYNONYMS": synonyms(d),
        "ANTONYMS": antonyms(d),
        "COMMON": sorted(w for w, _ in weight.most_common(COMMON_STEMS)),
        "VERBS": mostly(by_part, "2"),
    }
    text = TARGET.read_text("utf-8")
    for name, words in tables.items():
        body = textwrap.fill(" ".join(words), 560, break_long_words=False, break_on_hyphens=False)
        text = re.sub(rf'(?ms)^{name} = """\n.*?\n"""', f'{name} = """\n{body}\n"""', text)
    print(text, end="")


def mostly(by_part: dict[str, Counter[str]], part: str) -> list[str]:
    """Stems with six uses or more of which two in three are of this part of speech."""
    return sorted(
        s
        for s, c in by_part.items()
        if c.total() >= 6 and c[part] >= 0.65 * c.total() and s not in STOP_WORDS
    )


if __name__ == "__main__":
    main()
