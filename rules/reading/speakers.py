"""From a source's words to a speaker: the name as known in the page, a role, or "unknown"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from rules.model import Span, SpeakerKind
from rules.reading.names import Gender, Names, full_names, gender_of, names_in, without_titles
from rules.reading.posts import handles
from rules.reading.tags import table
from rules.reading.words import word_set

Speaker = tuple[str, SpeakerKind]

UNKNOWN: Speaker = ("unknown", "unknown")
_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_OTHER_PRONOUNS = word_set(
    "they them their it its we us our you your i me my who which that whom whose one some many others all "
    "both most those these this everyone someone anyone nobody people half none"
)
_PARAGRAPH = 600
"""How far back, in characters, the only person of a paragraph is looked for."""
_REACH = 1500
"""How far back, in characters, a pronoun may look for its person: about two paragraphs."""


@dataclass(slots=True)
class Cast:
    """Who speaks in one page. Sources are to be asked for in the order in which they stand."""

    text: str
    names: Names = field(init=False)
    heard: list[tuple[int, str]] = field(default_factory=list)
    genders: dict[str, Gender] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    accounts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = names_in(self.text)
        self.accounts = handles(self.text)
        for role, held in self.names.roles.items():
            self.roles[role] = {self.names.full(name.split()[-1]) for name in held}
        for role, name in _introductions(self.text):
            self.roles.setdefault(role, set()).add(self.names.full(name.split()[-1]))

    def speaker(self, source: Span | None) -> Speaker:
        """Who the words at `source` stand for."""
        if source is None:
            return UNKNOWN
        phrase = self.text[source[0] : source[1]].strip()
        low = phrase.lower()
        if low in _HE or low in _SHE:
            return self._pronoun("he" if low in _HE else "she", source[0])
        if low in _OTHER_PRONOUNS:
            return UNKNOWN
        if low.startswith("@"):
            return self._account(phrase)
        found = self._named(phrase) or self._apposed(phrase, source[1])
        if found is None:
            return self._role(phrase)
        self.heard.append((source[0], found))
        title = gender_of(phrase)
        if title:
            self.genders.setdefault(found, title)
        return found, "named"

    def _account(self, phrase: str) -> Speaker:
        """Who posts under a handle, if the page says so, else the handle."""
        handle = phrase.split()[0].rstrip(".,:;)")
        return self.accounts.get(handle.lower(), handle), "named"

    def _pronoun(self, gender: Gender, at: int) -> Speaker:
        """The last speaker whom the pronoun fits. One who may fit gives way to one who surely does: then nobody."""
        choice: tuple[int, str] | None = None
        for place, name in reversed(self.heard):
            if at - place > _REACH:
                break
            known = self.genders.get(name) or gender_of(name)
            if " and " in name or (known is None and (_is_body(name.split()[-1]) or name.isupper())):
                continue
            if known == gender:
                if choice is not None and choice[1] != name:
                    return UNKNOWN
                choice = (place, name)
                break
            if known is None and choice is None:
                choice = (place, name)
        if choice is None or self._interrupted(choice[0], at, choice[1], gender):
            only = self._only_one(at, gender)
            if only is None:
                return UNKNOWN
            choice = (at, only)
        self.genders.setdefault(choice[1], gender)
        self.heard.append((at, choice[1]))
        return choice[1], "named"

    def _only_one(self, at: int, gender: Gender) -> str | None:
        """The one person whom the paragraph has named so far and the pronoun surely fits; None if there are more."""
        start = max(self.text.rfind("\n", 0, at) + 1, at - _PARAGRAPH)
        named = {
            self.names.full(name[-1])
            for found in full_names().finditer(self.text, start, at)
            if (name := without_titles(found.group().split())) and len(name) > 1
        }
        fits = {
            name for name in named if gender_of(name) in (gender, None) and not _is_body(name.split()[-1])
        }
        return next(iter(fits)) if len(fits) == 1 and gender_of(next(iter(fits))) == gender else None

    def _interrupted(self, start: int, end: int, name: str, gender: Gender) -> bool:
        """Whether another person of that gender opens a sentence between the name and the pronoun."""
        last = name.split()[-1].lower()
        for found in _openings().finditer(self.text, start, end):
            other = found.group(1)
            if other.lower() == last or other in name or found.start(1) <= start:
                continue
            full = self.names.full(other)
            if full != name and (" " in full) and gender_of(full) in (None, gender):
                return True
        return False

    def _named(self, phrase: str) -> str | None:
        """The name a phrase ends in, as the page knows it in full; None if it ends in no name."""
        parts = _head(phrase).split()
        run = _run(parts)
        name = parts[run:]
        bare = without_titles(name)
        if not name or (not bare and len(name) < 2):
            return None
        if not bare or (run == 0 and len(bare) == 1 and _is_body(bare[0])):
            return " ".join(name)  # an institution made of titles: the White House
        if len(bare) == 1:
            word = bare[0].rstrip(".")
            if word.isupper() and word.title() in self.text:
                word = word.title()
            return self.names.full(word, gender_of(" ".join(name)))
        return self.names.full(bare[-1]) if self._same_person(bare) else " ".join(bare).rstrip(".")

    def _apposed(self, phrase: str, end: int) -> str | None:
        """The name behind a role: “the minister for labour, Tomas Reyl, said”."""
        if " " not in phrase or "," in phrase or self.text[end : end + 2] != ", ":
            return None
        found = full_names().match(self.text, end + 2)
        after = self.text[found.end() : found.end() + 5] if found else ""
        if found is None or after[:1] not in ",.;\n" or after.startswith(", and"):
            return None
        return self._named(found.group()) if not _is_body(found.group().split()[-1]) else None

    def _same_person(self, name: list[str]) -> bool:
        full = self.names.full(name[-1]).split()
        return len(full) > 1 and full[0] == name[0] and full[-1] == name[-1]

    def _role(self, phrase: str) -> Speaker:
        head = re.split(r",(?!\d)|\s(?:who|which|that)\b|\(", phrase)[0].strip(" “”\"'’)")
        if " " not in head and table().get(head.lower(), "w") in "dicsrtxaTv":
            return UNKNOWN
        low = re.sub(r"^(?:the|a|an|his|her|their|its) ", "", head.lower())
        held = self.roles.get(low, set())
        if head.lower().startswith("the ") and len(held) == 1:
            return next(iter(held)), "named"
        return head or "unknown", "role"


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(r"(?:^|[.!?”\"]\s+|\n)([A-ZÀ-Þ][\w’'\-]+)", re.MULTILINE)


_PARTICLES = frozenset(
    ("de", "da", "du", "del", "van", "von", "der", "den", "bin", "al", "la", "di", "el", "and", "&")
)
_BODIES = word_set(
    "university department bank bureau institute ministry board council committee association house "
    "commission agency office party times post journal news robotics energy dispatch union court service "
    "group reserve administration fund congress senate parliament government foundation center centre company "
    "corp"
)


def _is_body(word: str) -> bool:
    return word.lower().rstrip(".,") in _BODIES


def _run(parts: list[str]) -> int:
    """Where the capitalised words begin that `parts` ends with; “of” inside an institution's name is one of them."""
    run = len(parts)
    while run > 0 and _in_a_name(parts, run - 1):
        run -= 1
    while run < len(parts) and parts[run] in _PARTICLES:
        run += 1
    return run


