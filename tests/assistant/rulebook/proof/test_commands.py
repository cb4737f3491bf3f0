"""The commands of the proof, as the command line calls them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from assistant.errors import InputInvalid
from assistant.rulebook.load import load_rulebook
from assistant.rulebook.proof.commands import document_problems, run_check_document, run_coverage, run_handbook


def test_coverage_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = run_coverage(as_json=True)
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert set(documents) == set(load_rulebook().library.documents)
    assert documents["shaoxing-2025"]["open"] == []
    assert documents["shaoxing-2025"]["waived"]["budget"] == 2
    assert code == (1 if any(each["open"] for each in documents.values()) else 0)


def test_coverage_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    run_coverage()
    assert "hangzhou-2023：数字 69 个，规则使用 60 个，豁免 9 个" in capsys.readouterr().out


def test_a_finished_document_has_no_work_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check_document("hangzhou-2023") == 0
    assert "没有待办" in capsys.readouterr().out


def test_an_unfinished_document_lists_its_open_figures() -> None:
    book = load_rulebook()
    rules = {rule_id: entry for rule_id, entry in book.rules.items() if entry.document_id != "hangzhou-2023"}
    sections = dict(document_problems(dataclasses.replace(book, rules=rules), "hangzhou-2023"))
    assert len(sections["数字没有着落"]) > 30
    assert any("hangzhou-2023/（一） 的“50万元”还没有规则" in line for line in sections["数字没有着落"])


def test_an_unknown_document_is_named_with_what_there_is() -> None:
    with pytest.raises(InputInvalid, match=r"已收录：.*changsha-2023"):
        run_check_document("beijing-2020")


def test_handbook_writes_its_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_handbook(tmp_path) == 0
    assert (tmp_path / "handbook-changsha-2023.md").exists()
    assert "handbook-changsha-2023.md" in capsys.readouterr().out
