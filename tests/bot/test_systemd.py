"""systemd, played by a datagram socket: ready, alive only while the work goes on, stopping."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from bot.systemd import Systemd

ROOT = Path(__file__).parents[2]


@contextmanager
def service_socket(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.setblocking(False)
        heard.bind(address)
        yield heard


async def next_of(heard: socket.socket, seconds: float = 20.0) -> list[str]:
    async with asyncio.timeout(seconds):
        return (await asyncio.get_running_loop().sock_recv(heard, 4096)).decode().splitlines()


def waiting(heard: socket.socket) -> list[str]:
    out = []
    while True:
        try:
            out += heard.recv(4096).decode().splitlines()
        except BlockingIOError:
            return out


@asynccontextmanager
async def a_bot(folder: Path, notify: str) -> AsyncIterator[asyncio.subprocess.Process]:
    environ = {key: value for key, value in os.environ.items() if "DISCORD" not in key} | {
        "PYTHONPATH": str(ROOT),
        "WALKBACK_DB": str(folder / "walkback.db"),
        "NOTIFY_SOCKET": notify,
        "WATCHDOG_USEC": "200000",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=environ,
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.slow
async def test_a_running_bot_says_ready_then_gives_signs_of_life_then_says_that_it_stops(
    tmp_path: Path,
) -> None:
    address = str(tmp_path / "notify")
    with service_socket(address) as heard:
        async with a_bot(tmp_path, address) as process:
            assert "READY=1" in await next_of(heard)
            for _ in range(3):
                assert await next_of(heard) == ["WATCHDOG=1"]
            process.terminate()
            assert await process.wait() == 0
        assert waiting(heard)[-1] == "STOPPING=1"


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_no_sign_of_life_is_given_while_one_part_hangs(tmp_path: Path, kind: str) -> None:
    name = str(tmp_path / "notify")
    seen = {"the schedule": 1_000.0, "the dispatcher": 1_000.0}
    beats = {part: lambda part=part: seen[part] for part in seen}  # type: ignore[misc]
    with service_socket(name if kind == "path" else "\0" + name) as heard:
        service = Systemd(path=name if kind == "path" else "@" + name, every=0.01)
        assert service.sign(beats, 1_001.0) == ()
        assert waiting(heard) == ["WATCHDOG=1"]
        seen["the dispatcher"] = 1_500.0
        assert service.sign(beats, 1_501.0) == ("the schedule",)
        assert waiting(heard) == []
        seen["the schedule"] = 1_502.0
        assert service.sign(beats, 1_503.0) == ()
        assert waiting(heard) == ["WATCHDOG=1"]


async def test_nothing_is_said_without_systemd_and_a_socket_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    nobody = Systemd.of({}, 7)
    nobody.tell("READY=1")
    await nobody.watch({})
    Systemd(path=str(tmp_path / "gone")).tell("READY=1")


@pytest.mark.parametrize(
    ("environ", "every"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"}, 0.0),
        ({"WATCHDOG_USEC": "soon"}, 0.0),
        ({}, 0.0),
    ],
)
def test_signs_of_life_are_given_to_who_asked_us_twice_as_often(
    environ: dict[str, str], every: float
) -> None:
    assert Systemd.of({"NOTIFY_SOCKET": "/x", **environ}, 7).every == every
