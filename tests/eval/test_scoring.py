"""Rows and tables by hand."""

import pytest

from eval.dataset import Dataset, QuestionItem
from eval.scoring import score_item, tabulate

QUOTE = "对认定的企业给予五十万元奖励"


def question(**fields):
    return QuestionItem.model_validate(
        {"id": "a", "kind": "lookup", "question": "奖多少？", "gold": [{"doc": "d.txt", "quote": QUOTE}], **fields}
    )


def test_a_right_answer(make_answer, citation, hit):
    answer = make_answer(
        "奖50万元", citations=[citation(QUOTE)], retrieved=[hit("d/2", "别的"), hit("d/1", QUOTE, QUOTE)]
    )
    row = score_item(question(must_include=["50万"]), answer)
    assert row["right"] == row["correct"] == row["cite_precision"] == row["focus"] == 1
    assert (row["recall@1"], row["recall@3"], row["passage@3"], row["mrr"]) == (0, 1, 1, 0.5)
    assert row["quote_len"] == len(QUOTE)


def test_right_asks_for_focus_and_precision_beside_correct(make_answer, citation):
    wanted = question(must_include=["50万"])
    many = [citation(QUOTE), citation("一二三四五六七八"), citation("八七六五四三二一")]
    scattered = score_item(wanted, make_answer("50万元", citations=many))
    assert (scattered["correct"], scattered["right"]) == (1, 0)
    chatty = score_item(wanted, make_answer("50万元、60万元、70万元", citations=[citation(QUOTE)]))
    assert (chatty["correct"], chatty["right"]) == (1, 0)


def test_only_support_counts_as_citation(make_answer, citation):
    row = score_item(question(), make_answer("五十万元", citations=[citation(QUOTE, role="status")]))
    assert row["cite_recall"] == row["correct"] == 0


def test_abstaining_needs_no_citation(make_answer):
    assert score_item(question(expect="abstain"), make_answer("没有规定", status="abstained"))["right"] == 1


def test_the_figures_of_a_calculation_belong(make_answer, citation, calculation):
    answer = make_answer("可得70万元", citations=[citation(QUOTE)], calculations=[calculation("exact", "700000")])
    assert score_item(question(), answer)["focus"] == 1


def test_standing_is_what_the_answer_says_of_each_document(make_answer):
    document = {"document_id": "d", "title": "", "region": "", "status": "expired", "banner": ""}
    row = score_item(question(standing={"d": "expired", "e": "draft"}), make_answer(documents=[document]))
    assert row["standing"] == 0.5
    assert "standing" not in score_item(question(), make_answer())


def test_no_answer_is_the_worst_answer():
    row = score_item(question(must_include=["50万"]), None)
    assert row["right"] == row["recall@10"] == row["cite_precision"] == row["include"] == 0


def test_a_table_by_split_kind_and_all_together(tmp_path, make_answer):
    items = (question(id="a"), question(id="b", kind="other"), question(id="c", expect="abstain"))
    dataset = Dataset("seen", "qa", tmp_path, items, "")
    answers = [make_answer("x"), make_answer("x", status="abstained"), make_answer("没有", status="abstained")]
    rows = {dataset.key(item): score_item(item, answer) for item, answer in zip(items, answers, strict=True)}
    table = tabulate([dataset], rows)
    assert set(table) == {
        f"{name}{kind}" for name in ("all/qa", "seen/qa") for kind in ("", "/kind=lookup", "/kind=other")
    }
    assert table["seen/qa"]["status_ok"]["mean"] == pytest.approx(2 / 3, abs=1e-6)
    assert table["seen/qa"]["status_ok"]["n"] == 3
    assert table["seen/qa"]["abstain_precision"]["mean"] == 0.5
    assert table["seen/qa"]["abstain_recall"]["mean"] == 1
    assert "withheld" not in table["seen/qa"]
