from assistant.claims.joints import loosened, lost, misattributed

AWAY = "对在长沙市以外地方工作的先进制造业主要科研人员，应当提供高效便捷服务。"
CARE = "其负责人已经履行应尽职责、未牟取不正当利益的，不承担相关责任。"
OFFICE = "市发展改革委、市科技局为成员单位；领导小组办公室设在市工业和信息化局，承担日常工作。"


def test_a_word_that_reverses_is_not_lost():
    assert "以外" in lost("在长沙市工作的先进制造业主要科研人员", [AWAY])
    assert lost("在长沙市以外地方工作的主要科研人员", [AWAY]) == ""


def test_conditions_asked_for_together_are_not_alternatives():
    assert loosened("已经履行应尽职责或者未牟取不正当利益的", [CARE])
    assert loosened("履行职责、未牟取不正当利益的", [CARE]) == ""


def test_a_body_does_what_the_clause_has_it_do():
    assert misattributed("领导小组办公室设在市发展改革委", [OFFICE])
    assert misattributed("领导小组办公室设在市工业和信息化局", [OFFICE]) == ""
