"""A small rule written in the test, calculated with real parts: registry, rule file, engine, public report."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.calculator.document import DocumentRules
from assistant.calculator.evaluate import evaluate
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.report import Setting, report
from assistant.calculator.rule import RuleFile
from index.text import strict_yaml

INPUTS = """
revenue: {label: 营业收入, type: money, question: 营业收入是多少？}
revenue_before: {label: 此前最高营业收入, type: money, question: 此前最高营业收入是多少？}
prior_award: {label: 此前已领, type: money, question: 此前领过多少？}
paid_this_year: {label: 本年度已领, type: money, question: 本年度领过多少？}
equipment: {label: 设备投资, type: money, question: 设备投资是多少？}
software: {label: 软件投资, type: money, question: 软件投资是多少？}
increase: {label: 新增采购额, type: money, question: 新增了多少？, derive: [{op: difference, of: [purchase, purchase_before]}]}
purchase: {label: 采购额, type: money, question: 采购额是多少？}
purchase_before: {label: 上年采购额, type: money, question: 上年采购额是多少？}
growth: {label: 增长率, type: percent, question: 增长率是多少？, derive: [{op: growth, of: [purchase, purchase_before]}]}
rate: {label: 费率, type: percent, question: 费率是多少？}
insured: {label: 保额, type: money, question: 保额是多少？}
power: {label: 用电量, type: kwh, question: 用电多少？}
count: {label: 数量, type: count, unit: 个, units: [家], question: 几个？}
days: {label: 提前天数, type: days, question: 提前几天？}
nth: {label: 第几年, type: year_index, question: 第几年？}
lapse: {label: 退规年度, type: year_index, question: 第几年退规？}
started: {label: 入规年份, type: year, question: 哪年入规？}
until: {label: 截止年份, type: year, question: 到哪年？}
listed: {label: 清单内, type: boolean, question: 在清单内吗？}
inside: {label: 新区内, type: boolean, question: 在新区内吗？}
excluded_class: {label: D类, type: boolean, question: 是D类吗？}
newly_listed: {label: 新上规, type: boolean, question: 新上规吗？}
months: {label: 月数, type: count, unit: 个月, question: 几个月？, default: 12个月}
level: {label: 级别, type: enum, question: 哪一级？, options: [{id: national, label: 国家级}, {id: provincial, label: 省级}, {id: city, label: 市级}]}
grade: {label: 等级, type: ordered_enum, question: 几类？, options: [{id: e, label: E类}, {id: d, label: D类}, {id: c, label: C类}]}
lists: {label: 列入计划, type: set, question: 列入哪些计划？, options: [{id: key, label: 市重点}, {id: core, label: 核心区}, {id: provincial, label: 省重大}]}
"""


@pytest.fixture(scope="session")
def registry() -> InputRegistry:
    parsed = strict_yaml.parse(INPUTS)
    return InputRegistry({name: InputSpec.model_validate(spec) for name, spec in parsed.items()})


@pytest.fixture(scope="session")
def rule_file() -> Callable[..., RuleFile]:
    def build(rule: str, shared: str = "{}", slug: str = "sample", clause: str = "sample-2024/1") -> RuleFile:
        return RuleFile.model_validate(
            {
                "clause": clause,
                "shared": strict_yaml.parse(shared),
                "rules": [
                    {
                        "id": slug, "title": f"奖励{slug}", "quote": "原文原文", "cases": [{"in": {}, "out": "0元"}],
                        **strict_yaml.parse(rule),
                    }
                ],
            }
        )  # fmt: skip

    return build


@pytest.fixture(scope="session")
def calculate(registry: InputRegistry, rule_file: Callable[..., RuleFile]) -> Callable[..., Any]:
    """`calculate(rule_yaml, shared=…, document=…, **inputs)` → the public calculation, its exact result beside it."""

    def run(rule: str | RuleFile, shared: str = "{}", document: str = "{}", **inputs: Any) -> Any:
        file = rule if isinstance(rule, RuleFile) else rule_file(rule, shared)
        facts = Facts(registry, {name: registry.parse(name, raw) for name, raw in inputs.items()})
        rules = DocumentRules.model_validate({"document": "sample-2024", **strict_yaml.parse(document)})
        result = evaluate(file, file.rules[0], [(facts, "")], rules)
        setting = Setting("sample-2024", "样例政策", "in_force", "第1条")
        calculation = report("c1", result, facts, setting)
        return SimpleNamespace(
            result=result, **{name: getattr(calculation, name) for name in type(calculation).model_fields}
        )

    return run
