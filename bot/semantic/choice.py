"""Whether statements are linked by meaning here, and by which model: what is installed and what the settings say."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from bot.semantic.model import SemanticUnavailable, find_model, name_of

OFF = ("off", "no", "false", "0")


@dataclass(frozen=True, slots=True)
class Choice:
    """`folder`: of the model, None for words alone. `words`: how it stands, and what to do. `wrong`: somebody wanted
    a model that is not there."""

    folder: Path | None
    words: str
    wrong: bool = False


def choose(setting: str) -> Choice:
    """`setting`: a model's folder, one of OFF, or "" for the installed model if there is one. Nothing is loaded."""
    if setting.lower() in OFF:
        return Choice(None, "switched off (WALKBACK_SEMANTIC_MODEL=off): statements are linked by words")
    if importlib.util.find_spec("numpy") is None:
        text = "statements are linked by words; for meaning too: pip install 'walkback[semantic]' and a model"
        return Choice(None, text, wrong=bool(setting))
    try:
        folder = find_model(setting or None)
    except SemanticUnavailable as missing:
        text = str(missing) if setting else f"statements are linked by words. {missing}"
        return Choice(None, text, wrong=bool(setting))
    return Choice(folder, f"statements are linked by words and meaning ({name_of(folder)})")
