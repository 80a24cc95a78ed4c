"""Word classes, one letter each: enough grammar to find who is speaking without a trained tagger.

`d` determiner, `i` preposition, `c` and/or/but, `s` subordinator, `r` who/which, `t` that, `x` auxiliary,
`p` subject pronoun, `o` object pronoun, `a` adverb, `T` to, `g` the ’s, `D` day or month, `v` a common verb that
reports nothing, `n` a capitalised word, `#` a number, `w` any other word; `q` a whole quotation; `,` `.` `:` `;`
`-` `(` `)` for punctuation.
"""

from __future__ import annotations

from functools import cache

_CLASSES: tuple[tuple[str, str], ...] = (
    (
        "d",
        "the a an this these those his her their its my our your some many most several all both each any "
        "no few every another other one two three four five six seven eight nine ten half more much such",
    ),
    (
        "i",
        "of in on at by for from with about against into over under during between through among amid "
        "despite toward towards upon within without across around near outside inside behind beyond via per "
        "throughout alongside like unlike regarding concerning including following off onto above below "
        "except versus vs",
    ),
    ("c", "and or but nor &"),
    (
        "s",
        "because while after when if as since although though whether until before where unless whereas "
        "whenever than how why what so",
    ),
    ("r", "who which whom whose"),
    ("t", "that"),
    (
        "x",
        "is are was were be been being am has have had having do does did will would can could may might "
        "must shall should isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t "
        "wouldn’t can’t couldn’t cannot shouldn’t ain’t isn't aren't wasn't weren't hasn't haven't hadn't "
        "don't doesn't didn't won't wouldn't can't couldn't shouldn't ’d ’ll ’ve ’re ’m 'd 'll 've 're 'm "
        "ought",
    ),
    ("p", "he she they i we you it there"),
    ("o", "him them me us himself herself themselves itself myself ourselves yourself"),
    ("T", "to"),
    ("g", "’s 's ’ '"),
    (
        "a",
        "not also never always still just only even again yet now then already later earlier recently often "
        "once repeatedly instead first ever soon today yesterday tomorrow tonight here meanwhile however "
        "too perhaps maybe twice since further otherwise long well almost nearly simply rather quite very "
        "previously publicly privately initially ultimately nevertheless therefore thus hence moreover ago "
        "together along",
    ),
    (
        "D",
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
        "august september october november december",
    ),
    (
        "v",
        "went goes came comes got gets made makes took takes gave gives won lost loses ran held met became "
        "becomes kept keeps brought brings led began begins helped worked lived played moved served "
        "followed sat stood grew grows rose fell remained remains turned happened happens includes included "
        "paid spent spends sent sends built drew beat beats broke carried scored arrived joined looked "
        "looks seemed seems appeared appears passed signed killed died caught bought sold raised gained "
        "earned walked entered lacks lies tends deserves needs owns belongs depends",
    ),
)


@cache
def table() -> dict[str, str]:
    """Lower-case word → class."""
    found: dict[str, str] = {}
    for letter, words in _CLASSES:
        for word in words.split():
            found.setdefault(word, letter)
    for sign in ",":
        found[sign] = ","
    for sign in ".!?…":
        found[sign] = "."
    for sign in ":;":
        found[sign] = sign
    for sign in "—–―-":
        found[sign] = "-"
    found["--"] = found["---"] = "-"
    for sign in "([":
        found[sign] = "("
    for sign in ")]":
        found[sign] = ")"
    return found
