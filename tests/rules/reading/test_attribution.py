"""Source, cue and content on invented sentences, one a construction."""

from __future__ import annotations

import pytest

from rules.model import Document, Statement
from rules.reading import per_attribution, read

CASES = [
    # text, source, cue, content
    ("“We will build it,” said Mara Voss.", "Mara Voss", "said", "“We will build it,”"),
    ("“We will build it,” Mara Voss told reporters on Monday.", "Mara Voss", "told", "“We will build it,”"),
    ("Mara Voss said, “We will build it.”", "Mara Voss", "said", "“We will build it.”"),
    ("Mara Voss said: \"We will build it.\"", "Mara Voss", "said", '"We will build it."'),
    ("''We will build it,'' Mara Voss said.", "Mara Voss", "said", "''We will build it,''"),
    ("‘We will build it all,’ Mara Voss said.", "Mara Voss", "said", "‘We will build it all,’"),
    ("“The plan,” Mara Voss said, “is dead.”", "Mara Voss", "said", "“The plan,” “is dead.”"),
    ("“The plan is dead,” Mara Voss said. “We move on.”", "Mara Voss", "said", "“The plan is dead,” “We move on.”"),
    ("Mara Voss said the plant would close in May.", "Mara Voss", "said", "the plant would close in May"),
    ("Mara Voss said that the plant would close.", "Mara Voss", "said", "that the plant would close"),
    ("Mara Voss told lawmakers in Bern that the plant would close.", "Mara Voss", "told", "that the plant would close"),
    ("The plant would close in May, Mara Voss said.", "Mara Voss", "said", "The plant would close in May"),
    ("The plant, she said, would close in May.", "she", "said", "The plant would close in May"),
    ("It will close, according to Brightwater Institute.", "Brightwater Institute", "according to", "It will close"),
    ("According to Ines Okafor, the plant will close.", "Ines Okafor", "According to", "the plant will close"),
    ("In Ines Okafor’s view, the plant will close.", "Ines Okafor", "’s view", "the plant will close"),
    ("The report says the plant is unsafe.", "The report", "says", "the plant is unsafe"),
    ("Tomas Reyl, the minister for labour, said the law would pass.", "Tomas Reyl", "said", "the law would pass"),
    ("Tomas Reyl denied that the state had been told.", "Tomas Reyl", "denied", "that the state had been told"),
    ("Tomas Reyl, who is 61 and tired, said the law would pass.", "Tomas Reyl", "said", "the law would pass"),
    ("Northfield Energy plans to close two plants.", "Northfield Energy", "plans", "to close two plants"),
    ("Tomas Reyl called for a ban on night shifts.", "Tomas Reyl", "called", "a ban on night shifts"),
    ("Voss: robots will ship by 2027", "Voss", ":", "robots will ship by 2027"),
    ("“We never promised that, ever.” ― Karl Lund", "Karl Lund", "―", "“We never promised that, ever.”"),
    ("Said Mara Voss: “We will build it.”", "Mara Voss", "Said", "“We will build it.”"),
    ("Police records show the gate was open.", "Police records", "show", "the gate was open"),
    ("The plan was criticised by Ines Okafor.", "Ines Okafor", "was criticised", "The plan"),
]  # fmt: skip


def only(text: str) -> tuple[str, Statement]:
    reading = read(Document(id="a", kind="article", content=text))
    found = [one for one in per_attribution(reading) if one.spans.cue]
    assert len(found) == 1, [one.text for one in found]
    return reading.text, found[0]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES, ids=[case[0][:40] for case in CASES])
def test_an_attribution_has_its_source_cue_and_content(
    text: str, source: str, cue: str, content: str
) -> None:
    page, one = only(text)
    assert " ".join(page[s:e] for s, e in one.spans.source) == source
    assert " ".join(page[s:e] for s, e in one.spans.cue) == cue
    assert " ".join(page[s:e] for s, e in one.spans.content) == content


@pytest.mark.parametrize(
    "text",
    [
        "The claims that were filed in May are open.",
        "Northfield Energy sells plants and notes.",
        "The company’s plans are on file.",
        "The race continued the next day.",
        "The two states hold votes in March.",
    ],
)
def test_a_noun_that_looks_like_a_verb_attributes_nothing(text: str) -> None:
    reading = read(Document(id="a", kind="article", content=text))
    assert [one.speaker for one in reading.statements] == [None]


def test_two_attributions_of_one_sentence_share_their_source() -> None:
    text = "Mara Voss said the plant would close and predicted that 200 jobs would go."
    reading = read(Document(id="a", kind="article", content=text))
    assert [(one.speaker, one.text) for one in reading.statements] == [
        ("Mara Voss", "the plant would close"),
        ("Mara Voss", "that 200 jobs would go"),
    ]


def test_a_participle_takes_the_subject_of_its_sentence() -> None:
    text = "Mara Voss left the meeting early, telling reporters that the plant would close."
    reading = read(Document(id="a", kind="article", content=text))
    assert [(one.speaker, one.text) for one in reading.statements if one.speaker] == [
        ("Mara Voss", "that the plant would close")
    ]


def test_a_paragraph_that_ends_in_a_colon_is_filled_by_the_next() -> None:
    text = (
        "Mara Voss declared:\n\n“We will build it. Nobody will stop us.”\n\nThe hall was silent that night."
    )
    reading = read(Document(id="a", kind="article", content=text))
    assert [(one.speaker, one.text) for one in reading.statements] == [
        ("Mara Voss", "We will build it."),
        ("Mara Voss", "Nobody will stop us."),
        (None, "The hall was silent that night."),
    ]


def test_a_quotation_over_two_paragraphs_keeps_its_speaker() -> None:
    text = "“We will build it,” Mara Voss said.\n\n“And nobody will stop us from building it.”"
    reading = read(Document(id="a", kind="article", content=text))
    assert [one.speaker for one in reading.statements] == ["Mara Voss", "Mara Voss"]


def test_sentences_of_one_attribution_can_be_joined_again() -> None:
    text = "“We will build 500 robots. It is a promise,” Mara Voss said."
    reading = read(Document(id="a", kind="article", content=text))
    assert len(reading.statements) == 2
    joined = per_attribution(reading)
    assert [one.text for one in joined] == ["We will build 500 robots. It is a promise"]
    assert len(joined[0].spans.content) == 2


def test_what_is_denied_is_denied_and_what_is_denied_twice_is_not() -> None:
    _, denied = only("Tomas Reyl denied that the state had been told.")
    _, twice = only("Tomas Reyl denied that the state had not been told.")
    assert (denied.polarity, twice.polarity) == ("denied", "affirmed")


def test_spans_of_figures_are_places_in_the_page() -> None:
    page, one = only("The firm met. “Costs,” Mara Voss said, “will fall by 30 percent by 2027.”")
    assert page[slice(*one.quantities[0].span)] == one.quantities[0].text


def test_ids_hold_when_the_text_around_is_edited_and_differ_when_the_same_is_said_twice() -> None:
    before = read(
        Document(id="a", kind="article", content="It rained. Mara Voss said it was dead. It rained.")
    )
    after = read(
        Document(id="a", kind="article", content="It had rained. Mara Voss said it was dead. It rained.")
    )
    assert [one.id for one in before.statements][1:2] == [one.id for one in after.statements][1:2]
    assert len({one.id for one in before.statements}) == 3
