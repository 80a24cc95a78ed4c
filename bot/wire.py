"""The line formats of `walkback read`: JSON in → Document, Statement → JSON out. Names are fixed by the contract."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from rules.model import DOCUMENT_KINDS, Context, Document, Horizon, Quantity, Reading, Span, Statement
from rules.reading import per_attribution

CONTENT_TYPES = ("html", "text", "markdown")
KINDS_ALIKE = {"forum": "forum_post", "post": "blog_post", "news": "article"}
"""What people write for a kind, beside its own name."""


class BadLine(Exception):
    """A line that is not what the format says; the text is what to tell whoever sent it."""


def each_line(
    lines: Iterable[bytes], work: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """One answer a line, `id` copied; a bad line is answered with `{"id","error"}` and the rest goes on.

    Lines are bytes, cut at line feeds only: a text file's reader would also cut at U+2028, which JSON allows inside a
    string, and would end at the first byte that is not UTF-8.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        id: Any = None
        try:
            record = _record(raw, number)
            id = _id(record)
            yield {"id": id, **work(record)}
        except RecursionError:
            yield {"id": id, "error": f"line {number} is nested too deeply"}
        except BadLine as error:
            yield {"id": id, "error": str(error)}


def _record(raw: bytes, number: int) -> Mapping[str, Any]:
    """Raises BadLine."""
    try:
        record = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadLine(f"line {number} is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"line {number} is not valid JSON: {error.msg} at column {error.colno}") from None
    except ValueError as error:
        # A constant that JSON has not, or a whole number longer than Python reads.
        problem = str(error) if "JSON" in str(error) else "a number has too many digits"
        raise BadLine(f"line {number} is not valid JSON: {problem}") from None
    if not isinstance(record, dict):
        raise BadLine("the line is no JSON object")
    return record


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _id(record: Mapping[str, Any]) -> Any:
    """The line's `id`, if it can be written out again: 1e999 is read as an infinity, which JSON has not."""
    id = record.get("id")
    try:
        json.dumps(id, allow_nan=False)
    except ValueError:
        raise BadLine("'id' is too large a number") from None
    return id


def text_of(record: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A text of the record, `default` where it is absent. Raises BadLine: absent without default, or no text."""
    value = record.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadLine(f"'{name}' must be a string")
    return value


def optional_text(record: Mapping[str, Any], name: str) -> str | None:
    """As `text_of`, None where it is absent, null or empty."""
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"'{name}' must be a string or null")
    return value or None


def day_of(record: Mapping[str, Any], name: str) -> date | None:
    """An ISO date or date and time; null and "" are none."""
    value = optional_text(record, name)
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        pass
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise BadLine(f"'{name}' is no date: write it like 2026-05-28") from None


def document_of(record: Mapping[str, Any]) -> Document:
    """Raises BadLine."""
    kind = text_of(record, "kind", "article")
    kind = KINDS_ALIKE.get(kind, kind)
    if kind not in DOCUMENT_KINDS:
        raise BadLine(f"'kind' is '{kind[:40]}'; there are {', '.join(DOCUMENT_KINDS)}")
    content_type = text_of(record, "content_type", "text")
    if content_type not in CONTENT_TYPES:
        raise BadLine(f"'content_type' is '{content_type[:40]}'; there are {', '.join(CONTENT_TYPES)}")
    around = record.get("context") or {}
    if not isinstance(around, dict):
        raise BadLine("'context' must be an object")
    if "content" not in record:
        raise BadLine("'content' is missing: the text to read")
    return Document(
        id=str(record.get("id", "")),
        kind=kind,
        content=text_of(record, "content"),
        content_type=content_type,  # type: ignore[arg-type]
        published=day_of(record, "published"),
        title=text_of(record, "title", ""),
        author=optional_text(record, "author"),
        url=text_of(record, "url", ""),
        context=Context(**{name: optional_text(around, name) for name in Context.__dataclass_fields__}),
    )


def reading_line(reading: Reading) -> dict[str, Any]:
    """What `walkback read --jsonl` answers, without the id."""
    out: dict[str, Any] = {
        "text": reading.text,
        # One line an attribution: a quotation of three sentences is one act of speech.
        "statements": [statement_line(s) for s in per_attribution(reading)],
    }
    if reading.skipped:
        out["skipped"] = reading.skipped
        out["language"] = reading.language
    return out


def statement_line(statement: Statement) -> dict[str, Any]:
    """One statement of that answer."""
    spans = statement.spans
    return {
        "speaker": statement.speaker,
        "speaker_kind": statement.speaker_kind,
        "text": statement.text,
        "quoted": statement.quoted,
        "spans": {
            "source": _pairs(spans.source),
            "cue": _pairs(spans.cue),
            "content": _pairs(spans.content),
        },
        "quantities": [_quantity(q) for q in statement.quantities],
        "horizons": [_horizon(h) for h in statement.horizons],
        "certainty": statement.certainty,
        "polarity": statement.polarity,
        "checkable": statement.checkable,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _quantity(quantity: Quantity) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": quantity.kind,
        "low": number(quantity.low),
        "high": number(quantity.high),
        "unit": quantity.unit,
        "text": quantity.text,
        "of": quantity.of,
    }
    if quantity.per:
        out["per"] = quantity.per
    if quantity.approximate:
        out["approximate"] = True
    return out


def _horizon(horizon: Horizon) -> dict[str, Any]:
    return {
        "text": horizon.text,
        "earliest": horizon.earliest.isoformat() if horizon.earliest else None,
        "latest": horizon.latest.isoformat() if horizon.latest else None,
        "bound": horizon.bound,
    }


def number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point; JSON has no infinity."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value
