"""Many chats at once over HTTP: errors, waiting times, and whether memory grows. Loopback only; stops by itself.

A server of its own is started on a copy of the data folder, so that nobody's conversations are touched.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np

from assistant.errors import RequestInvalid, SettingsInvalid
from assistant.settings import LOOPBACK, PROJECT_ROOT, Settings
from eval.latency import read_questions

CHATS = 20
TURNS = 2_200
SETTLED = 200  # turns after which caches and pools are full
TIMEOUT = 60.0
START_SECONDS = 60.0


@dataclass(slots=True)
class Load:
    """What happened: seconds of each turn, what failed, resident bytes by number of turns done."""

    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    resident: dict[int, int] = field(default_factory=dict)


def measure(settings: Settings, *, chats: int = CHATS, turns: int = TURNS, url: str | None = None) -> dict[str, Any]:
    """Run `turns` questions in `chats` conversations at once, against `url` or a server of our own.

    Raises:
        RequestInvalid: `url` is not on this machine.
        SettingsInvalid: the server did not start.
    """
    if url is not None:
        if urlsplit(url).hostname not in LOOPBACK:
            raise RequestInvalid("负载测试只允许对本机地址（127.0.0.1、localhost）进行。")
        return _report(asyncio.run(_drive(url, None, chats, turns)), chats, turns)
    with served(settings) as (address, pid):
        return _report(asyncio.run(_drive(address, pid, chats, turns)), chats, turns)


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, int]]:
    """A server of our own on a free port; its address and process id."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index").symlink_to(settings.index_dir.resolve())
        env = os.environ | {"POLICY_DATA_DIR": folder, "POLICY_HOST": "127.0.0.1", "POLICY_PORT": str(port)}
        for name in ("POLICY_TOKEN", "POLICY_PUBLIC_HOSTS", "POLICY_RATE_LIMIT"):
            env.pop(name, None)
        process = subprocess.Popen(
            [sys.executable, str(PROJECT_ROOT / "app.py")],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address, timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SettingsInvalid("被测服务没有启动。请先运行 python app.py 看看它说什么。")


async def _drive(address: str, pid: int | None, chats: int, turns: int) -> Load:
    load, questions = Load(), read_questions()
    left = iter(range(turns))

    async def chat() -> None:
        async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT, trust_env=False) as client:
            started = await client.post("/api/conversations", json={})
            body = {"conversation_id": started.json()["id"]}
            for number in left:
                await _turn(client, {**body, "question": questions[number % len(questions)]}, load)
                done = len(load.seconds) + len(load.errors)
                if pid is not None and done in (SETTLED, turns):
                    load.resident[done] = _resident(pid)

    await asyncio.gather(*(chat() for _ in range(chats)))
    return load


async def _turn(client: httpx.AsyncClient, body: dict[str, Any], load: Load) -> None:
    start = time.perf_counter()
    first, done = 0.0, False
    try:
        async with client.stream("POST", "/api/ask/stream", json=body) as response:
            async for line in response.aiter_lines():
                first = first or time.perf_counter() - start
                done = done or line == "event: done"
    except httpx.HTTPError as error:
        load.errors.append(type(error).__name__)
        return
    if response.status_code != 200 or not done:
        load.errors.append(f"HTTP {response.status_code}")
        return
    load.seconds.append(time.perf_counter() - start)
    load.first.append(first)


def _resident(pid: int) -> int:
    """Resident memory of a process in bytes (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _report(load: Load, chats: int, turns: int) -> dict[str, Any]:
    def at(values: list[float], percentile: int) -> float | None:
        return round(float(np.percentile(values, percentile)), 3) if values else None

    settled, final = load.resident.get(SETTLED), load.resident.get(turns)
    return {
        "chats": chats,
        "turns": turns,
        "errors": len(load.errors),
        "errors_by_kind": {kind: load.errors.count(kind) for kind in sorted(set(load.errors))},
        "p50_s": at(load.seconds, 50),
        "p95_s": at(load.seconds, 95),
        "first_event_p95_s": at(load.first, 95),
        "rss_settled_mb": round(settled / 1024**2, 1) if settled else None,
        "rss_final_mb": round(final / 1024**2, 1) if final else None,
        "rss_ratio": round(final / settled, 3) if settled and final else None,
    }
