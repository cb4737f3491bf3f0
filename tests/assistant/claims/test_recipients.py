import pytest

from assistant.claims.recipients import another, recipient


@pytest.mark.parametrize(
    ("own", "who"),
    [
        ("按实际交易费用的〇给予持有人奖励", "持有人"),
        ("按实际交易费用的〇奖励上市许可持有人", "上市许可持有人"),
        ("，对承担委托生产任务的企业分品种按实际交易费用的〇给予奖励", "承担委托生产任务的企业"),
        ("一次性奖励园区内软件企业最高不超过〇", "园区内软件企业"),
        ("那〇发给博士本人", "博士本人"),
        ("给予企业〇奖励", ""),
        ("奖励〇", ""),
    ],
)
def test_who_is_paid(own, who):
    assert recipient(own) == who


def test_one_kind_or_half_the_words_of_a_name_are_enough():
    assert another("上市许可持有人", "承担委托生产任务的企业")
    assert another("园区内软件企业", "园区运营主体")
    assert another("该企业", "信创产业适配中心")
    assert not another("小巨人企业", "认定的企业")
    assert not another("适配中心", "信创产业适配机构")
