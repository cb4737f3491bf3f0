import pytest

from assistant.claims.roles import exchanged

LAND = "省人民政府自然资源主管部门对评价排名靠前的园区应当给予新增用地指标奖励，设区的市人民政府自然资源主管部门对评价排名靠前的企业应当给予容积率指标奖励。"
TOWN = "以洋湖为先行区，望城大泽湖为核心区，布局建设国际化小镇。"
GRADES = "参与示范工厂、应用场景评选的企业必须为D类及以上级别。参与智能工位评选的企业必须为E类及以上级别。"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (LAND, "对评价排名靠前的企业，给予新增用地指标奖励。"),
        (TOWN, "小镇以望城大泽湖为先行区。"),
        (GRADES, "参与示范工厂评选的企业达到E类即可。"),
    ],
)
def test_what_one_gets_is_not_given_to_the_other(clause, said):
    assert exchanged(said, [clause])


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (LAND, "容积率指标奖励给企业，新增用地指标奖励给园区。"),
        (LAND, "园区、企业分别得到新增用地指标奖励和容积率指标奖励。"),
        (TOWN, "核心区在望城大泽湖，洋湖是先行区。"),
        (GRADES, "E类企业不能参与示范工厂评选，可以参与智能工位评选。"),
    ],
)
def test_each_with_its_own_in_any_order(clause, said):
    assert exchanged(said, [clause]) == ""
