"""What the bot says in answer to commands: every text in one place, English, ready for translation.

Functions return markdown for Discord; whatever comes from people or feeds goes through `plain` here. Descriptions of
commands and options stand with the commands: the library translates them by their text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk.checking import Checked
from bot.desk.mutes import Mute
from bot.desk.sources import Followed
from bot.desk.status import Status
from bot.desk.watch import Backtest
from bot.desk.why import WhyAlert, WhyStatement
from bot.discord_layout import short_pair
from bot.discord_text import code_block, day, link, plain, when
from bot.message import AlertMessage
from bot.words import LABELS, speaker_name
from rules.model import Claim, Subscription, Theme, Version, WatchRule
from state.model import Source

NO_THEMES = "No themes yet. Begin with `/theme add`, or let `/setup` guide you."
NO_SOURCES = "Nothing is watched yet. Begin with `/source add`."
NO_RULES = "No watch rules yet. Begin with `/watch add`; `/watch test` tries a query first."
NO_CLAIMS = "No claims on record yet. Begin with `/claim add`, or press **Track as claim** on a message."
NO_ALERTS = "No alert fits. Loosen the filters; `/status` says whether anything is watched."
NO_SUBSCRIPTIONS = "Nobody hears alerts yet. Begin with `/subscribe`."
NOT_HERE = "This is no longer stored, or not of this server."
FILTERS_FORGOTTEN = "The bot was restarted since; run the command again."
NOTHING_FOUND = "Nothing there can be watched. Give the address of a feed, or of a page that links to one."
EVERY_THEME = "every theme"
KEPT = "Nothing was removed."
UNDO_HINT = "Undo is possible for ten minutes."
UNDO_OVER = "The ten minutes are over. What was removed must be added anew."
UNDO_GONE = "This was undone already, or is no longer kept."
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
UNMUTED = "Alerts are posted again."


def name(text: str) -> str:
    return f"**{plain(text, 120)}**"


def many(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"


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
    stay = f" Its {many(claims, 'claim')} stay without a theme." if claims else ""
    return f"Remove the theme {name(theme.name)}? With it go {with_it}.{stay} The history stays."


def doomed_source(row: Followed) -> str:
    return f"Stop watching {name(row.source.name)}? What was recorded stays."


def doomed_rule(rule: WatchRule) -> str:
    return (
        f"Remove the rule {name(rule.name)}?\n{code_block(rule.query, 800)}\nIts alerts stay in the history."
    )


def doomed_claim(claim: Claim) -> str:
    return f"Take this off the record, with {many(claim.versions, 'version')}?\n{claim_line(claim)}"


def source_removed(gone: Followed) -> str:
    return f"{name(gone.source.name)} is watched no more. What was recorded stays."


def source_paused(done: Followed) -> str:
    return f"{name(done.source.name)} is paused. `/source resume` wakes it."


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


def source_card(row: Followed) -> str:
    source = row.source
    lines = [
        f"### {plain(source.name, 200)}",
        f"{link(source.url) or plain(source.url, 300)} · {source.kind}, "
        f"read as {source.document_kind.replace('_', ' ')}",
        f"**Themes** {plain(', '.join(row.themes), 300)}",
        f"**Health** {health(source)}{': ' + plain(source.reason, 400) if source.reason else ''}",
        f"**Polled** {_moment(source.polled_at)} · **last good** {_moment(source.ok_at)} · "
        f"**next** {_moment(source.due_at)}",
        f"-# id {source.id}",
    ]
    return "\n".join(lines)


def _moment(moment: datetime | None) -> str:
    return when(moment) if moment else "never"


# --- rules ----------------------------------------------------------------------------------------


def rule_line(rule: WatchRule, theme: str) -> str:
    state = " · paused" if rule.paused else ""
    under = f" · {plain(theme, 60)}" if theme else ""
    return f"{name(rule.name)}{under}{state}\n-# {plain(rule.query, 200)}"


def rule_card(rule: WatchRule, theme: str, meaning: str, precision: str = "") -> str:
    lines = [
        f"### {plain(rule.name, 100)}",
        code_block(rule.query, 1_000),
        plain(meaning, 900),
        f"**Theme** {plain(theme, 60) or 'any'} · **claims** {len(rule.claims) or 'all'} · "
        f"**changes** {', '.join(rule.changes) or 'the usual ones'}",
        f"**State** {'paused' if rule.paused else 'live'}{' · ' + precision if precision else ''}",
        f"-# id {rule.id}",
    ]
    return "\n".join(lines)


def rule_live(rule: WatchRule) -> str:
    return f"The rule {name(rule.name)} is live."


def rule_paused(rule: WatchRule) -> str:
    return f"The rule {name(rule.name)} is {'paused' if rule.paused else 'live again'}."


def rule_removed(rule: WatchRule) -> str:
    return f"The rule {name(rule.name)} is gone. Its alerts stay in the history."


def backtest(test: Backtest) -> str:
    """`Would have matched 7 of 5,000 statements in 90 days`, three examples, overlaps."""
    lines = [f"It means: {plain(test.meaning, 800)}"]
    if not test.of:
        lines.append("Nothing is stored yet to try it on. It takes effect with the next poll.")
    else:
        lines.append(
            f"Would have matched **{test.found:,}** of {many(test.of, 'statement')} of the last {test.days} days."
        )
    for hit in test.examples:
        said = hit.statement
        where = link(hit.entry.url)
        lines.append(f"> {plain(speaker_name(said.speaker), 60)}: {plain(said.text, 240)}")
        lines.append(f"-# {day(said.said_on)}{' · ' + where if where else ''}")
    if test.overlaps:
        shown = ", ".join(f"{name(rule)} ({count:,})" for rule, count in test.overlaps[:3])
        lines.append(f"Overlaps with {shown}.")
    return "\n".join(lines)


# --- claims ---------------------------------------------------------------------------------------


def claim_line(claim: Claim) -> str:
    said = claim.standing
    state = " · withdrawn" if claim.withdrawn else ""
    versions = f" · {claim.versions} versions" if claim.versions > 1 else ""
    head = f"**{plain(speaker_name(claim.speaker), 60)}** · {day(said.said_on)}{versions}{state}"
    return f"{head}\n{plain(claim.title or said.text, 220)}"


def claim_card(claim: Claim, theme: str) -> str:
    said = claim.standing
    lines = [f"### {plain(claim.title, 120)}" if claim.title else "### On record"]
    lines.append(f"**{plain(speaker_name(claim.speaker), 120)}** · {day(said.said_on)}")
    lines.append(f"> {plain(said.text, 1_500)}")
    figures = ", ".join(plain(q.text, 40) for q in said.quantities[:6])
    horizons = ", ".join(plain(h.text, 60) for h in said.horizons[:3])
    if figures:
        lines.append(f"**Figures** {figures}")
    if horizons:
        lines.append(f"**By when** {horizons}")
    if said.url and link(said.url):
        lines.append(f"**Source** {link(said.url)}")
    if claim.aliases:
        lines.append(f"**Also called** {plain(', '.join(claim.aliases), 200)}")
    state = "withdrawn" if claim.withdrawn else "stands"
    lines.append(
        f"-# {'theme ' + plain(theme, 60) + ' · ' if theme else ''}{many(claim.versions, 'version')} · {state} · "
        f"{'put on record by a person' if claim.origin == 'added' else 'heard in a feed'} · id {claim.id}"
    )
    return "\n".join(lines)


def claim_added(claim: Claim) -> str:
    return f"On record: **{plain(speaker_name(claim.speaker), 60)}**, {day(claim.standing.said_on)}"


def claim_removed(claim: Claim) -> str:
    return (
        f"The claim of {name(speaker_name(claim.speaker))} is off the record. Its alerts stay in the history."
    )


def claims_merged(claim: Claim) -> str:
    return f"Merged: one record of {many(claim.versions, 'version')} now."


def version_line(version: Version) -> str:
    label = "First on record" if version.number == 1 else LABELS.get(version.tag, version.tag)  # type: ignore[call-overload]
    where = link(version.statement.url)
    head = f"**{version.number}.** {day(version.statement.said_on)} · {label}{' · ' + where if where else ''}"
    return f"{head}\n> {plain(version.statement.text, 260)}"


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
    return f"{where} · {plain(theme, 60) or EVERY_THEME} · {subscription.pace}{kinds}{mention}{trouble}"


def subscribed(subscription: Subscription, theme: str, missing: Sequence[str] = ()) -> str:
    head = f"Subscribed: {subscription_line(subscription, theme)}"
    if not missing:
        return head
    return (
        f"{head}\n⚠ I lack **{', '.join(missing)}** there, so nothing can arrive yet. What is owed waits until you "
        "grant it and subscribe again."
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
    owed = f"{found.owed:,} owed" + (
        f", the oldest since {when(found.oldest_owed)}" if found.oldest_owed else ""
    )
    lines.append(
        f"**Deliveries** {owed if found.owed else 'nothing owed'}"
    )
    for target, why in found.parked[:5]:
        where = address(target.removeprefix("discord:")) if target.startswith("discord:") else "a webhook"
        lines.append(f"⚠ {where}: {plain(why, 200)}")
    lines.append(f"**Alerts** {found.alerts:,} so far")
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


# --- history --------------------------------------------------------------------------------------


def alert_line(message: AlertMessage, jump: str) -> str:
    """Who, what changed, before → after, when; a link to the message where there is one."""
    pair = " → ".join(short_pair(message, message.lines[0], 90)) if message.lines else ""
    where = f" · [message](<{jump}>)" if jump else ""
    head = f"**{plain(message.speaker, 60)}** · {plain(message.headline, 90)}"
    return "\n".join(part for part in (head, pair, f"-# {when(message.at)}{where}") if part)


def exported(count: int, *, more: bool) -> str:
    tail = " These are the newest; set `since` and `until` for the rest." if more else ""
    return f"{many(count, 'alert')} as a file.{tail}"


# --- why ------------------------------------------------------------------------------------------


def why_alert(found: WhyAlert) -> str:
    alert = found.alert
    lines = [f"### Why: {LABELS[alert.headline]}", f"**{plain(speaker_name(alert.speaker), 100)}**"]
    budget = 2_600
    for number, step in enumerate(alert.why, 1):
        written = f"{number}\\. {plain(step, 500)}"
        if len(written) > budget:
            lines.append(f"-# and {len(alert.why) - number + 1} more steps: `walkback why {alert.id}`")
            break
        budget -= len(written)
        lines.append(written)
    lines.append(f"**Rule** {plain(alert.rule_name, 60)} · **theme** {plain(found.theme, 60) or 'none'}")
    if alert.claim_id:
        lines.append(f"**Same claim** with a probability of {round(alert.probability * 100)} %")
    for row in found.deliveries[:5]:
        where = address(row.address.target) if row.address.kind == "discord" else row.address.kind
        reason = f" ({plain(row.reason, 120)})" if row.reason else ""
        lines.append(f"-# {where}: {row.state} {when(row.sent_at) if row.sent_at else ''}{reason}")
    lines.append(f"-# alert {alert.id} · statement {alert.after.statement_id if alert.after else '–'}")
    return "\n".join(lines)


def why_statement(found: WhyStatement) -> str:
    said = found.statement
    lines = [f"**{plain(speaker_name(said.speaker), 100)}**\n> {plain(said.text, 900)}"]
    if not found.matches and not found.reasons:
        lines.append(f"No alert: none of the {many(found.rules, 'rule')} matches it.")
    for match, rule in found.matches[:5]:
        clauses = ", ".join(f"`{plain(hit.clause, 60)}`" for hit in match.hits[:6])
        lines.append(f"It matched {name(rule)} by {clauses}.")
    for reason, rule in found.reasons[:5]:
        lines.append(f"No alert{' by ' + name(rule) if rule else ''}: {plain(reason.text, 300)}")
    return "\n".join(lines)


# --- checking -------------------------------------------------------------------------------------

NO_WORDS = "There are no words in this message to work with."


def checked(found: Sequence[Checked]) -> str:
    lines = ["### Held against the claims on record"]
    for each in found:
        lines.append(f"> {plain(each.statement.text, 300)}")
        if each.claim is None or each.comparison is None:
            lines.append("Not about any claim on record.")
            continue
        sure = f" ({round(each.link.probability * 100)} %)" if each.link.probability < 0.97 else ""
        lines.append(f"About{sure}: {claim_line(each.claim)}")
        lines += [f"{LABELS[c.tag]}: {_pair(c.before, c.after)}" for c in each.comparison.changes[:3]]
        if not each.comparison.changes:
            lines.append(
                "Says the same, or something else altogether."
                if each.comparison.related
                else "Not comparable."
            )
    return "\n".join(lines)


def _pair(before: str, after: str) -> str:
    old, new = plain(before, 120), plain(after, 120)
    return f"~~{old}~~ → **{new}**" if old and new else old or new


# --- help -----------------------------------------------------------------------------------------

HELP_INTRO = (
    "### How do I …?\nI keep what people said on record and post here when they say something else. Everybody may "
    "read; managers set things up."
)
HELP: dict[str, tuple[str, str]] = {
    "begin": ("… begin?", "`/setup` asks for a theme, a feed and a channel, and sets them up in one step."),
    "follow": (
        "… follow a feed?",
        "`/source add url` takes a feed, a page, or a shorthand such as `hn:QUERY`.",
    ),
    "rule": (
        "… say which statements matter?",
        '`/watch add` makes a rule: words, "phrases", AND, OR, NOT, `speaker:"Mara Voss"`, `figure>=20%`. '
        "`/watch test` tries a query on what is stored.",
    ),
    "record": (
        "… put a statement on record?",
        "`/claim add`, or the message menu **Track as claim**. What a speaker says later is held against it.",
    ),
    "hear": (
        "… get alerts in a channel?",
        "`/subscribe theme` in that channel; `delivery` gathers them, `mention` tells a role.",
    ),
    "review": (
        "… see what changed before?",
        "`/history` filters, pages and exports; `/claim timeline` shows one claim.",
    ),
    "why": (
        "… find out why I was told, or was not?",
        "Press **Why** on the alert, or `/why` with the id of an alert or a statement.",
    ),
    "silent": (
        "… find out why nothing comes?",
        "`/status` names silent sources, undelivered alerts and mutes.",
    ),
    "wrong": (
        "… say that an alert is wrong?",
        "Press **Not the same** or **Correct** below it. It counts towards the rule's precision and can be taken back.",
    ),
    "quiet": (
        "… have less?",
        "**Mute** below an alert, `changes` and `delivery` of `/subscribe`, or `/watch edit`.",
    ),
    "undo": ("… undo a removal?", "Press **Undo** within ten minutes."),
    "managers": (
        "… let others manage?",
        "Members with **Manage Server** may write. `/settings manager_role` names a role that may as well.",
    ),
}
