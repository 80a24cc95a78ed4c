"""What a job of the dispatcher says, in nobody's dialect: one alert, a notice, or a digest of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import holding
from bot.delivery import Job
from bot.message import AlertMessage, DigestMessage, Message
from bot.render import render_alert, render_notice
from rules.change import Alert

DIGEST_TITLES = {
    holding.BURST: "Many at once",
    holding.QUIET: "While it was quiet",
    "hourly": "This hour",
    "daily": "Today",
    "weekly": "This week",
    holding.CAPPED: "Held back",
    holding.LATE: "While delivery was down",
}


def message_of(job: Job, now: datetime, archive: bool = False) -> Message:
    """`archive`: with links to old pages' copies."""
    if job.notice is not None:
        return render_notice(job.notice)
    mention = job.rows[0].mention
    if job.alone:
        return replace(_rendered(job, job.alerts[0], mention, archive), first=job.first)
    count = len(job.alerts)
    return DigestMessage(
        digest_id=job.nonce,
        title=f"{DIGEST_TITLES.get(job.gathered, 'Digest')}: {count} change{'s' if count != 1 else ''}",
        alerts=tuple(_rendered(job, alert, None, archive) for alert in job.alerts),
        at=now,
        mention=mention,
        kind="late" if job.gathered == holding.LATE else "digest",
        note=job.note,
    )


def _rendered(job: Job, alert: Alert, mention: str | None, archive: bool) -> AlertMessage:
    theme = job.themes.get(alert.theme_id or "", "")
    return render_alert(alert, theme=theme, mention=mention, archive=archive)
