"""Under which words a speaker is filed, and an alert's text: the same in every backend."""

from __future__ import annotations

from rules.change import Alert
from rules.link import speaker_keys
from rules.linking.words import plain, stem, words


def filed_under(name: str | None, aliases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys of a speaker: whole names and surnames, plain; the name as it is where it holds no word."""
    bare = plain(name or "").strip()
    return speaker_keys(name, aliases) or ((bare,) if bare else ())


def asked_for(name: str) -> str:
    """The key under which the speaker asked for must be filed: "Voss" finds Mara Voss, not the reverse."""
    keys = filed_under(name)
    return keys[0] if keys else ""


def folded(name: str) -> str:
    """A name as it is compared: without case."""
    return name.strip().casefold()


def told_under(alert: Alert) -> tuple[str, ...]:
    """Ids of every theme that has the alert in its history."""
    return tuple(dict.fromkeys(theme for theme in (alert.theme_id, *alert.themes) if theme))


def search_words(alert: Alert) -> list[str]:
    """Stemmed words of everything an alert shows: what `/history text` looks through."""
    parts = [alert.speaker or "", alert.rule_name]
    for said in (alert.before, alert.after):
        parts += [said.text, said.speaker or ""] if said else []
    for change in alert.changes:
        parts += [change.before, change.after]
    return stemmed("\n".join(parts))


def stemmed(text: str) -> list[str]:
    """Stems of all words, stop words too: who asks for "will" means it."""
    return [stem(word) for word in words(text)]
