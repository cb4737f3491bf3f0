"""A benefit asked for by its matter that no document of the place speaks of."""

import pytest

from assistant.drafting.unheld import unheld
from index.documents.library import load_library

TEXT = """贵阳市支持新型显示产业发展若干政策
第一条　企业租用标准厂房的，按照实付租金的50%给予补贴，最高30万元。
第二条　对企业实施技术改造的，按照设备投入的10%给予补助。
第三条　本政策自2026年1月1日起施行，有效期至2028年12月31日。
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    root = tmp_path_factory.mktemp("corpus")
    (folder := root / "guiyang-2026").mkdir()
    (folder / "source.txt").write_text(TEXT, encoding="utf-8")
    return list(load_library(root).documents.values())


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("贵阳新型显示政策对企业上市有没有奖励？", "企业上市"),
        ("贵阳这个政策有没有跨境电商海外仓补贴", "跨境电商海外仓"),
        ("贵阳新型显示政策对直播带货有补贴吗", "直播带货"),
    ],
)
def test_what_no_document_speaks_of_is_unheld(documents, question, matter):
    assert unheld(question, documents) == matter


@pytest.mark.parametrize(
    "question",
    [
        "贵阳新型显示政策对厂房租金有没有补贴",
        "贵阳有没有技改补助",  # 技术改造 by its short name
        "新型显示企业上市奖励多少钱",
        "我们公司有多少奖励",
    ],
)
def test_what_is_held_or_asked_otherwise_is_not(documents, question):
    assert unheld(question, documents) == ""
