"""The rate of an award whose base is not told."""

from __future__ import annotations

from datetime import date

from assistant.answer import AskRequest

DAY = date(2026, 11, 22)


def test_points_that_are_added_are_said_before_the_base_is_known(assistant):
    question = "绍兴列入市重点工业项目计划、又是415X核心区所属行业，设备奖励比例一共多少？"
    answer = assistant.answer(AskRequest(question=question, as_of=DAY))
    assert "10%" in answer.answer


def test_a_follow_ups_figure_goes_to_the_award_that_takes_it(assistant):
    history = [{"role": "user", "content": "绍兴国家级小巨人奖多少"}, {"role": "assistant", "content": "150万元。"}]
    answer = assistant.answer(AskRequest(question="设备投资800万元呢", history=history, as_of=DAY))
    assert [c.amount_yuan for c in answer.calculations] == ["480000"]
