"""The updates of one turn: what is shown while an answer comes, and what stays when it does not."""

import itertools

import pytest

from assistant.pages import turns
from assistant.pages.turns import Talk, answered, linked, panels


def run(assistant, question, talk=None):
    return list(answered(assistant, question, talk or Talk(), None))


def test_the_last_update_is_the_whole_answer_with_its_panel(assistant):
    updates = run(assistant, "绍兴国家级专精特新小巨人奖励多少？")
    last = updates[-1]
    assert updates[0].messages[-1]["content"] == turns.SEARCHING
    assert last.answer is not None
    assert last.messages[-1]["content"] == linked(last.answer.answer, 1)
    assert 'id="card-1-1"' in last.beside


def test_the_text_only_grows(assistant):
    texts = [step.messages[-1]["content"] for step in run(assistant, "节水型企业奖励，长沙和绍兴比一比")[1:]]
    assert len(texts) > 2
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))


def test_a_follow_up_stands_under_what_was_said_and_is_numbered(assistant):
    first = run(assistant, "杭州小巨人奖励多少")[-1].answer
    last = run(assistant, "那绍兴呢？", Talk("x", [first]))[-1]
    assert len(last.messages) == 4
    assert "#card-1-1" in last.messages[1]["content"]
    assert "#card-2-1" in last.messages[3]["content"]
    assert last.answer.understood.cities == ["绍兴"]


@pytest.mark.parametrize("question", ["", "  ", "啊" * 100_000])
def test_what_cannot_be_asked_changes_nothing_but_says_why(assistant, question):
    (*_, last) = run(assistant, question)
    assert last.problem
    assert last.messages[-1]["content"].startswith("⚠")
    assert last.answer is None
    assert len(last.messages[0]["content"]) < 300


def test_marks_become_links_and_escaped_brackets_stay():
    assert linked(r"奖励。[1][12]", 3) == r"奖励。[\[1\]](#card-3-1)[\[12\]](#card-3-12)"
    assert linked(r"\[1\]", 3) == r"\[1\]"


def test_the_newest_turn_is_open_and_the_earlier_ones_are_folded(assistant):
    answers = [run(assistant, q)[-1].answer for q in ("杭州小巨人奖励多少", "绍兴小巨人奖励多少")]
    html = panels(answers)
    assert html.index("第2问") < html.index("第1问")
    assert html.count('class="turn" open') == 1
    assert panels(answers, folded=True).count('class="turn" open') == 0
