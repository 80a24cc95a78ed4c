"""Every command, the happy way and a wrong way, through the real client and the fake Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import timedelta

import pytest

from rules.change import Alert, FigureChanged, Said
from rules.model import Address
from state.model import Delivery
from tests.fakes.discord.scene import Scene, scene

SAID = "Half of entry-level warehouse jobs will go by 2027."


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def with_alert(here: Scene, number: int = 1, claim_id: str | None = None) -> str:
    """An alert on record, delivered to the channel."""
    now = here.clock() - timedelta(minutes=100 - number)
    change = FigureChanged(before="half", after="a fifth", direction="down")
    alert = Alert(
        id=f"{number:020d}", guild_id=here.guild.id, at=now, theme_id=None, rule_id="r1", rule_name="jobs",
        claim_id=claim_id, entry_id="e", speaker="Mara Voss", changes=(change,),
        before=Said(text=SAID, speaker="Mara Voss", said_on=None, url=""),
        after=Said(text="A fifth of entry-level jobs.", speaker="Mara Voss", said_on=None, url="", statement_id="s1"),
        probability=0.9, why=("It matches the rule 'jobs'.", "half is 50 %, a fifth is 20 %."),
    )  # fmt: skip
    address = Address(kind="discord", target=str(here.channel.id))
    row = Delivery(
        id=f"d{number:019d}", guild_id=here.guild.id, subscription_id="", address=address, subject="alert",
        subject_id=alert.id, not_before=now, created_at=now,
    )  # fmt: skip
    await here.store.transact(lambda tx: (tx.alerts.add(alert), tx.outbox.add(row)))
    await here.dispatcher.once()
    return alert.id


async def test_themes_are_added_listed_and_removed_and_a_removal_is_undone(here: Scene) -> None:
    manager = here.manager
    added = await manager.slash("theme add", name="jobs")
    assert "The theme **jobs** exists now" in added.text
    assert added.ephemeral
    assert "already" in (await manager.slash("theme add", name="Jobs")).text
    assert "**jobs** · 0 sources" in (await here.reader.slash("theme list")).text
    (choice,) = await manager.complete("theme remove", "theme", "jo")
    asked = await manager.slash("theme remove", theme=choice["value"])
    assert "Remove the theme **jobs**?" in asked.text
    kept = await asked.click("Keep")
    assert "Nothing was removed" in kept.text
    gone = await (await manager.slash("theme remove", theme="jobs")).click("Remove")
    assert "is gone" in gone.text
    assert "No themes yet" in (await manager.slash("theme list")).text
    assert "back as it was" in (await gone.click("Undo")).text
    assert "**jobs**" in (await manager.slash("theme list")).text
    assert "no theme 'nothing'" in (await manager.slash("theme remove", theme="nothing")).text


async def test_sources_are_added_shown_paused_and_removed(here: Scene) -> None:
    manager = here.manager
    url = "https://dispatch.example/feed.xml"
    assert "is watched now, under jobs" in (await manager.slash("source add", url=url, theme="jobs")).text
    assert "is watched already" in (await manager.slash("source add", url=url, theme="jobs")).text
    assert "is no address" in (await manager.slash("source add", url="nonsense")).text
    assert "the Halden Dispatch" in (await here.reader.slash("source list")).text
    assert "no theme" in (await here.reader.slash("source list", theme="nothing")).text
    (choice,) = await manager.complete("source show", "source", "halden")
    shown = await manager.slash("source show", source=choice["value"])
    assert "dispatch.example" in shown.text
    assert "not polled yet" in shown.text
    assert "no source" in (await manager.slash("source show", source="other")).text
    assert (
        "are not read any more"
        in (await manager.slash("source edit", source=choice["value"], full_text=False)).text
    )
    assert (
        "are read where" in (await manager.slash("source edit", source=choice["value"], full_text=True)).text
    )
    assert "no source" in (await manager.slash("source edit", source="other", full_text=False)).text
    assert "is paused" in (await manager.slash("source pause", source="the Halden Dispatch")).text
    assert "no source" in (await manager.slash("source pause", source="other")).text
    assert "polled again" in (await manager.slash("source resume", source=choice["value"])).text
    assert "no source" in (await manager.slash("source resume", source="other")).text
    gone = await (await manager.slash("source remove", source=choice["value"])).click("Remove")
    assert "watched no more" in gone.text
    assert "Nothing is watched yet" in (await manager.slash("source list")).text
    await gone.click("Undo")
    assert "the Halden Dispatch" in (await manager.slash("source list")).text
    assert "no source" in (await manager.slash("source remove", source="other")).text


async def test_an_opml_file_is_imported_and_a_broken_one_is_refused(here: Scene) -> None:
    here.fake.uploads["feeds.opml"] = (
        b'<opml version="2.0"><body><outline text="jobs"><outline type="rss" text="Halden" '
        b'xmlUrl="https://halden.example/feed.xml"/></outline></body></opml>'
    )
    done = await here.manager.slash("source import", file="feeds.opml")
    assert "1 source added" in done.text
    assert "Halden" in (await here.reader.slash("source list", theme="jobs")).text
    here.fake.uploads["broken.opml"] = b"<nothing"
    assert "added" not in (await here.manager.slash("source import", file="broken.opml")).text


async def test_rules_are_added_tested_edited_paused_and_removed(here: Scene) -> None:
    manager = here.manager
    added = await manager.slash(
        "watch add", name="jobs figures", query="jobs AND figure>=20%", changes="figure_changed"
    )
    assert "**jobs figures** is live" in added.text
    assert "It means" in added.text
    broken = await manager.slash("watch add", name="broken", query="jobs AND (")
    assert "column" in broken.text.lower()
    assert "already" in (await manager.slash("watch add", name="Jobs Figures", query="jobs")).text
    listed = await here.reader.slash("watch list")
    assert "**jobs figures**" in listed.text
    (choice,) = await manager.complete("watch show", "rule", "fig")
    assert "jobs AND figure" in (await listed.choose(f"watch {choice['value']}")).text
    shown = await manager.slash("watch show", rule=choice["value"])
    assert "none of this rule's alerts is judged yet" in shown.text
    assert "no rule" in (await manager.slash("watch show", rule="other")).text
    assert "Nothing is stored yet" in (await here.reader.slash("watch test", query="jobs OR hiring")).text
    assert "column" in (await here.reader.slash("watch test", query='"')).text.lower()
    assert (
        "hiring"
        in (await manager.slash("watch edit", rule=choice["value"], query="hiring", changes="usual")).text
    )
    assert (
        "no kind of change"
        in (await manager.slash("watch edit", rule="jobs figures", changes="sideways")).text
    )
    assert "is paused" in (await manager.slash("watch pause", rule="jobs figures")).text
    assert "no rule" in (await manager.slash("watch pause", rule="other")).text
    assert "live again" in (await manager.slash("watch resume", rule="jobs figures")).text
    assert "no rule" in (await manager.slash("watch resume", rule="other")).text
    gone = await (await manager.slash("watch remove", rule="jobs figures")).click("Remove")
    assert "is gone" in gone.text
    await gone.click("Undo")
    assert "**jobs figures**" in (await manager.slash("watch list")).text
    assert "no rule" in (await manager.slash("watch remove", rule="other")).text


async def test_the_rule_form_previews_before_it_saves(here: Scene) -> None:
    manager = here.manager
    await manager.slash("theme add", name="jobs")
    form = await manager.slash("watch add")
    assert form.kind == 9
    wrong = await form.submit(name="jobs", query="jobs AND", theme=["*"])
    assert "column" in wrong.text.lower()
    again = await wrong.click("Change")
    preview = await again.submit(name="jobs", query="jobs", theme=["*"], changes=["deadline_moved"])
    assert "Preview" in preview.text
    assert "No watch rules yet" in (await manager.slash("watch list")).text
    stale = deepcopy(preview.message)
    saved = await preview.click("Save")
    assert "is live" in saved.text
    assert "deadline_moved" in (await manager.slash("watch show", rule="jobs")).text
    assert "saved or thrown away already" in (await manager.click(stale, "Save")).text
    other = await (await manager.slash("watch add", name="spare")).submit(name="spare", query="robots")
    assert "Thrown away" in (await other.click("Discard")).text
    assert "spare" not in (await manager.slash("watch list")).text


async def test_claims_are_added_shown_edited_merged_and_removed(here: Scene) -> None:
    manager = here.manager
    added = await manager.slash(
        "claim add", text=SAID, speaker="Mara Voss", said_on="2026-02-20", theme="jobs"
    )
    assert added.text.lower().count("on record") == 2, "the heading, and who put it there"
    assert "20 February 2026" in added.text
    assert "Half of entry-level" in added.text
    assert "is no day" in (await manager.slash("claim add", text="x y", speaker="A", said_on="soon")).text
    assert (
        "not come yet"
        in (await manager.slash("claim add", text="x y", speaker="A", said_on="2999-01-01")).text
    )
    await manager.slash("claim add", text="The grid will be ready by 2030.", speaker="Tomas Reyl")
    assert "Mara Voss" in (await here.reader.slash("claim list", speaker="Mara Voss")).text
    assert "no theme" in (await here.reader.slash("claim list", theme="other")).text
    offered = await manager.complete("claim show", "claim", "half")
    mara = offered[0]["value"]
    shown = await here.reader.slash("claim show", claim=mara)
    assert SAID.rstrip(".") in shown.text
    assert "First on record" in (await shown.click("Timeline")).text
    assert "no claim" in (await here.reader.slash("claim show", claim="zzzz")).text
    assert "First on record" in (await here.reader.slash("claim timeline", claim=mara)).text
    assert "no claim" in (await here.reader.slash("claim timeline", claim="zzzz")).text
    edited = await manager.slash(
        "claim edit", claim=mara, title="Entry-level jobs", aliases="Voss, the chief"
    )
    assert "### Entry-level jobs" in edited.text
    assert "no claim" in (await manager.slash("claim edit", claim="zzzz", title="x")).text
    tomas = (await manager.complete("claim merge", "fold", "Tomas"))[0]["value"]
    assert "one claim already" in (await manager.slash("claim merge", keep=mara, fold=mara)).text
    assert "2 versions" in (await manager.slash("claim merge", keep=mara, fold=tomas)).text
    gone = await (await manager.slash("claim remove", claim=mara)).click("Remove")
    assert "off the record" in gone.text
    await gone.click("Undo")
    assert "2 versions" in (await manager.slash("claim show", claim=mara)).text
    assert "no claim" in (await manager.slash("claim remove", claim="zzzz")).text


async def test_the_claim_form_and_the_menus_work_on_a_message(here: Scene) -> None:
    manager = here.manager
    form = await manager.slash("claim add")
    assert "is no day" in (await form.submit(text=SAID, speaker="Mara Voss", said_on="then")).text
    form = await manager.slash("claim add", speaker="Mara Voss")
    assert "On record" in (await form.submit(text=SAID, said_on="2026-02-20")).text
    message = here.fake.make_message(
        here.channel.id, {"content": "Only a fifth of entry-level warehouse jobs will go by 2027."}
    )
    form = await manager.menu("Track as claim", message)
    tracked = await form.submit(speaker="Ines Okafor")
    assert "Ines Okafor" in tracked.text
    assert "discord.com" in tracked.text
    assert "Held against the claims" in (await here.reader.menu("Check against claims", message)).text
    empty = here.fake.make_message(here.channel.id, {"content": "", "attachments": []})
    assert "no words" in (await manager.menu("Track as claim", empty)).text
    assert "no words" in (await here.reader.menu("Check against claims", empty)).text


async def test_subscriptions_begin_are_listed_and_end(here: Scene) -> None:
    manager = here.manager
    await manager.slash("theme add", name="jobs")
    here.guild.roles[here.fake.ids.next()] = "readers"
    (role,) = here.guild.roles
    done = await manager.slash(
        "subscribe", theme="jobs", channel=here.channel.id, changes="figure_changed,deadline_moved",
        delivery="daily", mention=role,
    )  # fmt: skip
    assert (
        f"<#{here.channel.id}> · jobs · daily · only figure_changed, deadline_moved · mentions <@&{role}>"
        in done.text
    )
    everyone = await manager.slash("subscribe", theme="jobs", mention=here.guild.id)
    assert "Everyone cannot be mentioned" in everyone.text
    assert "no theme" in (await manager.slash("subscribe", theme="nothing")).text
    assert "no kind of change" in (await manager.slash("subscribe", theme="jobs", changes="sideways")).text
    assert "every theme" in (await manager.slash("subscribe", theme="*")).text
    listed = await here.reader.slash("subscriptions")
    assert listed.text.count(f"<#{here.channel.id}>") == 2
    offered = await manager.complete("unsubscribe", "subscription", "#general")
    gone = await manager.slash("unsubscribe", subscription=offered[0]["value"])
    assert "hears nothing more" in gone.text
    await gone.click("Undo")
    assert (await here.reader.slash("subscriptions")).text.count(f"<#{here.channel.id}>") == 2
    assert "no subscription" in (await manager.slash("unsubscribe", subscription="other")).text


async def test_digest_and_quiet_hours_are_set_with_the_subscription(here: Scene) -> None:
    manager = here.manager
    (choice,) = await manager.complete("subscribe", "timezone", "berlin")
    done = await manager.slash(
        "subscribe", theme="*", delivery="daily", digest_hour=7, quiet="22-7", timezone=choice["value"]
    )
    assert "daily at 7:00 · quiet 22-7 Europe/Berlin" in done.text
    assert "no time zone" in (await manager.slash("subscribe", theme="*", timezone="Moon")).text
    assert "no quiet hours" in (await manager.slash("subscribe", theme="*", quiet="late")).text


async def test_a_missing_permission_is_named_at_once(here: Scene) -> None:
    manager = here.manager
    here.channel.bot_permissions = 1 << 10
    done = await manager.slash("subscribe", theme="*")
    assert "Send Messages, Read Message History" in done.text


async def test_history_filters_pages_opens_and_exports(here: Scene) -> None:
    reader = here.reader
    assert "No alert fits" in (await reader.slash("history")).text
    for number in range(1, 24):
        await with_alert(here, number)
    first = await reader.slash(
        "history", speaker="Mara Voss", change="figure_changed", since="7d", text="fifth"
    )
    assert "page 1 of 3 · 23 in all" in first.text
    assert "~~half~~ → **a fifth**" in first.text
    second = await first.click("Next")
    assert "page 2 of 3" in second.text
    assert "page 1 of 3" in (await second.click("Previous")).text
    opened = await first.choose(f"{23:020d}")
    assert "Before" in opened.text
    assert opened.buttons == ["Why", "Timeline", "Correct", "Not the same", "Mute"]
    for form, name in (("CSV", "csv"), ("JSON", "json"), ("Markdown", "md")):
        exported = await first.click(f"Export {form}")
        assert exported.files == [f"walkback-history.{name}"]
    assert "is no date" in (await reader.slash("history", since="whenever")).text
    assert "no theme" in (await reader.slash("history", theme="other")).text
    long = await reader.slash("history", text="fifth of entry-level " + "jobs " * 14, speaker="Mara Voss")
    assert "page 2 of 3" in (await long.click("Next")).text


async def test_a_speakers_record_is_counted_in_neutral_words(here: Scene) -> None:
    await here.manager.slash("claim add", text=SAID, speaker="Mara Voss")
    await here.manager.slash("claim add", text="The grid will be ready by 2030.", speaker="Mara Voss")
    claim = (await here.reader.complete("claim show", "claim", "half"))[0]["value"]
    await with_alert(here, 1, claim_id=claim)
    shown = await here.reader.slash("history", speaker="Mara Voss")
    assert (
        "Of 2 claims on record: 1 as first said · 1 changed in part · 0 reversed or withdrawn" in shown.text
    )


async def test_why_answers_for_an_alert_and_for_a_wrong_id(here: Scene) -> None:
    alert_id = await with_alert(here, claim_id="c1")
    reader = here.reader
    (choice,) = await reader.complete("why", "alert", "Mara")
    assert choice["value"] == alert_id
    why = await reader.slash("why", alert=alert_id)
    assert "half is 50 %" in why.text
    assert "90 %" in why.text
    assert f"<#{here.channel.id}>: sent" in why.text
    assert "no alert or statement" in (await reader.slash("why", alert="other")).text


async def test_status_help_settings_and_setup_answer(here: Scene) -> None:
    manager = here.manager
    assert "How things stand" in (await here.reader.slash("status")).text
    assert "How do I" in (await here.reader.slash("help")).text
    (choice,) = await here.reader.complete("help", "topic", "undo")
    assert "ten minutes" in (await here.reader.slash("help", topic=choice["value"])).text
    assert "Nothing about" in (await here.reader.slash("help", topic="the moon")).text
    assert "May manage" in (await here.reader.slash("settings show")).text
    assert "Everyone cannot" in (await manager.slash("settings manager_role", role=here.guild.id)).text
    form = await manager.slash("setup")
    done = await form.submit(theme="jobs and automation", url="https://dispatch.example/feed.xml")
    assert "### Ready" in done.text
    assert f"<#{here.channel.id}>" in done.text
    assert (
        "On record"
        in (await (await done.click("Put a statement on record")).submit(text=SAID, speaker="Mara Voss")).text
    )
    wrong = await (await manager.slash("setup")).submit(theme="jobs", url="nonsense")
    assert "is no address" in wrong.text
    assert "theme add" in (await manager.slash("settings log")).text


async def test_an_alert_is_judged_muted_and_both_are_taken_back(here: Scene) -> None:
    alert_id = await with_alert(here)
    (message,) = here.channel.messages
    manager = here.manager
    right = await manager.click(message, "Correct")
    assert "1 of 1 judged" in right.text
    wrong = await manager.click(message, "Not the same")
    assert "0 of 1 judged" in wrong.text
    assert "**Judged** not the same claim" in (await here.reader.click(message, "Why")).text
    speaker = await wrong.click("It was another speaker")
    assert "not that speaker" in speaker.text
    stale = deepcopy(speaker.message)
    assert "none of this rule's alerts is judged yet" in (await speaker.click("Take back")).text
    assert "nothing to take back" in (await manager.click(stale, "Take back")).text
    assert "Judged" not in (await here.reader.slash("why", alert=alert_id)).text
    asked = await manager.click(message, "Mute")
    muted = await asked.choose("speaker 7")
    assert "No alerts about speaker **Mara Voss**" in muted.text
    assert "🔇" in (await here.reader.slash("status")).text
    await with_alert(here, 2)
    assert len(here.channel.messages) == 1
    assert "posted again" in (await muted.click("Unmute")).text
    await with_alert(here, 3)
    assert len(here.channel.messages) == 2
    assert alert_id in (await here.reader.slash("why", alert=alert_id)).text


async def test_a_persons_own_bot_in_a_strange_server_keeps_to_that_person(here: Scene) -> None:
    me = here.person(own_install=True)
    assert "exists now" in (await me.slash("theme add", name="mine")).text
    assert "direct messages to" in (await me.slash("subscribe", theme="mine")).text
    assert "No themes yet" in (await here.reader.slash("theme list")).text
    assert here.fake.commands[0]["integration_types"] == [0, 1]
    assert here.fake.commands[0]["contexts"] == [0, 1, 2]


async def test_nothing_of_a_message_or_an_answer_is_kept_in_memory(here: Scene) -> None:
    await with_alert(here)
    await (await here.reader.slash("history")).click("Export CSV")
    await here.manager.slash("watch add")
    client = here.supervisor.client
    assert client is not None
    assert client._connection._view_store._views == {}
    assert client._connection._view_store._synced_message_views == {}
    assert client._connection._view_store._modals == {}


async def test_a_person_watches_privately_in_their_own_messages(here: Scene) -> None:
    me, other = here.in_private(), here.in_private()
    assert "exists now" in (await me.slash("theme add", name="mine")).text
    assert "direct messages to" in (await me.slash("subscribe", theme="mine")).text
    assert "No themes yet" in (await other.slash("theme list")).text
    assert "No themes yet" in (await here.reader.slash("theme list")).text
