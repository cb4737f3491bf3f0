"""Memory on both databases: what is kept, for whom, and how long."""

from datetime import timedelta

import pytest

from assistant.errors import UnknownRecord
from assistant.memory.export import PAGE, conversation_markdown
from assistant.memory.records import Export
from assistant.memory.store import UNTITLED, Memory

A, B = "a" * 32, "b" * 32


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


def test_the_export_for_people_names_sources_and_lets_no_markup_through(memory, answer):
    conversation = memory.start(A, "<b>标题</b>")
    memory.remember(A, with_id(answer, "1", "<script>alert(1)</script>"), conversation.id)
    text = conversation_markdown(memory.conversation(A, conversation.id))
    assert "<script>" not in text.replace("\\<", "")
    assert "依据：" in text
    assert "150万元" in text
    assert "2026-11-22" in text


def test_feedback_goes_with_its_conversation(memory, answer):
    conversation = memory.start(A)
    memory.remember(A, answer, conversation.id)
    memory.add_feedback(B, answer.id, "bad", comment="应为200万元")
    memory.forget(A, conversation.id)
    assert exported(memory, B).feedback == []


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
