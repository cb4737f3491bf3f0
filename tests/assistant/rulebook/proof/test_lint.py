"""The linter is silent on the rules as they are and speaks about each kind of planted oddity."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from assistant.calculator.rule import Rule
from assistant.rulebook.load import Rulebook, load_rulebook
from assistant.rulebook.proof.lint import ACCEPTED, lint


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def test_nothing_is_odd(book: Rulebook) -> None:
    assert lint(book) == []


def said(book: Rulebook, rule_id: str, **changes: Any) -> list[str]:
    """What the linter says of a rule with some of its data replaced."""
    entry = book.rules[rule_id]
    data = entry.rule.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    outcomes = {"award", "branches", "parts"}
    if outcomes & changes.keys():
        data = {key: value for key, value in data.items() if key not in outcomes}
    rule = Rule.model_validate({**data, **changes})
    changed = dataclasses.replace(entry, rule=rule)
    return lint(dataclasses.replace(book, rules={rule_id: changed}), entry.document_id)


LADDER = "changsha-2023/附件1/2:part-revenue"
FIXED = {"kind": "fixed", "amount": "50万元"}


def ladder(*steps: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "ladder", "by": "revenue", "word": "超过", "steps": [list(step) for step in steps]}


def test_a_ladder_that_falls(book: Rulebook) -> None:
    found = said(book, LADDER, award=ladder(("5000万元", "50万元"), ("1亿元", "25万元")))
    assert any("阶梯不是逐档提高：5000万元给50万元，1亿元给25万元" in each for each in found)


def test_a_tier_written_twice(book: Rulebook) -> None:
    found = said(book, LADDER, award=ladder(("5000万元", "25万元"), ("0.5亿元", "50万元")))
    assert any("写了两次" in each for each in found)


def branch(name: str, *when: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "when": list(when), "award": FIXED, **more}


def at(word: str, value: str) -> dict[str, Any]:
    return {"input": "revenue", "word": word, "value": value}


@pytest.mark.parametrize(
    ("branches", "message"),
    [
        ([branch("a", at("超过", "2亿元"), at("以下", "1亿元")), branch("b", at("低于", "1亿元"))], "互相矛盾"),
        ([branch("a", at("以上", "1亿元")), branch("b", at("以下", "1亿元"))], "分支 a 和 b 可能同时成立"),
        (
            [branch("a", at("以上", "1亿元"), overrides=["b"]), branch("b", at("以上", "2亿元"))],
            "分支 b 总是被 a 取代",
        ),
    ],
)
def test_branches_that_clash(book: Rulebook, branches: list[dict[str, Any]], message: str) -> None:
    assert any(message in each for each in said(book, LADDER, branches=branches))


def test_branches_that_part_at_one_figure_are_fine(book: Rulebook) -> None:
    branches = [branch("a", at("超过", "5000万元")), branch("b", {"not": at("超过", "5000万元")})]
    assert said(book, LADDER, branches=branches) == []


def test_tiers_that_overlap(book: Rulebook) -> None:
    tiers = [{"between": "1-10亿元", "rate": "0.5%"}, {"between": "5-20亿元", "rate": "1%"}]
    award = {"kind": "percent_tiered", "by": "revenue", "base": "revenue", "tiers": tiers}
    assert any("区间有重叠" in each for each in said(book, LADDER, award=award))


@pytest.mark.parametrize(("cap", "message"), [("60万元", "永远用不上：这一项最多只有50万元"), ("50万元", "总是生效")])
def test_caps_that_never_or_always_bind(book: Rulebook, cap: str, message: str) -> None:
    assert any(message in each for each in said(book, LADDER, award=FIXED, limits=[{"max": cap}]))


def test_a_level_and_a_bound_without_case(book: Rulebook) -> None:
    dcmm = "changsha-2023/8:dcmm"
    assert any("级别“3级”没有用例" in each for each in said(book, dcmm, cases=[{"in": {}, "out": "0元"}]))
    cases = [{"in": {"on_part_list": "是", "revenue": "1亿元"}, "out": "25万元"}]
    assert any("界限5000万元没有用例" in each for each in said(book, LADDER, cases=cases))
    assert any("界限10亿元没有用例：cases 里没有达到它的" in each for each in said(book, LADDER, cases=cases))


def test_an_input_no_rule_asks_for(book: Rulebook) -> None:
    rules = {rule_id: entry for rule_id, entry in book.rules.items() if "dcmm_level" not in entry.accepted}
    assert "输入“dcmm_level”没有规则用到，请删去" in lint(dataclasses.replace(book, rules=rules))


def test_every_accepted_oddity_is_still_there(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception whose reason has gone must go too."""
    for accepted in list(ACCEPTED):
        monkeypatch.delitem(ACCEPTED, accepted)
        assert lint(book) != []
