"""Discord's limits that its description lacks or has wrong. Each check gives plain sentences; none means fine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

V2 = 1 << 15
ROW, BUTTON, SELECT, TEXT_INPUT, SECTION, TEXT, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 17, 18
SELECTS = (3, 5, 6, 7, 8)


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for each in components or ():
        yield each
        yield from walk(each.get("components"))
        if isinstance(each.get("component"), dict):
            yield from walk([each["component"]])
        if isinstance(each.get("accessory"), dict):
            yield each["accessory"]


def size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_problems(body: dict[str, Any]) -> list[str]:
    """Of a message as it is sent or edited (the merged state for an edit)."""
    out: list[str] = []
    components = list(walk(body.get("components")))
    content, embeds = body.get("content") or "", body.get("embeds") or []
    v2 = bool((body.get("flags") or 0) & V2)
    if size(content) > 2000:
        out.append(f"content has {size(content)} characters, at most 2000")
    if v2 and (content or embeds):
        out.append("a Components V2 message has neither content nor embeds")
    if v2 and len(components) > 40:
        out.append(f"{len(components)} components, at most 40")
    shown = sum(size(each["content"]) for each in components if each["type"] == TEXT)
    if shown > 4000:
        out.append(f"{shown} displayed characters, at most 4000")
    if not v2 and any(each["type"] not in (ROW, BUTTON, *SELECTS) for each in components):
        out.append("Components V2 without their flag")
    if not v2 and len(body.get("components") or ()) > 5:
        out.append("more than 5 rows")
    if not (content or embeds or components or body.get("attachments") or body.get("sticker_ids")):
        out.append("an empty message")
    out += embed_problems(embeds)
    return out + component_problems(components)


def embed_problems(embeds: list[dict[str, Any]]) -> list[str]:
    out = [f"{len(embeds)} embeds, at most 10"] if len(embeds) > 10 else []
    total = 0
    for each in embeds:
        parts = [each.get("title"), each.get("description"), (each.get("footer") or {}).get("text")]
        parts.append((each.get("author") or {}).get("name"))
        for part in each.get("fields", ()):
            if not part.get("name") or not part.get("value"):
                out.append("an embed field needs a name and a value")
            parts += [part.get("name"), part.get("value")]
        total += sum(size(part) for part in parts if part)
    if total > 6000:
        out.append(f"{total} characters over all embeds, at most 6000")
    return out


def component_problems(components: list[dict[str, Any]]) -> list[str]:
    out: list[str] = []
    ids = [each["custom_id"] for each in components if each.get("custom_id")]
    if len(ids) != len(set(ids)):
        out.append("the same custom_id twice")
    out += [f"custom_id of {size(each)} characters" for each in ids if not 1 <= size(each) <= 100]
    for each in components:
        kind = each["type"]
        if kind == TEXT and not each["content"].strip():
            out.append("an empty text display")
        if kind == ROW:
            inside = [child["type"] for child in each["components"]]
            if not inside or len(inside) > 5 or (any(t in SELECTS for t in inside) and len(inside) > 1):
                out.append(f"a row holds 1 to 5 buttons or one select, not {inside}")
        if kind == BUTTON and not (1 <= size(each.get("label") or "") <= 80 or each.get("emoji")):
            out.append(f"button label of {size(each.get('label') or '')} characters, 1 to 80")
        if kind == SELECT:
            out += select_problems(each)
    return out


def select_problems(select: dict[str, Any]) -> list[str]:
    options = select.get("options") or []
    out = [] if 1 <= len(options) <= 25 else [f"{len(options)} select options, 1 to 25"]
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        out.append("two select options with one value")
    for option in options:
        for name in ("label", "value", "description"):
            if name in option and option[name] is not None and not 1 <= size(option[name]) <= 100:
                out.append(f"option {name} of {size(option[name])} characters, 1 to 100")
    return out


def modal_problems(data: dict[str, Any]) -> list[str]:
    out = [] if 1 <= size(data.get("title") or "") <= 45 else ["modal title: 1 to 45 characters"]
    top = data.get("components") or []
    if not 1 <= len(top) <= 5:
        out.append(f"{len(top)} modal components, 1 to 5")
    for each in top:
        if each["type"] == LABEL and not 1 <= size(each.get("label") or "") <= 45:
            out.append("label of a modal field: 1 to 45 characters")
        if each["type"] == LABEL and size(each.get("description") or "") > 100:
            out.append("description of a modal field: at most 100 characters")
    return out + component_problems(list(walk(top)))


def choice_problems(choices: list[dict[str, Any]]) -> list[str]:
    out = [f"{len(choices)} choices, at most 25"] if len(choices) > 25 else []
    for each in choices:
        if not 1 <= size(each["name"]) <= 100 or not 1 <= size(str(each["value"])) <= 100:
            out.append(f"a choice of {size(each['name'])} characters, 1 to 100")
    return out


def command_problems(commands: list[dict[str, Any]]) -> list[str]:
    out: list[str] = []
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        count = sum(command.get("type", 1) == kind for command in commands)
        if count > most:
            out.append(f"{count} commands of type {kind}, at most {most}")
    for command in commands:
        if command_size(command) > 8000:
            out.append(f"/{command['name']} has {command_size(command)} characters, at most 8000")
    return out


def command_size(node: dict[str, Any]) -> int:
    own = size(node["name"]) + size(node.get("description") or "")
    choices = sum(size(c["name"]) + size(str(c["value"])) for c in node.get("choices", ()))
    return own + choices + sum(command_size(option) for option in node.get("options", ()))


def callback_problems(kind: int, data: dict[str, Any], payload: dict[str, Any]) -> list[str]:
    """Of an answer to the interaction with that payload."""
    match kind:
        case 4:
            return message_problems(data)
        case 5 if (data.get("flags") or 0) & ~64:
            return ["a deferred answer carries no flag but EPHEMERAL"]
        case 7:
            return message_problems((payload.get("message") or {}) | data)
        case 8:
            return choice_problems(data.get("choices") or [])
        case 9 if payload["type"] == 5:
            return ["a modal cannot answer a modal"]
        case 9:
            return modal_problems(data)
        case _:
            return []
