"""Settings: the environment, or the same names lower-case without the prefix in `walkback.toml`; environment wins.

Any setting may come from a file instead: `WALKBACK_DISCORD_TOKEN_FILE=/run/secrets/token`.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.desk import limits
from bot.desk.answers import Refusal

PREFIX = "WALKBACK_"
SWITCH = {
    **dict.fromkeys(("on", "yes", "true", "1"), True),
    **dict.fromkeys(("off", "no", "false", "0", ""), False),
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LISTEN = "127.0.0.1:9180"
FLOOR_SECONDS = 10
"""No setting makes walkback ask one server more often than this."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that must not be printed: `str` and `repr` show stars, `.reveal()` the text."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`min_interval`, `max_interval` in seconds; `log` a level, `log_json` JSON lines; `metrics` host:port or ""."""

    db: str = "walkback.db"
    discord_token: Secret | None = None
    discord_api: str = ""
    discord_gateway: str = ""
    contact: str = ""
    allow_nets: tuple[str, ...] = ()
    min_interval: int = 300
    max_interval: int = 86_400
    full_text: bool = True
    """Whether articles' own pages are read: for full text and for silent edits."""
    archive: bool = False
    """Whether alerts of edits and withdrawals carry a link to a web archive's copies of the page."""
    semantic_model: str = ""
    """Folder of the sentence model that links by meaning; "" for the installed one, "off" for words alone."""
    log: str = "INFO"
    log_json: bool = False
    metrics: str = ""
    callback: str = ""
    """Public base URL under which hubs (WebSub) reach `callback_listen` (host:port); "" for no hubs."""
    callback_listen: str = LISTEN
    callback_key: Secret | None = None
    limits: tuple[tuple[str, int], ...] = ()
    """What every server may have at most, where it is not the default (`bot.desk.limits`)."""
    unread: tuple[str, ...] = ()
    """Variables that look like settings and are none, each with what was probably meant."""


@dataclass(frozen=True, slots=True)
class BadSetting:
    """A setting that cannot be used: which one ("" for `walkback.toml` itself), and what to write instead."""

    name: str
    problem: str

    def __str__(self) -> str:
        return f"{PREFIX}{self.name.upper()}: {self.problem}" if self.name else self.problem


NAMES = (
    "db",
    "discord_token",
    "discord_api",
    "discord_gateway",
    "contact",
    "allow_nets",
    "min_interval",
    "max_interval",
    "full_text",
    "archive",
    "semantic_model",
    "log",
    "metrics",
    "callback",
    "callback_listen",
    "callback_key",
    "limits",
)


def read_settings(
    environ: Mapping[str, str],
    toml_text: str | None = None,
    read_file: Callable[[str], str] | None = None,
) -> Settings | BadSetting:
    """Settings out of the environment and the text of `walkback.toml`. `read_file` serves the `…_FILE` forms."""
    raw: dict[str, str] = {}
    if toml_text is not None:
        loaded = _from_toml(toml_text)
        if isinstance(loaded, BadSetting):
            return loaded
        raw.update(loaded)
    for name in NAMES:
        key = PREFIX + name.upper()
        if key in environ:
            raw[name] = environ[key]
        elif f"{key}_FILE" in environ:
            if read_file is None:
                return BadSetting(f"{name}_file", "files are not read here")
            try:
                raw[name] = read_file(environ[f"{key}_FILE"]).strip()
            except OSError as error:
                return BadSetting(
                    f"{name}_file", f"cannot be read ({error.strerror}); check the path and its rights"
                )
            except UnicodeDecodeError:
                return BadSetting(f"{name}_file", "is not UTF-8 text; check that it is the right file")
    if "discord_token" not in raw and environ.get("DISCORD_TOKEN"):
        raw["discord_token"] = environ["DISCORD_TOKEN"]
    settings = _checked(raw)
    return settings if isinstance(settings, BadSetting) else replace(settings, unread=_unknown(environ))


def _from_toml(text: str) -> dict[str, str] | BadSetting:
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return BadSetting("", f"walkback.toml is not valid TOML: {error}. Mend it, or move it away.")
    out: dict[str, str] = {}
    for name, value in table.items():
        if name not in NAMES:
            return BadSetting("", f"walkback.toml: '{name}' is no setting; {_meant(name)}")
        out[name] = ",".join(str(v) for v in value) if isinstance(value, list) else str(value)
    return out


def _meant(name: str, names: Sequence[str] = NAMES) -> str:
    """The setting that was probably meant, or all there are."""
    near = get_close_matches(name, names, n=1)
    return f"{near[0]} is the nearest" if near else f"there are: {', '.join(names)}"


