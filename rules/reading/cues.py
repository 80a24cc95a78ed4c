"""Verbs that attribute, by what they take: a clause, a listener, an infinitive, a thing.

The classes follow the usual subcategorisation of English reporting and attitude verbs:

`c` a clause or a quotation (said that, said: “…”), and inversion (“…,” said Voss)
`l` a listener first (told reporters that)
`k` a clause, an attitude rather than speech (believes that)
`t` a to-infinitive (wants to, promised to)
`n` a thing or person, with what follows it (criticised the plan, called it “dead”)
`f` a finding of a document or survey (the poll shows that)
`+x y` only with one of these prepositions (called for, spoke about); joined to `n`, also without.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

Form = str  # "b" base, "s" third person, "d" past or participle, "g" -ing

_VERBS: tuple[tuple[str, str], ...] = (
    (
        "n",
        "accuse admire admonish applaud appreciate assail attack back bash belittle bemoan berate blame "
        "blast brand broach cast castigate champion characterise characterize chastise cheer chide cite "
        "commend compare condemn congratulate contrast credit criticise criticize debunk decry deem "
        "defend deflect demean demonize denigrate denounce depict deplore deride describe detest disavow "
        "discuss dislike dismiss disparage downgrade downplay dub echo embrace endorse envision equate "
        "excoriate extol fault favor favour foretell hail highlight honor honour ignore impugn insult "
        "invoke knock label lambast lambaste laud liken loathe malign mock name oppose outline paint pan "
        "parrot pillory portray praise question quote rap rate rebuke rebut reconsider reference refute "
        "regard reject renounce reprimand repudiate retract ridicule rip salute scold see skewer slam "
        "smear support taunt tease thank toast tout trash upbraid view vilify",
    ),
    (
        "c",
        "add answer bark bet conclude contend continue counter cry deadpan exclaim gloat hear "
        "interject intone maintain mutter note observe opine pronounce publish quip read reply retort say "
        "scream shout sing snap submit surmise theorize thunder volunteer whisper wonder yell",
    ),
    (
        "cn",
        "acknowledge affirm allege articulate assert chant charge clarify concede confirm deny disclose "
        "dispute divulge emphasise emphasize explain imply lament mention post predict proclaim protest "
        "recall recommend recount reiterate relate repeat report retweet reveal state stress suggest "
        "tweet underline underscore",
    ),
    (
        "kn",
        "anticipate assume doubt fear foresee imagine realise realize remember suspect understand",
    ),
    ("c+about", "brag gush joke moan muse preach rant speculate vent"),
    ("tn", "decline offer plan prefer refuse seek want"),
    ("f", "calculate demonstrate find indicate project show"),
    ("cnt", "announce claim declare demand profess propose"),
    ("nt", "consider hate like love request"),
    ("c+at", "hint marvel scoff sneer"),
    ("lt", "implore instruct persuade urge"),
    ("c+on", "elaborate insist remark"),
    ("c+to", "attest confess respond"),
    ("l", "convince inform reassure"),
    ("k+of,about", "know learn think"),
    ("ctn", "pledge promise vow"),
    ("c+about,of", "boast complain"),
    ("l+of,about", "remind tell"),
    ("l+of", "assure notify"),
    ("lnt", "encourage order"),
    ("k", "feel figure"),
    ("knt", "expect regret"),
    ("fc", "estimate forecast"),
    ("fn", "detail document"),
    ("n", "put"),
    ("t", "threaten aim intend"),
    ("t+for", "opt yearn"),
    ("cl", "email text"),
    ("c+of,about", "write"),
    ("c+for,against,about", "argue"),
    ("clt+of,about,against", "warn"),
    ("cn+to", "admit"),
    ("c+on,about", "comment"),
    ("c+about,to", "testify"),
    ("clt+against", "caution"),
    ("clt+for,with", "plead"),
    ("ct", "swear"),
    ("lt+against", "advise"),
    ("lt+for,about,if", "ask"),
    ("lt+for", "beg"),
    ("nlt", "challenge"),
    ("k+in", "believe"),
    ("kt+for", "hope"),
    ("kt+with,on,to", "agree"),
    ("k+with,on", "disagree"),
    ("kt+about", "forget"),
    ("k+about", "worry"),
    ("tk+on,against", "decide"),
    ("t+to", "aspire"),
    ("tk+for", "wish"),
    ("n+for,on,upon,out", "call"),
    ("n+for", "advocate"),
    ("c+to,out", "point"),
    ("l+about,on", "lecture"),
    ("c+against", "rule"),
    ("c+for", "pray"),
    ("c+in", "chime"),
    ("+about", "care gripe grumble inquire rave wax"),
    ("+to", "allude object react refer"),
    ("+for,to", "apologise apologize"),
    ("+with", "side sympathize"),
    ("+on", "reflect touch"),
    ("+at", "balk bristle"),
    ("+back", "fire shoot"),
    ("+about,of,up", "talk"),
    ("+about,of,out,against,for", "speak"),
    ("+against", "rail"),
    ("+in", "weigh"),
    ("+of,about", "dream"),
    ("+for,against", "lobby"),
    ("+for", "vouch"),
    ("+about,over", "fret"),
    ("+out", "lash"),
)
"""(what it takes, verbs). After “+”: the prepositions it takes."""

_IRREGULAR = (
    "put put put | admit admitted admitted | beg begged begged | bet bet bet | brag bragged bragged | cast cast "
    "cast | chat chatted chatted | choose chose chosen | dub dubbed dubbed | feel felt felt | find "
    "found found | forecast forecast forecast | foresee foresaw foreseen | foretell foretold foretold "
    "| forget forgot forgotten | hear heard heard | know knew known | opt opted opted | pan panned "
    "panned | plan planned planned | prefer preferred preferred | quip quipped quipped | rap rapped "
    "rapped | read read read | rebut rebutted rebutted | refer referred referred | regret regretted "
    "regretted | rip ripped ripped | say said said | see saw seen | seek sought sought | shoot shot "
    "shot | show showed shown | sing sang sung | slam slammed slammed | snap snapped snapped | speak "
    "spoke spoken | submit submitted submitted | swear swore sworn | tell told told | think thought "
    "thought | understand understood understood | write wrote written"
)
"""Verb, past, participle."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb takes. `takes`: class letters; `with_`: its prepositions."""

    lemma: str
    takes: str
    with_: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb as it may stand in text."""

    verb: Verb
    form: Form


@cache
def cue_table() -> dict[str, Cue]:
    """Lower-case word form → what it may be."""
    irregular = {}
    for entry in _IRREGULAR.split("|"):
        lemma, past, participle = entry.split()
        irregular[lemma] = (past, participle)
    found: dict[str, Cue] = {}
    for classes, lemmas in _VERBS:
        takes, _, prepositions = classes.partition("+")
        with_ = frozenset(prepositions.split(",")) if prepositions else frozenset()
        for lemma in lemmas.split():
            verb = Verb(lemma, takes, with_)
            for word, form in _forms(lemma, irregular.get(lemma)):
                found.setdefault(word, Cue(verb, form))
    return found


def _forms(lemma: str, irregular: tuple[str, str] | None) -> list[tuple[str, Form]]:
    stem = lemma
    doubled = irregular is not None and irregular[0] == lemma + lemma[-1] + "ed"
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    elif lemma.endswith(("s", "sh", "ch", "x", "z")):
        third, past = lemma + "es", lemma + "ed"
    else:
        third, past = lemma + "s", lemma + ("d" if lemma.endswith("e") else "ed")
    if doubled:
        going = lemma + lemma[-1] + "ing"
    elif lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        going = lemma[:-1] + "ing"
    else:
        going = stem + "ing"
    pasts = irregular or (past, past)
    return [(third, "s"), (pasts[0], "d"), (pasts[1], "d"), (going, "g"), (lemma, "b")]
