import pytest

from assistant.claims.each import spread

CLAUSE = "按每亩3000元给予一次性补助，每家企业每年不超过30万元，运行满一年后拨付，每吨补助300元。"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("一亩补三千，一家一年最多三十万", "每亩补三千，每家每年最多三十万"),
        ("运行满一年后拨付", "运行满一年后拨付"),
        ("一次性补助，一户一份", "一次性补助，一户一份"),
        ("每满一吨补300元", "每满一吨补300元"),
    ],
)
def test_one_of_what_the_clause_pays_by_is_each_of_them(said, read):
    assert spread(said, [CLAUSE]) == read


def test_it_stays_where_the_clause_has_no_each():
    assert spread("一亩补三千", ["给予3000元补助。"]) == "一亩补三千"
