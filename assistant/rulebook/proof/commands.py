"""What the commands of the proof print: open figures, the work list of a document, slips of the pen, the handbook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import InputInvalid
from assistant.rulebook import provenance
from assistant.rulebook.cases import check_cases
from assistant.rulebook.load import Rulebook, load_rulebook, read_rulebook
from assistant.rulebook.proof.coverage import CATEGORIES, coverage
from assistant.rulebook.proof.handbook import write_handbooks
from assistant.rulebook.proof.lint import lint
from assistant.rulebook.proof.mutants import run


def run_coverage(as_json: bool = False) -> int:
    """Print the counts and the open figures; returns 0 when none is open, else 1."""
    found = coverage(load_rulebook())
    if as_json:
        documents = {document_id: each.as_json() for document_id, each in found.items()}
        print(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    else:
        for document_id, each in found.items():
            waived = "，".join(f"{CATEGORIES[name]} {count}" for name, count in sorted(each.waived.items()))
            print(
                f"{document_id}：数字 {each.tokens} 个，规则使用 {each.claimed} 个，"
                f"豁免 {sum(each.waived.values())} 个{f'（{waived}）' if waived else ''}，未处理 {len(each.open)} 个"
            )
            for token in each.open:
                print(f"  {token.clause_id}\t{token.token}\t…{token.context}…")
    return 1 if any(each.open for each in found.values()) else 0


def run_check_document(document_id: str) -> int:
    """Print everything still to do for one document, as a work list; returns 0 when nothing is."""
    book, problems = read_rulebook()
    if document_id not in book.library.documents:
        raise InputInvalid(f"没有编号为“{document_id}”的文件。已收录：{'、'.join(book.library.documents)}。")
    sections = document_problems(book, document_id, problems)
    for title, lines in sections:
        if lines:
            print(f"【{title}】{len(lines)} 处")
            for line in lines:
                print(f"  {line}")
    rules = book.of_document(document_id)
    left = sum(len(lines) for _, lines in sections)
    done = "全部数字都有规则或豁免，没有待办。" if not left else f"共 {left} 处待办。"
    print(f"{document_id}：{len(rules)} 条规则，{sum(len(entry.atoms) for entry in rules)} 个数字。{done}")
    return 1 if left else 0


def document_problems(book: Rulebook, document_id: str, unread: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """(section, messages) of one document. `unread`: files that could not be read, from `read_rulebook`."""
    covered = coverage(book)[document_id]
    open_tokens = [
        f"{each.clause_id} 的“{each.token}”还没有规则，也没有豁免：…{each.context}…" for each in covered.open
    ]
    return [
        ("规则文件有误", [each for each in unread if f"{document_id}/" in each]),
        ("与原文不符", provenance.check_rulebook(book, document_id)),
        ("用例不符", [str(each) for each in check_cases(book, book.of_document(document_id))]),
        ("豁免有误", covered.problems),
        ("数字没有着落", open_tokens),
        ("请再看一遍", lint(book, document_id)),
    ]


def run_handbook(out: Path) -> int:
    """Write `out`/handbook-<doc>.md of every document that has rules; returns 0."""
    for path in write_handbooks(load_rulebook(), out):
        print(path)
    return 0


def run_mutants(document_id: str = "") -> int:
    """Print a line for each document (total, killed by what, survivors) and each survivor; 1 when one survives."""
    book, problems = read_rulebook()
    for problem in problems:
        print(problem)
    reports = {name: run(book, name) for name in book.documents if document_id in ("", name)}
    killers = ("结构", "出处", "用例", "覆盖")
    print(f"{'文件':<24}{'变异':>8}" + "".join(f"{killer:>8}" for killer in killers) + f"{'漏网':>8}")
    for name, report in reports.items():
        counts = "".join(f"{report.killed[killer]:>10}" for killer in killers)
        print(f"{name:<26}{report.total:>10}{counts}{len(report.survivors):>10}")
    survivors = [survivor for report in reports.values() for survivor in report.survivors]
    for survivor in survivors:
        print(f"漏网：{survivor.rule_id} {survivor.what}")
    total = sum(report.total for report in reports.values())
    print(f"变异 {total} 个，漏网 {len(survivors)} 个（{100 * len(survivors) / max(total, 1):.2f}%）。")
    return 1 if survivors else 0
