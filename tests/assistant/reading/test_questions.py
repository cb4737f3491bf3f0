"""Several questions in one message; company profiles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading.model import Understanding

Read = Callable[..., Understanding]
PROFILE = (
    "我们是绍兴上虞一家做水泵的民营企业，规上，员工300人，去年亩均评价A类，没有失信记录。今年完成设备投资1800万元，"
    "列入了市重点工业项目计划；新认定为省级绿色工厂；通过了能源管理体系认证。去年营收2.1亿。请问我们能拿哪些奖励？"
)


@pytest.mark.parametrize(
    ("question", "queries"),
    [
        (
            "两个问题：①长沙二级节点奖多少？②长沙三个智能工位奖多少？",
            ["长沙二级节点奖多少？", "长沙三个智能工位奖多少？"],
        ),
        ("1、长沙小巨人多少 2、绍兴首台套多少", ["长沙小巨人多少", "绍兴首台套多少"]),
        ("长沙小巨人多少？单项冠军呢？", ["长沙小巨人多少？", "长沙单项冠军多少？"]),
        ("长沙智能工位奖多少，另外DCMM三级给多少？", ["长沙智能工位奖多少", "长沙DCMM三级给多少？"]),
        ("首先问下杭州链主给多少；其次整车采购怎么补？", ["问下杭州链主给多少", "杭州整车采购怎么补？"]),
        (
            "绍兴：五星级管理标杆、能源管理体系认证、新列入中国品牌价值榜，各给多少？",
            ["绍兴五星级管理标杆给多少？", "绍兴能源管理体系认证给多少？", "绍兴新列入中国品牌价值榜给多少？"],
        ),
        ("长沙小巨人和首台套分别奖多少？", ["长沙小巨人奖多少？", "长沙首台套奖多少？"]),
        ("绍兴对国家级、省级、市级工业设计中心分别奖励多少？", ["绍兴对国家级、省级、市级工业设计中心分别奖励多少？"]),
        (
            "绍兴的园区申请数字化示范园区补助，要什么条件？补多少？",
            ["绍兴的园区申请数字化示范园区补助，要什么条件？补多少？"],
        ),
        ("去年营收4800万。今年1.2亿。长沙奖多少？", ["去年营收4800万。今年1.2亿。长沙奖多少？"]),
        ("杭州场景开放项目由哪个部门牵头、谁配合？", ["杭州场景开放项目由哪个部门牵头、谁配合？"]),
        ("绍兴小巨人多少", ["绍兴小巨人多少"]),
        ("绍兴珍珠补多少，黄酒呢，首台套呢", ["绍兴珍珠补多少", "绍兴黄酒补多少", "绍兴首台套补多少"]),
        ("绍兴小巨人、杭州链主各奖多少？", ["绍兴小巨人奖多少？", "杭州链主奖多少？"]),
        ("省级数字化车间，长沙绍兴两地各奖多少？", ["省级数字化车间，长沙绍兴两地各奖多少？"]),
        (
            "长沙小巨人和首台套，奖励标准分别是多少？",
            ["长沙小巨人奖励标准多少？", "长沙首台套奖励标准多少？"],
        ),
        ("省外专家来湘工作能评职称吗？依据第几条？", ["省外专家来湘工作能评职称吗？"]),
        ("条例第五条和第六条分别讲什么？", ["条例第五条讲什么？", "条例第六条讲什么？"]),
        (
            "请教一下：（1）绍兴绿色工厂国家级多少；（2）节水型企业多少",
            ["绍兴绿色工厂国家级多少", "绍兴节水型企业多少"],
        ),
        (
            "我们在绍兴，设备投资2000万，列入了市重点。①设备奖多少？②还能和氢能叠加吗？",
            [
                "我们在绍兴，设备投资2000万，列入了市重点。设备奖多少？",
                "我们在绍兴，设备投资2000万，列入了市重点。还能和氢能叠加吗？",
            ],
        ),
    ],
)
def test_parts(read: Read, question: str, queries: list[str]) -> None:
    assert [part.query.strip("，。；") for part in read(question).parts] == [q.strip("，。；") for q in queries]


def test_each_part_has_its_own_city(read: Read) -> None:
    assert [p.cities for p in read("绍兴小巨人、杭州链主各奖多少？").parts] == [("绍兴",), ("杭州",)]


def test_facts_know_their_part(read: Read) -> None:
    understanding = read("①长沙北斗营收3600万奖多少？②绍兴设备投资500万奖多少？")
    assert [(f.label, f.part) for f in understanding.facts_of("money")] == [("北斗营收", 0), ("设备投资", 1)]


def test_a_profile_is_kept_whole(read: Read) -> None:
    understanding = read(PROFILE)
    assert understanding.profile
    assert "match_profile" in understanding.intents
    assert len(understanding.parts) == 1
    assert understanding.cities == ("绍兴",)


@pytest.mark.parametrize(
    "question", ["我们能拿哪些奖励？", "绍兴小巨人奖多少", "我们是长沙的北斗企业，营收3600万，奖多少？"]
)
def test_short_messages_are_no_profile(read: Read, question: str) -> None:
    assert not read(question).profile
