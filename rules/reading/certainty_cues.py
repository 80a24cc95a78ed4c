"""The words of certainty, by step of the scale, and those of commitment and evidence.

Sources of the bands: ICD 203 (2015) and the IPCC's calibrated language; idioms are our own reading. A phrase
that only looks like a cue ("as soon as possible", "make sure", "likely voters") stands in `NOT_CUES`.
"""

from __future__ import annotations

from rules.model import Commitment, Evidential
from rules.reading.cue_table import Phrases

LEVELS: Phrases[int] = Phrases(
    {
        6: (
            "certainly|absolutely will|will absolutely|absolutely certain|absolutely sure|"
            "absolutely no doubt|definitely|undoubtedly|undeniably|unquestionably|inevitably|inevitable|"
            "without a doubt|without doubt|without question|no doubt|no question|beyond doubt|"
            "beyond any doubt|beyond question|for certain|for sure|is certain|are certain|am certain|"
            "i'm certain|we're certain|it's certain|certain that|certain to|sure to|am sure|i'm sure|"
            "we're sure|is sure|are sure|guaranteed|mark my words|rest assured|unavoidable|"
            "there is no way around|100 % certain|a certainty|a given|a done deal|doubtless|a foregone conclusion|"
            "beyond a doubt|only a matter of time|just a matter of time|a matter of when|am convinced|"
            "i'm convinced|still convinced|remain convinced|remains convinced|firmly convinced|"
            "can be no doubt|is no doubt|surely will|will surely"
        ),
        5: (
            "very likely|highly likely|extremely likely|exceptionally likely|overwhelmingly likely|"
            "more than likely|very probable|highly probable|very probably|very possibly will|almost certain|"
            "almost certainly|nearly certain|virtually certain|all but certain|all but guaranteed|"
            "practically certain|as good as certain|near certain|in all likelihood|in all probability|"
            "bound to|safe bet|every reason to believe|a near certainty|near-certain|strong likelihood|"
            "high probability|highly confident|very confident|every chance|almost inevitable|"
            "all but inevitable|very good chance|very high chance|excellent chance|odds-on|strong chance|"
            "confident that|am confident|i'm confident|is confident|are confident|we're confident|"
            "almost surely|little doubt"
        ),
        3: (
            "likely|probably|probable|probability is high|more likely than not|better than even|good chance|"
            "decent chance|fair chance|real chance|solid chance|reasonable chance|good shot|"
            "increasingly likely|quite likely|most likely|most probably|expected to|is expected|are expected|"
            "expects|we expect|i expect|they expect|it expects|expect|expect to|expect that|expecting|anticipate|"
            "anticipates|anticipated to|projected to|forecast to|forecasts|poised to|on track to|"
            "on track for|on course to|on course for|on pace to|set to|slated to|due to be|looks set|"
            "looks set to|look set to|looks as if|looks as though|looks like|look like|looking like|"
            "it looks as if|seems to|seem to|seems|appears to|appear to|appears|seemingly|apparently|"
            "presumably|tend to|tends to|suspect|suspects|reckon|reckons|should be able|chances are|odds are|"
            "the odds favor|the odds favour|reasonable probability|reasonable likelihood|in line to|"
            "on the cards|in the cards|headed for|heading for|my hunch|my guess is|my bet is|i would bet|"
            "i'd bet|would not be surprised|wouldn't be surprised|would not surprise me|wouldn't surprise me|"
            "gearing up to|prone to|shaping up to|lean toward|leaning toward"
        ),
        2: (
            "may|might|could|possibly|perhaps|maybe|possible|possibility|potentially|conceivably|conceivable|"
            "plausible|plausibly|feasible|may well|might well|could well|it is possible that|not impossible|"
            "not out of the question|not inconceivable|not implausible|not unthinkable|not unlikely|"
            "not improbable|cannot rule out|can't rule out|can not rule out|not ruling out|not ruled out|"
            "not rule out|refused to rule out|refuses to rule out|declined to rule out|declines to rule out|"
            "would not rule out|wouldn't rule out|won't rule out|"
            "haven't ruled out|hasn't ruled out|cannot be ruled out|can't be ruled out|"
            "cannot be excluded|within the realm of possibility|not off the table|some chance|a chance|"
            "may or may not|might or might not|theoretically|in theory|open to|on the table|can imagine|"
            "can see a world|cannot exclude|not necessarily|won't necessarily|doesn't necessarily|"
            "don't necessarily|isn't necessarily|has the potential to|have the potential to|considering|"
            "mulling|weighing|exploring|contemplating|toying with|thinking about|thinking of|capable of"
        ),
        1: (
            "toss-up|i don't know|we don't know|they don't know|nobody knows|no one knows|i do not know|"
            "we do not know|don't know if|don't know whether|toss up|tossup|coin flip|coin toss|even chance|"
            "even odds|even chances|as likely as not|about as likely as not|fifty-fifty|50-50|50 / 50|"
            "roughly even|roughly even chance|uncertain|unclear|unknown|not known|not yet known|"
            "isn't known|remains to be seen|not sure|"
            "not certain|isn't certain|not so sure|unsure|far from certain|by no means certain|no guarantee|"
            "not guaranteed|not a given|no certainty|nothing is certain|no guarantees|who knows|"
            "too early to say|too early to tell|too soon to say|too soon to tell|up in the air|hard to say|"
            "hard to know|hard to predict|difficult to say|difficult to predict|no idea|anyone's guess|"
            "an open question|open question|in doubt|in the balance|touch and go|if we're lucky|not clear|"
            "undecided|no telling|cannot say|can't say|can't tell|cannot tell|hopefully|with any luck|"
            "wait and see|isn't clear|aren't sure|isn't sure|impossible to say|impossible to know|"
            "impossible to predict|questionable"
        ),
        0: (
            "unlikely|not likely|improbable|highly unlikely|very unlikely|extremely unlikely|"
            "exceptionally unlikely|most unlikely|more unlikely|less than likely|doubtful|i doubt|we doubt|"
            "doubts|doubt|doubt that|doubt if|doubt whether|slim chance|slim chances|slim to none|"
            "little chance|small chance|low chance|outside chance|remote chance|a remote possibility|"
            "long shot|longshot|low probability|low likelihood|little prospect|little likelihood|"
            "not much chance|not much of a chance|not a great chance|slim odds|long odds|against the odds|"
            "probably not|probably won't|probably can't|probably cannot|probably doesn't|probably don't|"
            "probably will not|probably isn't|probably never|almost no chance|"
            "next to no chance|not expected to|aren't expected to|isn't expected to|don't expect|"
            "do not expect|doesn't expect|does not expect|didn't expect|far-fetched|far fetched|"
            "hardly likely|scarcely likely|skeptical|sceptical|chances are slim|chance is slim|"
            "odds are against|virtually no chance|hard to imagine|hard to see|difficult to imagine|"
            "difficult to see|would be surprised|i'd be surprised|would surprise me|very low chance|"
            "tiny chance|faint chance|poor chance|minimal chance|bleak|a stretch|not convinced|unconvinced|"
            "likely not|likely won't|likely will not|isn't likely|is not likely|aren't likely|are not likely|"
            "not going to be easy"
        ),
        -1: (
            "impossible|no chance|zero chance|not a chance|no way|out of the question|not possible|"
            "isn't possible|is not possible|inconceivable|unthinkable|cannot possibly|can't possibly|"
            "can't happen|cannot happen|could never|can never|no possibility|zero probability|"
            "not in a million years|never going to happen|no prospect|beyond the realm of possibility|"
            "no conceivable|unachievable|unattainable|will never ever|no realistic chance|no hope of|"
            "hopeless|doomed"
        ),
    }
)

