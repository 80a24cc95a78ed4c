"""Names in a page: full names, the titles before them, and who a short form stands for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rules.reading.words import word_set

Gender = Literal["he", "she"]

TITLES = word_set(
    "mr mrs ms miss dr prof sen rep gov gen lt col sgt capt sir lord lady dame president senator governor "
    "congressman congresswoman secretary representative justice judge chancellor minister premier pope king "
    "queen prince princess chief ceo cfo cto chairman chairwoman chair former mayor attorney general captain "
    "colonel lieutenant sergeant officer detective director founder ambassador reverend rev father rabbi imam "
    "coach spokesman spokeswoman speaker spokesperson analyst economist professor reporter host vice deputy "
    "prime commissioner sheriff candidate republican democrat democratic actor actress hon rival columnist "
    "pollster author editor executive managing acting mp house senate majority minority leader white "
    "co-founder cofounder analysts exclusive"
    "state defense defence treasury labor labour commerce education icon adviser advisor celebrities celebrity "
    "comedian seal ag star anchor legend singer rapper producer comic boss head chef pastor bishop archbishop "
    "cardinal sergeant major admiral marshal judge-elect president-elect nominee"
)
_NOT_NAMES = word_set(
    "the a an but and in on at for if when while as he she they it we i this that these those his her their "
    "our my after before since because so or nor not no yes what why how who where there monday tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december with from to of by according asked speaking earlier later meanwhile still now "
    "then also even just although though despite during like here let"
)
_MEN = word_set(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony "
    "mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald jason edward jeffrey "
    "ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory "
    "alexander patrick frank raymond jack dennis jerry tyler aaron jose henry adam douglas nathan peter "
    "zachary kyle walter harold jeremy ethan carl keith roger gerald sean arthur austin noah lawrence joe "
    "bryan billy albert dylan bruce willie gabriel alan juan logan wayne ralph roy eugene vincent russell "
    "louis philip bobby johnny bradley bill bob mike tim tom jim ted marco bernie barack mitt newt rudy dario "
    "elon jeff tomas tomás boris vladimir emmanuel narendra tony jeb martin rand ben rick mohammed muhammad "
    "ahmed ali omar hans klaus pierre luca giovanni josh nick dan greg pete rob dave ken ron don ray al ed "
    "fred harry marc neil ian craig todd brad chad derek doug evan glenn ivan joel karl kurt leo luke max "
    "mitch oscar pedro rafael ricardo ross sergio sergey shane simon theodore toby tommy travis troy vince "
    "walt zach jared jon lloyd rex harvey hugh alec antonio carlos diego eduardo fernando jorge luis manuel "
    "miguel pablo roberto abdul hassan hussein ibrahim mahmoud yusuf raj ravi sanjay stefan sven lars erik "
    "anton viktor demis sundar satya"
)
_WOMEN = word_set(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret "
    "sandra emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia "
    "kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra "
    "rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria lauren "
    "christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison "
    "janice abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella "
    "theresa diana natalie brittany charlotte marie kayla hillary melania ivanka carly ursula mara ines nikki "
    "elena sofia fatima aisha huma megyn debbie susana jill kellyanne kate katie liz beth sue meg jen jenny "
    "jess nina tina gina lena anne claire clara ella erin eva eve fiona gail heidi holly irene jane joy karin "
    "kristen leah lily lucy lynn maya miriam monica naomi natasha paula rosa rose ruby sally sheila sonia "
    "sophie stacy sylvia tara tracy valerie vanessa wendy yvonne zoe loretta madeleine kamala alexandria "
    "chelsea daniela mira fei-fei lael"
)


@cache
def full_names() -> re.Pattern[str]:
    """Two to five capitalised words in a row, initials and titles among them."""
    word = (
        r"[A-ZÀ-ÖØ-Þ][\w’'\-]{0,40}"  # no name is longer, and a word of 100,000 capitals would take minutes
    )
    dot = r"(?:(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.)?"  # an initial, "Dr.", "Gov."
    return re.compile(rf"{word}(?:{dot} (?:(?:de|da|du|del|van|von|der|den|bin|al|la|di|el) )?{word}){{1,4}}")


def without_titles(parts: list[str]) -> list[str]:
    """The words of a name without what stands before and with its last title, and without “Jr.” behind."""
    rest = list(parts)
    while rest and rest[-1].rstrip(".,").lower() in ("jr", "sr", "ii", "iii", "phd", "md"):
        rest = rest[:-1]
    while rest and rest[0].lower().rstrip(".") in TITLES | _NOT_NAMES:
        rest = rest[1:]
    for at in range(len(rest) - 2, 0, -1):
        if rest[at].lower().rstrip(".") in TITLES:
            return rest[at + 1 :]
    if (
        len(rest) > 2 and gender_of(rest[0]) is None
    ):  # "Climate Group Head-to-be Ines Okafor": from the given name on
        given = next((at for at in range(1, len(rest) - 1) if gender_of(rest[at]) is not None), 0)
        return rest[given:]
    return rest


@dataclass(frozen=True, slots=True)
class Names:
    """Full names of a page, and the roles they are introduced with.

    `by_last`, `by_first`: short form in lower case → full names, most frequent first. `roles`: "mayor" → names.
    """

    by_last: dict[str, tuple[str, ...]]
    by_first: dict[str, tuple[str, ...]]
    roles: dict[str, frozenset[str]]

    def full(self, short: str, gender: Gender | None = None, *, first: bool = False) -> str:
        """The one full name that ends with `short`; `short` itself if there is none or several.

        `first`: it may also be the given name ("Mara:" before the turns of Mara Voss).
        """
        key = _key(short)
        found = self.by_last.get(key, ())
        if gender is not None and len(found) > 1:
            found = tuple(name for name in found if gender_of(name) in (gender, None))
        if not found and (first or gender_of(short)):
            found = self.by_first.get(key, ())
        return found[0] if len(found) == 1 else short


def _key(word: str) -> str:
    return word.lower().replace("’", "'").rstrip(".")


def names_in(text: str) -> Names:
    """Full names (two to four capitalised words, titles aside) in `text`."""
    seen: Counter[str] = Counter()
    roles: dict[str, set[str]] = {}
    for found in full_names().finditer(text):
        parts = re.sub(r"[’']s\b|(?<=\w\w)\.(?= )", "", found.group()).split()
        name = without_titles(parts)
        if not name or len(name) > 4 or any(part.lower() in _NOT_NAMES for part in name):
            continue
        if len(name) > 1:
            seen[" ".join(name)] += 1
        titles = [part.lower() for part in parts[: len(parts) - len(name)]]
        if titles and titles[-1] in TITLES:
            roles.setdefault(titles[-1], set()).add(" ".join(name))
    last: dict[str, list[str]] = {}
    first: dict[str, list[str]] = {}
    for full, _ in seen.most_common():
        last.setdefault(_key(full.split()[-1]), []).append(full)
        first.setdefault(_key(full.split()[0]), []).append(full)
    return Names(
        {key: _distinct(values) for key, values in last.items()},
        {key: _distinct(values) for key, values in first.items()},
        {role: frozenset(held) for role, held in roles.items()},
    )


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Without longer or middle-initial forms of a name that is there already."""
    kept: list[str] = []
    for name in names:
        words = name.split()
        if not any({words[0], words[-1]} <= set(other.split()) for other in kept):
            kept.append(name)
    return tuple(kept)


def gender_of(name: str) -> Gender | None:
    """What pronoun a first name or title suggests; None where it suggests none."""
    parts = name.lower().replace(".", "").split()
    if not parts:
        return None
    if parts[0] in ("mr", "sir", "lord", "king", "prince", "congressman", "chairman", "spokesman"):
        return "he"
    if parts[0] in ("mrs", "ms", "miss", "lady", "dame", "queen", "princess", "congresswoman", "spokeswoman"):
        return "she"
    return "he" if parts[0] in _MEN else "she" if parts[0] in _WOMEN else None
