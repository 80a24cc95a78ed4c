from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime

import httpx
import pytest

from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.destinations.webhook import CONTENT_LIMIT, WebhookDestination, payload
from bot.message import AlertMessage, Line, NoticeMessage, Side
from rules.model import Address
from watchers.guard import Guard

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
ADDRESS = Address(kind="webhook", target="https://hooks.example/1/secret")
NOTICE = NoticeMessage(
    notice_id="n", title="A source is silent", text="The Dispatch has said nothing.", at=NOON
)


def alert(text: str = "A fifth will go.") -> AlertMessage:
    before = Side(
        text="Half will go.",
        marks=(),
        speaker="Mara Voss",
        said_on=date(2026, 3, 1),
        url="https://d.example/1",
    )
    after = Side(
        text=text, marks=(), speaker="Mara Voss", said_on=date(2026, 3, 3), url="https://d.example/2"
    )
    line = Line(
        tag="figure_changed", label="Figure changed", before="half", after="a fifth", detail="down 30 points"
    )
    return AlertMessage(
        alert_id="a1",
        headline="Figure changed: down 30 points",
        tag="figure_changed",
        speaker="Mara Voss",
        lines=(line,),
        before=before,
        after=after,
        theme="work",
        rule="jobs",
        certainty="",
        why=(),
        at=NOON,
    )


def answering(status: int, body: object = None, headers: dict[str, str] | None = None) -> WebhookDestination:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=body or {}, headers=headers)

    return WebhookDestination(Guard(), transport=httpx.MockTransport(answer))


async def test_a_message_that_stands_there_has_a_receipt() -> None:
    receipt = await answering(200, {"id": "77"}).send(ADDRESS, NOTICE, "nonce")
    assert receipt.message_id == "77"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_webhook_that_is_gone_is_parked(status: int) -> None:
    with pytest.raises(GiveUp) as caught:
        await answering(status).send(ADDRESS, NOTICE, "nonce")
    assert caught.value.park


async def test_one_message_refused_does_not_park_the_address() -> None:
    with pytest.raises(GiveUp) as caught:
        await answering(400).send(ADDRESS, NOTICE, "nonce")
    assert not caught.value.park


async def test_a_busy_server_is_tried_later_when_it_says() -> None:
    with pytest.raises(TryLater) as caught:
        await answering(429, headers={"Retry-After": "7"}).send(ADDRESS, NOTICE, "nonce")
    assert caught.value.after == 7
    with pytest.raises(TryLater):
        await answering(503).send(ADDRESS, NOTICE, "nonce")


async def test_a_private_address_is_never_asked() -> None:
    destination = WebhookDestination(Guard())
    with pytest.raises(GiveUp, match="AddressRefused"):
        await destination.send(Address(kind="webhook", target="https://127.0.0.1/hook"), NOTICE, "nonce")
    await destination.close()


def test_old_and_new_are_in_the_words_and_nobody_is_pinged() -> None:
    body = payload(alert())
    assert "half → a fifth" in body["content"]
    assert "2 March" not in body["content"]
    assert "3 March 2026" in body["content"]
    assert body["allowed_mentions"] == {"parse": []}


def test_a_long_statement_is_cut_and_old_to_new_stays_visible() -> None:
    content = payload(alert("word " * 2_000))["content"]
    assert len(content) <= CONTENT_LIMIT
    assert "half → a fifth" in content
    assert json.dumps(content)


HOOK = Address(kind="webhook", target="https://hooks.example/api/webhooks/123/secret?thread_id=9")


async def test_a_webhook_like_discords_is_asked_for_the_messages_id_and_takes_edits() -> None:
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, str(request.url)))
        return httpx.Response(200, json={"id": "77"})

    there = WebhookDestination(Guard(), transport=httpx.MockTransport(answer))
    sent = await there.send(HOOK, alert(), "nonce")
    assert sent.place and sent.message_id == "77"
    await there.edit(HOOK, alert("Also elsewhere."), "nonce", sent)
    assert asked == [
        ("POST", "https://hooks.example/api/webhooks/123/secret?thread_id=9&wait=true"),
        ("PATCH", "https://hooks.example/api/webhooks/123/secret/messages/77?thread_id=9"),
    ]


async def test_of_any_other_webhook_nothing_is_known_so_nothing_can_be_edited() -> None:
    assert (await answering(200, {"id": "77"}).send(ADDRESS, NOTICE, "nonce")).place == ""
    assert (await answering(204).send(HOOK, NOTICE, "nonce")).place == ""


@pytest.mark.parametrize("status", [404, 410])
async def test_a_deleted_message_ends_its_edits_and_not_the_webhook(status: int) -> None:
    with pytest.raises(GiveUp, match="deleted") as caught:
        await answering(status).edit(HOOK, NOTICE, "nonce", Receipt(message_id="77", place="webhook"))
    assert not caught.value.park


async def test_hundreds_of_messages_go_over_one_connection_whatever_its_answers_come_to() -> None:
    connections, sent = 0, 0
    body = json.dumps({"id": "77", "content": "x" * 2000}).encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections, sent
        connections += 1
        while head := await read_head(reader):
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            sent += 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    webhooks = WebhookDestination(Guard.of(["127.0.0.0/8"]))
    address = Address(kind="webhook", target=f"http://127.0.0.1:{port}/api/webhooks/1/secret")
    for number in range(200):
        assert (await webhooks.send(address, NOTICE, f"{number}")).message_id == "77"
    await webhooks.close()
    server.close()
    assert (connections, sent) == (1, 200)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
