"""Every figure of the five texts is claimed once or waived with a reason."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from assistant.errors import RuleInvalid
from assistant.rulebook.load import Rulebook, load_rulebook, read_rulebook
from assistant.rulebook.proof.coverage import coverage, load_waivers

DOCUMENTS = sorted(read_rulebook()[0].library.documents)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_no_figure_is_open(book: Rulebook, document_id: str) -> None:
    found = coverage(book)[document_id]
    assert found.open == []
    assert found.problems == []


def test_counts_add_up(book: Rulebook) -> None:
    for found in coverage(book).values():
        assert found.tokens == found.claimed + sum(found.waived.values()) + len(found.open)
        assert set(found.as_json()) == {"tokens", "claimed", "waived", "open"}


def test_without_a_rule_its_figures_are_open(book: Rulebook) -> None:
    gone = "changsha-2023/8:dcmm"
    rules = {rule_id: entry for rule_id, entry in book.rules.items() if rule_id != gone}
    found = coverage(dataclasses.replace(book, rules=rules))["changsha-2023"]
    tokens = [each.token for each in found.open if each.clause_id == "changsha-2023/8"]
    assert tokens == ["2级", "3级", "4级", "10万元", "20万元", "30万元"]


def waivers(folder: Path, document_id: str, text: str) -> Path:
    path = folder / "rules" / document_id / "waivers.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_waiver_for_a_claimed_figure_is_refused(book: Rulebook, tmp_path: Path) -> None:
    text = "- {clause: changsha-2023/8, token: 10万元, quote: 分别给予10万元, category: target, reason: 这是一个植入的错误}"
    found = coverage(book, waivers(tmp_path, "changsha-2023", text))["changsha-2023"]
    assert [each for each in found.problems if "已由规则使用" in each]


def test_a_waiver_must_quote_its_clause(book: Rulebook, tmp_path: Path) -> None:
    text = "- {clause: changsha-2023/5, token: 二级, quote: 二级结点, category: wording, reason: 原文是二级节点}"
    found = coverage(book, waivers(tmp_path, "changsha-2023", text))["changsha-2023"]
    assert [each for each in found.problems if "只出现一次的原文" in each]


def test_a_waiver_without_reason_is_invalid(tmp_path: Path) -> None:
    text = "- {clause: changsha-2023/5, token: 二级, quote: 二级节点, category: wording}"
    with pytest.raises(RuleInvalid, match=r"changsha-2023/waivers\.yaml"):
        load_waivers("changsha-2023", waivers(tmp_path, "changsha-2023", text))


def test_a_waiver_moved_away_leaves_its_figure_open(book: Rulebook, tmp_path: Path) -> None:
    source = Path(__file__).parents[4] / "assistant" / "rulebook" / "rules" / "hangzhou-2023" / "waivers.yaml"
    (tmp_path / "rules" / "hangzhou-2023").mkdir(parents=True)
    shutil.copy(source, tmp_path / "rules" / "hangzhou-2023" / "waivers.yaml")
    assert coverage(book, tmp_path)["hangzhou-2023"].open == []
    assert [each.token for each in coverage(book, tmp_path / "none")["hangzhou-2023"].open].count("1：1") == 1
