"""Who was taken in before a text ended, and who would apply under a text that is not in force."""

from datetime import date

import pytest

from assistant.drafting import phrases
from assistant.drafting.under_way import carried_on, not_open
from assistant.evidence import Evidence
from index.documents.library import load_library

DAY = date(2026, 11, 22)
ENDED = """贵阳市支持烟花产业发展若干政策
第一条　企业购置设备的，按照购置价的30%给予补助，最高15万元。
第二条　本政策自2022年9月1日起施行，有效期三年。有效期届满前已经受理的申请，仍按照本政策兑付。
"""
DRAFT = """贵阳市支持新型显示产业发展若干政策（征求意见稿）
第一条　企业购置设备的，按照购置价的30%给予补助，最高15万元。
第二条　本政策拟自2027年1月1日起施行，有效期至2029年12月31日。
"""


def told(tmp_path, text, by):
    (folder := tmp_path / "guiyang-2022").mkdir()
    (folder / "source.txt").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    return by(list(library.documents.values()), library, Evidence(library, DAY))


@pytest.mark.parametrize(
    "question", ["4月就交了申请也受理了，钱一直没到，到期了还给吗", "去年已经立项了，按老办法还是新办法算"]
)
def test_what_was_taken_in_goes_on(tmp_path, question):
    said = told(tmp_path, ENDED, lambda d, library, e: list(carried_on(question, d, library, e)))
    assert [s.text for s in said] == ["贵阳：有效期届满前已经受理的申请，仍按照本政策兑付。"]


def test_who_only_asks_for_the_sum_is_not_told_of_it(tmp_path):
    assert told(tmp_path, ENDED, lambda d, library, e: list(carried_on("买设备补多少", d, library, e))) == []


def test_nobody_applies_under_a_draft(tmp_path):
    said = told(tmp_path, DRAFT, lambda d, library, e: list(not_open("现在可以申报了吗", d, DAY, library, e)))
    assert said[0].text.startswith(phrases.NOT_OPEN[:4])
    assert "2027年1月1日" in said[1].text


def test_a_text_in_force_is_open(tmp_path):
    ask = "现在可以申报了吗"
    assert told(tmp_path, ENDED, lambda d, library, e: list(not_open(ask, d, DAY, library, e))) == []
