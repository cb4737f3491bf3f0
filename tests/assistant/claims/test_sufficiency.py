from assistant.claims.compare import compare, hold

LABS = "在湘注册的外资研发机构在本省范围内开展研发活动，享受与省内研发机构同等政策。"
CARE = "国有企业未达到预期效果，其负责人已经履行应尽职责，未牟取不正当利益的，不承担相关责任。"


def test_enough_is_all_that_the_clause_asks_for():
    assert (
        compare("外资研发机构只要在湘注册、在本省范围内开展研发活动，就享受与省内研发机构同等政策", hold([LABS]))
        is None
    )
    assert compare("国有企业未达到预期效果，负责人只要未牟取不正当利益，就不承担相关责任", hold([CARE]))
