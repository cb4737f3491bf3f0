"""Clause numbers, found where they are meant, and said not to exist where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading.model import Understanding

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("长沙若干政策第16条讲的什么", ["changsha-2023/16"]),
        ("附件6第1条是什么内容", ["changsha-2023/附件6/1"]),
        ("条例第二十一条说了什么", ["hunan-regulation-2022/第二十一条"]),
        ("长沙三年行动计划保障措施第（三）条讲什么", ["changsha-plan-2021/三/（三）"]),
        ("绍兴4151的附则第四条讲啥", ["shaoxing-2025/八/（四）"]),
        ("条例12条", ["hunan-regulation-2022/第十二条"]),
        ("条例第二十四条第三项", ["hunan-regulation-2022/第二十四条/（三）", "hunan-regulation-2022/第二十四条"]),
        ("绍兴（十二）条原文", ["shaoxing-2025/（十二）"]),
        ("杭州第（三）条", ["hangzhou-2023/（三）"]),
        ("条例第二十四条第二款", ["hunan-regulation-2022/第二十四条/第二款", "hunan-regulation-2022/第二十四条"]),
    ],
)
def test_found(read: Read, question: str, clauses: list[str]) -> None:
    assert [c for r in read(question).references for c in r.clause_ids] == clauses


def test_each_number_belongs_to_the_city_named_before_it(read: Read) -> None:
    first, second = read("杭州第（三）条和绍兴第（十二）条有啥不一样").references
    assert first.clause_ids == ("hangzhou-2023/（三）",)
    assert second.clause_ids == ("shaoxing-2025/（十二）",)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("长沙若干政策第27条是什么", ("changsha-2023", 26)),
        ("湖南条例第三十条规定了哪些奖励", ("hunan-regulation-2022", 26)),
        ("杭州措施第十一条是什么", ("hangzhou-2023", 10)),
        ("绍兴4151第（二十八）条", ("shaoxing-2025", 27)),
        ("长沙附件3第7条", ("changsha-2023", 6)),
        ("附件9讲什么", ("changsha-2023", 8)),
    ],
)
def test_a_number_that_does_not_exist(read: Read, question: str, missing: tuple[str, int]) -> None:
    (reference,) = read(question).references
    assert reference.clause_ids == ()
    assert reference.missing == (missing,)


@pytest.mark.parametrize(
    ("earlier", "question", "clauses", "missing"),
    [
        ("条例第六条说了什么", "下一条呢", ("hunan-regulation-2022/第七条",), ()),
        ("条例第六条说了什么", "上一条呢", ("hunan-regulation-2022/第五条",), ()),
        ("条例第二十六条说了什么", "下一条呢", (), (("hunan-regulation-2022", 26),)),
        ("附件6第1条是什么", "下一条呢", ("changsha-2023/附件6/2",), ()),
    ],
)
def test_the_neighbour_of_the_clause_under_discussion(
    read: Read, earlier: str, question: str, clauses: tuple[str, ...], missing: tuple[tuple[str, int], ...]
) -> None:
    (reference,) = read(question, earlier, "……").references
    assert (reference.clause_ids, reference.missing) == (clauses, missing)


def test_a_paragraph_of_the_article_under_discussion(read: Read) -> None:
    references = read("第二款呢", "条例第二十四条说了什么", "……").references
    assert references[-1].clause_ids[0] == "hunan-regulation-2022/第二十四条/第二款"
    references = read("第二款呢", "条例第二十一条说了什么", "……").references
    assert references[-1].missing == (("hunan-regulation-2022/第二十一条", 1),)
