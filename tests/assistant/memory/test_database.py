"""The memory's SQLite file: restarts, many at once, and what happens when the disk does not play along."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from assistant.errors import MemoryUnavailable
from assistant.memory.database import BUSY_SECONDS
from assistant.memory.files import is_whole
from assistant.memory.store import Memory

A = "a" * 32


@pytest.fixture
def place(tmp_path):
    """A file: these are its faults."""
    return tmp_path / "deep" / "memory.db"


def with_id(answer, answer_id, question=None):
    return answer.model_copy(update={"id": answer_id, "question": question or answer.question})


def test_it_is_there_after_a_restart(tmp_path, answer):
    first = Memory(tmp_path / "memory.db")
    first.remember(A, answer)
    first.close()
    second = Memory(tmp_path / "memory.db")
    assert second.answer(A, answer.id) == answer
    second.close()


def test_two_processes_worth_of_memories_share_a_file(tmp_path, answer):
    one, other = Memory(tmp_path / "memory.db"), Memory(tmp_path / "memory.db")
    one.remember(A, answer)
    assert other.answer(A, answer.id) == answer
    one.close()
    other.close()


def test_many_may_ask_first_and_write_at_once(tmp_path, answer):
    memory = Memory(tmp_path / "memory.db")
    start = threading.Barrier(20)

    def chat(number):
        start.wait()
        conversation = memory.start(A, f"对话{number}")
        for turn in range(5):
            memory.remember(A, with_id(answer, f"{number}-{turn}"), conversation.id)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(chat, range(20)))
    assert [each.turns for each in memory.conversations(A)] == [5] * 20
    memory.close()


def test_a_locked_database_says_so(memory, answer, monkeypatch):
    memory.remember(A, with_id(answer, "before"))
    monkeypatch.setattr("assistant.memory.database.BUSY_SECONDS", 0.01)
    hasty = Memory(memory.database.path)
    holder = sqlite3.connect(memory.database.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(MemoryUnavailable, match="占用"):
        hasty.remember(A, answer)
    holder.execute("ROLLBACK")
    hasty.remember(A, answer)
    holder.close()
    hasty.close()
    assert BUSY_SECONDS <= 1


def test_a_full_disk_says_so(memory, answer):
    memory.remember(A, answer)
    with memory.database.session() as session:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    large = with_id(answer, "large", "大" * 200_000)
    with pytest.raises(MemoryUnavailable, match="已满"):
        memory.remember(A, large)
    assert memory.answer(A, answer.id) == answer


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_damaged_file_is_set_aside_and_a_new_one_begins(tmp_path, answer, content):
    path = tmp_path / "memory.db"
    path.write_bytes(content)
    assert not is_whole(path)
    memory = Memory(path)
    memory.remember(A, answer)
    assert memory.answer(A, answer.id) == answer
    memory.close()
    (aside,) = tmp_path.glob("memory.db.damaged-*")
    assert aside.read_bytes() == content


def test_a_folder_that_may_not_be_written_says_so(tmp_path, answer):
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file" / "memory.db")
    with pytest.raises(MemoryUnavailable):
        memory.remember(A, answer)


def test_a_database_of_another_version_is_left_alone(tmp_path, answer):
    path = tmp_path / "memory.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.commit()
    connection.close()
    memory = Memory(path)
    with pytest.raises(MemoryUnavailable, match="其他版本"):
        memory.remember(A, answer)
    memory.close()


def test_what_expired_gives_its_space_back(tmp_path, answer, now):
    memory = Memory(tmp_path / "memory.db", retention_days=30, now=now)
    large = with_id(answer, "large", "大" * 3_000)
    for number in range(150):
        memory.remember(A, large.model_copy(update={"id": str(number)}))
    memory.close()
    before = (tmp_path / "memory.db").stat().st_size
    now.moment += timedelta(days=31)
    rests = []
    assert memory.retention.purge(lambda: rests.append(None)) == 150
    assert len(rests) == 3
    memory.close()
    assert (tmp_path / "memory.db").stat().st_size < before / 3


def test_the_file_is_its_owners_alone(memory, answer, tmp_path):
    memory.remember(A, answer)
    memory.close()
    path = memory.database.path
    path.chmod(0o644)
    memory.remember(A, answer)
    assert [each.stat().st_mode & 0o077 for each in path.parent.iterdir()] == [0, 0, 0, 0]
