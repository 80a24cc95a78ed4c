"""Names and descriptions of commands in other languages, by what they are in English.

English is complete: `english.TEXTS` has every text. Another language is a module beside it with the same keys, as many
as are translated, entered into `CATALOGUES` under Discord's name for it (`de`, `pt-BR`); what is missing stays English.
What Discord would refuse (a name with capitals, a description of more than 100 characters) is refused here first, so a
slip in one catalogue cannot keep all commands from being told. docs/translating.md shows the way.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Where
from discord.app_commands import TranslationContextTypes, locale_str

log = logging.getLogger(__name__)

Catalogue = Mapping[str, str]
CATALOGUES: Mapping[str, Catalogue] = {}
"""By Discord's name of the language."""

NAMES = frozenset({Where.command_name, Where.group_name, Where.parameter_name})
NAME = re.compile(r"[-_'\w]{1,32}")
"""Discord's rule for names of commands and options, which are lower case besides."""
DESCRIPTION = 100
MENU_NAME = 32


def key_of(text: str, where: Where) -> str:
    """`name:list` for names of commands and options, else the English text itself: a word may be both."""
    return f"name:{text}" if where in NAMES else text


def problem(key: str, text: str) -> str:
    """Why Discord would refuse a translation, "" if it would not."""
    if not text.strip():
        return "is empty"
    if not key.startswith("name:"):
        return f"has more than {DESCRIPTION} characters" if len(text) > DESCRIPTION else ""
    if " " in key or not key[5:].islower():  # an entry of a menu
        return f"has more than {MENU_NAME} characters" if len(text) > MENU_NAME else ""
    if text != text.lower() or NAME.fullmatch(text) is None:
        return "is no name: lower case, no spaces, at most 32 letters, digits, - and _"
    return ""


class CatalogueTranslator(app_commands.Translator):
    """Looks texts up; None, which leaves the English one, for what is not there."""

    def __init__(self, catalogues: Mapping[str, Catalogue] = CATALOGUES) -> None:
        self._catalogues = {
            language: {key: text for key, text in catalogue.items() if _fine(language, key, text)}
            for language, catalogue in catalogues.items()
        }

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        catalogue = self._catalogues.get(locale.value)
        return catalogue.get(key_of(string.message, context.location)) if catalogue else None


def _fine(language: str, key: str, text: str) -> bool:
    found = problem(key, text)
    if found:
        log.warning("the catalogue %s: the text for '%s' %s; the English one stands", language, key, found)
    return not found
