"""The API on a loopback port, served by uvicorn in a thread, over the session's assistant."""

from contextlib import ExitStack

import httpx
import pytest

from assistant.api.app import close_api, create_api
from assistant.memory.store import Memory
from assistant.settings import Settings
from tests.servers.application import serving

TOKEN = "a-token-for-tests-only"


@pytest.fixture(scope="session")
def application(assistant, tmp_path_factory):
    """Makes an application over the session's assistant; settings by name."""
    opened = []

    def make(memory_path=None, **settings):
        folder = tmp_path_factory.mktemp("api")
        memory = Memory(memory_path or folder / "memory.db")
        opened.append(memory)
        app = create_api(assistant, Settings(data_dir=folder, **settings), memory)
        close_api(app)
        return app

    yield make
    for memory in opened:
        memory.close()


@pytest.fixture(scope="session")
def address(application):
    with serving(application()) as url:
        yield url


@pytest.fixture
def client(address):
    """A client of its own: no cookie yet."""
    with httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


@pytest.fixture
def serve_app():
    """Serve an application for one test; returns its address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(serving(app))


@pytest.fixture
def served(application, serve_app):
    """Serve an application with other settings for one test; returns its address."""
    return lambda **settings: serve_app(application(**settings))


@pytest.fixture(scope="session")
def token():
    return TOKEN
