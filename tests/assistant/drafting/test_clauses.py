"""Clauses asked for by number, however the number is written."""

from datetime import date

import pytest

from assistant.answer import AskRequest, Turn


def ask(assistant, question, *before):
    history = [Turn(role="user", content=text) for text in before]
    return assistant.answer(AskRequest(question=question, as_of=date(2026, 11, 22), history=history))


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("长沙三年计划第二部分（四）第2点写了啥", ["changsha-plan-2021/二/（四）/2"]),
        ("三年行动计划二（三）5讲什么", ["changsha-plan-2021/二/（三）/5"]),
        ("长沙计划主要任务（一）第6条", ["changsha-plan-2021/二/（一）/6"]),
        ("杭州措施（六）", ["hangzhou-2023/（六）"]),
        ("北斗附件第4条怎么规定", ["changsha-2023/附件6/4"]),
        ("条例第三条第二款", ["hunan-regulation-2022/第三条/第二款"]),
        ("条例第三条第一款说什么", ["hunan-regulation-2022/第三条"]),
        ("湖南条例第二十四条第三项", ["hunan-regulation-2022/第二十四条/（三）"]),
    ],
)
def test_only_the_clause_that_is_asked_for_is_cited(assistant, question, clauses):
    answer = ask(assistant, question)
    assert list(dict.fromkeys(citation.clause_id for citation in answer.citations)) == clauses


def test_a_whole_part_is_told_clause_by_clause(assistant):
    answer = ask(assistant, "长沙若干政策第三部分有哪些条款")
    assert [citation.locator for citation in answer.citations] == [f"第{n}条" for n in range(9, 15)]
    assert all(len(citation.quote) < 150 for citation in answer.citations)


def test_what_a_clause_is_about_is_its_heading(assistant):
    answer = ask(assistant, "绍兴政策第（七）条是关于哪方面的")
    assert "支持开发区（园区）治理现代化" in answer.answer.replace("(", "（").replace(")", "）")
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("条例第十一条第四款", "第十一条只有3款"),
        ("行动计划第五部分", "只有3个部分"),
        ("长沙附件10", "只有8个附件"),
        ("长沙附件7第3条", "附件7只有2条"),
        ("绍兴第三十条", "只有27条"),
    ],
)
def test_a_number_that_does_not_exist_is_said_not_to_exist(assistant, question, said):
    answer = ask(assistant, question)
    assert answer.status == "abstained"
    assert said in answer.answer


def test_a_paragraph_asked_for_in_a_follow_up_is_counted_in_its_article(assistant):
    assert "第二十一条只有1款" in ask(assistant, "第三款呢", "条例第二十一条说了什么").answer
