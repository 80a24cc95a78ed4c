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

_VERBS = """
say c | add c | note c | write c+of,about | announce cnt | claim cnt | argue c+for,against,about | insist c+on | explain cn | state cn |
declare cnt | suggest cn | acknowledge cn | warn clt+of,about,against | continue c | conclude c | confirm cn | deny cn |
reply c | respond c+to | report cn | recall cn | tweet cn | predict cn | admit cn+to | assert cn | allege cn | contend c |
maintain c | stress cn | emphasize cn | emphasise cn | reiterate cn | repeat cn | remark c+on | observe c |
comment c+on,about | joke c+about | quip c | shout c | yell c | scream c | whisper c | mutter c | reveal cn | disclose cn |
mention cn | concede cn | testify c+about,to | caution clt+against | complain c+about,of | counter c | lament cn |
marvel c+at | muse c+about | retort c | affirm cn | attest c+to | boast c+about,of | brag c+about | clarify cn | confess c+to |
elaborate c+on | exclaim c | hint c+at | imply cn | moan c+about | opine c | plead clt+for,with | proclaim cn | profess cnt |
propose cnt | protest cn | quote n | recount cn | relate cn | retweet cn | scoff c+at | speculate c+about | swear ct | theorize c |
underline cn | underscore cn | vent c+about | wonder c | rant c+about | gush c+about | chant cn | post cn | read c |
intone c | snap c | sneer c+at | thunder c | interject c | volunteer c | divulge cn | submit c | articulate cn | surmise c |
inform l | tell l+of,about | remind l+of,about | assure l+of | notify l+of | advise lt+against | convince l | persuade lt | ask lt+for,about,if |
urge lt | beg lt+for | implore lt | order lnt | instruct lt | encourage lnt | challenge nlt | 
believe k+in | think k+of,about | know k+of,about | feel k | fear kn | hope kt+for | expect knt | doubt kn | suspect kn | assume kn |
understand kn | realize kn | realise kn | consider nt | agree kt+with,on,to | disagree k+with,on | figure k | imagine kn |
anticipate kn | learn k+of,about | forget kt+about | regret knt | worry k+about | view n | regard n |
deem n | remember kn | recognize kn | recognise kn | envision n | foresee kn |
show f | find f | indicate f | demonstrate f | estimate fc | project f | forecast fc | calculate f | detail fn | document fn |
want tn | plan tn | intend t | refuse tn | decline tn | promise ctn | pledge ctn | vow ctn | threaten tn | offer tn |
decide tk+on,against | prefer tn | seek tn | aspire t+to | wish tk+for | swear ct | opt t+for | aim t |
call n+for,on,upon,out | describe n | label n | brand n | dub n | denounce n | criticize n | criticise n | attack n | blast n | slam n |
mock n | ridicule n | praise n | laud n | hail n | tout n | applaud n | congratulate n | thank n | condemn n | decry n | blame n |
accuse n | endorse n | support n | oppose n | back n | defend n | reject n | dismiss n | question n | discuss n | cite n |
reference n | demand cnt | request nt | recommend cn | rebuke n | chastise n | scold n | lambaste n | lambast n |
trash n | deride n | insult n | disavow n | repudiate n | renounce n | downplay n | champion n | bemoan n |
deplore n | admire n | favor n | favour n | hate nt | love nt | like nt | dislike n | outline n | highlight n |
echo n | name n | portray n | depict n | characterize n | characterise n | compare n | liken n | equate n | paint n | credit n |
fault n | honor n | commend n | berate n | taunt n | pan n | decry n | vilify n | belittle n | castigate n | assail n | skewer n |
bash n | knock n | rip n | rap n | chide n | upbraid n | admonish n | reprimand n | tease n | advocate n+for | embrace n | 
disparage n | demean n | denigrate n | demonize n | cheer n | 
dispute cn | refute n | rebut n | debunk n | deflect n | downgrade n | salute n | toast n | excoriate n | pillory n | malign n | smear n |
impugn n | reassure l | broach n | invoke n | parrot n | retract n | reconsider n | 
appreciate n | detest n | loathe n | honour n |
talk +about,of,up | speak +about,of,out,against,for | point c+to,out | refer +to | apologize +for,to | apologise +for,to |
object +to | rail +against | allude +to | weigh +in | inquire +about | care +about | dream +of,about |
lobby +for,against | vouch +for | side +with | react +to | reflect +on | touch +on | gripe +about | grumble +about |
fret +about,over | wax +about | preach c+about | lecture l+about,on | lash +out | sympathize +with |
bristle +at | charge cn | answer c | extol n | foretell n | cast n | allow c | rate n | contrast n | note c | shoot +back |
extoll n | reiterate cn | see n | hear c | determine f | ignore n | urge lt | rule c+against | calculate f | sing c | email cl | text cl |
publish c | bark c | cry c | plead c | pray c+for | deadpan c | gloat c | chime c+in | pronounce c | fire +back |  balk +at | bet c | rave +about | yearn t+for | 
""".replace("\n", " ")

_IRREGULAR = """
say said said | write wrote written | tell told told | know knew known | think thought thought | feel felt felt | find found found |
show showed shown | read read read | speak spoke spoken | understand understood understood | swear swore sworn |
choose chose chosen | seek sought sought | foresee foresaw foreseen | forget forgot forgotten | forecast forecast forecast |
rebut rebutted rebutted | refer referred referred | prefer preferred preferred | regret regretted regretted |
admit admitted admitted | submit submitted submitted | quip quipped quipped | brag bragged bragged | plan planned planned |
slam slammed slammed | rap rapped rapped | rip ripped ripped | pan panned panned | dub dubbed dubbed | snap snapped snapped |
beg begged begged | chat chatted chatted | bet bet bet | opt opted opted | cast cast cast | see saw seen | hear heard heard | shoot shot shot | sing sang sung | foretell foretold foretold | rebut rebutted rebutted
"""


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
    for entry in _VERBS.split("|"):
        if not entry.strip():
            continue
        lemma, classes = entry.split()
        takes, _, prepositions = classes.partition("+")
        verb = Verb(lemma, takes, frozenset(prepositions.split(",")) if prepositions else frozenset())
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
