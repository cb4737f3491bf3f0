"""The threads between the event loop and the core: a client that leaves stops the work, too many are turned away."""

import asyncio
import itertools
import threading

import anyio
import httpx
import pytest

from assistant.answer import AskRequest
from assistant.api import seats, services
from assistant.api.app import create_api
from assistant.errors import Overloaded
from assistant.events import EvidenceReady
from assistant.memory.store import Memory
from assistant.settings import Settings


class Endless:
    """A core whose stream never ends by itself: only being closed ends it."""

    def __init__(self, assistant):
        self.searcher, self.rulebook = assistant.searcher, assistant.rulebook
        self.closed = threading.Event()

    def stream(self, request):
        try:
            for _ in itertools.count():
                yield EvidenceReady(())
        finally:
            self.closed.set()


@pytest.fixture
def endless(assistant):
    return Endless(assistant)


@pytest.fixture
def endless_app(endless, tmp_path):
    memory = Memory(tmp_path / "memory.db")
    yield create_api(endless, Settings(data_dir=tmp_path), memory)
    memory.close()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask/stream", {"question": "x"}),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "x"}], "stream": True}),
    ],
)
def test_a_client_that_leaves_stops_the_work(endless, endless_app, serve_app, path, body):
    with httpx.Client(base_url=serve_app(endless_app)) as client, client.stream("POST", path, json=body) as response:
        next(response.iter_raw())
    assert endless.closed.wait(30)


def test_leaving_early_closes_the_cores_stream(endless, endless_app):
    async def leave():
        events = endless_app.state.services.events(AskRequest(question="x"))
        await anext(events)
        await events.aclose()

    anyio.run(leave)
    assert endless.closed.is_set()


def test_a_step_is_refused_where_too_many_wait_for_a_thread(endless_app, monkeypatch):
    monkeypatch.setattr(services, "WAITING", 0)
    core = endless_app.state.services

    async def ask():
        with pytest.raises(Overloaded, match="秒后再试"):
            await core.run(lambda: None)

    anyio.run(ask)


def test_what_was_admitted_is_answered_to_its_end_and_the_rest_is_told_when_to_come(application, serve_app):
    """As many streams at once as come: each is refused at the door or complete, none is cut."""
    address = serve_app(application())
    body = {"question": "绍兴国家级专精特新小巨人奖励多少？", "as_of": "2026-11-22"}

    async def one(client):
        async with client.stream("POST", "/api/ask/stream", json=body) as response:
            text = (await response.aread()).decode()
            return response.status_code, response.headers.get("retry-after"), text

    async def all_at_once():
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
            return await asyncio.gather(*(one(client) for _ in range(120)))

    found = asyncio.run(all_at_once())
    admitted = [text for status, _, text in found if status == 200]
    refused = [(retry, text) for status, retry, text in found if status != 200]
    assert {status for status, _, _ in found} <= {200, 503}
    assert len(admitted) >= seats.SHARE
    assert all("event: done" in text and "event: error" not in text for text in admitted)
    assert all(int(retry) >= 1 and '"overloaded"' in text for retry, text in refused)
