import pytest

from assistant.claims.coverage import leftover

CLAUSE = "对采购智能化技术改造设备的企业，按采购额给予补助，投入生产并销售的一次性奖励"


def words(said, **more):
    return [left.word for left in leftover(said, [CLAUSE], **more)]


@pytest.mark.parametrize("said", ["企业采购设备的，可以拿到补助", "技改设备", "投产销售的一次奖励"])
def test_its_own_words_their_short_forms_glue_and_fellows_of_a_class_leave_nothing(said):
    assert words(said) == []


@pytest.mark.parametrize(
    ("said", "left"),
    [("企业员工补助", "员工"), ("全额补助", "全额"), ("每季度补助", "每季度"), ("美", "美"), ("无需采购", "无需")],
)
def test_what_the_clause_has_not_is_left(said, left):
    assert left in words(said)


def test_a_class_that_the_caller_has_judged_is_no_matter():
    assert words("同样补助") == ["同样"]
    assert words("同样补助", licences=("相等",)) == []
