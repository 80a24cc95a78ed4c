"""Words that deny: plain negation, verbs and adjectives that carry a "not" in them, and what only looks like one."""

from __future__ import annotations

from typing import Literal

from rules.reading.cue_table import Phrases

Negation = Literal["plain", "carried", "none"]
"""plain: "not", "no one"; carried: "failed to", "unlikely"; none: an idiom that holds a negator and denies nothing."""

NEGATIONS: Phrases[Negation] = Phrases(
    {
        "plain": (
            "not|never|no|nobody|no one|nothing|none|neither|nowhere|cannot|can't|won't|don't|doesn't|didn't|"
            "isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|wouldn't|couldn't|shouldn't|mustn't|needn't|"
            "ain't|shan't|no longer|not any longer|hardly|scarcely|barely|by no means|in no way|not at all|"
            "under no circumstances|at no point|never ever|nor|no way|no chance|no plans|no evidence|"
            "no intention"
        ),
        "carried": (
            "fail to|fails to|failed to|failing to|failure to|refuse to|refuses to|refused to|refusing to|"
            "refusal to|refuses|refused|decline to|declines to|declined to|declining to|deny|denies|denied|"
            "denying|reject|rejects|rejected|rejecting|rule out|rules out|ruled out|ruling out|turn down|"
            "turns down|turned down|turning down|stop short of|stops short of|stopped short of|"
            "stopping short of|abandon|abandons|abandoned|abandoning|scrap|scraps|scrapped|scrapping|shelve|"
            "shelves|shelved|shelving|cancel|cancels|cancelled|canceled|cancelling|oppose|opposes|opposed|"
            "opposing|opposed to|against|disagree|disagrees|disagreed|refute|refutes|refuted|dismiss|"
            "dismisses|dismissed|dismissing|debunk|debunked|debunks|rebuff|rebuffed|rebuffs|repudiate|"
            "repudiated|unable to|incapable of|unwilling to|impossible|unlikely|improbable|doubt|doubts|"
            "doubtful|i doubt|unthinkable|inconceivable|out of the question|slim chance|little chance|"
            "small chance|remote chance|long shot|far from|anything but|false|untrue|wrong to|a myth|a hoax|"
            "nonsense|baseless|back away from|backed away from|backs away from|backed out of|back out of|"
            "pull out of|pulls out of|pulled out of|walk away from|walked away from|walks away from|"
            "give up on|gave up on|gives up on|drop plans|dropped plans|drops plans|ditch|ditched|ditches|"
            "halted|withdraw|withdraws|withdrew|withdrawn|prevented|blocked|veto|vetoes|vetoed|lack|lacks|"
            "lacked|lacking|neglect to|neglects to|neglected to|cease|ceases|ceased|forbid|forbids|resisted|"
            "holds off|hold off|held off|short of|absence of|skeptical|sceptical|too early to|too soon to|"
            "unconvinced|dispute|disputes|disputed|contradict|contradicts|contradicted|hard to imagine|"
            "hard to see|difficult to see|disavow|disavowed|disowned|renounce|renounced|kill off|killed off|"
            "put off|puts off|off the table"
        ),
        "none": (
            "not because|not -|no shortage of|no surprise|no secret|no doubt|not only|not just|not merely|"
            "not simply|not least|no matter|no less|no fewer|no more than|no sooner|no wonder|no question|"
            "not to mention|if not|whether or not|why not|or not|not so much|nothing but|nothing short of|"
            "nothing less than|no later than|no earlier than|no less than|not until|not before|can't wait|"
            "cannot wait|couldn't agree more|not long ago|not long after|no . |no ,|doubtless|not bad|"
            "without doubt|without a doubt|not even close to|no better|no small|no mean|no other|"
            "not surprisingly|second to none|leave no|left no|against the dollar|against the euro|"
            "against the pound|up against|race against|fight against|fights against|fighting against|"
            "protect against|guard against|discrimination against|war against|matched against|never mind|"
            "not in vain|block of|blocks of|stop by|bus stop|non - stop|the stop|lack of|a halt to the|"
            "not guilty|not alone|not too late|never too late|not that|not quite|prevent further|"
            "like never before|than ever|as never before|nothing like|no problem|can't help but|"
            "cannot help but|not without|never without"
        ),
    }
)