NOT_CUES: Phrases[str] = Phrases(
    {
        "idiom": (
            "as soon as possible|as it could|as they could|as i could|as he could|as she could|as you can|"
            "may as well|is intended to|are intended to|was intended to|were intended to|pledged delegates|"
            "pledged delegate|want to thank|want to tell|want to ask|want to know|"
            "want to see what|want to say|wants to say|want to share|like to share|"
            "like to thank|like to say|want to interrupt|want to be clear|want you to|hopes for ai|"
            "would like to thank|as quickly as possible|as much as possible|as many as possible|as possible|"
            "if possible|where possible|wherever possible|whenever possible|best possible|worst possible|"
            "makes it possible|make it possible|made it possible|making it possible|make possible|"
            "possible to|make sure|makes sure|made sure|making sure|making certain|make certain|be sure to|"
            "certain amount|a certain|to a certain|more likely to|less likely to|times likely|"
            "times more likely|likely voters|likely voter|likely republican|likely democratic|likely caucus|"
            "the likely|a likely|than expected|as expected|than anticipated|no one|might as well|"
            "the might of|could not|couldn't|could barely|could hardly|can be sure|in no way|no way to|"
            "the unknown|unknown to|is unknown for|perhaps most|perhaps the|suspect in|the suspect|a suspect|"
            "suspects in|suspect was|murder suspect|open to the public|of course not|no longer possible|"
            "considering that|consider that|consider the|considered|as far as possible|seems like yesterday|"
            "appears on|appears in|appeared|looks like a|set to music|given the|given that|given a|"
            "absolutely not|likely than|more likely|less likely|doubts about|benefit of the doubt|"
            "in doubt about|without fail|may day|in may|of may|on may|by may|since may|until may|last may|"
            "next may|this may|and may the"
        ),
    }
)

