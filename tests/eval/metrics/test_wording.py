import pytest

from eval.metrics.abstention import precision_recall
from eval.metrics.wording import clean, focus, include, status_ok, withheld


def test_include_and_clean():
    assert include("奖50万元，一次性", ["50万", "一次性", "分期", "每年"]) == 0.5
    assert include("随便", []) == 1
    assert clean("奖50万元", ["500万"])
    assert not clean("奖500万元", ["500万"])


def test_focus_is_the_share_of_the_figures_that_belong():
    assert focus("50万元，另有20万元、15%和30万元", {"500000", "15%"}) == 0.5
    assert focus("没有金额", set()) == 1


@pytest.mark.parametrize(
    ("expect", "status", "answer", "right"),
    [
        ("answer", "answered", "", True),
        ("answer", "clarify", "", False),
        ("answer", None, "", False),
        ("clarify", "answered", "", True),
        ("clarify", "abstained", "", False),
        ("refuse", "abstained", "", True),
        ("refuse", "answered", "政策没有规定", False),
        ("abstain", "refused", "", True),
        ("abstain", "answered", "收录的政策没有相关规定。", True),
        ("abstain", "answered", "奖励50万元。" + "其他内容" * 40 + "没有相关规定", False),  # said too late
    ],
)
def test_status(expect, status, answer, right):
    assert status_ok(expect, status, answer) is right


def test_declining_in_words_counts_where_it_was_due():
    assert withheld("abstain", "answered", "收录的政策没有相关规定。")
    assert not withheld("answer", "answered", "条例没有规定罚则。")
    assert withheld("answer", "abstained", "")
    assert not withheld("refuse", "answered", "没有规定")


def test_abstention_precision_and_recall():
    pairs = [(True, True), (True, False), (False, True), (False, False), (True, True)]
    assert precision_recall(pairs) == (2 / 3, 2 / 3)
    assert precision_recall([(False, False)]) == (None, None)
