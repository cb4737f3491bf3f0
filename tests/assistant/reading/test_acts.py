"""Acts by example: what is near the examples is heard, what only tells asks nothing, the head is the examples' own."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.reading.acts import STATEMENT, TRAINED, asked, examples, masked, ranked, tells
from assistant.reading.head import train_several


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("外国公司投的也给吗", "eligibility"),
        ("能一块儿领两份不", "stacking"),
        ("得去找哪个衙门", "bureau"),
        ("拢共得多少", "total"),
        ("我刚刚都问了些啥", "asked_before"),
        ("这份东西大意是啥", "summary"),
        ("那份旧文件如今还认账不", "validity"),
        ("市里肯掏几成", "amount"),
        ("哪些厂子沾不上这个光", "excluded"),
        ("买房子的利息政府给补不", "elsewhere"),
    ],
)
def test_a_new_wording_lies_near_its_examples(text, act):
    assert act in [name for name, _ in ranked(text)[:2]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("小巨人奖多少", {"amount"}),
        ("一共能拿多少", {"amount", "total"}),
        ("还能再拿多少", {"amount", "due"}),
        ("要满足什么条件", {"eligibility"}),
        ("归哪个部门管", {"bureau"}),
        ("什么时候到期", {"validity"}),
        ("两地有什么区别", {"compare"}),
        ("原文发我", {"quote_verbatim"}),
        ("两份能一起领吗", {"stacking", "yes_no"}),
        ("联系电话是多少", {"contact"}),
        ("最后实际完成了多少", {"outcome"}),
        ("文号是多少", {"issue_info"}),
        ("到2023年要新增多少家", {"target"}),
        ("你好", {"greeting"}),
    ],
)
def test_what_is_asked(text, wanted):
    assert wanted <= asked(text)


@pytest.mark.parametrize(
    "text",
    ["没有受过任何处罚", "去年产值十二亿", "厂子在本地开了八年", "我们主要生产轴承", "去年从上海搬来", "按那部条例"],
)
def test_what_is_told_asks_nothing(text):
    assert ranked(text)[0][0] == STATEMENT
    assert asked(text) == frozenset()
    assert tells(text)


def test_a_statement_about_penalties_asks_after_none():
    assert "penalty" not in asked("没有处罚记录，今年认定了小巨人。能拿多少？")


@pytest.mark.parametrize("text", ["", "绍兴", "那绍兴呢？", "，。！", "   "])
def test_a_name_alone_asks_nothing(text):
    assert asked(text) == frozenset()


def test_small_talk_beside_a_question_is_none():
    assert "greeting" not in asked("你好，小巨人奖多少钱")


def test_what_documents_do_not_hold_is_heard_alone():
    assert asked("咨询电话是多少") == {"contact"}


def test_places_and_awards_do_not_count():
    assert masked("绍兴小巨人奖多少") == masked("长沙单项冠军奖多少")
    assert ranked("绍兴小巨人奖多少") == ranked("长沙单项冠军奖多少")


def test_every_act_has_enough_examples_and_none_stands_twice():
    for sentences in examples().values():
        assert len(sentences) >= 10
        assert len(set(sentences)) == len(sentences)


def test_the_kept_head_is_of_these_acts():
    with np.load(TRAINED, allow_pickle=False) as kept:
        assert [str(name) for name in kept["names"]] == sorted(examples())


def test_a_sentence_may_belong_to_several_classes():
    rng = np.random.default_rng(1)
    embedded = rng.normal(size=(40, 8)).astype(np.float32)
    embedded[:20, 0] += 6
    embedded[10:30, 1] += 6
    labels = [{"a"} if n < 10 else {"a", "b"} if n < 20 else {"b"} if n < 30 else {"c"} for n in range(40)]
    head = train_several(["a", "b", "c"], labels, ["字"] * 40, embedded)
    both = dict(head.ranked(np.array([6, 6, 0, 0, 0, 0, 0, 0], dtype=np.float32), "字"))
    assert both["a"] > 0 < both["b"]
    assert both["c"] < both["a"]
