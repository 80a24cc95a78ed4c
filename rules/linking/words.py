"""Text → stemmed words, the same for claims and queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")
STOP_WORDS = frozenset(
    """a about after again all also am an and any are aren't as at be because been before being between both but by
    can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from further had
    hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his how how's
    i i'd i'll i'm i've if in into is isn't it it's its itself just let's me more most my myself no nor not now of
    off on once only or other ought our ours ourselves out over own same say said says she she'd she'll she's
    should shouldn't so some such than that that's the their theirs them themselves then there there's these they
    they'd they'll they're they've this those through to too under until up us very was wasn't we we'd we'll we're
    we've were weren't what what's when when's where where's which while who who's whom why why's will with won't
    would wouldn't you you'd you'll you're you've your yours yourself yourselves can may might""".split()  # noqa: SIM905 - a list of 150 quoted words cannot be read
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The English Snowball stem of a lower-case word; words with digits as they are."""
    if any(c.isdigit() for c in word):
        return word
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    from snowballstemmer.english_stemmer import EnglishStemmer  # 0.1 s: only once a text is read

    return EnglishStemmer()


def plain(text: str) -> str:
    """Lower case, without diacritics, typographic quotes made plain."""
    if text.isascii():
        return text.lower()  # nearly every text, ten times as fast
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """Lower-case words and figures in order, stop words included, possessive 's taken off."""
    return [w.removesuffix("'s") for w in WORD.findall(plain(text))]


def stems(text: str) -> list[str]:
    """Stems in order, stop words left out; "1,500" is "1500"."""
    return stems_of(words(text))


def stems_of(every: Sequence[str]) -> list[str]:
    """Of `words` in order, stop words left out."""
    return [stem(w.replace(",", "")) for w in every if w not in STOP_WORDS]
