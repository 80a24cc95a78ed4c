"""The door for language: which language a text is in, so that other ones are left alone instead of mangled.

Scripts tell most of it; among languages in Latin letters the commonest short words vote. Short or mixed text is "und".
"""

from __future__ import annotations

import re
from collections import Counter

from rules.reading.tokens import word_set

_SAMPLE = 4000
"""Code points looked at: enough to tell, and a bound on the work."""
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", 0x3040, 0x30FF),
    ("ko", 0xAC00, 0xD7AF),
    ("ko", 0x1100, 0x11FF),
    ("zh", 0x4E00, 0x9FFF),
    ("zh", 0x3400, 0x4DBF),
    ("ru", 0x0400, 0x04FF),
    ("el", 0x0370, 0x03FF),
    ("he", 0x0590, 0x05FF),
    ("ar", 0x0600, 0x06FF),
    ("hi", 0x0900, 0x097F),
    ("bn", 0x0980, 0x09FF),
    ("ta", 0x0B80, 0x0BFF),
    ("te", 0x0C00, 0x0C7F),
    ("th", 0x0E00, 0x0E7F),
    ("ka", 0x10A0, 0x10FF),
    ("hy", 0x0530, 0x058F),
    ("am", 0x1200, 0x137F),
)
_COMMON = {
    "en": """
        the of and to in is that for it was on with as are be this by have from at not but they his
        you which or we an were their has had will would there been said its who more about can he
        she i what if one all so when out up my new says how your why than our
    """,
    "de": """
        der die das und ist nicht von zu den mit sich des auf für im dem ein eine auch es an werden
        aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war
        haben nur oder aber vor zur bis mehr durch man sein wurde ich wir kann
    """,
    "fr": """
        le la les des et est en que qui dans une pour pas sur au par plus se ce il ne sont avec du
        aux son sa ses ont été cette mais ou comme leur nous vous tout elle être fait deux même
        aussi je un
    """,
    "es": """
        el la los las que en de y por con una para del se su no al lo más es como pero sus ha este
        son entre está cuando muy sin sobre también me hasta hay donde quien desde todo nos durante
        uno ni contra fue era un
    """,
    "pt": """
        o os as que em de e do da por com uma para não se no na mais dos como mas foi ao ele das tem
        à seu sua ou ser quando muito há nos já está também só pelo pela até isso são um
    """,
    "it": """
        il di che è la in e un per non una sono con si da del della le nel alla più dei ha i ma
        anche come gli al o se lo delle questo nella suo essere tra due dal sul ci era
    """,
    "nl": """
        de het een van en in is dat op te zijn voor met die niet aan er om ook als bij maar naar hij
        heeft ze nog wordt door over uit dan of worden meer geen wat deze tot ik
    """,
    "sv": """
        och att det som en på är av för med den till inte om ett han men var jag från vi har de så
        kan när hon under också efter eller nu sin där vid mot ska skulle
    """,
    "da": """
        og at det er en til på som med for den af ikke der var han et har de men om vi jeg fra så
        kan efter eller også hun nu ved blev være skal
    """,
    "no": """
        og i det er på en som til av for at med har de ikke den han om et var fra men vi jeg så kan
        etter eller også hun nå ble være skal
    """,
    "fi": """
        ja on ei se että oli hän joka ovat mutta kun myös niin kuin tai ole jos mukaan sekä vain
        vuoden jo tämä olla
    """,
    "pl": """
        i w na z się nie do to że jest o jak za od po przez dla są ale tak co ma już ich może był
        tym tylko czy
    """,
    "cs": """
        a se v na je že to s z do o i pro jako ale po jsou byl za by od tak podle který jeho není
        jsem také
    """,
    "ro": """
        și în de la a cu pe nu din că este o să care mai pentru sunt au fost un ce dar lui sau
        această
    """,
    "hu": """
        a az és hogy nem is egy ez volt meg de csak már mint van még vagy el azt minden akkor kell
    """,
    "tr": """
        ve bir bu da de için ile çok olarak daha olan gibi en kadar sonra ne ama var değil o mi
    """,
    "id": """
        yang dan di dengan untuk ini dari dalam tidak akan pada itu adalah juga ke karena oleh bisa
        ada mereka
    """,
    "vi": """
        và của là có các được cho trong không một người này với những đã để khi từ đến cũng
    """,
}
_ENGLISH = word_set(_COMMON["en"]) | word_set(
    "s t d m a do me am no her him over man men son den also even se van"
)
_VOTES = {
    language: frozenset(words.split()) - (_ENGLISH if language != "en" else frozenset())
    for language, words in _COMMON.items()
}
_LANGUAGES: dict[str, list[str]] = {}
"""The languages that a common word votes for."""
for _language, _words in _VOTES.items():
    for _word in _words:
        _LANGUAGES.setdefault(_word, []).append(_language)
_LEAST_WORDS, _LEAST_HITS, _LEAST_SHARE, _LEAD = 4, 2, 0.1, 1.25


def language_of(text: str) -> str:
    """ISO 639-1 code, or "und" where the text is too short or too mixed to say."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script:
        return script
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return "und"
    tally = Counter(dict.fromkeys(_VOTES, 0))
    for word, count in Counter(words).items():
        for language in _LANGUAGES.get(word, ()):
            tally[language] += count
    (best, most), (_, second) = tally.most_common(2)
    if len(words) < _LEAST_WORDS:
        return "en" if all(word.isascii() for word in words) and tally["en"] == most else "und"
    if best == "en":
        return "en"
    if most >= max(_LEAST_HITS, _LEAST_SHARE * len(words)) and most >= _LEAD * max(second, tally["en"]):
        return best
    plain = all(word.isascii() for word in words)
    return "en" if plain and (tally["en"] or most < _LEAST_HITS) else "und"


def _script(sample: str) -> str | None:
    """The language that more than a third of the letters stand for by their script alone."""
    if sample.isascii():
        return None
    tally: Counter[str] = Counter()
    for code, count in Counter(
        ord(letter) for letter in sample if letter > "\u036f" and letter.isalpha()
    ).items():
        tally.update({name: count for name, first, last in _SCRIPTS if first <= code <= last})
    if not tally:
        return None
    letters = sum(letter.isalpha() for letter in sample)
    if tally["ja"] * 8 > tally["zh"]:
        tally["ja"] += tally["zh"] if tally["ja"] else 0
    best, count = tally.most_common(1)[0]
    if count * 3 < letters:
        return None
    if best == "ru" and any(letter in sample for letter in "іїєґІЇЄҐ"):
        return "uk"
    return best
