"""Do two words mean the same, or the opposite? Stems, word families, a thesaurus."""

from __future__ import annotations

from functools import lru_cache

from rules.compare.words import Word
from rules.linking.words import stem

SAME, FAMILY, SYNONYM = 1.0, 0.9, 0.8
_FAMILY_PREFIX = 5


def likeness(a: Word, b: Word) -> float:
    """1 the same stem, .9 one word family (regulate, regulator), .8 synonyms, else 0."""
    if a.low != b.low and counterparts(a, b):
        return 0.0
    if a.stem == b.stem:
        return SAME
    if a.name and b.name:
        return FAMILY if _initials(a, b) or _one_name(a.stem, b.stem) else 0.0
    if _one_family(a.stem, b.stem):
        return FAMILY
    return SYNONYM if _synonyms(a.stem, b.stem) else 0.0


def alike(a: str, b: str) -> bool:
    """The same for bare stems."""
    return a == b or _one_family(a, b) or _synonyms(a, b)


def _synonyms(a: str, b: str) -> bool:
    mine = _groups().get(a)
    theirs = _groups().get(b)
    return bool(mine and theirs and not mine.isdisjoint(theirs))


def counterparts(a: Word, b: Word) -> bool:
    """Opposite in kind ("imports", "exports"): another thing, of which other figures are true."""
    return b.low in _counterparts().get(a.low, ())


def counterparts_of(low: str) -> frozenset[str]:
    """The same for a word in lower case: every counterpart of it."""
    return _counterparts().get(low, frozenset())


def opposite(a: Word, b: Word) -> bool:
    """Direct antonyms ("accept", "reject"), and a word with its negative prefix ("likely", "unlikely")."""
    if a.stem == b.stem or counterparts(a, b):
        return False
    return (
        frozenset((a.low, b.low)) in _antonyms()
        or frozenset((a.stem, b.stem)) in _antonyms()
        or _negated(a, b)
        or frozenset((_positive(a.low), _positive(b.low))) in _antonyms()
    )


def _positive(low: str) -> str:
    """ "cheaper" and "cheapest" are "cheap", "bigger" is "big"."""
    short = low.removesuffix("est") if low.endswith("est") else low.removesuffix("er")
    if len(short) < 3 or short == low:
        return low
    if short.endswith("i"):
        return f"{short[:-1]}y"
    return short[:-1] if short[-1] == short[-2] and short[-1] not in "ls" else short


def weight(word: Word) -> float:
    """How much a word says about what a text is about: names most, the commonest words least."""
    if word.name:
        return 1.2
    return 0.5 if word.stem in _common() else 1.0


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    from rules.compare import news, wordnet

    return frozenset(f"{wordnet.COMMON} {news.COMMON}".split())


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """Stems of words that are verbs more often than not."""
    from rules.compare import wordnet

    return frozenset(wordnet.VERBS.split())


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    from rules.compare import news, wordnet

    found: dict[str, set[int]] = {}
    for number, group in enumerate(f"{news.SYNONYMS} {wordnet.SYNONYMS}".split()):
        for word in group.split("/"):
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=1)
def _counterparts() -> dict[str, frozenset[str]]:
    from rules.compare import news

    found: dict[str, set[str]] = {}
    for group in news.COUNTERPARTS.split():
        a, b = group.split("/")
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=1)
def _antonyms() -> frozenset[frozenset[str]]:
    from rules.compare import news, wordnet

    pairs = [group.split("/") for group in f"{news.ANTONYMS} {wordnet.ANTONYMS}".split()]
    whole = {frozenset(pair) for pair in pairs}
    stems = {frozenset((stem(a), stem(b))) for a, b in pairs}
    return frozenset(p for p in whole | stems if len(p) == 2)


def _one_family(a: str, b: str) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return len(short) >= _FAMILY_PREFIX and long.startswith(short[:-1]) and len(long) - len(short) <= 4


def _one_name(a: str, b: str) -> bool:
    """Afghan and Afghanistan; a name with one letter more or less."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) >= 4 and long.startswith(short):
        return True
    return (
        len(short) >= 6 and short[:4] == long[:4] and len(long) - len(short) <= 1 and short[-3:] == long[-3:]
    )


def _initials(a: Word, b: Word) -> bool:
    short, long = (a.text, b.text) if len(a.text) <= len(b.text) else (b.text, a.text)
    return len(short) <= 2 and long.startswith(short[0]) and short.isupper()


def _negated(a: Word, b: Word) -> bool:
    short, long = (a.low, b.low) if len(a.low) <= len(b.low) else (b.low, a.low)
    return len(short) >= 4 and long in (
        f"un{short}",
        f"in{short}",
        f"im{short}",
        f"dis{short}",
        f"ir{short}",
        f"non{short}",
    )
