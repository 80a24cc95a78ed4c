"""The measured thing of a figure: what is counted, or what the percentage, the sum or the multiple is of.

Three places are tried in turn: the noun right after ("35 percent tariff", "half of all tomatoes"), the noun
that a link word ties to it ("revenue of $5bn", "growth slows to 1.8 %"), the subject of the clause.
"""

from __future__ import annotations

from rules.model import QuantityKind
from rules.reading.numerals import ONES, TENS
from rules.reading.tokens import Tokens, word_set

_STOPS = word_set(
    """
    a an the and or but nor so yet if then than that which who whom whose what when where while as
    because since until of in on at to for from by with within without into onto over under above below
    between among across through during after before against about around per via is are was were be
    been being am has have had having do does did will would shall should can could may might must not
    no n't never it its he she they them we us i you his her their our your my this these those there
    here also only just even still already too very more most less least each every both all any some
    such other same said says say saying say told tells according if how why whether amid despite versus
    vs including worth ago now today yesterday tomorrow last next were went came got get gets make makes
    made take takes took out up down off back away home again ever soon later earlier so-called due
    thanks onward alone apart percent cent million billion trillion bn anywhere
    """
)
_DETERMINERS = word_set(
    """
    a an the all its his her their our your my this these those that some any each every both
    """
)
_VERBS = word_set(
    """
    die dies died dead injured wounded killed missing say says said want wants think thinks believe
    believes supports uses used live lives work works lost lose gain gained die arrived
    arrested joined left voted fled attended died participated signed agreed approve approves
    approved disapprove favor favored oppose opposed needs needed find found see saw know knew
    earned received spent paid gave took went came made got had grew rose fell climbed dropped jumped
    increased declined reached hit topped total totaled totalling totaling remain remained expected
    expect raised sold bought won shot detained hospitalized evacuated injure kill taken reported
    feared
    """
)
_LINKS = word_set(
    """
    of at to by is was are were be been reached reach reaches hit hits totaled totalled totals total
    totaling totalling stands stood stand rose fell grew climbed dropped jumped surged slows slowed
    falls rises grows up down increased decreased declined shrank expanded averaged averages cost costs
    costing worth equals exceed exceeds exceeded exceeding than with has have had hold holds remained
    remains gained lost sold grossed earned raised received spent makes made make up rose from
    """
)
_IRREGULAR = word_set(
    """
    people men women children feet teeth mice data media police staff personnel folk folks youth dead
    """
)
_NOT_PLURAL = word_set(
    """
    is was has does its this as us plus less across always perhaps yes thus says goes does various
    previous serious religious
    """
)
_TIME_WORDS = word_set(
    """
    fiscal calendar
    opening first second third last year month week day years months weeks days weekend january february
    march april june july august september october november december
    """
)
_SKIPPED = frozenset({"more", "other", "such", "additional", "fewer", "less", "plus", "most"})
_REACH = 5
_CLAUSE = 40
"""How many tokens back a subject is looked for: a bound on the work."""


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    if word in _IRREGULAR:
        return True
    return len(word) > 2 and word[-1] == "s" and word[-2] not in "sui'" and word not in _NOT_PLURAL


def counted(t: Tokens, i: int) -> tuple[int, int] | None:
    """The noun phrase counted by a number that ends before token i: first token and the one after its head."""
    if t.at(i) == "of":  # "thousands of voters"
        i += 1
    for _ in range(_REACH):
        if not (t.at(i) in _DETERMINERS or t.at(i) in _SKIPPED):
            break
        i += 1
    at, last, head = i, i - 1, -1
    for _ in range(_REACH):
        word = t.at(at)
        if not t.is_word(at) or (word in _STOPS and word != "and") or (at > i and word in _VERBS):
            break
        if (word == "and" and (head >= 0 or at == i)) or word in ONES or word in TENS:
            break
        owner = word.endswith("'s") or t.words(at + 1, 2) == ("'", "s")
        if owner:  # "of the world's stations": the owner is not counted
            i = at = at + (1 if word.endswith("'s") else 3)
            last = i - 1
            continue
        last, at = _compound(t, at)
        if is_plural(t.low[last]):
            head = last
            if not is_plural(t.at(at)) or t.at(at) in _VERBS:
                break
    if head >= 0:
        return i, head + 1
    if (
        last < i
        or t.low[i] in _VERBS
        or _past_verb(t.low[i])
        or t.low[last] == "and"
        or t.low[i].endswith("ly")
    ):
        return None
    return (i, i + 1) if t.at(i - 1) == "of" else (i, last + 1)


def _compound(t: Tokens, i: int) -> tuple[int, int]:
    """The last token of the word at token i with its hyphens ("laid-off"), and the token after it."""
    last = i
    while t.at(last + 1) == "-" and t.glued(last + 1):
        if not (t.glued(last + 2) and (t.is_word(last + 2) or t.is_number(last + 2))):
            return last, last + 2 + (t.at(last + 2) in ("and", "or"))  # "low- and middle-income"
        last += 2
    return last, last + 1


