"""`/help`: questions and answers, in the order of need."""

from __future__ import annotations

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
        "**Mute** below an alert; `changes`, `delivery`, `per_hour` and `per_day` of `/subscribe`; or `/watch edit`.",
    ),
    "undo": ("… undo a removal?", "Press **Undo** within ten minutes."),
    "managers": (
        "… let others manage?",
        "Members with **Manage Server** may write. They name a role that may as well with `/settings manager_role`.",
    ),
}
