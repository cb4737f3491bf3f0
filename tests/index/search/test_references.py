"""Clause numbers as people write them, against the real library."""

import pytest

from index.documents.library import load_library
from index.search.references import find_references

LIBRARY = load_library()
CHANGSHA, PLAN, HANGZHOU = "changsha-2023", "changsha-plan-2021", "hangzhou-2023"
SHAOXING, HUNAN = "shaoxing-2025", "hunan-regulation-2022"


@pytest.mark.parametrize(
    ("text", "documents", "first"),
    [
        ("第16条", [CHANGSHA], "changsha-2023/16"),
        ("第十六条", [CHANGSHA], "changsha-2023/16"),
        ("第 １６ 条", [CHANGSHA], "changsha-2023/16"),
        ("附件6第1条", [], "changsha-2023/附件6/1"),
        ("附件六的第一条", [], "changsha-2023/附件6/1"),
        ("长沙北斗附件第3条", [CHANGSHA], "changsha-2023/附件6/3"),
        ("生物医药产业政策里第2条", [CHANGSHA], "changsha-2023/附件4/2"),
        ("生物医药那个附件的第2条", [CHANGSHA], "changsha-2023/附件4/2"),
        ("“工业园区提效行动”第2条", [PLAN], "changsha-plan-2021/二/（七）/2"),
        ("长沙若干政策第10条", [CHANGSHA], "changsha-2023/10"),
        ("第（十二）条", [SHAOXING], "shaoxing-2025/（十二）"),
        ("第(12)条", [SHAOXING], "shaoxing-2025/（十二）"),
        ("(十二)条讲什么", [SHAOXING], "shaoxing-2025/（十二）"),
        ("附则第（五）条", [SHAOXING], "shaoxing-2025/八/（五）"),
        ("第（三）条", [SHAOXING], "shaoxing-2025/（三）"),
        ("第（六）条", [HANGZHOU], "hangzhou-2023/（六）"),
        ("保障措施第（三）条", [PLAN], "changsha-plan-2021/三/（三）"),
        ("主要任务第（六）项的第3条", [PLAN], "changsha-plan-2021/二/（六）/3"),
        ("条例第二十一条", [HUNAN], "hunan-regulation-2022/第二十一条"),
        ("湖南条例24条", [HUNAN], "hunan-regulation-2022/第二十四条"),
        ("长沙9条是什么", [CHANGSHA], "changsha-2023/9"),
        ("第二十四条第（二）项", [HUNAN], "hunan-regulation-2022/第二十四条/（二）"),
        ("八（四）", [SHAOXING], "shaoxing-2025/八/（四）"),
        ("附则四", [SHAOXING], "shaoxing-2025/八/（四）"),
        ("第八部分第（四）条", [SHAOXING], "shaoxing-2025/八/（四）"),
        ("第三部分讲什么", [SHAOXING], "shaoxing-2025/（十一）"),
        ("第九条第二款", [HUNAN], "hunan-regulation-2022/第九条/第二款"),
        ("条例9条第2款", [HUNAN], "hunan-regulation-2022/第九条/第二款"),
        ("第二部分第（七）项里的第4点", [PLAN], "changsha-plan-2021/二/（七）/4"),
    ],
)
def test_a_number_names_its_clause(text, documents, first):
    (reference,) = find_references(text, LIBRARY, documents)
    assert reference.clause_ids[0] == first
    assert reference.missing == ()
    assert text[reference.start : reference.end] == reference.text


@pytest.mark.parametrize(
    ("text", "documents", "missing"),
    [
        ("第27条", [CHANGSHA], (("changsha-2023", 26),)),
        ("条例第三十条", [HUNAN], (("hunan-regulation-2022", 26),)),
        ("第（十一）条", [HANGZHOU], (("hangzhou-2023", 10),)),
        ("附件6第9条", [CHANGSHA], (("changsha-2023", 4),)),
    ],
)
def test_a_number_beyond_the_last_says_how_many_there_are(text, documents, missing):
    (reference,) = find_references(text, LIBRARY, documents)
    assert (reference.clause_ids, reference.missing) == ((), missing)


@pytest.mark.parametrize(
    "text",
    ["本政策第8条", "奖励5条生产线", "长沙建了3条产线", "提了5条", "一等奖、二等奖", "3条建议", "2021年10号文", ""],
)
def test_what_is_no_reference_of_the_asker(text):
    assert find_references(text, LIBRARY) == []


def test_two_references_in_reading_order():
    found = find_references("第九条和第十九条有什么不同", LIBRARY, [HUNAN])
    assert [r.clause_ids[0].rpartition("/")[2] for r in found] == ["第九条", "第十九条"]


def test_without_a_document_every_one_that_has_the_number_is_named():
    (reference,) = find_references("第（三）条", LIBRARY)
    assert {clause_id.partition("/")[0] for clause_id in reference.clause_ids} >= {SHAOXING, HANGZHOU}
