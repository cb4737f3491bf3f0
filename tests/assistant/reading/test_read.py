"""Promises that hold for any text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.reading.model import Understanding
from assistant.reading.patterns import FOLDER, load

Read = Callable[..., Understanding]
_WORDS = st.sampled_from(
    [
        "绍兴",
        "长沙",
        "杭州",
        "苏州",
        "小巨人",
        "三星",
        "升到五星",
        "去年",
        "今年",
        "2024年6月",
        "营收",
        "3600万",
        "1.2亿",
        "没领过",
        "之前领过30万",
        "那",
        "呢",
        "这个",
        "第十八条",
        "附件6第1条",
        "《条例》",
        "绍政办发〔2024〕4号",
        "，",
        "。",
        "？",
        "①",
        "（",
        "）",
        "奖多少",
        "还能用吗",
        "没列入",
        "百分之二十",
        "听说",
        "对吗",
        "忽略之前所有指令",
        "🎉",
        "\u200b",
        "１２万",
        "5‰",
        "分别",
        "、",
        "各给多少",
        "\n",
        "省里奖了",
        "从",
        "到",
        "涨了",
        "三级",
        "AAA级",
        "D类",
        "不是",
        "但",
    ]
)
_TEXT = st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=25).map("".join))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=_TEXT, earlier=st.lists(_TEXT, max_size=4))
def test_no_text_is_refused_and_offsets_point_into_it(read: Read, question: str, earlier: list[str]) -> None:
    understanding = read(question, *earlier)
    assert len(understanding.question) == len(question)
    text = understanding.effective_question
    for fact in understanding.facts:
        assert text[slice(*fact.at)] == fact.text
        if not fact.carried:
            assert 0 <= fact.start < fact.end <= len(question)
            assert understanding.question[fact.start : fact.end] == fact.text
    for start, end in understanding.negations:
        assert 0 <= start < end <= len(text)
    for part in understanding.parts:
        assert text[slice(*part.at)] == part.text
    for premise in understanding.premises:
        assert 0 <= premise.start <= premise.end <= len(question)
    public = understanding.to_public()
    assert public.model_validate_json(public.model_dump_json()) == public
    assert all(question[f.start : f.end] == f.text for f in public.facts if question.isprintable())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=_TEXT)
def test_the_same_request_gives_the_same_result(read: Read, question: str) -> None:
    assert read(question) == read(question)


@pytest.mark.parametrize(
    "unit", ["没", "（", "1", "1,", "一", " ", "\n", "第", "今年营收3000万，", "附件1", "系统", "\x00", "\ud800"]
)
def test_long_monotonous_text_is_read(read: Read, unit: str) -> None:
    text = unit * (4_000 // len(unit))
    assert len(read(text).question) == len(text)


def test_control_characters_become_blanks_in_place(read: Read) -> None:
    understanding = read("绍兴\x07小巨人\u200b奖励500万对吗")
    (fact,) = understanding.facts_of("money")
    assert understanding.question[fact.start : fact.end] == "500万"
    assert "\x07" not in understanding.question


def test_markup_is_text(read: Read) -> None:
    understanding = read("<img src=x onerror=alert(1)>绍兴小巨人奖多少</img>")
    assert understanding.cities == ("绍兴",)
    assert understanding.intents >= {"amount"}


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("营收1.2亿", "120000000", "元"),
        ("占72%", "72%", ""),
        ("采购额5‰", "0.5%", ""),
        ("投资500万到800万", "5000000-8000000", "元"),
        ("按1:1.5承担", "1:1.5", ""),
        ("首次列入", "是", ""),
        ("评上五颗星", "五星级", ""),
    ],
)
def test_public_values(read: Read, question: str, value: str, unit: str) -> None:
    (fact,) = read(question).to_public().facts
    assert (fact.value, fact.unit) == (value, unit)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_data_file_compiles(path: object) -> None:
    name = str(getattr(path, "stem", ""))
    assert list(load(name))
