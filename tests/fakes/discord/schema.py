"""Request bodies held against Discord's own description of its API, with the leniencies that Discord itself has.

The description is not part of the project: where it is absent, nothing is checked and `present()` says so.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[3] / "../shared/discord-api-spec/openapi.json"


def present() -> bool:
    return SPEC.is_file()


@cache
def _spec() -> dict[str, Any]:
    return _lenient(json.loads(SPEC.read_text("utf-8")))


def _lenient(node: Any) -> Any:
    """Numbers may come as text, ids as numbers, and `oneOf` counts as `anyOf`: so Discord takes them."""
    if isinstance(node, list):
        return [_lenient(each) for each in node]
    if not isinstance(node, dict):
        return node
    out = {("anyOf" if key == "oneOf" else key): _lenient(value) for key, value in node.items()}
    kinds = out.get("type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    if "integer" in listed and "properties" not in out:
        out["type"] = [*listed, "string"]
    if out.get("format") == "snowflake":
        out["type"] = ["string", "integer", "null"]
    return out


@cache
def _routes() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    out = []
    for path, methods in _spec()["paths"].items():
        pattern = re.compile(re.sub(r"\{[^}]+\}", r"[^/]+", path))
        out += [(method.upper(), pattern, path) for method in methods if method != "parameters"]
    # Literal paths before those with a placeholder in the same place.
    return tuple(sorted(out, key=lambda route: route[2].count("{")))


@cache
def _validator(method: str, template: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    operation = _spec()["paths"][template][method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return None
    registry: Any = Registry().with_resource("urn:discord", Resource.from_contents(_spec(), DRAFT202012))
    pointed = json.loads(json.dumps(schema).replace('"#/', '"urn:discord#/'))
    return Draft202012Validator(pointed, registry=registry)


def problems(method: str, path: str, body: Any) -> list[str]:
    """What the description says against this body; a route it does not know is a problem too."""
    if not present():
        return []
    for verb, pattern, template in _routes():
        if verb == method and pattern.fullmatch(path):
            validator = _validator(method, template)
            if validator is None or body is None:
                return []
            return [f"{method} {template}: {_deepest(error)}" for error in validator.iter_errors(body)]
    return [f"{method} {path}: no such route"]


def _deepest(error: Any) -> str:
    """The most telling of the nested errors."""
    from jsonschema.exceptions import best_match

    found = best_match([error])
    return f"{'/'.join(map(str, found.absolute_path))}: {found.message[:300]}"
