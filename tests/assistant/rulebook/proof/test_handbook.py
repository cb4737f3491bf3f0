"""The handbook pages are those the rules give, and say of each rule what an officer proof-reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.rulebook.load import load_rulebook
from assistant.rulebook.proof.handbook import handbook, write_handbooks

BOOK = load_rulebook()
WITH_RULES = sorted({entry.document_id for entry in BOOK.rules.values()})
DOCS = Path(__file__).parents[4] / "docs"


@pytest.mark.parametrize("document_id", WITH_RULES)
def test_the_page_is_not_stale(document_id: str) -> None:
    written = (DOCS / f"handbook-{document_id}.md").read_text(encoding="utf-8")
    assert written == handbook(BOOK, document_id), "run `rules handbook` to write the pages anew"


@pytest.mark.parametrize("document_id", WITH_RULES)
def test_every_rule_is_one_line_with_its_figures(document_id: str) -> None:
    rows = [line for line in handbook(BOOK, document_id).splitlines() if line.startswith("| ")][2:]
    rules = BOOK.of_document(document_id)
    assert len(rows) == len(rules)
    for row, entry in zip(rows, rules, strict=True):
        assert row.count(" | ") == 5
        assert entry.rule.title in row
        for atom in entry.atoms:
            assert atom.figure in row or any(atom.figure in text for text in _stated(entry.rule.when)), atom


def _stated(conditions: object) -> list[str]:
    """A condition may be shown in the clause's words instead of its figure."""
    return [str(conditions)]


def test_only_documents_with_rules_have_a_page(tmp_path: Path) -> None:
    assert sorted(path.name for path in write_handbooks(BOOK, tmp_path)) == [
        f"handbook-{each}.md" for each in WITH_RULES
    ]


@pytest.mark.parametrize(
    ("document_id", "line"),
    [
        (
            "changsha-2023",
            "| 第8条 | 首次通过DCMM评估 | 2级10万元；3级20万元；4级30万元；晋级补差 | — | — | 确定 |",
        ),
        (
            "changsha-2023",
            "| 附件8第1条 | 购买算力服务补助 | 算力服务合同金额的50% | 从人工智能算力平台、国家超级计算平台等购买算力服务〔核实〕 | 每企业每年最高不超过50万元 | 最高 |",
        ),
        (
            "shaoxing-2025",
            "| 第（十四）条 | 制造业创新中心 | 国家级1000万元；省级500万元（同时具备的就高） | — | — | 最高 |",
        ),
    ],
)
def test_lines_read_as_the_clause(document_id: str, line: str) -> None:
    assert line in handbook(BOOK, document_id).splitlines()
