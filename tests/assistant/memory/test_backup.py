"""A backup is made while others write, is whole, and can be opened."""

import shutil
import subprocess
import threading

import pytest

from assistant.errors import MemoryUnavailable, RequestInvalid
from assistant.memory.backup import back_up
from assistant.memory.store import Memory

A = "a" * 32


def test_a_copy_taken_while_answers_come_in_is_whole(tmp_path, answer):
    path, copy = tmp_path / "memory.db", tmp_path / "copies" / "monday.db"
    memory = Memory(path)
    conversation = memory.start(A, "先来的")
    memory.remember(A, answer, conversation.id)
    done = threading.Event()

    def write():
        while not done.is_set():
            memory.remember(A, answer)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        size = back_up(path, copy)
    finally:
        done.set()
        writer.join()
    memory.close()
    assert size == copy.stat().st_size > 0
    assert copy.stat().st_mode & 0o077 == 0
    assert [each.name for each in copy.parent.iterdir()] == ["monday.db"]
    opened = Memory(copy)
    assert opened.conversation(A, conversation.id).answers == [answer]
    assert opened.audit.verify().broken_at is None
    opened.close()


def test_a_backup_never_overwrites_and_nothing_is_no_backup(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("x")
    with pytest.raises(RequestInvalid, match="已存在"):
        back_up(tmp_path / "memory.db", taken)
    with pytest.raises(RequestInvalid, match="不存在"):
        back_up(tmp_path / "memory.db", tmp_path / "new")
    assert {each.name for each in tmp_path.iterdir()} == {"taken"}


def test_a_server_is_dumped_by_its_own_tool(tmp_path, empty_server, answer):
    memory = Memory(empty_server)
    memory.remember(A, answer)
    memory.close()
    copy = tmp_path / "memory.dump"
    assert back_up(empty_server, copy) > 0
    assert copy.stat().st_mode & 0o077 == 0
    listed = subprocess.run([shutil.which("pg_restore"), "--list", copy], capture_output=True, text=True, check=True)
    assert "TABLE DATA public answers" in listed.stdout


def test_a_server_that_is_not_there_leaves_no_file(tmp_path):
    with pytest.raises(MemoryUnavailable, match="pg_dump"):
        back_up("postgresql://policy@127.0.0.1:1/memory", tmp_path / "memory.dump")
    assert list(tmp_path.iterdir()) == []
