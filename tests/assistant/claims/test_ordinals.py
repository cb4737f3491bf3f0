import pytest

from assistant.claims.compare import compare, hold
from assistant.claims.ordinals import strange

CLAUSE = "在入规第二年奖励10万元，第三年和第四年不退规的再分别奖励10万元，首次申报的优先。"


@pytest.mark.parametrize(
    "said", ["入规次年起奖励，第二年10万元", "第二、三、四年", "第2年到第4年", "第一次申报的优先", "入规后第三年"]
)
def test_ordinals_of_the_clause_in_any_notation(said):
    assert strange(said, [CLAUSE]) == ""


@pytest.mark.parametrize("said", ["入规第一年奖励10万元", "第二、三、五年", "第二年至第五年", "第三批申报的优先"])
def test_others_are_told(said):
    assert strange(said, [CLAUSE])


def test_a_year_within_what_the_clause_lasts_is_no_other():
    assert strange("第三年也可以享受", ["最多可连续支持3年"]) == ""
    assert strange("第四年也可以享受", ["最多可连续支持3年"])


def test_it_is_one_of_the_looks():
    assert compare("入规第三年奖励10万元。", hold(["在入规第二年奖励10万元。"])) is not None
