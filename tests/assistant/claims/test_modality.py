from assistant.claims.modality import bound_to

SAFETY = "高危行业要应保尽保，全员足额投保，鼓励其他行业企业投保安全生产责任保险。"


def test_what_is_encouraged_is_no_duty():
    assert bound_to("其他行业企业应当投保安全生产责任保险", [SAFETY])
    assert bound_to("鼓励其他行业企业投保安全生产责任保险", [SAFETY]) == ""


def test_a_duty_is_no_choice():
    assert bound_to("政府决定是否制定培育指导计划", ["县级以上人民政府应当制定先进制造业企业培育指导计划。"])
