"""The threads between the event loop and the core: a client that leaves stops the work, too many are turned away."""

import itertools
import threading

import anyio
import httpx
import pytest

from assistant.answer import AskRequest
from assistant.api import services
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


def test_more_than_can_be_answered_soon_are_turned_away(endless_app, monkeypatch):
    monkeypatch.setattr(services, "WAITING_AT_MOST", 0)
    core = endless_app.state.services

    async def ask():
        with pytest.raises(Overloaded):
            await core.run(lambda: None)

    anyio.run(ask)
