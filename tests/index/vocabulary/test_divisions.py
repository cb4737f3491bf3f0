"""Places: every one has a name of its own, and is found by what people call it."""

import pytest

from index.vocabulary.divisions import divisions
from index.vocabulary.lexicon import general_lexicon

PLACES = divisions()


def test_the_table_is_whole():
    levels = [place.level for place in PLACES.places.values()]
    assert levels.count("province") == 34
    assert levels.count("city") > 330
    assert levels.count("county") > 2800
    assert all(outer in PLACES.places for place in PLACES.places.values() for outer in place.parents)


@pytest.mark.parametrize(
    ("written", "key", "parents"),
    [
        ("嵊州市", "嵊州", ("绍兴", "浙江")), ("浙江省绍兴市嵊州市", "嵊州", ("绍兴", "浙江")),
        ("长沙县", "长沙县", ("长沙", "湖南")), ("吉林市", "吉林市", ("吉林",)), ("吉林", "吉林", ()),
        ("浦东新区", "浦东", ("上海",)), ("恩施州", "恩施", ("湖北",)), ("内蒙古", "内蒙古", ()), ("鼓楼区", None, ()),
        ("南京市鼓楼区", "南京鼓楼", ("南京", "江苏")), ("亚特兰蒂斯", None, ()),
    ],
)  # fmt: skip
def test_a_place_by_what_it_is_called(written, key, parents):
    place = PLACES.named(written)
    assert (place.key if place else None) == key
    assert PLACES.parents(key or "") == parents


def test_what_lies_in_a_place():
    assert "嵊州" in PLACES.children("绍兴")
    assert "绍兴" in PLACES.children("浙江")
    assert PLACES.children("嵊州") == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("合肥的传感器企业", ["合肥"]),
        ("绍兴嵊州的小巨人", ["嵊州"]),
        ("我们是昆山的，不是苏州的", ["昆山", "苏州"]),
        ("支持创新平台，航空航天等产业", []),
        ("前三台里的首台套，一视同仁", []),
        ("公安机关和通道建设、资源合作", []),
        ("公安县和通道县", ["公安", "通道"]),
        ("朝阳产业与宁德时代", []),
        ("朝阳市和宁德市", ["朝阳", "宁德"]),
    ],
)
def test_places_in_running_text(text, places):
    assert [m.concept for m in general_lexicon().find(text) if m.kind == "region"] == places
