"""A claim as it is pasted from a paper: "Mara Voss, chief executive of Halden Robotics, said half of …"."""

from __future__ import annotations

from datetime import datetime

from rules.compare.bare import bare_statement
from rules.linking.speakers import same_speaker
from rules.linking.words import words
from rules.model import Claim, Document
from rules.reading import per_attribution, read


def words_said(text: str, speaker: str | None, aliases: tuple[str, ...], now: datetime) -> str:
    """What `text` says that `speaker` said, if that is all it says; else `text`.

    A poll reads what was said without who said it: a claim with its attribution would be held against less.
    """
    if speaker is None or not set(words(" ".join((speaker, *aliases)))) & set(words(text)):
        return text  # nearly every claim, and nothing needs to be read
    said = per_attribution(read(Document(id="pasted", kind="article", content=text)))
    if len(said) != 1 or said[0].speaker is None:
        return text
    claim = Claim(
        id="",
        guild_id=0,
        theme_id=None,
        speaker=speaker,
        standing=bare_statement(text, speaker, None),
        created_at=now,
        aliases=aliases,
    )
    return said[0].text if same_speaker(said[0].speaker, claim) else text
