"""Memory on a real SQLite file: what is kept, for whom, how long, and what happens when the disk does not play along."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from assistant.answer import AskRequest
from assistant.errors import MemoryUnavailable, UnknownRecord
from assistant.memory.database import BUSY_SECONDS
from assistant.memory.export import PAGE, conversation_markdown
from assistant.memory.files import is_whole
from assistant.memory.records import Export
from assistant.memory.store import UNTITLED, Memory

A, B = "a" * 32, "b" * 32


class Now:
    def __init__(self):
        self.moment = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self):
        return self.moment


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def memory(tmp_path, now):
    opened = Memory(tmp_path / "deep" / "memory.db", retention_days=30, now=now)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(assistant):
    return assistant.answer(AskRequest(question="绍兴国家级小巨人奖励多少？"))


def exported(memory, client):
    return Export.model_validate_json("".join(memory.export(client)))


def with_id(answer, answer_id, question=None):
    return answer.model_copy(update={"id": answer_id, "question": question or answer.question})


def test_an_answer_comes_back_whole(memory, answer):
    memory.remember(A, answer)
    assert memory.answer(A, answer.id) == answer


def test_an_id_made_here_opens_the_answer_to_whom_it_was_told_one_of_the_callers_own_does_not(memory, answer):
    memory.remember(A, with_id(answer, "minted"))
    memory.remember(A, with_id(answer, "7"), minted=False)
    assert memory.answer(B, "minted").id == "minted"
    with pytest.raises(UnknownRecord):
        memory.answer(B, "7")
    memory.remember(B, with_id(answer, "7", "另一个问题"), minted=False)
    assert memory.answer(A, "7").question == answer.question
    assert memory.answer(B, "7").question == "另一个问题"


def test_a_conversation_takes_its_first_question_for_a_title_and_keeps_the_order(memory, answer, now):
    started = memory.start(A)
    assert started.title == UNTITLED
    for number in range(6):
        now.moment += timedelta(minutes=1)
        memory.remember(A, with_id(answer, f"n{number}", f"第{number}问"), started.id)
    (listed,) = memory.conversations(A)
    assert (listed.title, listed.turns, listed.updated_at) == ("第0问", 6, now.moment)
    assert [each.question for each in memory.conversation(A, started.id).answers] == [f"第{n}问" for n in range(6)]
    history = memory.history(A, started.id)
    assert [turn.role for turn in history] == ["user", "assistant"] * 4
    assert history[0].content == "第2问"
    assert "150万元" in history[1].content


def test_nobody_sees_or_touches_anothers_conversations_and_notes(memory, answer):
    conversation = memory.start(A, "甲的")
    note = memory.add_note(A, "来电")
    assert memory.conversations(B) == []
    assert memory.notes(B) == []
    assert exported(memory, B).conversations == []
    for call in (
        lambda: memory.conversation(B, conversation.id),
        lambda: memory.history(B, conversation.id),
        lambda: memory.rename(B, conversation.id, "乙的"),
        lambda: memory.forget(B, conversation.id),
        lambda: memory.remember(B, answer, conversation.id),
        lambda: memory.edit_note(B, note.id, "x"),
        lambda: memory.delete_note(B, note.id),
    ):
        with pytest.raises(UnknownRecord):
            call()
    assert [each.title for each in memory.conversations(A)] == ["甲的"]


def test_rename_and_forget_take_the_answers_along(memory, answer):
    conversation = memory.start(A)
    memory.remember(A, answer, conversation.id)
    assert memory.rename(A, conversation.id, "小巨人").title == "小巨人"
    memory.forget(A, conversation.id)
    assert memory.conversations(A) == []
    with pytest.raises(UnknownRecord):
        memory.answer(A, answer.id)


def test_feedback_and_notes(memory, answer):
    memory.remember(A, answer)
    given = memory.add_feedback(A, answer.id, "bad", ["金额有误", "金额有误", "没答到点"], "应为200万元")
    assert given.reasons == ["金额有误", "没答到点"]
    with pytest.raises(UnknownRecord):
        memory.add_feedback(A, "nothing", "good")
    note = memory.add_note(A, "来电人问小巨人\n第二行", answer_id=answer.id)
    assert note.title == "来电人问小巨人 第二行"
    assert memory.edit_note(A, note.id, "改过", "标题").text == "改过"
    assert [each.title for each in memory.notes(A)] == ["标题"]
    kept = exported(memory, A)
    assert (kept.answers, kept.feedback, [n.id for n in kept.notes]) == ([answer], [given], [note.id])
    memory.delete_note(A, note.id)
    assert memory.notes(A) == []


def test_what_is_older_than_the_retention_goes_and_what_is_in_use_stays(memory, answer, now):
    old, used = memory.start(A, "旧"), memory.start(A, "常用")
    memory.remember(A, with_id(answer, "old"), old.id)
    memory.remember(A, with_id(answer, "alone"))
    memory.remember(A, with_id(answer, "first"), used.id)
    now.moment += timedelta(days=29)
    memory.remember(A, with_id(answer, "second"), used.id)
    now.moment += timedelta(days=2)
    memory.remember(A, with_id(answer, "new"))
    assert memory.retention.purge() == 3
    assert [each.title for each in memory.conversations(A)] == ["常用"]
    assert [each.id for each in memory.conversation(A, used.id).answers] == ["first", "second"]
    for gone in ("old", "alone"):
        with pytest.raises(UnknownRecord):
            memory.answer(A, gone)


def test_no_retention_keeps_everything(tmp_path, answer, now):
    memory = Memory(tmp_path / "memory.db", retention_days=0, now=now)
    memory.remember(A, answer)
    now.moment += timedelta(days=4_000)
    memory.retention.purge()
    assert memory.answer(A, answer.id) == answer
    memory.close()


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


def test_a_locked_database_says_so(memory, answer, tmp_path, monkeypatch):
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


def test_the_export_for_people_names_sources_and_lets_no_markup_through(memory, answer):
    conversation = memory.start(A, "<b>标题</b>")
    memory.remember(A, with_id(answer, "1", "<script>alert(1)</script>"), conversation.id)
    text = conversation_markdown(memory.conversation(A, conversation.id))
    assert "<script>" not in text.replace("\\<", "")
    assert "依据：" in text
    assert "150万元" in text
    assert "2026-11-22" in text


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


def test_feedback_goes_with_its_conversation(memory, answer):
    conversation = memory.start(A)
    memory.remember(A, answer, conversation.id)
    memory.add_feedback(B, answer.id, "bad", comment="应为200万元")
    memory.forget(A, conversation.id)
    assert exported(memory, B).feedback == []


def test_the_file_is_its_owners_alone(memory, answer, tmp_path):
    memory.remember(A, answer)
    memory.close()
    path = memory.database.path
    path.chmod(0o644)
    memory.remember(A, answer)
    assert [each.stat().st_mode & 0o077 for each in path.parent.iterdir()] == [0, 0, 0]


def test_an_export_of_many_answers_comes_in_pieces(memory, answer):
    conversation = memory.start(A, "长")
    for number in range(2 * PAGE + 1):
        memory.remember(A, with_id(answer, str(number)), conversation.id)
    memory.remember(A, with_id(answer, "alone"))
    pieces = list(memory.export(A))
    assert max(map(len, pieces)) <= (PAGE + 1) * len(answer.model_dump_json())
    kept = Export.model_validate_json("".join(pieces))
    assert [each.id for each in kept.conversations[0].answers] == [str(n) for n in range(2 * PAGE + 1)]
    assert kept.conversations[0].turns == 2 * PAGE + 1
    assert [each.id for each in kept.answers] == ["alone"]
