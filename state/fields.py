"""Encoders and decoders made from the types of dataclass fields, once a type."""

from __future__ import annotations

import base64
import binascii
import struct
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, Literal, Union

Convert = Callable[[Any], Any]


class CodecError(ValueError):
    """Text that is not exactly a value of the kind asked for."""


def encoder(kind: Any) -> Convert:
    """value → dict of the fields that differ from their defaults."""
    return _made(_encoders, kind, _encoder)


def decoder(kind: Any) -> Convert:
    """dict → value; every field checked."""
    return _made(_decoders, kind, _decoder)


_encoders: dict[Any, Convert] = {}
_decoders: dict[Any, Convert] = {}


def _made(known: dict[Any, Convert], kind: Any, make: Callable[[Any], Convert]) -> Convert:
    if kind not in known:
        known[kind] = make(kind)
    return known[kind]


def _encoder(kind: Any) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = [(f.name, _default(f), _encode(hints[f.name])) for f in fields(kind)]

    def encode(value: Any) -> dict[str, Any]:
        out = {}
        for name, default, convert in plan:
            field = getattr(value, name)
            if default is MISSING or field != default:
                out[name] = convert(field)
        return out

    return encode


def _decoder(kind: Any) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = {f.name: _decode(hints[f.name]) for f in fields(kind)}
    required = frozenset(f.name for f in fields(kind) if _default(f) is MISSING)

    def decode(raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise CodecError(f"{kind.__name__}: an object was expected, got {type(raw).__name__}")
        arguments = {}
        for name, value in raw.items():
            convert = plan.get(name)
            if convert is None:
                raise CodecError(f"{kind.__name__} has no field {name!r}")
            try:
                arguments[name] = convert(value)
            except CodecError as error:
                raise CodecError(f"{kind.__name__}.{name}: {error}") from None
        if not required <= arguments.keys():
            raise CodecError(f"{kind.__name__} lacks {', '.join(sorted(required - arguments.keys()))}")
        return kind(**arguments)

    return decode


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


# --- out ------------------------------------------------------------------------------------------


def _encode(hint: Any) -> Convert:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _encode_tuple(typing.get_args(hint))
    if origin in (Union, types.UnionType):
        return _encode_union(typing.get_args(hint))
    if hint in (date, datetime):
        return lambda value: value.isoformat()
    if hint is bytes:
        return lambda value: base64.b64encode(value).decode("ascii")
    return encoder(hint) if is_dataclass(hint) and isinstance(hint, type) else _same


def _same(value: Any) -> Any:
    return value


def _encode_tuple(items: tuple[Any, ...]) -> Convert:
    if items == (float, Ellipsis):
        return _packed
    first = _encode(items[0])
    if len(items) == 2 and items[1] is Ellipsis:
        return list if first is _same else lambda value: [first(item) for item in value]
    each = [_encode(item) for item in items]
    return lambda value: [convert(item) for convert, item in zip(each, value, strict=True)]


def _packed(numbers: tuple[float, ...]) -> str:
    """A row of numbers as base64 of little-endian doubles: exact, and a twelfth of the time that digits take."""
    if not all(map(isfinite, numbers)):
        raise ValueError("numbers that are not finite have no place in a row")
    row = struct.pack(f"<{len(numbers)}d", *numbers)
    return binascii.b2a_base64(row, newline=False).decode("ascii")


def _encode_union(options: tuple[Any, ...]) -> Convert:
    rest = [option for option in options if option is not type(None)]
    if len(rest) == 1:
        only = _encode(rest[0])
        return only if only is _same else lambda value: None if value is None else only(value)
    return lambda value: {"$": type(value).tag, **encoder(type(value))(value)}


# --- in -------------------------------------------------------------------------------------------


def _decode(hint: Any) -> Convert:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _decode_tuple(typing.get_args(hint))
    if origin in (Union, types.UnionType):
        return _decode_union(typing.get_args(hint))
    if origin is Literal:
        return _decode_literal(typing.get_args(hint))
    plain = {
        str: _text,
        int: _whole,
        float: _number,
        bool: _truth,
        date: _day,
        datetime: _moment,
        bytes: _octets,
    }
    return plain[hint] if hint in plain else decoder(hint)


def _decode_tuple(items: tuple[Any, ...]) -> Convert:
    if items == (float, Ellipsis):
        return _unpacked
    if len(items) == 2 and items[1] is Ellipsis:
        only = _decode(items[0])
        return lambda raw: tuple([only(item) for item in _list(raw)])
    each = [_decode(item) for item in items]

    def decode(raw: Any) -> tuple[Any, ...]:
        if len(_list(raw)) != len(each):
            raise CodecError(f"{len(each)} items were expected, got {len(raw)}")
        return tuple([convert(item) for convert, item in zip(each, raw, strict=True)])

    return decode


def _unpacked(raw: Any) -> tuple[float, ...]:
    if isinstance(raw, list):  # as such rows were written once
        return tuple([_number(each) for each in raw])
    row = _octets(raw)
    if len(row) % 8:
        raise CodecError("a row of doubles was expected, and ends within one")
    return struct.unpack(f"<{len(row) // 8}d", row)


def _decode_union(options: tuple[Any, ...]) -> Convert:
    rest = [option for option in options if option is not type(None)]
    if len(rest) == 1:
        only = _decode(rest[0])
        return lambda raw: None if raw is None else only(raw)
    tagged = {option.tag: decoder(option) for option in rest}

    def decode(raw: Any) -> Any:
        if not isinstance(raw, dict) or raw.get("$") not in tagged:
            raise CodecError(f"one of {', '.join(sorted(tagged))} was expected")
        return tagged[raw["$"]]({name: value for name, value in raw.items() if name != "$"})

    return decode


def _decode_literal(allowed: tuple[Any, ...]) -> Convert:
    def decode(raw: Any) -> Any:
        if not isinstance(raw, str) or raw not in allowed:
            raise CodecError(f"{raw!r} is none of {', '.join(map(str, allowed))}")
        return raw

    return decode


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise CodecError(f"a list was expected, got {type(raw).__name__}")
    return raw


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise CodecError(f"text was expected, got {type(raw).__name__}")
    return raw


def _whole(raw: Any) -> int:
    if type(raw) is not int:
        raise CodecError(f"a whole number was expected, got {raw!r}")
    return raw


def _number(raw: Any) -> float:
    if type(raw) not in (int, float):
        raise CodecError(f"a number was expected, got {raw!r}")
    return float(raw)


def _truth(raw: Any) -> bool:
    if type(raw) is not bool:
        raise CodecError(f"true or false was expected, got {raw!r}")
    return raw


def _day(raw: Any) -> date:
    try:
        return date.fromisoformat(_text(raw))
    except ValueError:
        raise CodecError(f"{raw!r} is no ISO date") from None


def _moment(raw: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(raw))
    except ValueError:
        raise CodecError(f"{raw!r} is no ISO moment") from None
    if moment.tzinfo is None:
        raise CodecError(f"{raw!r} has no time zone")
    return moment


def _octets(raw: Any) -> bytes:
    try:
        return base64.b64decode(_text(raw), validate=True)
    except binascii.Error:
        raise CodecError(f"{raw!r} is no base64") from None
