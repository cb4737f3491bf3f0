from assistant.claims.inclusion import added_up, counted_in, excluded
from assistant.claims.polarity import turned

SCOPE = "本政策适用制造业企业（不包括房地产、金融等行业内的国有企业），台资、外资企业享受同等待遇。"


def test_what_counts_in_is_not_said_to_stay_out():
    assert counted_in("省内奖励不计算在内", ["奖励100万元/个（含省内奖励）"])
    assert counted_in("省内奖励包含在内", ["奖励100万元/个（含省内奖励）"]) == ""


def test_what_is_left_out_the_clause_leaves_out():
    assert excluded("台资、外资企业不在本政策的适用范围之内", [SCOPE])
    assert excluded("房地产、金融行业内的国有企业不在适用范围之内", [SCOPE]) == ""


def test_adding_up_is_the_clauses():
    assert added_up("同一企业拿到多个平台的只奖励一次", ["同一企业不同平台的奖励可以累计。"])
    assert added_up("两级奖励分别发放", ["同一园区省、市同年认定的，就高奖励。"])
    assert added_up("不同平台的奖励可以累计", ["同一企业不同平台的奖励可以累计。"]) == ""


def test_only_one_of_two_is_not_both():
    clause = "租用的按租金补助，自建的按投资补助，两项只能选择其一。"
    assert added_up("既租用又自建的，两项补助可同时享受", [clause])
    assert added_up("租用和自建只能挑一项", [clause]) == ""


def test_what_is_left_out_is_not_listed_with_the_rest():
    clause = "小微商贸企业是指批发企业、零售企业，不包括个体工商户。"
    assert turned("小微商贸企业是指批发企业、零售企业以及个体工商户", [clause])
    assert turned("小微商贸企业是指批发企业、零售企业", [clause]) == ""
