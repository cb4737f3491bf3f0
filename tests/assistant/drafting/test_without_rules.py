"""Questions that no rule answers: the document's own course, who is shut out, what it never speaks of."""

from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.barred import all_barred, barred
from assistant.drafting.phrases import BARRED
from assistant.evidence import Evidence
from index.documents.library import load_library

TEXT = """贵阳市支持智能装备产业发展若干措施
筑府办测〔2026〕3号
（一）企业购买设备的，奖励10万元。
（二）有下列情形之一的企业，不予支持：一是近两年被税务部门行政处罚；二是侵犯著作权受到处罚未满三年。
（三）上年度亩均评价为D类的，不享受本措施，但新投产企业除外。
（四）本措施自2026年1月1日起施行，有效期至2028年12月31日。
贵阳市人民政府办公室
2025年12月20日
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("corpus")
    (root / "guiyang-2026").mkdir()
    (root / "guiyang-2026" / "source.txt").write_text(TEXT, encoding="utf-8")
    return load_library(root)


def said(question, library):
    document = library.documents["guiyang-2026"]
    return [s.text for s in barred(question, document, library, Evidence(library, date(2026, 6, 1)))]


@pytest.mark.parametrize("question", ["去年被税务部门处罚过，还能申报吗", "侵犯著作权被处罚才一年，能报吗"])
def test_who_is_shut_out_is_told_so_with_the_clause(library, question):
    verdict, *clauses = said(question, library)
    assert verdict == BARRED
    assert any("处罚" in clause for clause in clauses)


def test_a_time_that_is_over_bars_nobody(library):
    assert said("侵犯著作权被处罚四年了，能报吗", library)[0] != BARRED


def test_what_the_clause_excepts_is_a_yes(library):
    assert said("亩均评价D类，但是新投产的企业，能享受吗", library)[0].startswith("能享受")


def test_who_says_he_was_not_is_not_judged(library):
    assert said("没有被税务部门处罚过，能申报吗", library) == []


@pytest.mark.parametrize("question", ["这个措施列了哪几种不予支持的情形", "什么情况不给支持"])
def test_the_list_of_who_gets_nothing_is_told_whole(library, question):
    document = library.documents["guiyang-2026"]
    told = " ".join(s.text for s in all_barred(question, document, library, Evidence(library, date(2026, 6, 1))))
    assert "税务部门" in told
    assert "著作权" in told


def test_who_asks_for_a_sum_is_not_told_the_list(library):
    document = library.documents["guiyang-2026"]
    assert list(all_barred("买设备奖多少", document, library, Evidence(library, date(2026, 6, 1)))) == []
