"""Reading the rulebook: what is refused and how it says so, and calculating by id."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.calculator.stacking import Entry
from assistant.errors import InputInvalid, RuleInvalid, UnknownRule
from assistant.rulebook.load import RULEBOOK, load_rulebook, read_rulebook
from index.documents.library import CORPUS, load_library

DAY = date(2024, 6, 30)
PART = "changsha-2023/附件1/2:part-revenue"


@pytest.fixture(scope="module")
def book():
    return load_rulebook()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A rulebook with the Changsha rules only, to be spoilt."""
    shutil.copy(RULEBOOK / "inputs.yaml", tmp_path)
    shutil.copytree(RULEBOOK / "inputs", tmp_path / "inputs")
    shutil.copytree(RULEBOOK / "rules" / "changsha-2023", tmp_path / "rules" / "changsha-2023")
    return tmp_path


def spoil(root: Path, old: str, new: str, name: str = "8.yaml") -> list[str]:
    path = root / "rules" / "changsha-2023" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return read_rulebook(root)[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by: dcmm_level", "by: nonsense", "nonsense"),
        ("is: l2", "is: l9", "没有选项“l9”"),
        ("amount: 10万元", "amount: 很多", "不是一个数字"),
        ("kind: choice", "kind: gift", "gift"),
        ("progress: difference", "progres: difference", "progres"),
        ("dcmm_level: 2级", "dcmm_levels: 2级", "dcmm_levels"),
        ("clause: changsha-2023/8", "clause: changsha-2023/7", "按 clause 命名"),
    ],
)
def test_a_mistake_is_named_with_its_file(copy, old, new, said):
    problems = spoil(copy, old, new)
    assert len(problems) == 1
    assert "8.yaml" in problems[0]
    assert said in problems[0]
    with pytest.raises(RuleInvalid, match=r"8\.yaml"):
        load_rulebook(copy)


def test_the_other_files_are_still_read(copy):
    spoil(copy, "by: dcmm_level", "by: nonsense")
    book, _ = read_rulebook(copy)
    assert PART in book.rules
    assert "changsha-2023/8:dcmm" not in book.rules


def test_an_unknown_boundary_word_or_a_figure_of_the_wrong_type(copy):
    assert "界限词" in spoil(copy, "word: 首次超过", "word: 大大超过", "附件1-2.yaml")[0]
    assert "类型不合" in spoil(copy, "value: 1000万元", "value: 1000家", "附件1-3.yaml")[-1]


def test_an_input_defined_twice(copy):
    (copy / "inputs" / "more.yaml").write_text(
        "revenue: {label: 营业收入, type: money, question: 多少？}\n", encoding="utf-8"
    )
    with pytest.raises(RuleInvalid, match=r"revenue.*两次"):
        read_rulebook(copy)


def test_the_version_follows_the_content(copy):
    before = read_rulebook(copy)[0].version
    spoil(copy, "title: 首次通过DCMM评估", "title: 首次通过DCMM评估的奖励")
    assert read_rulebook(copy)[0].version != before


def test_rules_resolve_whatever_the_width_of_the_brackets(book):
    rule_id = next(each for each in book.rules if each.startswith("shaoxing-2025/（十二）"))
    assert book.rule(rule_id.replace("（", "(").replace("）", ")")).id == rule_id


def test_an_unknown_rule_names_those_of_the_clause(book):
    with pytest.raises(UnknownRule, match="changsha-2023/8:dcmm"):
        book.rule("changsha-2023/8:other")


def test_an_input_the_rule_does_not_take_names_those_it_takes(book):
    with pytest.raises(InputInvalid, match=r"营业收入（revenue）"):
        book.calculate(PART, {"power": "1度"}, DAY)


