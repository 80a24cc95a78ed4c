"""Is this form a verb here, and where does its verb group begin: judged by neighbours, without a tagger."""

from __future__ import annotations

from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame
from rules.reading.words import word_set

_CATENATIVE = word_set(
    "on continued continues continue declined declines decline refused refuses refuse failed fails sought "
    "seeks tried tries try began begins started appeared appears seemed seems used happened able likely ready "
    "willing quick careful going had have has need needs needed wanted wants want like liked likes love loves "
    "loved ought expected set scheduled free proceeded managed hesitated rushed chose dared forced trying "
    "seeking continuing refusing declining"
)
"""What carries an infinitive: “went on to say”, “is expected to announce”."""
_ADJECTIVES = word_set("likely able ready willing quick")
_DEGREE = word_set("more less most least slightly very so too")
NOUNY = word_set(
    "emails email texts text "
    "claims claim calls call plans plan reports report notes note demands demand supports support attacks "
    "attack promises promise estimates estimate views view questions question comments comment remarks remark "
    "hopes hope fears fear backs back documents document details detail finds find offers offer names name "
    "labels label brands brand posts post quotes quote states state forecasts forecast projects project "
    "doubts doubt faults fault favors favor credits credit cheers cheer values value pledge pledges vow vows "
    "threat address addresses lectures lecture focus focuses push pushes press rules rule votes vote points "
    "point talk talks bets bet love hate charges requests request protest protests dispute disputes raps rap "
    "charge wonder worry worries counters counter reads read tweets tweet campaign campaigns dream dreams "
    "care cares mind order orders challenge challenges respect echo clear open lament benefits knock rip "
    "recommend swear trust guess jest joke jokes praise blame honor toast stress outline outlines highlight "
    "highlights reference references lobby target targets welcome"
)
"""Forms that are as often nouns: they need a subject that can be one."""
_RARELY = word_set(
    "emails email texts text "
    "state states show tweet tweets challenge post posts project document value values order orders read "
    "label brand name names quote quotes press focus point remark remarks comment comments"
)
"""Forms that are verbs only where a clause or a quotation follows."""
_EVIDENCE = word_set(
    "records polls results reports documents filings data figures surveys studies emails statistics numbers "
    "returns findings poll survey study tests photos images videos estimates e-mails letters accounts "
    "analyses"
)
"""What shows something: “records show”."""
_NEGATORS = word_set(
    "not never cannot hardly declined declines declining refused refuses refusing failed fails failing "
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't"
)
BY_NAME = word_set("named identified quoted anonymity")
"""What people ask not to be."""
_PRONOMINAL = word_set(
    "some many most several both those others few these half one two three four five six seven eight nine ten"
)
_FOLLOWS_PLURAL = frozenset("tpdqTnws")


def group_of(frame: Frame, at: int) -> tuple[int, bool]:
    """Where the verb group of the verb at `at` begins, and whether it is an infinitive that nothing carries."""
    left = at
    tag, low = frame.tag, frame.low
    while left > 0:
        before = tag[left - 1]
        if before in "ax" or (before == "g" and _is_clitic_verb(frame, left - 1, at)):
            left -= 1
        elif before == "T" and left > 1 and low[left - 2] in _CATENATIVE:
            left = _carrier(frame, left - 2)
        elif low[left] == "on" and low[left - 1] in ("went", "goes"):
            left -= 1
        else:
            break
    return left, left > 0 and tag[left - 1] == "T"


def negated(frame: Frame, left: int, at: int) -> bool:
    """Whether the verb group from `left` to the verb at `at` denies it: “did not say”, “without saying”."""
    for here in range(max(0, left - 1), at):
        word = frame.low[here]
        if word in _NEGATORS if here >= left else word == "without":
            return frame.low[here + 1] not in ("only", "just", "merely", "simply")
    return False


def unnamed(frame: Frame, at: int) -> bool:
    """“asked not to be named”, “speaking on condition of anonymity”: how it was said, not what."""
    after = frame.low[at + 1 : at + 5]
    if not BY_NAME.isdisjoint(after) and ("be" in after[:3] or "anonymity" in after):
        return True
    return frame.low[at : at + 2] == ["speaking", "on"]


def _carrier(frame: Frame, left: int) -> int:
    """Where the word that carries an infinitive begins: “slightly more likely”, “went on”."""
    low = frame.low
    while left and low[left] in _ADJECTIVES and low[left - 1] in _DEGREE:
        left -= 1
    if left and low[left] == "on" and low[left - 1] in ("went", "goes", "go", "going"):
        left -= 1
    return left


def _is_clitic_verb(frame: Frame, at: int, verb: int) -> bool:
    """Whether ’s is “is” or “has”: after a pronoun, or between a name and an -ing form."""
    if at == 0 or frame.low[at] not in ("’s", "'s"):
        return False
    return frame.tag[at - 1] == "p" or (frame.tag[at - 1] == "n" and frame.low[verb].endswith("ing"))


def is_verb(frame: Frame, at: int, cue: Cue) -> bool:
    """Whether the form at `at` is used as a verb."""
    tag, low = frame.tag, frame.low
    before = tag[at - 1] if at else ""
    after = tag[at + 1] if at + 1 < len(frame) else ""
    if before == "i":
        return cue.form == "g"
    if before == "d" and (low[at - 1] not in _PRONOMINAL or cue.form == "s"):
        return False
    if before == "#" and (cue.form not in "bd" or after == "w"):
        return False
    if cue.form == "d":
        return not (after == "w" and before == "g")
    if cue.form == "g":
        return before != "g" or at < 2 or tag[at - 2] == "p"
    return before != "g" and _present_verb(frame, at, cue, before, after)


def _present_verb(frame: Frame, at: int, cue: Cue, before: str, after: str) -> bool:
    """A present form, which may be a noun: “the claims that”, “officials claim that”."""
    low = frame.low
    if low[at] == "show" and _EVIDENCE & set(low[max(0, at - 12) : at]):
        return True
    if low[at] in _RARELY and after not in ("t", "q", ":"):
        return False
    if low[at] not in NOUNY:
        return True
    plural = bool(before) and low[at - 1].endswith("s")
    if before in ("w", ""):
        if cue.form == "b":
            return before == "w" and plural and after in _FOLLOWS_PLURAL
        return before == "w" and after in ("t", "p", "q", "d", "T", ":")
    if before == "n" and cue.form == "b":
        return plural and after in _FOLLOWS_PLURAL
    return not (before in "dc" and cue.form == "b" and after not in ("t", "p", "q", "T", "n", "d"))


def cue_at(frame: Frame, at: int) -> Cue | None:
    """The cue verb at `at`, None if the word is none or is no verb here."""
    cue = cue_table().get(frame.low[at])
    return cue if cue is not None and is_verb(frame, at, cue) else None
