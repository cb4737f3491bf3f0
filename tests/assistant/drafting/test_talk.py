"""What is not about a policy's content is answered shortly; what cannot be taken as it stands is said back."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import AskRequest, Turn

DAY = date(2026, 11, 22)


def ask(assistant, question, *earlier):
    history = [Turn(role="assistant" if i % 2 else "user", content=text) for i, text in enumerate(earlier)]
    return assistant.answer(AskRequest(question=question, history=history, as_of=DAY))


def test_a_greeting_greets_with_places_and_examples(assistant):
    answer = ask(assistant, "你好")
    assert answer.status == "answered"
    assert answer.answer.startswith("您好")
    assert not answer.citations
    assert all(d.region in answer.answer for d in assistant.searcher.library.documents.values())


def test_what_is_held_is_listed(assistant):
    answer = ask(assistant, "有什么政策")
    for document in assistant.searcher.library.documents.values():
        assert document.title in answer.answer
    assert "征求意见稿" in answer.answer


def test_what_was_asked_before(assistant):
    answer = ask(assistant, "我之前问过什么？", "绍兴小巨人奖励多少？", "150万元。")
    assert "绍兴小巨人奖励多少" in answer.answer
    assert "150" not in answer.answer


def test_a_document_is_summed_up_by_part(assistant):
    answer = ask(assistant, "绍兴的4151主要讲什么")
    assert "支持制造业扩大有效投资" in answer.answer
    assert answer.headline[0].act == "summary"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("绍兴设备投资500万美元能补多少？", "人民币"),
        ("绍兴设备投资负500万元能补多少？", "不能是负数"),
        ("How much is the award for a Little Giant firm in Shaoxing?", "请用中文提问"),
    ],
)
def test_what_cannot_be_reckoned_with_is_said_back(assistant, question, words):
    answer = ask(assistant, question)
    assert answer.status in ("clarify", "abstained")
    assert words in answer.answer
    assert not answer.calculations