COMMITMENTS: Phrases[Commitment] = Phrases(
    {
        "promise": (
            "his commitment to|its commitment to|our commitment to|their commitment to|her commitment to|"
            "my commitment to|our commitment|our promise|"
            "promise|promises|promised|promising to|pledge|pledges|pledged|pledging|vow|"
            "vows|vowed|vowing|swear|swears|swore|guarantee that|guarantees|committed to|commits to|"
            "commit to|commit ourselves|gives his word|give you my word|my word|solemnly|i guarantee|"
            "we guarantee|undertakes to|undertook to|undertake to|sworn to|bound ourselves"
        ),
        "plan": (
            "plans to|plan to|planned to|planning to|plans on|planning on|plan on|plans for|is planning|"
            "are planning|am planning|intends to|intend to|intended to|intending to|aims to|aim to|aims for|"
            "aiming to|aiming for|scheduled to|scheduled for|is scheduled|are scheduled|a target of|"
            "a goal of|proposes to|propose to|proposing to|prepares to|preparing to|seeks to|seek to|"
            "seeking to|set out to|"
            "our target is|the target is|its target is|their target is|"
            "our goal is|their goal is|the goal is|its goal is|my goal is|our plan is|the plan is|"
            "on schedule to|eyeing|looking to|looks to"
        ),
        "hope": (
            "hope|hopes|hoped|hoping|aspire|aspires|aspiring|wish to|wishes to|would like to|i'd like to|"
            "we'd like to|want to|wants to|ambition is|ambition to|dream of|dreams of|dream is|"
            "fingers crossed|is hopeful|are hopeful|am hopeful|i'm hopeful|we're hopeful|hopeful that|"
            "remain hopeful|remains hopeful|would love to|we want|i want|aspiration"
        ),
    }
)
LEVEL_OF: dict[Commitment, int] = {"promise": 5, "plan": 3, "hope": 1}

EVIDENTIALS: Phrases[Evidential] = Phrases(
    {
        "demonstrably": (
            "demonstrably|proven|proved that|proves that|has shown|have shown|shows that|show that|"
            "showed that|data show|data shows|evidence shows|studies show|study shows|research shows|"
            "demonstrates that|demonstrated that|confirmed that|confirms that|documented|established that|"
            "found that|finds that|verified|measured at|figures show|records show|statistics show|"
            "results show"
        ),
        "reportedly": (
            "reportedly|allegedly|purportedly|supposedly|rumored|rumoured|rumor has it|is said to|"
            "are said to|was said to|is believed to|are believed to|is thought to|are thought to|"
            "according to|sources say|sources said|is understood to|are understood to|it is claimed|"
            "is alleged to|alleged|unconfirmed"
        ),
        "seems": (
            "seems|seem|seemed|seemingly|appears|appear|appears to|appear to|apparently|looks like|"
            "looks as if|looks as though|look like|suggests|suggest|suggested that|evidently|points to|"
            "indicates|indicate|hints"
        ),
    }
)
