"""Which words are denied."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading.model import Understanding

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("question", "words", "denied"),
    [
        ("没有退规", "退规", True),
        ("之后一直没退规", "退规", True),
        ("没有列入任何市级计划", "列入", True),
        ("没列入市重点但列入了省重大项目", "市重点", True),
        ("没列入市重点但列入了省重大项目", "省重大项目", False),
        ("不是房地产企业，也没有失信", "房地产", True),
        ("不是房地产企业，也没有失信", "失信", True),
        ("不属于六大行业", "六大行业", True),
        ("国家级基地还在准备材料，没批下来", "国家级基地", True),
        ("去年想报数字化车间没报成", "数字化车间", True),
        ("数字化车间没评上", "数字化车间", True),
        ("国家级的还没批下来，省级的批了", "省级", False),
        ("第一次过亿，以前没领过", "第一次", False),
        ("有没有列入市重点", "市重点", False),
        ("投资不超过300万", "300万", False),
        ("未来工厂", "未来工厂", False),
        ("无人机企业", "无人机", False),
        ("长沙不是要建小镇嘛", "小镇", False),
        ("绍兴小巨人还有效没", "小巨人", False),
        ("能不能申报小巨人", "小巨人", False),
        ("属于独立供地项目", "独立供地", False),
        ("并非国有企业", "国有企业", True),
        ("尚未投产", "投产", True),
    ],
)
def test_denied(read: Read, question: str, words: str, denied: bool) -> None:
    understanding = read(question)
    start = understanding.effective_question.index(words)
    assert understanding.denied((start, start + len(words))) is denied