def test_the_calculation_is_the_public_one(book):
    result = book.calculate(PART, {"on_part_list": "是", "revenue": "1.2亿元"}, DAY)
    assert (result.clause_id, result.document_id, result.document_status) == (
        "changsha-2023/附件1/2",
        "changsha-2023",
        "draft",
    )
    assert result.inputs == {"on_part_list": "是", "revenue": "1.2亿元"}
    assert (result.semantics, result.amount_yuan) == ("exact", "500000")
    assert result.steps[0] == "依据《长沙市加快推动先进制造业高质量发展若干政策》附件1第2条（征求意见稿）。"
    assert result.steps[-1] == "结果：50万元。"
    assert "如此前已享受较低档次的奖励，只补差额。" in result.notes


def test_the_tier_paid_earlier_can_be_named_instead_of_its_amount(book):
    facts = {"on_part_list": "是", "revenue": "2.5亿元"}
    by_tier = book.calculate(PART, {**facts, "prior_option": "1亿元"}, DAY)
    by_amount = book.calculate(PART, {**facts, "prior_award": "50万元"}, DAY)
    assert by_tier.amount_yuan == by_amount.amount_yuan == "500000"


@pytest.mark.parametrize(
    ("event", "inside"),
    [
        ("2024-12-31", False), ("2025-01-01", True), ("2026-12-31", True), ("2027-01-01", False),
        ("2024", False), ("2025", True), ("2024-12", False), ("2025-01", True), (date(2027, 1, 1), False), (None, True),
    ],
)  # fmt: skip
def test_an_event_outside_the_period_is_refused_with_the_quote(book, event, inside):
    rule_id = "shaoxing-2025/（一）:dyeing-chemical-norm-list"
    result = book.calculate(rule_id, {}, date(2026, 6, 30), event)
    assert (result.semantics, result.amount_yuan) == (("exact", "500000") if inside else ("not_eligible", "0"))
    if not inside:
        assert any("2025年1月1日至2026年12月31日" in step for step in result.steps)


@pytest.mark.parametrize("event", ["昨天", "2024-13", "2024-02-30", ""])
def test_an_event_date_that_is_none(book, event):
    with pytest.raises(InputInvalid, match="日期"):
        book.calculate(PART, {}, DAY, event)


def test_several_things_of_one_rule_share_the_limit_on_the_company(book):
    inputs = {"informatization_investment": ["200万元", "400万元"]}
    result = book.calculate("shaoxing-2025/（十七）:informatization", inputs, date(2026, 6, 30))
    assert (result.semantics, result.amount_yuan) == ("at_most", "1500000")
    assert result.inputs["informatization_investment"] == "200万元、400万元"


def test_totals_across_rules(book):
    inputs = {"equipment_investment": "2000万元"}
    entries = [
        Entry(name, book.evaluate(rule_id, inputs, date(2026, 6, 30))[0])
        for name, rule_id in (
            ("c1", "shaoxing-2025/（八）:equipment-investment"),
            ("c2", "shaoxing-2025/（三）:hydrogen-equipment"),
        )
    ]
    total = book.total(entries)
    assert (total.semantics, total.amount_yuan) == ("exact", "2400000")


def test_every_rule_offers_a_form_of_its_inputs(book):
    for rule in book.rules.values():
        schema = book.inputs.model("Form", sorted(rule.accepted)).model_json_schema()
        assert set(schema.get("properties", {})) == rule.accepted


def test_over_another_corpus_only_the_rules_it_proves_remain(book, tmp_path):
    assert book.over(book.library) is book
    shutil.copytree(CORPUS / "changsha-2023", tmp_path / "changsha-2023")
    source = tmp_path / "changsha-2023" / "source.txt"
    source.write_bytes(source.read_bytes().replace("给予300万元奖励".encode(), "给予350万元奖励".encode()))
    over = book.over(load_library(tmp_path))
    assert set(over.rules) < {rule for rule in book.rules if rule.startswith("changsha-2023/")}
    gone = {rule for rule in book.rules if rule.startswith("changsha-2023/")} - set(over.rules)
    assert {rule.partition(":")[0] for rule in gone} == {"changsha-2023/6"}
