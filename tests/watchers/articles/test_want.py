"""Which summaries may matter to somebody, at any number of rules."""

from __future__ import annotations

from rules.judge import RuleSet
from rules.model import Entry, WatchRule
from tests.fakes import nouns
from watchers.articles.want import may_matter

THEMES = {"theme": "Robots at work", "other": "Energy"}


def matters(entry: Entry, *rules: WatchRule, book: RuleSet | None = None) -> bool:
    return may_matter([nouns.follow()], entry, [book or RuleSet.of(nouns.GUILD, rules, THEMES)])


def test_a_word_that_a_rule_looks_for_is_a_sign() -> None:
    entry = nouns.entry(title="A plan", content="The plant on the river opens late.")
    assert matters(entry, nouns.rule("a", query="layoffs"), nouns.rule("b", query="plants"))
    assert not matters(entry, nouns.rule("a", query="layoffs"), nouns.rule("b", query="robots"))
    assert not matters(entry)


def test_a_rule_of_another_theme_asks_for_nothing_here() -> None:
    entry = nouns.entry(title="A plan", content="The plant on the river opens late.")
    assert not matters(entry, nouns.rule(query="plants", theme_id="other"))
    assert matters(entry, nouns.rule(query="plants", theme_id="theme"))


def test_a_word_of_the_themes_name_is_a_sign_where_it_has_a_rule() -> None:
    entry = nouns.entry(title="Robots", content="They come.")
    assert matters(entry, nouns.rule(query="layoffs", theme_id="theme"))
    assert not matters(entry, nouns.rule(query="layoffs", theme_id="other"))


def test_a_rule_that_goes_by_no_words_may_match_anything() -> None:
    entry = nouns.entry(title="A plan", content="Nothing of note.")
    assert matters(entry, nouns.rule(query="/[0-9]+ lines/"))


def test_a_rule_that_comes_or_goes_counts_at_once() -> None:
    entry = nouns.entry(title="A plan", content="The plant on the river opens late.")
    book = RuleSet.of(nouns.GUILD, [nouns.rule("a", query="layoffs")], THEMES)
    assert not matters(entry, book=book)
    book.add(nouns.rule("b", query="plant"))
    assert matters(entry, book=book)
    book.remove("b")
    book.add(nouns.rule("c", query="river"))
    assert matters(entry, book=book)
    book.remove("c")
    assert not matters(entry, book=book)
