import pytest

from assistant.claims.quoted import turned_round

CLAUSE = "登记证有效期三年，期满前30日内申请延续；引导龙头企业来本省投资，账册保存期限自货物出区之日起不少于三年。"


@pytest.mark.parametrize(
    "said",
    [
        "登记证有效期三年，期满后30日内申请延续。",
        "引导龙头企业来本市投资。",
        "账册保存期限自货物入区之日起不少于三年。",
    ],
)
def test_a_quotation_with_one_word_turned_round_is_told(said):
    assert turned_round(said, [CLAUSE])


@pytest.mark.parametrize("said", ["期满前30日内申请延续。", "引导龙头企业到本省投资。", "证件到期以后就不能再用了。"])
def test_a_quotation_and_free_words_are_not(said):
    assert turned_round(said, [CLAUSE]) == ""