def _unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that look like settings and are none, each with the one that was probably meant: nobody reads them."""
    known = [PREFIX + name.upper() for name in NAMES]
    odd = sorted(
        name for name in environ if name.startswith(PREFIX) and name.removesuffix("_FILE") not in known
    )
    return tuple(f"{name}; {_meant(name, known)}" for name in odd)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 2**16


def _no_database(db: str) -> str:
    """Why `db` cannot be the database's file, "" if it can. A URL would be taken for a folder."""
    if not db.strip():
        return "is empty; write a file name such as walkback.db"
    if db.startswith((":", "file:")):
        return f"'{db[:40]}' is a name of SQLite's own; walkback needs a file name such as walkback.db"
    if "://" in db:
        return f"this version stores in an SQLite file, not at a {db.partition('://')[0]}:// address; write a file name"
    return ""


def _at_home(path: str) -> str:
    """`~/walkback.db` as a shell would read it: services and quotation marks do not."""
    return str(Path(path).expanduser()) if path.startswith("~/") else path


def _bad_address(raw: Mapping[str, str]) -> BadSetting | None:
    for name in ("metrics", "callback_listen"):
        address = raw.get(name, "")
        if address and not _is_port(address.rpartition(":")[2]):
            return BadSetting(name, f"'{address}' is not host:port; write it like 127.0.0.1:9100")
    callback = raw.get("callback", "")
    if callback and not callback.startswith(("http://", "https://")):
        return BadSetting(
            "callback", f"'{callback}' is no web address; write it like https://bot.example/hubs"
        )
    for name in ("discord_api", "discord_gateway"):
        base = raw.get(name, "")
        if base and not base.startswith(("http://", "https://", "ws://", "wss://")):
            return BadSetting(name, f"'{base}' is no base URL; write it like https://discord.example/api/v10")
    return None


def _is_net(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _switches(raw: Mapping[str, str]) -> dict[str, bool] | BadSetting:
    found: dict[str, bool] = {}
    for name, usual in (("full_text", "on"), ("archive", "off")):
        text = raw.get(name, usual).lower()
        if text not in SWITCH:
            return BadSetting(name, f"'{text[:40]}' is neither on nor off; write one of them")
        found[name] = SWITCH[text]
    return found


def _checked(raw: Mapping[str, str]) -> Settings | BadSetting:
    nets = tuple(part.strip() for part in raw.get("allow_nets", "").split(",") if part.strip())
    if odd := [net for net in nets if not _is_net(net)]:
        return BadSetting("allow_nets", f"'{odd[0]}' is no network; write it like 192.168.1.0/24")
    seconds: dict[str, int] = {}
    for name, default in (("min_interval", 300), ("max_interval", 86_400)):
        text = raw.get(name, str(default))
        if not text.isascii() or not text.isdigit() or int(text) < FLOOR_SECONDS:
            return BadSetting(name, f"'{text}' is no number of seconds of at least {FLOOR_SECONDS}")
        seconds[name] = int(text)
    if seconds["min_interval"] > seconds["max_interval"]:
        return BadSetting(
            "min_interval", "is larger than WALKBACK_MAX_INTERVAL; make it the smaller of the two"
        )
    level, as_json = raw.get("log", "INFO"), False
    if level.lower().startswith("json:"):
        level, as_json = level[5:], True
    if level.upper() not in LEVELS:
        return BadSetting(
            "log", f"'{level}' is no level; there are {', '.join(LEVELS)}, each also after 'json:'"
        )
    if (wrong := _bad_address(raw)) is not None:
        return wrong
    switches = _switches(raw)
    if isinstance(switches, BadSetting):
        return switches
    if problem := _no_database(raw.get("db", "walkback.db")):
        return BadSetting("db", problem)
    chosen = limits.parse(raw.get("limits", ""))
    if isinstance(chosen, Refusal):
        return BadSetting("limits", chosen.text)
    token = raw.get("discord_token", "")
    return Settings(
        db=_at_home(raw.get("db", "walkback.db")),
        discord_token=Secret(token) if token else None,
        discord_api=raw.get("discord_api", "").rstrip("/"),
        discord_gateway=raw.get("discord_gateway", ""),
        contact=raw.get("contact", ""),
        allow_nets=nets,
        min_interval=seconds["min_interval"],
        max_interval=seconds["max_interval"],
        full_text=switches["full_text"],
        archive=switches["archive"],
        semantic_model=_at_home(raw.get("semantic_model", "").strip()),
        log=level.upper(),
        log_json=as_json,
        metrics=raw.get("metrics", ""),
        callback=raw.get("callback", "").rstrip("/"),
        callback_listen=raw.get("callback_listen", LISTEN),
        callback_key=Secret(raw["callback_key"]) if raw.get("callback_key") else None,
        limits=tuple(chosen.items()),
    )
