"""`walkback link`: which of the claims in a file is each statement about."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from bot.cli.given import read_lines, read_text
from bot.cli.session import accept, refuse
from bot.cli.show import clean, line
from bot.desk.answers import Refusal
from bot.desk.claims import Draft
from bot.desk.claims_file import read_claims
from bot.semantic import SemanticUnavailable, Similarity
from bot.semantic.choice import choose as choose_model
from bot.wire import BadLine, day_of, each_line, optional_text, text_of
from rules.index import Index
from rules.link import Candidate, Link, claim_terms, decide, formulate, speaker_keys
from rules.model import LOCAL_GUILD, Claim, Statement
from state.candidates import choose

CANDIDATES = 50
"""By words and speaker, as in the stores."""
NEAREST = 30
"""More by similarity alone."""
AROUND = ("context", "neighbours", "before", "after")
"""Fields of a line that may hold the sentences around the statement, as text or a list of texts."""
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
CHUNK = 256


@click.command()
@click.option(
    "--claims", "source", metavar="F", required=True, help="Claims as YAML, JSON, JSON lines or CSV."
)
@click.option("--jsonl", is_flag=True, help="JSON lines in, one JSON line out per line in (docs/formats.md).")
@click.option(
    "--semantic/--no-semantic",
    default=None,
    help="Use sentence embeddings too; by default if they are installed.",
)
@click.option(
    "--model",
    metavar="DIR",
    envvar="WALKBACK_SEMANTIC_MODEL",
    help="Folder of a sentence model, or 'off'; else the installed one, if there is one.",
)
@click.argument("statements", metavar="[FILE/-]", default="-")
def link(source: str, jsonl: bool, semantic: bool | None, model: str | None, statements: str) -> None:
    """Which stored claim a statement is about, and how sure that is.

    A line in is {"id","text","speaker","said_on"}; only "text" must be there.
    """
    linker = Linker(_claims(source), _similarity(semantic, model))
    lines = read_lines(statements)
    failed = False
    for answer in each_line(lines, linker.answer if jsonl else linker.tell):
        if jsonl:
            line(answer)
        elif "error" in answer:
            failed = True
            click.secho(clean(str(answer["error"])), fg="red", err=True)
    if failed:
        sys.exit(1)


class Linker:
    """Claims in memory and what finds them."""

    def __init__(self, claims: Sequence[Claim], similarity: Similarity | None) -> None:
        self._claims = {claim.id: claim for claim in claims}
        self._place = {claim.id: place for place, claim in enumerate(claims)}
        self._index = Index()
        for claim in claims:
            self._index.add(claim.id, claim_terms(claim), speaker_keys(claim.speaker, claim.aliases))
        self._similarity = similarity
        if similarity is not None:
            _encode(similarity, claims)

    def link(self, said: Statement) -> Link:
        query = formulate(said)
        hits = self._index.search(query.terms, len(self._index))
        own = self._index.of_speaker(speaker_keys(query.speaker))
        found = dict(choose(dict(hits.scores), own, CANDIDATES))
        near: Mapping[str, float] = {}
        if self._similarity is not None:
            near = self._similarity.to_all(said.text)
            nearest = sorted(near, key=lambda id: -near[id])[: CANDIDATES + NEAREST]
            for id in [id for id in nearest if id not in found][:NEAREST]:
                found[id] = 0.0
        candidates = [
            Candidate(claim=self._claims[id], score=score, rarity=hits.rarity, similarity=near.get(id))
            for id, score in sorted(found.items(), key=lambda pair: self._place[pair[0]])
        ]
        return decide(said, query, candidates)

    def answer(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        found = self.link(statement_of(record))
        return {
            "claim": found.claim.id if found.claim else None,
            "probability": found.probability,
            "candidates": [{"claim": id, "score": score} for id, score in found.ranked],
        }

    def tell(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        said = statement_of(record)
        found = self.link(said)
        click.secho(clean(said.text), bold=True)
        for step in found.steps:
            click.echo(f"  {clean(step)}")
        click.echo()
        return {}


def statement_of(record: Mapping[str, Any]) -> Statement:
    """Raises BadLine."""
    if "text" not in record:
        raise BadLine("the line has no 'text'")
    speaker = optional_text(record, "speaker")
    return Statement(
        id=str(record.get("id", "")),
        text=text_of(record, "text"),
        speaker=speaker,
        speaker_kind="named" if speaker else "unknown",
        said_on=day_of(record, "said_on"),
        neighbours=" ".join(part for name in AROUND for part in _texts(record.get(name))),
    )


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [part for each in value for part in _texts(each)]
        case dict():
            return [part for each in value.values() for part in _texts(each)]
        case _:
            return []


def _claims(source: str) -> list[Claim]:
    records = accept(read_claims(read_text(source), name=source))
    claims: dict[str, Claim] = {}
    for number, record in enumerate(records, 1):
        if isinstance(record, Refusal):
            click.echo(record.text, err=True)
        else:
            id = record.id or str(number)
            if id in claims:
                click.echo(
                    f"Record {number}: the id '{clean(id)[:40]}' is there already; it is left out.", err=True
                )
            else:
                claims[id] = _claim(id, record)
    return list(claims.values())


def _claim(id: str, draft: Draft) -> Claim:
    standing = Statement(
        id=id,
        text=draft.text,
        speaker=draft.speaker,
        speaker_kind="named" if draft.speaker else "unknown",
        said_on=draft.said_on,
    )
    return Claim(
        id=id,
        guild_id=LOCAL_GUILD,
        theme_id=None,
        speaker=draft.speaker,
        standing=standing,
        created_at=UNDATED,
        title=draft.title,
        aliases=draft.aliases,
    )


def _similarity(wanted: bool | None, model: str | None) -> Similarity | None:
    if wanted is False:
        return None
    choice = choose_model(model or "")
    if choice.folder is None:
        if wanted or choice.wrong:
            refuse(choice.words)
        return None
    try:
        return Similarity.installed(choice.folder)
    except SemanticUnavailable as unusable:
        refuse(f"{unusable} Without it: --no-semantic.")


def _encode(similarity: Similarity, claims: Sequence[Claim]) -> None:
    """With progress on a terminal: ten thousand claims take minutes."""
    chunks = [claims[start : start + CHUNK] for start in range(0, len(claims), CHUNK)]
    shown = sys.stderr.isatty()
    with click.progressbar(chunks, label="Reading claims", file=sys.stderr, hidden=not shown) as bar:
        for chunk in bar:
            similarity.add(chunk)
    similarity.settle(claims)
