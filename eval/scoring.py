"""From an item and its answer to a row of figures, and from rows to the table of a run.

A row holds one number a figure (1 and 0 for yes and no); what does not apply is not in it. A table holds, for
each group of items (a split's file, a kind in it, all splits together), each figure's mean with its interval.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assistant.answer import Answer
from eval.dataset import CalculationItem, Dataset, Item, QuestionItem
from eval.metrics import calculation, citations, retrieval, wording
from eval.metrics.abstention import precision_recall
from eval.metrics.intervals import mean_interval, wilson
from eval.metrics.texts import figures, shown_value

Row = dict[str, float]
Figure = dict[str, float]  # mean, low, high, n
Table = dict[str, dict[str, Figure]]

DIGITS = 6
CUTS = (1, 3, 5, 10)

# Not a mean over items, but a count or a share over those that …
COUNTED = frozenset({"wrong_sure_n"})
# Helper columns that a table does not show.
_HIDDEN = frozenset({"should_withhold", "withheld", "is_exact", "sure"})

_AMOUNT = re.compile(r'"amount_(?:min_|max_)?yuan": "([\d.]+)"')


def score_item(item: Item, answer: Answer | None) -> Row:
    """Every figure that applies to the item. No answer at all is the worst answer."""
    row = _calculation_row(item, answer) if isinstance(item, CalculationItem) else _question_row(item, answer)
    return {name: round(float(value), DIGITS) for name, value in row.items() if value is not None}


def _question_row(item: QuestionItem, answer: Answer | None) -> dict[str, float | None]:
    text = answer.answer if answer else ""
    status = answer.status if answer else None
    row: dict[str, float | None] = {
        "include": wording.include(text, item.must_include),
        "clean": wording.clean(text, item.must_not_include),
        "focus": wording.focus(text, _belonging(item, answer)),
        "status_ok": wording.status_ok(item.expect, status, text),
        "should_withhold": item.expect in ("abstain", "refuse"),
        "withheld": wording.withheld(item.expect, status, text),
    }
    gold = [each.quote for each in item.gold]
    if gold:
        row |= _retrieval_row(gold, answer) | _citation_row(gold, answer)
    if item.standing:
        stated = {d.document_id: d.status for d in answer.documents} if answer else {}
        row["standing"] = sum(stated.get(d) == s for d, s in item.standing.items()) / len(item.standing)
    uncited = not gold or item.expect in ("abstain", "refuse") or (item.expect == "clarify" and status == "clarify")
    correct = bool(
        row["status_ok"] and row["clean"] and row["include"] == 1 and (uncited or (row["cite_recall"] or 0) > 0)
    )
    row["correct"] = correct
    # At least half of what is cited and of the figures shown belongs to the question.
    row["right"] = correct and (row["focus"] or 0) >= 0.5 and (uncited or (row["cite_precision"] or 0) >= 0.5)
    return row


def _retrieval_row(gold: list[str], answer: Answer | None) -> dict[str, float | None]:
    hits = answer.retrieved if answer else []
    unique = {hit.clause_id or hit.text: hit.text for hit in reversed(hits)}
    order = dict.fromkeys(hit.clause_id or hit.text for hit in hits)
    clauses = [unique[name][: retrieval.CLAUSE_CHARACTERS] for name in order]
    return {
        **{f"recall@{k}": retrieval.recall_at(k, clauses, gold) for k in CUTS},
        "passage@3": retrieval.recall_at(3, [hit.passage for hit in hits], gold),
        "mrr": retrieval.reciprocal_rank(clauses, gold),
        "ndcg@10": retrieval.ndcg_at(10, clauses, gold),
    }


def _citation_row(gold: list[str], answer: Answer | None) -> dict[str, float | None]:
    support = [citation.quote for citation in answer.citations if citation.role == "support"] if answer else []
    return {
        "cite_recall": citations.cite_recall(support, gold),
        "cite_precision": citations.cite_precision(support, gold),
        "quote_len": citations.quote_length(support),
    }


def _belonging(item: QuestionItem, answer: Answer | None) -> set[str]:
    """The figures that belong here: of the question and its history, the gold, the must-haves, the calculations."""
    shown = json.dumps(
        [
            [each.model_dump(mode="json") for each in answer.calculations] if answer else [],
            answer.total.model_dump(mode="json") if answer and answer.total else {},
        ],
        ensure_ascii=False,
    )
    words = [*(g.quote for g in item.gold), item.question, *(turn.content for turn in item.history), *item.must_include]
    amounts = {shown_value(Decimal(amount)) for amount in _AMOUNT.findall(shown)}
    return figures(" ".join([*words, shown])) | amounts


def _calculation_row(item: CalculationItem, answer: Answer | None) -> dict[str, float | None]:
    verdict = calculation.score(item, answer)
    exact = item.expected.semantics == "exact"
    return {
        "correct": verdict.correct,
        "amount": verdict.amount,
        "semantics": verdict.semantics,
        "cited": verdict.cited,
        "wrong_sure": verdict.wrong_sure,
        "sure_of_exact": verdict.sure if exact else None,
    }


def tabulate(datasets: Iterable[Dataset], rows: Mapping[str, Row]) -> Table:
    """The table of a run; `rows` by item key. Groups: `seen/qa`, `seen/qa/kind=lookup`, `all/qa`, …"""
    groups: dict[str, list[Row]] = defaultdict(list)
    for dataset in datasets:
        for item in dataset.items:
            row = rows[dataset.key(item)]
            sort = "calc" if isinstance(item, CalculationItem) else "qa"
            groups[f"all/{sort}"].append(row)
            groups[f"all/{sort}/kind={item.kind}"].append(row)
            groups[dataset.name].append(row)
            groups[f"{dataset.name}/kind={item.kind}"].append(row)
            if isinstance(item, CalculationItem):
                groups[f"{dataset.name}/semantics={item.expected.semantics}"].append(row)
    return {name: _group(groups[name]) for name in sorted(groups)}


def regroup(rows: Mapping[str, Row]) -> Table:
    """The table of some items by their keys, without kinds: to compare two runs over what both have asked."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for key, row in rows.items():
        groups["all/calc" if "amount" in row else "all/qa"].append(row)
        groups[key.rsplit("/", 1)[0]].append(row)
    return {name: _group(groups[name]) for name in sorted(groups)}


def _group(rows: list[Row]) -> dict[str, Figure]:
    names = dict.fromkeys(name for row in rows for name in row if name not in _HIDDEN)
    table = {name: _mean([row[name] for row in rows if name in row]) for name in names}
    if "wrong_sure" in table:
        count = sum(row["wrong_sure"] for row in rows)
        table["wrong_sure_n"] = {"mean": count, "low": count, "high": count, "n": len(rows)}
    if "withheld" in rows[0]:
        pairs = [(bool(row["should_withhold"]), bool(row["withheld"])) for row in rows]
        precision, recall = precision_recall(pairs)
        for name, value, n in (
            ("abstain_precision", precision, sum(did for _, did in pairs)),
            ("abstain_recall", recall, sum(should for should, _ in pairs)),
        ):
            if value is not None:
                low, high = wilson(value * n, n)
                table[name] = rounded(value, low, high, n)
    return table


def _mean(values: list[float]) -> Figure:
    low, high = mean_interval(values)
    return rounded(sum(values) / len(values), low, high, len(values))


def rounded(mean: float, low: float, high: float, n: int) -> Figure:
    """A figure of the table: six digits, so that equal runs are equal."""
    return {"mean": round(mean, DIGITS), "low": round(low, DIGITS), "high": round(high, DIGITS), "n": n}
