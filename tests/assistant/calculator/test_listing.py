"""What a rule is said to contain: its inputs and its atoms."""

from pydantic import BaseModel

from assistant.calculator import kinds
from assistant.calculator.document import DocumentRules
from assistant.calculator.listing import _INPUT_FIELDS, atoms, rule_inputs


def _names_input(annotation: object) -> bool:
    pattern = "^[a-z][a-z0-9_]*$"
    return pattern in repr(annotation)


def test_every_field_that_names_an_input_is_known_to_the_listing():
    models = [model for model in vars(kinds).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    named = {
        name
        for model in models
        for name, field in model.model_fields.items()
        if _names_input((field.annotation, field.metadata))
    }
    assert named <= _INPUT_FIELDS
    assert "quantity" in named


def test_inputs_in_the_order_they_matter(rule_file):
    file = rule_file(
        "{when: [{input: listed, is: 是}], award: {kind: percent, base: {of: rate, times: [insured]}, rate: 90%}, limits: [{max: 500万元, window: 年}]}",
        shared="{when: [{input: revenue, word: 以上, value: 1亿元}], limits: [{max: 9亿元, window: 累计}]}",
    )
    assert rule_inputs(file, file.rules[0]) == [
        "revenue", "listed", "rate", "insured", "prior_award", "paid_this_year",
    ]  # fmt: skip


def test_a_document_adds_its_own(rule_file):
    document = DocumentRules.model_validate(
        {
            "document": "sample-2024", "progress": "difference",
            "exclusions": [{"id": "d", "text": "D类", "clause": "c", "quote": "q", "when": [{"input": "excluded_class", "is": "是"}]}],
            "funding": [{"clauses": ["sample-2024"], "input": "inside", "split": "1:1.5", "payers": ["甲", "乙"], "otherwise": "甲", "clause": "c", "quote": "q"}],
        }
    )  # fmt: skip
    file = rule_file("{award: {kind: fixed, amount: 1万元}}")
    assert rule_inputs(file, file.rules[0], document) == ["prior_award", "inside", "excluded_class"]


def test_atoms_of_a_ladder_pair_thresholds_with_amounts(rule_file):
    file = rule_file(
        "{label: 营业收入, award: {kind: ladder, by: revenue, word: 首次超过, steps: [[5000万元, 25万元], [1亿元, 50万元]]}, limits: [{max: 50万元#2, word: 最高, per: 企业, window: 年}], total: 75万元}"
    )
    listed = [(a.figure, a.role, a.bound, a.threshold, a.path) for a in atoms(file, file.rules[0])]
    assert listed == [
        ("5000万元", "threshold", "首次超过", "", "award.steps[0].at"),
        ("1亿元", "threshold", "首次超过", "", "award.steps[1].at"),
        ("25万元", "award", "", "5000万元", "award.steps[0].amount"),
        ("50万元", "award", "", "1亿元", "award.steps[1].amount"),
        ("50万元", "cap", "最高", "", "limits[0].max"),
        ("75万元", "total", "", "", "total"),
    ]
    cap = atoms(file, file.rules[0])[4]
    assert (cap.nth, cap.per, cap.window, cap.label) == (2, "企业", "年", ("营业收入",))


def test_atoms_of_options_carry_level_and_object(rule_file):
    file = rule_file(
        "{label: 制造业创新中心, award: {kind: choice, by: level, options: [{is: national, amount: 1000万元, label: 国家级}, {is: provincial, amount: 500万元, label: 省级}]}, exactness: at_most, bound: 最高不超过}"
    )
    assert [(a.figure, a.label, a.bound) for a in atoms(file, file.rules[0])] == [
        ("1000万元", ("国家级", "制造业创新中心"), "最高不超过"),
        ("500万元", ("省级", "制造业创新中心"), "最高不超过"),
    ]


def test_shared_figures_branches_parts_and_rates_are_atoms_too(rule_file):
    file = rule_file(
        """
branches:
  - {id: a, when: [{input: revenue, word: 以上, value: 10亿元}], award: {kind: percent, base: {of: rate, at_most: 2%, times: [insured]}, rate: 90%}, limits: [{max: 500万元}]}
  - {id: b, when: [{input: grade, word: 及以上, value: D类}], award: {kind: declining, base: equipment, rate: 80%, decrease: 10%, years: 3年, year: nth}}
""",
        shared="{when: [{input: purchase, word: 达, value: 1亿元}], limits: [{max: 800万元, word: 最高}]}",
    )
    assert [(a.figure, a.role) for a in atoms(file, file.rules[0])] == [
        ("1亿元", "threshold"), ("800万元", "cap"),
        ("10亿元", "threshold"), ("2%", "base"), ("90%", "rate"), ("500万元", "cap"),
        ("80%", "rate"), ("10%", "rate"), ("3年", "threshold"),
    ]  # fmt: skip
