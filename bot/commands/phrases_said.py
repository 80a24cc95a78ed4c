"""What the bot says about rules, claims and alerts: texts for Discord, English, ready for translation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.phrases import address, name
from bot.desk.checking import Checked
from bot.desk.record import Record
from bot.desk.teaching import linked
from bot.desk.triage import SAID, Judged, Precision
from bot.desk.watch import Backtest
from bot.desk.why import WhyAlert, WhyStatement
from bot.discord_layout import short_pair
from bot.discord_text import code_block, day, link, plain, when
from bot.message import AlertMessage, Side
from bot.words import LABELS, also_in, many, speaker_name
from rules.change import Alert
from rules.linking.calibration import says
from rules.model import Claim, Version, WatchRule

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


# --- removing ------------------------------------------------------------------------------------


def doomed_rule(rule: WatchRule) -> str:
    return (
        f"Remove the rule {name(rule.name)}?\n{code_block(rule.query, 800)}\nIts alerts stay in the history."
    )


def doomed_claim(claim: Claim) -> str:
    return f"Take this off the record, with {many(claim.versions, 'version')}?\n{claim_line(claim)}"


# --- history --------------------------------------------------------------------------------------


def alert_line(message: AlertMessage, jump: str, *, receipts: bool = False) -> str:
    """Who, what changed, before → after, when; a link to the message where there is one. `receipts`: where both sides
    stand, with their days."""
    pair = " → ".join(short_pair(message, message.lines[0], 90)) if message.lines else ""
    where = f" · [message](<{jump}>)" if jump else ""
    head = f"**{plain(message.speaker, 60)}** · {plain(message.headline, 90)}"
    also = f" · {also_in(len(message.also))}" if message.also else ""
    sides = (("before", message.before), ("now", message.after)) if receipts else ()
    stands = [_receipt(label, side) for label, side in sides if side is not None]
    rows = (head, pair, f"-# {' · '.join(stands)}" if stands else "", f"-# {when(message.at)}{also}{where}")
    return "\n".join(part for part in rows if part)


def _receipt(label: str, side: Side) -> str:
    """`before 28 May 2025, [dispatch.example](…)`."""
    said_on = f"{side.said_on.day} {side.said_on:%B %Y}" if side.said_on else "day not known"
    where = link(side.url)
    return f"{label} {said_on}{', ' + where if where and len(where) < 250 else ''}"


def flips(found: Record) -> str:
    """A speaker's record in neutral words."""
    return (
        f"Of {many(found.claims, 'claim')} on record: {found.none} as first said · {found.half} changed in part · "
        f"{found.full} reversed or withdrawn"
    )


def exported(count: int, *, more: bool) -> str:
    tail = " These are the newest; set `since` and `until` for the rest." if more else ""
    return f"{many(count, 'alert')} as a file.{tail}"


# --- why ------------------------------------------------------------------------------------------


def why_alert(found: WhyAlert) -> str:
    alert = found.alert
    lines = [f"### Why: {LABELS[alert.headline]}", f"**{plain(speaker_name(alert.speaker), 100)}**"]
    budget = 2_600 if not alert.sightings else 1_600
    for number, step in enumerate(alert.why, 1):
        written = f"{number}\\. {plain(step, 500)}"
        if len(written) > budget:
            lines.append(f"-# and {len(alert.why) - number + 1} more steps: `walkback why {alert.id}`")
            break
        budget -= len(written)
        lines.append(written)
    lines.append(f"**Rule** {plain(alert.rule_name, 60)} · **theme** {plain(found.theme, 60) or 'none'}")
    if alert.claim_id:
        before = (
            ""
            if alert.uncalibrated is None
            else f" ({round(alert.uncalibrated * 100)} % before your verdicts)"
        )
        lines.append(f"**Same claim** with a probability of {round(alert.probability * 100)} %{before}")
    if found.verdict:
        lines.append(f"**Judged** {SAID[found.verdict]}")
    if alert.sightings:
        lines.append(outlets(alert))
    for row in [each for each in found.deliveries if each.subject != "edit"][:5]:
        where = address(row.address.target) if row.address.kind == "discord" else row.address.kind
        reason = f" ({plain(row.reason, 120)})" if row.reason else ""
        lines.append(f"-# {where}: {row.state} {when(row.sent_at) if row.sent_at else ''}{reason}")
    lines.append(f"-# alert {alert.id} · statement {alert.after.statement_id if alert.after else '–'}")
    return "\n".join(lines)


def outlets(alert: Alert, shown: int = 6) -> str:
    """`Also in 8 other outlets: courier.example, post.example … and 2 more`."""
    names = [link(each.url) or plain(each.outlet, 60) for each in alert.sightings[:shown]]
    short = [
        name if len(name) <= 160 else plain(each.outlet, 60)
        for name, each in zip(names, alert.sightings, strict=False)
    ]
    more = len(alert.sightings) - shown
    head = also_in(len(alert.sightings))
    return f"**{head[0].upper()}{head[1:]}**: {', '.join(short)}{f' and {more} more' if more > 0 else ''}"


def why_statement(found: WhyStatement) -> str:
    said = found.statement
    lines = [f"**{plain(speaker_name(said.speaker), 100)}**\n> {plain(said.text, 900)}"]
    for reason, rule in found.reasons[:5]:
        lines.append(f"No alert{' by ' + name(rule) if rule else ''}: {plain(reason.text, 300)}")
    lines += [f"- {plain(step, 300)}" for step in found.steps[:8]]
    return "\n".join(lines)


# --- judging, settings, set-up --------------------------------------------------------------------

FEW_VERDICTS = 20
VERDICTS = {
    "correct": "Noted: the alert is right.",
    "not_same": "Noted: not the same claim.",
    "wrong_speaker": "Noted: not that speaker.",
}


def judged(done: Judged) -> str:
    lines = [VERDICTS[done.verdict or "correct"]]
    if done.mended:
        lines.append("The claim stands as it stood before; the statement is kept apart from it.")
    if done.verdict == "not_same":
        lines.append("The two are not held against each other again.")
    lines.append(f"-# {precision(done.precision)}{_moved(done)}")
    return "\n".join(lines)


def _moved(done: Judged) -> str:
    """What the server's verdicts make of a link as sure as this one."""
    probability = linked(done.alert)
    if probability is None or not done.calibration.verdicts:
        return ""
    words = says(done.calibration, probability, done.calibration.of(probability))
    return f" · {words}" if words else ""


def taken_back(done: Judged) -> str:
    mended = " The claim's record is as it was." if done.mended else ""
    return f"Taken back.{mended}\n-# {precision(done.precision)}"


def precision(found: Precision) -> str:
    if not found.judged:
        return "none of this rule's alerts is judged yet"
    few = ", as far as so few can tell" if found.judged < FEW_VERDICTS else ""
    share = f"at least {round(found.at_least * 100)} % of all"
    return f"{found.right} of {found.judged} judged alerts of this rule were right: {share}{few}"


# --- checking -------------------------------------------------------------------------------------


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
