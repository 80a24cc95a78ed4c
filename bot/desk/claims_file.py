"""Claims in and out of files: YAML, JSON, JSON lines, CSV. Text in, drafts out; no file is opened here.

Field names are taken as people write them: `text`, `quote`, `claim`; `speaker`, `author`; `said_on`, `date_said`,
`date`; `url`, `source`, `primary_url`; `theme`; `title`; `aliases`. A YAML or JSON file may hold the list itself, or
hold it under any key (`predictions:`, `claims:`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from bot.desk.answers import Refusal
from bot.desk.claims import Draft
from rules.model import Claim

MAX_CHARACTERS = 20_000_000
FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "quote", "claim", "statement"),
    "speaker": ("speaker", "author", "person", "said_by"),
    "said_on": ("said_on", "date_said", "said", "date"),
    "url": ("url", "source", "primary_url", "link"),
    "theme": ("theme", "topic"),
    "title": ("title", "name"),
    "id": ("id", "claim_id"),
}
COLUMNS = ("id", "text", "speaker", "said_on", "url", "theme", "title", "aliases", "versions", "withdrawn")


def read_claims(text: str, *, name: str = "") -> list[Draft | Refusal] | Refusal:
    """One draft (or why not) per record, in order. `name` is the file's name, for its ending."""
    if len(text) > MAX_CHARACTERS:
        return Refusal(
            f"The file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read. Split it."
        )
    records = _records(text, name.lower())
    if isinstance(records, Refusal):
        return records
    if not records:
        return Refusal("The file holds no claims. Give a list of records with at least 'text' and 'speaker'.")
    return [_draft(record, number) for number, record in enumerate(records, 1)]


def _records(text: str, name: str) -> Sequence[Any] | Refusal:
    try:
        if name.endswith((".yaml", ".yml")):
            return _listed(yaml.safe_load(text))
        if name.endswith(".csv"):
            return list(csv.DictReader(io.StringIO(text), delimiter=_delimiter(text)))
        if name.endswith(".jsonl"):
            return _lines(text)
        if name.endswith(".json"):
            return _listed(json.loads(text))
        return _guessed(text)
    except json.JSONDecodeError as error:
        return Refusal(f"The file is not valid JSON (line {error.lineno}: {error.msg}). Mend that line.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        return Refusal(f"The file is not valid YAML{where}. Mend it, or give JSON or CSV.")
    except csv.Error:
        return Refusal("The file cannot be read as CSV. Save it as comma-separated with a header row.")
    except RecursionError:
        return Refusal("The file is nested too deeply. Give a plain list of records.")
    except ValueError as error:
        # A date that no calendar has (YAML reads dates by itself), or a number of thousands of digits.
        return Refusal(f"The file holds a value that cannot be read: {error}. Mend it.")


def _guessed(text: str) -> Sequence[Any] | Refusal:
    start = text.lstrip()[:1]
    if start == "[":
        return _listed(json.loads(text))
    if start == "{":
        try:
            return _lines(text)
        except json.JSONDecodeError:
            return _listed(json.loads(text))
    return _listed(yaml.safe_load(text))


def _lines(text: str) -> list[Any]:
    """JSON lines; an error names the line of the file. Cut at line feeds only: U+2028 may stand in a string."""
    records = []
    for number, each in enumerate(text.split("\n")):
        if each.strip():
            try:
                records.append(json.loads(each))
            except json.JSONDecodeError as error:
                raise json.JSONDecodeError(error.msg, "\n" * number + each, number + error.pos) from None
    return records


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons, because the comma is in their numbers."""
    head = text.partition("\n")[0]
    return ";" if ";" in head and "," not in head else ","


def _listed(loaded: Any) -> Sequence[Any]:
    if isinstance(loaded, list):
        return loaded
    if isinstance(loaded, dict):
        for value in loaded.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return value
    return []


def _draft(record: Any, number: int) -> Draft | Refusal:
    if not isinstance(record, dict):
        return Refusal(f"Record {number} is no mapping of names to values.")
    found = {field: _first(record, names) for field, names in FIELDS.items()}
    if not found["text"]:
        return Refusal(f"Record {number} has no text. Name the field 'text' or 'quote'.")
    said_on: date | None = None
    if found["said_on"]:
        try:
            said_on = date.fromisoformat(found["said_on"][:10])
        except ValueError:
            return Refusal(
                f"Record {number}: '{found['said_on'][:40]}' is no date. Write it like 2026-05-28."
            )
    aliases = record.get("aliases") or ()
    if not isinstance(aliases, list):
        aliases = [part.strip() for part in _scalar(aliases).split(";")]
    return Draft(
        text=found["text"],
        speaker=found["speaker"] or None,
        said_on=said_on,
        url=found["url"],
        theme=found["theme"] or None,
        title=found["title"],
        aliases=tuple(alias for alias in map(_scalar, aliases) if alias),
        id=found["id"],
    )


def _first(record: Mapping[str, Any], names: Iterable[str]) -> str:
    for name in names:
        if found := _scalar(record.get(name)):
            return found
    return ""


def _scalar(value: Any) -> str:
    """The value as text, "" for none. Lists and mappings are none: a few YAML anchors write out as gigabytes."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _whole(str(value).strip()) if isinstance(value, (str, int, float)) else ""


def _whole(text: str) -> str:
    """Without half surrogate pairs, which JSON, YAML and feeds can escape and no UTF-8 file can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def claim_row(claim: Claim, theme: str) -> dict[str, Any]:
    """What an export holds of a claim; `read_claims` reads it back."""
    said = claim.standing
    return {
        "id": claim.id,
        "text": said.text,
        "speaker": claim.speaker,
        "said_on": said.said_on.isoformat() if said.said_on else None,
        "url": said.url,
        "theme": theme or None,
        "title": claim.title,
        "aliases": list(claim.aliases),
        "versions": claim.versions,
        "withdrawn": claim.withdrawn,
    }


def write_claims(rows: Sequence[Mapping[str, Any]], form: str) -> str:
    """`form`: yaml, json, jsonl or csv."""
    match form:
        case "json":
            return _whole(json.dumps(list(rows), ensure_ascii=False, indent=1)) + "\n"
        case "jsonl":
            return _whole("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        case "csv":
            return write_csv(COLUMNS, [{**row, "aliases": "; ".join(row["aliases"])} for row in rows])
        case _:
            dumped: str = yaml.safe_dump([dict(row) for row in rows], allow_unicode=True, sort_keys=False)
            return dumped


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """CSV that no spreadsheet runs: a cell that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return _whole(out.getvalue())


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
