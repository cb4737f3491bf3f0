"""A sum that the asker takes for granted is confirmed or denied, never passed over."""

from datetime import date

import pytest

from assistant.answer import AskRequest


@pytest.mark.parametrize(
    ("question", "opens", "amount"),
    [
        ("绍兴能源管理体系认证是奖50万吧", "不是50万元", "5万元"),
        ("听说长沙5个智能工位奖励30万", "不是30万元", "最高15万元"),
        ("绍兴省级节水型企业奖10万对吗", "对。", "10万元"),
        ("杭州链主是不是固定奖500万", "这是上限，不是固定数额", "最高500万元"),
        ("领导说绍兴单项冠军涨到了260万", "不是260万元", "200万元"),
    ],
)
def test_the_claim_is_judged_first(assistant, question, opens, amount):
    answer = assistant.answer(AskRequest(question=question, as_of=date(2026, 11, 22)))
    first = answer.sentences[0]
    assert first.text.startswith(opens)
    assert amount in first.text
    assert first.cites


def test_a_wrong_figure_stands_only_in_the_sentence_that_denies_it(assistant):
    answer = assistant.answer(AskRequest(question="绍兴小巨人奖励500万对吧", as_of=date(2026, 11, 22)))
    assert [sentence.text.startswith("不是") for sentence in answer.sentences if "500万" in sentence.text] == [True]
