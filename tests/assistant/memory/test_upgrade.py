"""The tables come from alembic's revisions, on both databases; a database of earlier versions keeps what is in it."""

import multiprocessing
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from assistant.errors import MemoryUnavailable
from assistant.memory.store import Memory
from assistant.memory.tables import Base

A, B = "a" * 32, "b" * 32
OLD = (Path(__file__).parent / "before_alembic.sql").read_text(encoding="utf-8")
DAY = "2026-06-01 08:00:00.000000"


def test_the_revisions_make_the_tables_as_they_are_declared(memory):
    memory.start(A)
    with memory.database.session() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []


@pytest.fixture
def old(tmp_path, answer):
    """A file of a version before alembic, with a conversation, feedback on it, and feedback that outlived its own."""
    path = tmp_path / "memory.db"
    connection = sqlite3.connect(path)
    connection.executescript(OLD)
    kept = answer.model_copy(update={"id": "kept"}).model_dump_json()
    connection.execute("INSERT INTO conversations VALUES ('c', ?, '旧对话', ?, ?)", (A, DAY, DAY))
    connection.execute("INSERT INTO answers VALUES (7, 'kept', ?, 1, 'c', ?, ?)", (A, kept, DAY))
    connection.execute("INSERT INTO feedback VALUES ('f', ?, 'kept', 'bad', '金额有误', '', ?)", (B, DAY))
    connection.execute("INSERT INTO feedback VALUES ('g', ?, 'gone', 'bad', '', '打过电话的人', ?)", (A, DAY))
    connection.execute("INSERT INTO notes VALUES ('n', ?, NULL, '来电', '来电人问小巨人', ?, ?)", (A, DAY, DAY))
    connection.commit()
    connection.close()
    return path


def test_conversations_of_an_earlier_version_are_all_there(old, answer):
    memory = Memory(old)
    (conversation,) = memory.conversations(A)
    assert (conversation.title, conversation.turns) == ("旧对话", 1)
    assert conversation.created_at == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert memory.answer(A, "kept").sentences == answer.sentences
    assert [note.text for note in memory.notes(A)] == ["来电人问小巨人"]
    feedback = "".join(memory.export(B))
    assert "金额有误" in feedback
    assert "打过电话的人" not in "".join(memory.export(A))  # its conversation was deleted
    memory.remember(A, answer.model_copy(update={"id": "new"}), conversation.id)
    memory.forget(A, conversation.id)
    assert "金额有误" not in "".join(memory.export(B))
    memory.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def opened(place):
    memory = Memory(place)
    memory.start(B)
    memory.close()


def test_many_processes_may_find_the_old_tables_at_once(old):
    _all_at_once(old)
    memory = Memory(old)
    assert [each.title for each in memory.conversations(A)] == ["旧对话"]
    assert len(memory.conversations(B)) == 4
    memory.close()


def test_many_processes_may_find_an_empty_server_at_once(empty_server):
    _all_at_once(empty_server)
    memory = Memory(empty_server)
    assert len(memory.conversations(B)) == 4
    memory.close()


def _all_at_once(place):
    processes = [multiprocessing.get_context("spawn").Process(target=opened, args=(place,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * 4


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version=99", "CREATE TABLE alembic_version AS SELECT '9999' AS version_num"]
)
def test_a_database_of_a_later_version_is_left_alone(tmp_path, answer, statement):
    path = tmp_path / "memory.db"
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    memory = Memory(path)
    with pytest.raises(MemoryUnavailable, match="其他版本"):
        memory.remember(A, answer)
    memory.close()


def test_an_upgrade_that_breaks_off_changes_nothing(old, monkeypatch):
    def broken(*_, **__):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_table", broken)  # after feedback has its new column
        memory = Memory(old)
        with pytest.raises(MemoryError):
            memory.conversations(A)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (2,)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(feedback)")]
        assert "answer_number" not in columns
    assert [each.title for each in memory.conversations(A)] == ["旧对话"]
    memory.close()
