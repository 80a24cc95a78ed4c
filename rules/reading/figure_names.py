"""Numbers that belong to a name: "Section 230", "Apollo 11", "Fortune 500", "Opus 4.6", "123 Main Street"."""

from __future__ import annotations

from rules.reading.numbers import Number
from rules.reading.tokens import Tokens, word_set

_LABELS = word_set(
    """ size year
    section sections sec chapter chapters article articles title titles page pages p pp figure fig table
    no nos number numbers room rooms flight highway route interstate phase part parts episode season day
    week level stage grade version ver release step steps item question rule law act amendment
    proposition prop measure resolution channel gate floor apartment apt suite unit district precinct
    lot box psalm verse volume vol issue edition paragraph para annex appendix exhibit count category
    cat class tier type group error code status http port rfc iso cve line building block series round
    match game lane platform track zone area studio pier terminal exit chapter's model mark mk area
    schedule form boeing airbus apollo soyuz iphone windows ubuntu python java ios android covid windows
    xbox playstation gpt claude gemini grok llama opus sonnet haiku division league wave batch lesson
    tip reason myth aged age ages fortune s&p ftse nasdaq russell nikkei stoxx top formula bowl
    runway berth hangar locker dock exit
    elizabeth pius leg quarterfinal rank ranked ranks ranking extension ext dial room bay squad sector
    interval kepler hr sb bill ticket seed seeded chromosome omega vitamin generation gen catch route
    """
)
_STREETS = word_set(
    """
    street st avenue ave road rd boulevard blvd lane drive dr square court way terrace place highway hwy
    parkway
    """
)
_NEVER_NAMES = word_set(
    """
    the a an in on at of for to by with from and or but if when while as some all about nearly almost
    over under than only just these those its their our his her my your more least most another other up
    around roughly approximately kills killed kill injures injured hits hit tops reaches adds cuts sheds
    shed lays fires hires least says after before with leaves leaving has have had are were is was be
    been will would could may might can wins won loses lost gets got buys sells raises raised names
    named finds found shows seeks plans takes took makes made gives gave brings sends sent between
    monday tuesday wednesday thursday friday saturday sunday yes no there that this they we he she it
    you i what how why where which who accepts rejects arrests arrested deports deported charges charged
    create creates includes include since until during through total totals per every each nor so then
    yet because though although unless whether where
    """
)


def plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def is_labelled(t: Tokens, n: Number) -> bool:
    """ "Section 230", "Apollo 11", "Fortune 500", "Opus 4.6": a name before it, nothing counted after it."""
    i = n.first - 1
    if t.at(i) == "." and t.at(i - 1) in (
        "no",
        "nos",
        "p",
        "pp",
        "sec",
        "fig",
        "vol",
        "art",
        "ch",
        "ver",
        "u.s",
    ):
        return True
    word = t.at(i)
    if (
        word in ("and", "or", "&", ",")
        and t.is_number(i - 1)
        and t.is_capital(i - 2)
        and not n.spoken
        and n.low < 100
    ):
        return not t.is_word(n.end) or not _counts(t, n.end)  # "Courses 3 and 4"
    if word == "&" or (word == "p" and t.at(i - 1) == "&"):
        return True
    if (
        word in _LABELS
        and not (n.spoken and n.scale > 1)
        and "," not in t.text[t.start[n.first] : t.end[n.end - 1]]
    ):
        return n.low < 100_000
    if n.spoken:
        if word == "big":
            return True
        named = t.is_capital(n.first) and t.is_word(i) and not t.headline
        return named or t.at(n.end) in ("figures", "figure")
    fractional = n.whole is False
    if t.is_camel(i) and n.scale == 1 and n.low < 10_000:
        return True
    named = t.is_capital(i) and i > 0 and word not in _NEVER_NAMES
    named = named or (t.is_capital(i) and i == 0 and word not in _NEVER_NAMES and not plural(t.at(n.end)))
    small = n.low <= 20 or fractional
    return named and n.scale == 1 and (small or not _counts(t, n.end)) and n.low < 10_000


def _counts(t: Tokens, i: int) -> bool:
    return t.is_word(i) and (plural(t.at(i)) or t.at(i) in ("people", "men", "women", "children"))


def is_address(t: Tokens, n: Number) -> bool:
    if n.spoken or not t.is_capital(n.end):
        return False
    return any(t.at(n.end + k) in _STREETS and t.is_capital(n.end + k) for k in (1, 2, 3))