def phrase(t: Tokens, i: int, stop: int | None = None) -> str:
    """The noun phrase that starts at token i, without determiners, lower case; `stop`: a token it ends before."""
    for _ in range(_REACH):
        if not (t.at(i) in _DETERMINERS or t.at(i) in ("of", "more", "other") or t.is_number(i)):
            break
        i += 1
    words: list[str] = []
    while len(words) < _REACH and t.is_word(i) and t.low[i] not in _STOPS and i != stop:
        if words and (t.low[i] in _VERBS or (stop is not None and _past_verb(t.low[i]))):
            break
        words.append(_bare(t.low[i]))
        i += 1
        if t.at(i) == "-" and t.glued(i) and t.is_word(i + 1):
            i += 1
        elif t.words(i, 2) == ("'", "s"):
            i += 2
    return " ".join(words)


def phrase_of(t: Tokens, first: int, end: int) -> str:
    """Tokens first … end - 1 as a measured thing."""
    return " ".join(_bare(t.low[i]) for i in range(first, end) if t.is_word(i) or t.is_number(i))


def thing(t: Tokens, kind: QuantityKind, first: int, end: int, opening: int) -> str:
    """The measured thing of a figure in tokens first … end - 1 whose modifiers begin at `opening`."""
    tied = _tied(t, kind, end)
    if tied:
        return tied
    article = t.at(opening - 1) in _DETERMINERS
    word = t.at(end)
    adjectival = t.is_word(end) and word not in _STOPS and word not in _VERBS and not _past_verb(word)
    if adjectival and (article or kind != "money" or _noun_like(t, end)):
        return phrase(t, end)
    if kind == "multiple" and (
        t.at(end) in ("its", "the", "their", "his", "her", "our") or t.at(end) == "as"
    ):
        return phrase(t, end + 1)
    return before(t, opening)


_ADVERBS = word_set(
    "worldwide globally annually apiece overall cash yearly monthly weekly daily nationwide instead together"
)


def _noun_like(t: Tokens, i: int) -> bool:
    """A lower-case word (any in a headline) that is no adverb: "$200 million partnership", not "$5 million Tuesday"."""
    word = t.low[i]
    return (
        (t.headline or not t.is_capital(i))
        and word not in _ADVERBS
        and not word.endswith("ly")
        and word not in _TIME_WORDS
    )


def _tied(t: Tokens, kind: QuantityKind, end: int) -> str:
    """The noun phrase after "of", "worth of", and for money "in", "for", "as a"; "" for none or a place or a time."""
    word = t.at(end)
    if not (word in ("of", "worth") or (kind == "money" and word in ("in", "for", "as"))):
        return ""
    place = end + 1 + (t.at(end + 1) == "of")
    found = phrase(t, place)
    if not found or t.is_number(place) or (word == "as" and t.at(place) not in _DETERMINERS):
        return ""
    head = found.split()[0]
    if kind == "money" and (
        head in _TIME_WORDS or head.endswith("ing") or (word in ("in", "for") and _named(t, place))
    ):
        return ""
    return found


def _named(t: Tokens, i: int) -> bool:
    """A name of capitals only: "in North America"; "in American AI infrastructure" is not."""
    i += t.at(i) in _DETERMINERS
    if t.headline or not t.is_capital(i):
        return False
    while t.is_capital(i) and t.is_word(i):
        i += 1
    return not t.is_word(i) or t.low[i] in _STOPS


def before(t: Tokens, i: int) -> str:
    """The noun phrase that a link word ties to a figure starting at token i, else the clause's subject."""
    at = i - 1
    steps = 0
    while (
        at >= 0
        and steps < 6
        and (t.low[at] in _LINKS or t.low[at] in _DETERMINERS or t.low[at].endswith("ly"))
    ):
        at -= 1
        steps += 1
    linked = steps > 0
    words: list[str] = []
    while (
        at >= 0
        and t.is_word(at)
        and t.low[at] not in _STOPS
        and len(words) < _REACH
        and t.low[at] not in _LINKS
    ):
        words.insert(0, _bare(t.low[at]))
        at -= 1
        if t.at(at) == "-" and t.glued(at + 1) and t.is_word(at - 1):
            at -= 1
    if linked and words:
        return " ".join(words[-3:])
    return subject(t, i)


def subject(t: Tokens, i: int) -> str:
    """The first noun phrase of the clause that token i stands in."""
    start = i
    while start > max(0, i - _CLAUSE) and t.low[start - 1] not in (
        ".",
        ";",
        ":",
        "!",
        "?",
        "—",
        "(",
        "“",
        '"',
        "that",
        "and",
        "but",
        ",",
    ):
        start -= 1
    while start < i and (
        t.low[start] in _DETERMINERS or not t.is_word(start) or t.low[start] in ("in", "on", "for", "as")
    ):
        start += 1
    return phrase(t, start, i) if start < i else ""


def _past_verb(word: str) -> bool:
    return (len(word) > 4 and word.endswith("ed")) or word in _LINKS


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")
