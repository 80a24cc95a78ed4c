"""What the bot says in answer to commands: every text in one place, English, ready for translation.

Functions return markdown for Discord; whatever comes from people or feeds goes through `plain` here. Descriptions of
commands and options stand with the commands: the library translates them by their text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk.mutes import Mute
from bot.desk.sources import Followed
from bot.desk.status import Status
from bot.discord_text import code, link, plain, when
from bot.words import many
from rules.model import Subscription, Theme
from state.model import Source
from watchers.hosts import DAILY_BUDGET, asked_today

NO_THEMES = "No themes yet. Begin with `/theme add`, or let `/setup` guide you."
NO_SOURCES = "Nothing is watched yet. Begin with `/source add`."
NO_RULES = "No watch rules yet. Begin with `/watch add`; `/watch test` tries a query first."
NO_CLAIMS = "No claims on record yet. Begin with `/claim add`, or press **Track as claim** on a message."
NO_ALERTS = "No alert fits. Loosen the filters; `/status` says whether anything is watched."
NO_SUBSCRIPTIONS = "Nobody hears alerts yet. Begin with `/subscribe`."
NOT_HERE = "This is no longer stored, or not of this server."
FILTERS_FORGOTTEN = "Its filters are no longer kept; run the command again."
NOTHING_FOUND = "Nothing there can be watched. Give the address of a feed, or of a page that links to one."
OPML_TOO_LARGE = "The file is larger than 1 MB. Split it."
EVERY_THEME = "every theme"
KEPT = "Nothing was removed."
UNDO_HINT = "Undo is possible for ten minutes."
UNDO_OVER = "The ten minutes are over. What was removed must be added anew."
UNDO_GONE = "This was undone already, or is no longer kept."
UNDO_THEME_FIRST = (
    "Its theme is gone. Bring that back first (Undo there, or theme add), then press Undo again."
)
UNDONE = "It is back as it was."
WATCH_FORM = "New watch rule"
CLAIM_FORM = "Put a statement on record"
PREVIEW = "Preview"
DRAFT_GONE = "This draft was saved or thrown away already. Run `/watch add` again."
DISCARDED = "Thrown away; nothing was saved."
NO_THEME = "no theme"
NO_TIMELINE = "This alert belongs to no claim, so it has no timeline."
NO_EVERYONE = "Everyone cannot be mentioned. Choose a role of those who want to be told."
NO_CHANNEL = "That channel is not of this server, or you cannot see it. Choose another."
MORE_ALERTS = "older ones exist: set `until`, or export"
MUTE_PROMPT = "What shall be silent, and for how long? Judging and the history go on."
MUTE_NOTHING = "Nothing is muted there any more."
SETUP_FORM = "Set up walkback here"
NO_EVERYONE_MANAGES = "Everyone cannot be the managers' role. Choose a role of those who look after this."
KNOWN_CLAIM = "This is on record already; nothing was added."
NO_WORDS = "There are no words in this message to work with."
NOTHING_CHANGED = "Nothing was changed yet."
UNMUTED = "Alerts are posted again."


def name(text: str) -> str:
    return f"**{plain(text, 120)}**"


# --- themes, sources ------------------------------------------------------------------------------


def theme_added(theme: Theme) -> str:
    return f"The theme {name(theme.name)} exists now. Next: `/source add` puts a feed under it."


def theme_removed(theme: Theme) -> str:
    return f"The theme {name(theme.name)} is gone, with its rules and subscriptions. Claims and history stay."


def theme_line(theme: Theme, sources: int, rules: int) -> str:
    return f"{name(theme.name)} · {many(sources, 'source')} · {many(rules, 'rule')}"


def source_added(done: Followed, found: str) -> str:
    state = "is watched now" if done.new else "is watched already"
    return (
        f"{name(done.source.name)} {state}, under {plain(', '.join(done.themes), 200)}. {plain(found, 300)}"
    )


def several_feeds(count: int) -> str:
    return (
        f"The page offers {count} feeds. Run `/source add` again with `choose` set to one of these numbers:"
    )


def doomed_theme(theme: Theme, follows: int, rules: int, hearing: int, claims: int) -> str:
    with_it = ", ".join([many(follows, "source"), many(rules, "rule"), many(hearing, "subscription")])
    stay = f" {many(claims, 'claim')} will be without a theme." if claims else ""
    return f"Remove the theme {name(theme.name)}? With it go {with_it}.{stay} The history stays."


def doomed_source(row: Followed) -> str:
    return f"Stop watching {name(row.source.name)}? What was recorded stays."


def imported(added: int, known: int, refused: Sequence[str]) -> str:
    lines = [f"{many(added, 'source')} added, {known:,} watched already."]
    lines += [f"⚠ {plain(each, 200)}" for each in dict.fromkeys(refused)][:5]
    return "\n".join(lines)


def source_removed(gone: Followed) -> str:
    return f"{name(gone.source.name)} is watched no more. What was recorded stays."


def source_paused(done: Followed) -> str:
    return f"{name(done.source.name)} is paused. `/source resume` wakes it."


def source_full_text(done: Followed) -> str:
    what = "are read where a rule may match" if done.source.full_text else "are not read any more"
    return f"The articles' own pages of {name(done.source.name)} {what}."


def source_resumed(done: Followed) -> str:
    return f"{name(done.source.name)} is polled again, from now."


def health(source: Source) -> str:
    if source.paused:
        return "paused"
    return source.health if source.health != "new" else "not polled yet"


def source_line(row: Followed) -> str:
    source = row.source
    polled = f" · polled {when(source.polled_at)}" if source.polled_at else ""
    return f"{name(source.name)} · {health(source)} · {plain(', '.join(row.themes), 80)}{polled}"


def source_card(row: Followed, now: datetime) -> str:
    source = row.source
    asked = asked_today(source, now)
    lines = [
        f"### {plain(source.name, 200)}",
        f"{link(source.url) or plain(source.url, 300)} · {source.kind}, "
        f"read as {source.document_kind.replace('_', ' ')}",
        f"**Themes** {plain(', '.join(row.themes), 300)}",
        f"**Health** {health(source)}{': ' + plain(source.reason, 400) if source.reason else ''}",
        f"**Polled** {_moment(source.polled_at)} · **last good** {_moment(source.ok_at)} · "
        f"**next** {_moment(source.due_at)}",
        f"**Requests today** {asked:,} (its host gets at most {DAILY_BUDGET:,} a day)",
        f"-# id {source.id}",
    ]
    return "\n".join(lines)


def _moment(moment: datetime | None) -> str:
    return when(moment) if moment else "never"


# --- subscriptions, status ------------------------------------------------------------------------


def address(target: str) -> str:
    """A channel as Discord links it, or who gets a direct message."""
    return f"direct messages to <@{target[1:]}>" if target.startswith("@") else f"<#{target}>"


def subscription_line(subscription: Subscription, theme: str, parked: str = "") -> str:
    kinds = f" · only {', '.join(subscription.changes)}" if subscription.changes else ""
    mention = f" · mentions <@&{subscription.mention}>" if subscription.mention else ""
    where = (
        address(subscription.address.target)
        if subscription.address.kind == "discord"
        else subscription.address.kind
    )
    trouble = f"\n-# ⚠ cannot be delivered: {plain(parked, 200)}" if parked else ""
    when_ = _hours(subscription)
    return (
        f"{where} · {plain(theme, 60) or EVERY_THEME} · {subscription.pace}{when_}{kinds}{mention}{trouble}"
    )


def _hours(subscription: Subscription) -> str:
    chosen = dict(subscription.options)
    zone = chosen.get("timezone", "UTC")
    parts = []
    if "digest_hour" in chosen and subscription.pace in ("daily", "weekly"):
        parts.append(f" at {chosen['digest_hour']}:00")
    if "quiet" in chosen:
        parts.append(f" · quiet {chosen['quiet']}")
    tail = " · in threads" if chosen.get("threads") else ""
    caps = [("per_hour", "an hour"), ("per_day", "a day")]
    tail += "".join(f" · at most {chosen[name]} {words}" for name, words in caps if name in chosen)
    return f"{''.join(parts)} {zone}{tail}" if parts else tail


def subscribed(subscription: Subscription, theme: str, missing: Sequence[str] = ()) -> str:
    head = f"Subscribed: {subscription_line(subscription, theme)}"
    if not missing:
        return head
    return (
        f"{head}\n⚠ I lack **{', '.join(missing)}** there, so nothing can arrive yet. What is owed waits until you "
        "grant it and subscribe again."
    )


def role_unheard(role: int) -> str:
    grant = "**Mention @everyone, @here and All Roles**"
    return f"⚠ <@&{role}> will see no ping: let anyone mention it, or grant me {grant}."


def no_threads(lacking: Sequence[str]) -> list[str]:
    return (
        [f"⚠ I lack **{', '.join(lacking)}**: later changes come to the channel itself."] if lacking else []
    )


def unsubscribed(subscription: Subscription) -> str:
    return f"{address(subscription.address.target)} hears nothing more. `/subscribe` brings it back."


def status(found: Status) -> str:
    lines = ["### How things stand"]
    good = sum(source.health == "ok" and not source.paused for source in found.sources)
    lines.append(
        f"**Sources** {len(found.sources):,}, of which {good:,} are well · next poll {_moment(found.next_poll)}"
    )
    for source in found.troubled[:5]:
        lines.append(
            f"⚠ {name(source.name)}: {source.health}{', ' + plain(source.reason, 150) if source.reason else ''}"
        )
    if len(found.troubled) > 5:
        lines.append(f"-# and {len(found.troubled) - 5} more: `/source list`")
    if found.asked:
        host, count = found.asked[0]
        total = sum(each for _, each in found.asked)
        lines.append(
            f"**Requests today** {total:,}, most to {plain(host, 100)}: {count:,} of {DAILY_BUDGET:,}"
        )
    owed = f"{found.owed:,} owed" + (
        f", the oldest since {when(found.oldest_owed)}" if found.oldest_owed else ""
    )
    lines.append(f"**Deliveries** {owed if found.owed else 'nothing owed'}")
    for target, why in found.parked[:5]:
        where = address(target.removeprefix("discord:")) if target.startswith("discord:") else "a webhook"
        lines.append(f"⚠ {where}: {plain(why, 200)}")
    lines.append(f"**Alerts** {found.alerts:,} so far")
    if found.linking.model:
        ready = f"{found.linking.ready:,} of {found.linking.claims:,} claims are ready for that"
        lines.append(f"**Linking** by words and meaning ({plain(found.linking.model, 80)}); {ready}")
    used = " · ".join(f"{what} {count:,}/{most:,}" for what, count, most in found.limits)
    lines.append(f"-# {used}")
    return "\n".join(lines)


def mute_words(mute: Mute) -> str:
    what = name(mute.label) if mute.label else f"claim {mute.key}"
    return f"{mute.what} {what}" if mute.what != "claim" else what


def muted(mutes: Sequence[Mute]) -> list[str]:
    return [f"🔇 {mute_words(each)} until {when(each.until, 'f')}" for each in mutes[:5]]


def mute_done(mute: Mute) -> str:
    return (
        f"🔇 No alerts about {mute_words(mute)} until {when(mute.until, 'f')}. Judging and the history go on."
    )


# --- set-up ---------------------------------------------------------------------------------------


def set_up(theme: str, source: str, found: str, query: str, where: str, *, kept: bool = False) -> str:
    """`where` as Discord shows it. `kept`: a rule of that name was there and stays as it is."""
    rule = (
        f"The rule {name(theme)} was there already and stays as it is: {code(query, 300)} (`/watch edit` changes it)."
        if kept
        else f"What counts: {code(query, 300)} (`/watch edit` changes it)."
    )
    return (
        f"### Ready\nI watch {name(source)} under {name(theme)} and post to {where}. {plain(found, 300)}\n{rule}\n"
        "**Next:** put something on record that was said, and I tell when it is walked back. What is heard from now on "
        "goes on record by itself."
    )


def lacking(missing: Sequence[str]) -> list[str]:
    return [f"⚠ I lack **{', '.join(missing)}** there: grant it, then `/subscribe` again."] if missing else []
