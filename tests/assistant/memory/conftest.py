"""One memory for tests, on a SQLite file and on a real PostgreSQL server."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from assistant.answer import AskRequest
from assistant.memory.database import server_url
from assistant.memory.store import Memory
from tests.servers.postgres import postgres


class Now:
    def __init__(self):
        self.moment = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self):
        return self.moment


@pytest.fixture
def now():
    return Now()


@pytest.fixture(scope="session")
def server():
    with postgres() as address:
        yield address


@pytest.fixture
def empty_server(server):
    """The server's address, nothing in its database."""
    engine = create_engine(server_url(server))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where a memory may live."""
    if request.param == "sqlite":
        return tmp_path / "deep" / "memory.db"
    return request.getfixturevalue("empty_server")


@pytest.fixture
def memory(place, now):
    opened = Memory(place, retention_days=30, now=now)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(assistant):
    return assistant.answer(AskRequest(question="绍兴国家级小巨人奖励多少？"))
