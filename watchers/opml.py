"""OPML, the list format of feed readers: themes are folders. At most 1 MB and 500 sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from watchers.content import clean
from watchers.kinds import kind_of_url
from watchers.url import parse_url

MAX_BYTES = 1024 * 1024
MAX_SOURCES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One source of the list. `folder`: the theme, "" for none."""

    title: str
    url: str
    folder: str = ""
    kind: str = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opml:
    """What a file holds. `problems`: one line for each entry that was left out."""

    outlines: tuple[Outline, ...]
    problems: tuple[str, ...] = ()


def parse_opml(text: str) -> Opml | str:
    """The sources in the file and what was left out, or one sentence on why it cannot be read."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return "The file is larger than 1 MB. Split it."
    if "<!ENTITY" in text.upper() or "<!DOCTYPE" in text.upper():
        return "The file declares entities, which no list of feeds needs. Remove its DOCTYPE."
    try:
        root = ElementTree.fromstring(text.lstrip("\ufeff \r\n\t"))
    except (ElementTree.ParseError, ValueError) as error:
        return f"The file is no valid OPML ({error}). Export it again from the program it comes from."
    if root.tag.lower() != "opml":
        return f"The file is XML but no OPML: it begins with <{clean(root.tag)[:40]}>."
    outlines: dict[str, Outline] = {}
    problems: list[str] = []
    stack = [(each, "") for each in reversed(root.findall("./body/outline"))]
    while stack:
        element, folder = stack.pop()
        values = {name.lower(): value.strip() for name, value in element.attrib.items()}
        title = clean(values.get("title") or values.get("text") or "")[:200]
        url = values.get("xmlurl") or values.get("url") or ""
        inside = folder
        if url:
            _add(outlines, problems, title, url, folder, values.get("kind", ""))
        else:
            inside = title or folder
        stack += [(each, inside) for each in reversed(element.findall("./outline"))]
    if not outlines and not problems:
        return "The file lists no feeds."
    return Opml(outlines=tuple(outlines.values()), problems=tuple(problems))


def _add(
    outlines: dict[str, Outline], problems: list[str], title: str, url: str, folder: str, kind: str
) -> None:
    if len(outlines) >= MAX_SOURCES:
        problems.append(f"{url[:100]}: left out, {MAX_SOURCES} sources are the most at once.")
        return
    url = "http" + url[4:] if url.startswith("feed://") else url.removeprefix("feed:")
    parsed = parse_url(url)
    if isinstance(parsed, str):
        problems.append(f"{clean(url)[:100]}: the address {parsed}.")
    else:
        outlines.setdefault(
            url, Outline(title=title or url, url=url, folder=folder, kind=kind_of_url(url, kind))
        )


def write_opml(outlines: Sequence[Outline]) -> str:
    """The list as OPML 2.0, folders in the order of their first source."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = "walkback sources"
    body = ElementTree.SubElement(root, "body")
    folders: dict[str, ElementTree.Element] = {"": body}
    for each in outlines:
        parent = folders.get(each.folder)
        if parent is None:
            parent = ElementTree.SubElement(
                body, "outline", text=clean(each.folder), title=clean(each.folder)
            )
            folders[each.folder] = parent
        attributes = {
            "type": "rss",
            "text": clean(each.title),
            "title": clean(each.title),
            "xmlUrl": each.url,
        }
        if each.kind != "feed":
            attributes["kind"] = each.kind
        ElementTree.SubElement(parent, "outline", attributes)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
