"""The audit record: what is written, that it cannot be changed, and that a change made all the same is found."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from assistant.errors import MemoryUnavailable
from assistant.memory.store import Memory

A = "a" * 32


def test_what_is_done_is_written_down_with_who_did_it_and_nobodys_words(memory, answer):
    user = memory.people.add_user("wang@example.cn", "王", "operator")
    key, secret = memory.people.add_key("企业微信", ["ask"])
    _, client = memory.people.key(secret)
    conversation = memory.start(A)
    memory.remember(A, answer, conversation.id)
    memory.remember(client, answer.model_copy(update={"id": "by-key"}))
    memory.add_feedback(A, answer.id, "bad", comment="打13912345678")
    memory.forget(A, conversation.id)
    memory.audit.add(f"user:{user.id}", "user.add", user.id, {"phone": "13912345678"})
    entries = memory.audit.entries()
    assert [entry.action for entry in entries] == ["ask", "ask", "feedback", "conversation.delete", "user.add"]
    assert entries[1].actor == f"key:{key.id}"
    assert A not in "".join(entry.actor for entry in entries)
    told = "".join(entry.model_dump_json() for entry in entries)
    assert answer.question not in told
    assert "13912345678" not in told
    verdict = memory.audit.verify()
    assert (verdict.entries, verdict.broken_at, verdict.last) == (5, None, entries[-1].digest)


def test_the_chain_holds_when_many_write_at_once(memory):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: memory.audit.add("token", "test", str(n)), range(64)))
    assert (memory.audit.verify().entries, memory.audit.verify().broken_at) == (64, None)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_it(memory, statement):
    memory.audit.add("token", "test")
    with pytest.raises(MemoryUnavailable) as refused, memory.database.session(writing=True) as session:
        session.execute(text(statement))
    assert "append-only" in refused.value.log


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET detail = '{}' WHERE number = 2", 2),
        ("UPDATE audit SET actor = 'somebody' WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 2", 3),
        ("DELETE FROM audit WHERE number = 1", 2),
        ("UPDATE audit SET number = 20 WHERE number = 4", 20),
        ("UPDATE audit SET digest = 'x' WHERE number = 3", 3),
    ],
)
def test_a_change_made_past_the_triggers_is_found(tmp_path, statement, broken_at):
    memory = Memory(tmp_path / "memory.db")
    for number in range(4):
        memory.audit.add("token", "test", str(number), {"n": number})
    memory.close()
    connection = sqlite3.connect(tmp_path / "memory.db")
    for verb in ("update", "delete"):
        connection.execute(f"DROP TRIGGER audit_refuses_{verb}")
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert memory.audit.verify().broken_at == broken_at
    memory.close()
