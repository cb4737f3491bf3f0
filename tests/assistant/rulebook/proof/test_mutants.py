"""Slips of the pen in the rule data do not pass."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.calculator.rule import Rule, RuleFile
from assistant.rulebook.load import Rulebook, load_rulebook
from assistant.rulebook.proof.mutants import run
from assistant.rulebook.proof.mutations import of_document, of_rule, of_shared


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def test_no_slip_of_the_pen_survives(book: Rulebook) -> None:
    report = run(book)
    assert [f"{each.rule_id} {each.what}" for each in report.survivors] == []
    assert report.total > 3 * len(book.rules)


def test_a_rule_without_cases_lets_slips_pass(book: Rulebook) -> None:
    """The report can fail: with one empty case, conditions can be dropped unnoticed."""
    rule_id = "changsha-2023/附件1/2:part-revenue"
    entry = book.rules[rule_id]
    bare = Rule.model_validate(
        {**entry.rule.model_dump(by_alias=True), "cases": [{"in": {"revenue": "1元"}, "out": "0元"}]}
    )
    file: RuleFile = entry.file.model_copy(update={"rules": (bare,)})
    rules = {rule_id: dataclasses.replace(entry, rule=bare, file=file)}
    survivors = run(dataclasses.replace(book, rules=rules), "changsha-2023").survivors
    assert any("progress" in each.what or "晋级补差" in each.what for each in survivors)


def test_the_kinds_of_slips(book: Rulebook) -> None:
    ladder = [each.what for each in of_rule(book.rules["changsha-2023/附件1/2:part-revenue"])]
    assert "award.steps.0.amount：25万元 多写一个零" in ladder
    assert "award.steps.0.at、award.steps.0.amount：5000万元 与 25万元 写反" in ladder
    assert "award.word：首次超过 写成 不低于" in ladder
    assert "晋级补差改为不扣除" in ladder
    assert "规则：确定的金额写成最高" in ladder
    assert "when：漏写第 1 项" in ladder
    shared = [each.what for each in of_shared(book.rules["changsha-2023/附件3/1:electricity-increase"].file)]
    assert "limits：漏写第 1 项" in shared
    documents = [what for what, _ in of_document(book.documents["shaoxing-2025"])]
    assert "整份文件的晋级补差改为不扣除" in documents
