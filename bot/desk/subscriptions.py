"""Subscriptions: who hears what, how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import inet_aton
from typing import get_args

from bot.desk import limits, themes
from bot.desk.answers import Refusal, not_found
from bot.desk.hours import Options
from bot.desk.watch import check_changes
from rules.ids import content_id
from rules.model import Address, DeliveryPace, Subscription
from state.model import AuditRow
from state.store import Tx
from watchers.guard import Guard, is_allowed
from watchers.url import parse_url

PACES: tuple[DeliveryPace, ...] = get_args(DeliveryPace)
AT_HOME = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""Names that lead into one's own network; `localhost` itself has no dot."""


def parse_address(text: str, guard: Guard | None = None) -> Address | Refusal:
    """`console`, `discord:CHANNEL` (an id) or `webhook:URL`. A webhook at an address that `guard` lets nobody ask is
    refused at once; a name is looked up when it is asked, each time."""
    kind, _, target = text.strip().partition(":")
    match kind:
        case "console" if not target:
            return Address(kind="console")
        case "discord" if target.isascii() and target.isdigit() and len(target) <= 20:
            return Address(kind="discord", target=target)
        case "webhook" if target.startswith("https://") and not any(c.isspace() for c in target):
            return _webhook(target, guard or Guard())
        case "webhook":
            return Refusal(
                "A webhook's address begins with https:// and has no spaces. Write webhook:https://…"
            )
        case _:
            return Refusal(
                f"'{text[:80]}' is no address. Write console, discord:CHANNEL_ID or webhook:https://…"
            )


def _webhook(url: str, guard: Guard) -> Address | Refusal:
    found = parse_url(url)
    if isinstance(found, str):
        return Refusal(f"The webhook's address cannot be used: {found}. Write webhook:https://…")
    host = found.host.strip("[]").rstrip(".").lower()
    literal = _literal(host)
    if literal is not None:
        fine = is_allowed(literal, guard.allow_nets)
    else:
        fine = bool(guard.allow_nets) or ("." in host and not host.endswith(AT_HOME))
    if not fine:
        return Refusal(
            f"'{host[:80]}' is not on the internet, so no webhook there is asked. Whoever runs the bot may let a "
            "network of their own through with WALKBACK_ALLOW_NETS."
        )
    return Address(kind="webhook", target=url)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells out, also in the old ways (127.1, 0x7f000001) that resolvers understand."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(inet_aton(host))
    except (OSError, UnicodeError):
        return None


def add(
    tx: Tx,
    guild_id: int,
    address: Address,
    *,
    now: datetime,
    theme: str | None = None,
    changes: Sequence[str] = (),
    pace: str = "instant",
    mention: str | None = None,
    options: Options = (),
    actor: int = 0,
) -> Subscription | Refusal:
    """`options` as of `hours.options`. A second subscription of one address to one theme replaces the first.
    Subscribing again un-parks the address."""
    if pace not in PACES:
        return Refusal(f"'{pace[:40]}' is no delivery. There are: {', '.join(PACES)}.")
    tags = check_changes(changes)
    if isinstance(tags, Refusal):
        return tags
    theme_id = None
    if theme:
        found = themes.find(tx, guild_id, theme)
        if isinstance(found, Refusal):
            return found
        theme_id = found.id
    subscription = Subscription(
        id=content_id("subscription", guild_id, str(address), theme_id or ""),
        guild_id=guild_id,
        address=address,
        created_at=now,
        theme_id=theme_id,
        changes=tags,
        pace=pace,
        mention=mention,
        created_by=actor or None,
        options=options,
    )
    known = tx.rules.subscription(guild_id, subscription.id)
    used = len(tx.rules.subscriptions(guild_id))
    if known is None and (refusal := limits.full(tx, guild_id, "subscriptions", used)):
        return refusal
    tx.rules.put_subscription(subscription)
    tx.outbox.unpark(address, now)
    _audit(tx, subscription, "subscribe", now, actor)
    return subscription


def listing(tx: Tx, guild_id: int) -> Sequence[Subscription]:
    return tx.rules.subscriptions(guild_id)


def find(tx: Tx, guild_id: int, name: str) -> Subscription | Refusal:
    """By id, or by address (as text, or a channel's id) where only one goes there."""
    wanted = name.strip()
    every = tx.rules.subscriptions(guild_id)
    by_id = [each for each in every if each.id == wanted]
    there = [each for each in every if wanted in (str(each.address), each.address.target or "console")]
    found = by_id or there
    if len(found) > 1:
        return Refusal(f"{len(found)} subscriptions go to {wanted[:80]}. Name one by its id: {_ids(found)}.")
    return found[0] if found else not_found("subscription", name, "The list of subscriptions")


def _ids(found: Sequence[Subscription]) -> str:
    return ", ".join(each.id for each in found[:5])


def remove(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> Subscription | Refusal:
    subscription = find(tx, guild_id, name)
    if isinstance(subscription, Refusal):
        return subscription
    tx.rules.remove_subscription(guild_id, subscription.id)
    _audit(tx, subscription, "unsubscribe", now, actor)
    return subscription


def _audit(tx: Tx, subscription: Subscription, action: str, now: datetime, actor: int) -> None:
    row = AuditRow(
        guild_id=subscription.guild_id,
        at=now,
        actor=actor,
        action=action,
        subject=subscription.id,
        detail=str(subscription.address) if subscription.address.kind != "webhook" else "webhook",
    )
    tx.guilds.audit(row)
