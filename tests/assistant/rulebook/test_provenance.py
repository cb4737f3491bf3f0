"""The checker finds nothing in the rules as they are, and finds every mistake planted in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.calculator.rule import Rule, RuleFile
from assistant.rulebook.load import Rulebook, load_rulebook, read_rulebook
from assistant.rulebook.provenance import check_document, check_file, check_rulebook, last_place

LADDER = "changsha-2023/附件1/2:part-revenue"
CENTRES = "shaoxing-2025/（十四）:manufacturing-innovation-centre"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.mark.parametrize("document_id", sorted(read_rulebook()[0].library.documents))
def test_every_rule_is_proved(book: Rulebook, document_id: str) -> None:
    assert check_rulebook(book, document_id) == []


def planted(book: Rulebook, rule_id: str, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What the checker says once `change` has been made to the rule's data."""
    entry = book.rules[rule_id]
    data = entry.rule.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    change(data)
    rule = Rule.model_validate(data)
    rules = tuple(rule if each.id == rule.id else each for each in entry.file.rules)
    file: RuleFile = entry.file.model_copy(update={"rules": rules})
    return [each for each in check_file(book.library, file, file.rules) if each.startswith(rule_id)]


def test_a_wrong_digit_is_no_figure_of_the_quote(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["award"]["steps"][0]["amount"] = "26万元"

    assert "“26万元”不是引文里的数字" in planted(book, LADDER, change)[0]


def test_a_figure_is_never_found_inside_a_longer_one(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["award"]["steps"][0]["amount"] = "5万元"  # stands inside 25万元

    assert "“5万元”不是引文里的数字" in planted(book, LADDER, change)[0]


def test_two_amounts_changed_about(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        steps = data["award"]["steps"]
        steps[1]["amount"], steps[2]["amount"] = steps[2]["amount"], steps[1]["amount"]

    found = planted(book, LADDER, change)
    assert any("与原文的先后不一致" in each for each in found)


def test_two_pairs_changed_about_together_with_their_levels(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        first, second = data["award"]["options"]
        first["label"], second["label"] = second["label"], first["label"]

    assert any("可能配错了" in each for each in planted(book, CENTRES, change))


def test_a_quote_of_another_clause(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["quote"] = book.rules[CENTRES].rule.quote

    assert "不是条款附件1第2条的原文" in planted(book, LADDER, change)[0]


def test_a_quote_that_stands_there_twice(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["quote"] = "最高不超过"

    assert any("quote 在条款第（十四）条里出现了" in each for each in planted(book, CENTRES, change))


@pytest.mark.parametrize("word", ["不低于", "达到", "以上"])
def test_a_bound_word_the_text_does_not_have(book: Rulebook, word: str) -> None:
    def change(data: dict[str, Any]) -> None:
        data["award"]["word"] = word

    assert any("旁边没有界限词" in each for each in planted(book, LADDER, change))


def test_a_bound_word_that_is_only_part_of_the_printed_one(book: Rulebook) -> None:
    """突破…（含）includes its figure, 突破 does not."""

    def change(data: dict[str, Any]) -> None:
        data["award"]["word"] = "突破"

    found = planted(book, "changsha-2023/附件7/2:consumer-goods-variety", change)
    assert any("是否含本数不同" in each for each in found)


def test_a_ceiling_called_sure(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        del data["exactness"], data["bound"]

    assert any("应写 exactness: at_most、bound: 最高不超过" in each for each in planted(book, CENTRES, change))


def test_a_sure_amount_called_a_ceiling(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data.update(exactness="at_most", bound="最高")

    assert any("不应写 at_most" in each for each in planted(book, LADDER, change))


def test_the_same_figure_of_the_text_used_twice(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["award"]["payments"][1]["amount"] = "10万元#1"

    found = planted(book, "changsha-2023/9:small-to-scale", change)
    assert any("用了原文同一处" in each for each in found)


def test_a_restated_total_that_does_not_add_up(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["award"]["payments"][1]["years"] = ["第三年"]

    assert any("各年合计与原文重述的" in each for each in planted(book, "changsha-2023/9:small-to-scale", change))


@pytest.mark.parametrize(
    ("quote", "label", "at"),
    [
        ("获一等奖、二等奖的", "二等奖", 5),
        ("获一、二、三等奖的", "一等奖", 1),
        ("获一、二、三等奖的", "三等奖", 5),
        ("获一、二、三等奖的", "四等奖", None),
        ("获得省级、市级认定", "国家级", None),
        ("AAA级及以上的", "AA级", None),
        ("市级及以上部门的,按省级、市级", "市级", 13),
        ("分委员会(省级)、工作组(分委员会)", "分委员会", 0),
    ],
)
def test_levels_are_found_in_lists_that_print_their_noun_once(quote: str, label: str, at: int | None) -> None:
    assert last_place(quote, [label]) == at


@pytest.mark.parametrize(
    ("rule_id", "first"),
    [
        ("shaoxing-2025/（十二）:innovation-contest", 1),  # one list for each level, prizes in each
        ("shaoxing-2025/（十二）:innovation-contest", 2),  # the last of one list and the first of the next
        ("shaoxing-2025/（十八）:integration-standard", 0),  # AAA级 and AA级, a sentence each
        ("shaoxing-2025/（十一）:leading-or-eagle", 0),  # level and name apart
    ],
)
def test_levels_changed_about_in_every_shape_of_list(book: Rulebook, rule_id: str, first: int) -> None:
    def change(data: dict[str, Any]) -> None:
        one, other = data["award"]["options"][first : first + 2]
        one["label"], other["label"] = other["label"], one["label"]

    assert any("可能配错了" in each for each in planted(book, rule_id, change))


def test_a_label_the_clause_does_not_print(book: Rulebook) -> None:
    def change(data: dict[str, Any]) -> None:
        data["label"] = ["软件名园"]

    assert any("标签“软件名园”不是条款里的字" in each for each in planted(book, LADDER, change))


def test_what_a_document_says_for_all_is_proved_too(book: Rulebook) -> None:
    document = book.documents["changsha-2023"]
    assert check_document(book.library, document) == []
    wrong = document.funding[0].model_copy(update={"split": "1:15"})
    moved = document.funding[1].model_copy(update={"clause": "changsha-2023/结语"})
    found = check_document(book.library, document.model_copy(update={"funding": (wrong, moved)}))
    assert "“1:15”不是引文里的数字" in found[1]
    assert "只出现一次的原文" in found[0]
