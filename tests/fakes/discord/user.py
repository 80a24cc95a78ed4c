"""People at the fake Discord: they type commands, press buttons, choose, fill in forms, and see the answers.

A person can do only what the real client would let them: an unknown option, a missing one, a value outside its
limits, or a button that is not there is a mistake of the test and raises AssertionError.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.model import (
    ALL,
    MANAGE_GUILD,
    MEMBER,
    Channel,
    Guild,
    Interaction,
    member_payload,
    user_payload,
)
from tests.fakes.discord.server import FakeDiscord

STRING, INTEGER, CHANNEL, ROLE, NUMBER, ATTACHMENT = 3, 4, 7, 8, 10, 11
EPHEMERAL = 64
PATIENCE = 10.0


@dataclass
class Person:
    fake: FakeDiscord
    guild: Guild | None
    channel: Channel
    id: int
    name: str = "someone"
    manager: bool = False
    roles: tuple[int, ...] = ()
    own_install: bool = False
    """The bot is this person's and not the guild's."""

    @property
    def permissions(self) -> int:
        return MEMBER | MANAGE_GUILD if self.manager else MEMBER

    # --- doing ------------------------------------------------------------------------------------

    async def slash(self, command: str, **options: Any) -> Answer:
        """`slash("watch add", name=…)`."""
        data = self._command_data(command, options)
        return await self._do(2, {"data": data})

    async def complete(self, command: str, focused: str, typed: str, **options: Any) -> list[dict[str, Any]]:
        """What autocomplete offers while `focused` holds `typed`."""
        data = self._command_data(command, {**options, focused: typed}, focused=focused)
        answer = await self._do(4, {"data": data})
        choices: list[dict[str, Any]] = answer.interaction.data.get("choices") or []
        return choices

    async def menu(self, name: str, message: dict[str, Any]) -> Answer:
        """A context-menu command on a message."""
        command = self._find(name, kind=3)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._do(2, {"data": data})

    async def press(
        self, message: dict[str, Any], custom_id: str, component_type: int, values: Any = None
    ) -> Answer:
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": component_type, "id": 1}
        if values is not None:
            data["values"] = values
        return await self._do(3, {"data": data, "message": message})

    async def click(self, message: dict[str, Any], label: str) -> Answer:
        """A button of a message in a channel."""
        button = _button(message, label)
        return await self.press(message, button["custom_id"], limits.BUTTON)

    async def _do(self, kind: int, extra: dict[str, Any]) -> Answer:
        payload = self._payload(kind) | extra
        interaction = await self.fake.push(payload)
        try:
            await self.fake.until(lambda: interaction.settled, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"no answer to {extra.get('data')}: kind {interaction.kind}") from None
        return Answer(self, interaction)

    def _payload(self, kind: int) -> dict[str, Any]:
        user = user_payload(self.id, self.name)
        payload: dict[str, Any] = {
            "id": str(self.fake.ids.next()),
            "application_id": str(self.fake.bot_id),
            "type": kind,
            "token": secrets.token_hex(12),
            "version": 1,
            "channel_id": str(self.channel.id),
            "channel": self.channel.payload() | {"permissions": str(self.permissions)},
            "app_permissions": str(self.channel.bot_permissions),
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "context": 0 if self.guild else 1,
        }
        if self.guild is None:
            payload["channel"] = self.channel.payload() | {"recipients": [user]}
            return payload | {"user": user, "authorizing_integration_owners": {"1": str(self.id)}}
        return payload | {
            "guild_id": str(self.guild.id),
            "guild": {"id": str(self.guild.id), "locale": "en-GB", "features": []},
            "guild_locale": "en-GB",
            "member": member_payload(user, self.roles, self.permissions),
            "authorizing_integration_owners": {"1": str(self.id)}
            if self.own_install
            else {"0": str(self.guild.id)},
        }

    # --- commands ---------------------------------------------------------------------------------

    def _find(self, name: str, kind: int = 1) -> dict[str, Any]:
        for command in self.fake.commands:
            if command["name"] == name and command.get("type", 1) == kind:
                return command
        raise AssertionError(f"there is no command {name!r}: {[c['name'] for c in self.fake.commands]}")

    def _command_data(self, path: str, given: dict[str, Any], focused: str = "") -> dict[str, Any]:
        first, *rest = path.split()
        command = self._find(first)
        node, wrap = command, []
        for word in rest:
            node = next(
                (o for o in node.get("options", ()) if o["name"] == word and o["type"] in (1, 2)),
                None,  # type: ignore[arg-type]
            )
            assert node is not None, f"/{first} has no {word!r}"
            wrap.append(node)
        resolved: dict[str, dict[str, Any]] = {}
        options = self._options(node, given, focused, resolved)
        for level in reversed(wrap):
            options = [{"name": level["name"], "type": level["type"], "options": options}]
        data = {"id": command["id"], "name": first, "type": 1, "options": options}
        return data | ({"resolved": resolved} if resolved else {})

    def _options(
        self, node: dict[str, Any], given: dict[str, Any], focused: str, resolved: dict[str, dict[str, Any]]
    ) -> list[dict[str, Any]]:
        known = {o["name"]: o for o in node.get("options", ())}
        assert set(given) <= set(known), f"unknown options {set(given) - set(known)}, there are {set(known)}"
        missing = {n for n, o in known.items() if o.get("required") and n not in given}
        assert focused or not missing, f"Discord asks for {missing} first"
        out = []
        for name, value in given.items():
            option: dict[str, Any] = {"name": name, "type": known[name]["type"], "value": value}
            if name == focused:
                assert known[name].get("autocomplete"), f"{name} has no autocomplete"
                option["focused"] = True
            else:
                _check(known[name], value)
                option["value"] = self._resolved(known[name], value, resolved)
            out.append(option)
        return out

    def _resolved(self, option: dict[str, Any], value: Any, resolved: dict[str, dict[str, Any]]) -> Any:
        if option["type"] == CHANNEL:
            channel = self.fake.channels[int(value)]
            payload = channel.payload() | {"permissions": str(ALL)}
            resolved.setdefault("channels", {})[str(value)] = payload
            return str(value)
        if option["type"] == ROLE:
            from tests.fakes.discord.model import role_payload

            assert self.guild is not None
            name = self.guild.roles.get(int(value), "@everyone")
            resolved.setdefault("roles", {})[str(value)] = role_payload(int(value), name)
            return str(value)
        if option["type"] == ATTACHMENT:
            upload = str(self.fake.ids.next())
            url = f"{self.fake.base}/files/{value}"
            size = len(self.fake.uploads.get(value, b""))
            payload = {
                "id": upload,
                "filename": value,
                "size": size,
                "url": url,
                "proxy_url": url,
                "ephemeral": True,
            }
            resolved.setdefault("attachments", {})[upload] = payload
            return upload
        return value


def _check(option: dict[str, Any], value: Any) -> None:
    name = option["name"]
    if option.get("choices"):
        allowed = [choice["value"] for choice in option["choices"]]
        assert value in allowed, f"{name}: {value!r} is none of {allowed}"
    if option["type"] == STRING:
        assert isinstance(value, str), f"{name} is text"
        assert len(value) <= option.get("max_length", 6000), f"{name} has {len(value)} characters"
        assert len(value) >= option.get("min_length", 0), f"{name} is too short"
    if option["type"] in (INTEGER, NUMBER):
        assert option.get("min_value", value) <= value <= option.get("max_value", value), f"{name}: {value}"


def _button(message: dict[str, Any], label: str) -> dict[str, Any]:
    buttons = [c for c in limits.walk(message.get("components")) if c["type"] == limits.BUTTON]
    for button in buttons:
        if button.get("label") == label:
            assert not button.get("disabled"), f"the button {label!r} is disabled"
            return button
    raise AssertionError(f"no button {label!r}, there are {[b.get('label') for b in buttons]}")


@dataclass
class Answer:
    """What came back, as the person sees it."""

    person: Person
    interaction: Interaction

    @property
    def kind(self) -> int:
        assert self.interaction.kind is not None
        return self.interaction.kind

    @property
    def seconds(self) -> float:
        """From the push to the first answer."""
        assert self.interaction.answered_at is not None
        return self.interaction.answered_at - self.interaction.pushed_at

    @property
    def message(self) -> dict[str, Any]:
        assert self.interaction.message is not None, "no message in the answer"
        return self.interaction.message

    @property
    def ephemeral(self) -> bool:
        return bool((self.interaction.data.get("flags") or 0) & EPHEMERAL)

    @property
    def text(self) -> str:
        """All words of the answer, also of a form."""
        if self.kind == 9:
            return str(self.interaction.data.get("title"))
        return text_of(self.message)

    @property
    def buttons(self) -> list[str]:
        found = [c for c in limits.walk(self.message.get("components")) if c["type"] == limits.BUTTON]
        return [c["label"] for c in found if not c.get("disabled")]

    @property
    def files(self) -> list[str]:
        return [each["filename"] for each in self.message["attachments"]]

    async def click(self, label: str) -> Answer:
        return await self.person.click(self.message, label)

    async def choose(self, *values: str, which: int = 0) -> Answer:
        selects = [c for c in limits.walk(self.message.get("components")) if c["type"] in limits.SELECTS]
        select = selects[which]
        offered = [option["value"] for option in select.get("options", ())]
        assert not offered or set(values) <= set(offered), f"{values} are not among {offered}"
        return await self.person.press(self.message, select["custom_id"], select["type"], list(values))

    async def submit(self, **fields: Any) -> Answer:
        """Fill in the form that the answer is; fields by their custom_id."""
        assert self.kind == 9, "the answer is no form"
        components, known = [], set()
        for top in self.interaction.data["components"]:
            inner = top["component"] if top["type"] == limits.LABEL else top["components"][0]
            name = inner["custom_id"]
            known.add(name)
            filled: dict[str, Any] = {"type": inner["type"], "custom_id": name, "id": 2}
            if inner["type"] in limits.SELECTS:
                preset = [o["value"] for o in inner.get("options", ()) if o.get("default")]
                filled["values"] = list(fields.get(name, preset))
            else:
                filled["value"] = fields.get(name, inner.get("value") or "")
                assert filled["value"] or not inner.get("required", True), f"{name} must be filled in"
            wrapped = {"type": limits.LABEL, "id": 1, "component": filled}
            components.append(wrapped if top["type"] == limits.LABEL else {"type": 1, "components": [filled]})
        assert set(fields) <= known, f"the form has {known}"
        extra: dict[str, Any] = {
            "data": {"custom_id": self.interaction.data["custom_id"], "components": components}
        }
        if self.interaction.payload.get("message"):
            extra["message"] = self.interaction.payload["message"]
        return await self.person._do(5, extra)


def text_of(message: dict[str, Any]) -> str:
    parts = [message.get("content") or ""]
    for each in limits.walk(message.get("components")):
        if each["type"] == limits.TEXT:
            parts.append(each["content"])
    for embed in message.get("embeds") or ():
        parts += [embed.get("title") or "", embed.get("description") or ""]
    return "\n".join(part for part in parts if part)


async def settle() -> None:
    """Let the loop run what is ready."""
    for _ in range(3):
        await asyncio.sleep(0)
