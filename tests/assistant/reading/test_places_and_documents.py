"""Cities, other places, documents held and documents only mentioned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading.model import Understanding
from assistant.reading.places_and_documents import canonical_number

Read = Callable[..., Understanding]


@pytest.mark.parametrize(
    ("question", "cities"),
    [
        ("绍兴小巨人多少", ("绍兴",)),
        ("长沙和绍兴谁的奖励更高", ("长沙", "绍兴")),
        ("我们柯桥区的印染企业", ("绍兴",)),
        ("杭州钱塘区的车企", ("杭州",)),
        ("注册在湖南湘江新区", ("长沙",)),
        ("shaoxing xiaojuren 多少", ("绍兴",)),
        ("评上节水型企业奖多少", ()),
        ("宁波和绍兴比", ("绍兴",)),
        ("湖南条例讲什么", ()),
    ],
)
def test_cities(read: Read, question: str, cities: tuple[str, ...]) -> None:
    assert read(question).cities == cities


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("苏州小巨人多少", ("苏州",)),
        ("上海的专精特新补多少", ("上海",)),
        ("宁波和绍兴比", ("宁波",)),
        ("贵州的首台套补多少", ("贵州",)),
        ("项目完成都可以拿吗", ()),
        ("扩大连接数", ()),
        ("绍兴浙江省级的", ()),
    ],
)
def test_other_places(read: Read, question: str, others: tuple[str, ...]) -> None:
    assert read(question).other_places == others


def test_the_request_s_city_serves_where_the_question_names_no_place(read: Read) -> None:
    kept = read("小巨人多少", city="绍兴")
    assert kept.cities == ("绍兴",)
    assert not kept.city_named
    assert kept.effective_question.startswith("绍兴")
    assert read("长沙小巨人多少", city="绍兴").cities == ("长沙",)
    assert read("苏州小巨人多少", city="绍兴").cities == ()
    assert read("条例第二十一条", city="绍兴").cities == ()


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("长沙若干政策第16条", ("changsha-2023",)),
        ("条例第二十一条", ("hunan-regulation-2022",)),
        ("绍兴4151还有效吗", ("shaoxing-2025",)),
        ("长沙三年行动计划里的目标", ("changsha-plan-2021",)),
        ("湖南条例和杭州的措施", ("hunan-regulation-2022", "hangzhou-2023")),
        ("《湖南省先进制造业促进条例》第三条", ("hunan-regulation-2022",)),
        ("长发〔2021〕3号讲什么", ("changsha-plan-2021",)),
        ("长沙市深化北斗应用若干政策还执行吗", ()),
        ("浙江省民营企业发展促进条例讲什么", ()),
        ("绍兴小巨人多少", ()),
    ],
)
def test_documents(read: Read, question: str, documents: tuple[str, ...]) -> None:
    assert read(question).documents == documents


@pytest.mark.parametrize(
    ("question", "number", "clauses"),
    [
        ("绍政办发〔2024〕4号还能用吗", "绍政办发〔2024〕4号", ("shaoxing-2025/通知",)),
        ("绍政办发(2024)4号废止了没", "绍政办发〔2024〕4号", ("shaoxing-2025/通知",)),
        ("绍政办发[2024] 4 号呢", "绍政办发〔2024〕4号", ("shaoxing-2025/通知",)),
        ("长政办发2021年10号还有用吗", "长政办发〔2021〕10号", ("changsha-2023/结语",)),
        ("现在长政办发〔2019〕41号还执行吗", "长政办发〔2019〕41号", ("changsha-2023/附件6/结语",)),
        ("杭政办〔2020〕99号讲什么", "杭政办〔2020〕99号", ()),
    ],
)
def test_numbers_of_documents_not_held(read: Read, question: str, number: str, clauses: tuple[str, ...]) -> None:
    (mention,) = [m for m in read(question).document_mentions if m.number]
    assert (mention.number, mention.clause_ids, mention.held) == (number, clauses, False)


def test_a_title_that_is_only_referred_to(read: Read) -> None:
    (mention,) = read("《绍兴黄酒产业发展振兴若干政策》里补多少").document_mentions
    assert not mention.held
    assert mention.clause_ids == ("shaoxing-2025/（四）",)


def test_an_unknown_title_is_kept_as_written(read: Read) -> None:
    (mention,) = read("《月球制造业促进办法》里补多少").document_mentions
    assert (mention.title, mention.held, mention.clause_ids) == ("月球制造业促进办法", False, ())


def test_canonical_number_leaves_other_words_alone() -> None:
    assert canonical_number("绍政办发（2024）04号") == "绍政办发〔2024〕4号"
    assert canonical_number("第4号") == "第4号"