def _in_a_name(parts: list[str], at: int) -> bool:
    word = parts[at]
    if word in ("of", "for", "the") and at > 0:
        return _is_body(parts[at - 1]) or (word == "the" and _is_body(parts[at - 2]))
    if word in _PARTICLES:
        return 0 < at < len(parts) - 1
    return word[:1].isupper() or (word[:1].isdigit() and at > 0 and parts[at - 1][:1].isupper())


def _head(phrase: str) -> str:
    """The part of a source that holds its head: before an apposition, a bracket, a relative clause, a place."""
    cut = re.split(r",(?!\d)|[(“\"\[]| who\b| which\b| whose\b| that\b|[—–]", phrase, maxsplit=1)[0].strip()
    cut = re.sub(r"[’']s?$", "", cut).strip(")]”.")
    cut = _offices().sub("", cut)
    parts = cut.split()
    for at, word in enumerate(parts):
        if at and word.lower() in ("of", "at", "from", "with", "for", "in", "on", "by"):
            body = _is_body(parts[at - 1]) and parts[at + 1 : at + 2] and parts[at + 1][:1].isupper()
            if not body:
                return " ".join(parts[:at])
    return cut


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(
        r"^(?:\w+ )*?(?:Secretary|Minister|Speaker|Chief|Director|President|Governor|Mayor|Chair) "
        r"(?:of|for) (?:the )?(?:[\w’]+ )(?=[A-Z][\w’'-]+ [A-Z])"
    )


@cache
def _introduction() -> re.Pattern[str]:
    name = r"[A-ZÀ-Þ][\w’'\-]{1,40}(?: [A-ZÀ-Þ][\w’'\-]{1,40}){1,2}"
    return re.compile(
        rf"({name}), (?:the |a |an )?((?:[a-z][\w\-]* ){{0,3}}[a-z][\w\-]*)(?= (?:of|at|for|in|and|who)\b|[,.;])"
        rf"|\b[Tt]he ((?:[a-z][\w\-]* ){{0,2}}[a-z][\w\-]*),? ({name})"
    )


def _introductions(text: str) -> list[tuple[str, str]]:
    """(role, name) pairs: “Tomas Reyl, minister for labour” gives ("minister", "Tomas Reyl")."""
    out: list[tuple[str, str]] = []
    for found in _introduction().finditer(text):
        name = found.group(1) or found.group(4)
        role = re.split(r" (?:of|for|at|in|and|who) ", (found.group(2) or found.group(3)).lower())[0]
        role = re.sub(r"^(?:the|a|an|its|his|her|their|former) ", "", role)
        out.append((role, name))
        if " " in role:
            out.append((role.rsplit(" ", 1)[1], name))
    return out
