"""Sentences in which documents give their period, their end and what they repeal; names of places."""

from datetime import date

import pytest

from index.documents.library import load_library
from index.documents.metadata import Metadata
from index.documents.model import PolicyDocument
from index.documents.parsed import parse_document
from index.documents.status import document_status

HEAD = "萍乡市支持工业陶瓷产业发展若干措施\n萍府办测〔2024〕9号\n一、支持\n（一）奖励50万元。\n"
TAIL = "\n萍乡市人民政府办公室\n2024年3月5日\n"


def document(last: str, head: str = HEAD, tail: str = TAIL) -> PolicyDocument:
    return parse_document("t", f"{head}二、附则\n（一）{last}{tail}", Metadata())


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("本措施自2024年4月1日起施行，有效期3年。", "2024-04-01", "2027-03-31"),
        ("本措施自印发之日起施行，有效期至2026年12月31日。", "2024-03-05", "2026-12-31"),
        ("本措施自发布之日起30日后施行，有效期2年。", "2024-04-04", "2026-04-03"),
        ("本措施自2024年3月5日起试行，试行期一年。", "2024-03-05", "2025-03-04"),
        ("本措施执行期限为2024年1月1日至2025年12月31日。", "2024-01-01", "2025-12-31"),
        ("本措施自二〇二四年五月一日起实施，有效期五年。", "2024-05-01", "2029-04-30"),
        ("本措施有效期自2024年2月1日起至2027年1月31日止。", "2024-02-01", "2027-01-31"),
        ("本措施自公布之日起执行，有效期18个月。", "2024-03-05", "2025-09-04"),
        ("本措施自2024-06-01起生效，执行至2025年底。", "2024-06-01", "2025-12-31"),
        ("本措施自印发之日起施行。", "2024-03-05", None),
        ("本措施由市工信局负责解释。", None, None),
        ("申报时间为2024年5月1日至2024年6月30日。", None, None),
        ("补贴期限不超过3年，自2024年1月1日起计算。", None, None),
        ("获得的证书有效期3年。", None, None),
    ],
)
def test_the_period_in_its_own_words(sentence, first, last):
    period = document(sentence).validity
    assert (period.valid_from, period.valid_to) == (day(first), day(last))
    assert bool(period.quotes) == bool(first or last)


def test_nothing_found_is_never_in_force():
    standing = document_status(document("本措施由市工信局负责解释。"), date(2026, 1, 1))
    assert standing.status == "unverified"
    assert "文本未载明期限，是否仍有效请核实" in standing.banner
    assert "现行有效" not in standing.banner


def test_what_was_read_is_shown_as_read_and_what_a_person_confirmed_is_not():
    read = document("本措施自2024年4月1日起施行，有效期3年。")
    assert "据原文" in document_status(read, date(2025, 1, 1)).banner
    confirmed = parse_document("t", read.source, Metadata.model_validate({"validity": {"valid_from": "2024-04-01"}}))
    assert confirmed.validity.valid_to is None
    assert "据原文" not in document_status(confirmed, date(2025, 1, 1)).banner


@pytest.mark.parametrize(
    ("sentence", "repealed"),
    [
        ("《萍乡市旧办法》（萍府办〔2020〕3号）同时废止。", [("萍乡市旧办法", "萍府办〔2020〕3号")]),
        ("原《甲市陶瓷办法》《乙市陶瓷办法》停止执行。", [("甲市陶瓷办法", ""), ("乙市陶瓷办法", "")]),
        ("萍府办〔2019〕8号文件同时废止。", [("萍府办〔2019〕8号", "萍府办〔2019〕8号")]),
        ("根据《江西省促进条例》制定本措施。", []),
        ("《萍乡市旧办法》未废止的条款继续执行。", []),
    ],
)
def test_what_it_repeals(sentence, repealed):
    assert [(each.name, each.number) for each in document(sentence).repeals] == repealed


@pytest.mark.parametrize(
    ("issuer", "title", "place"),
    [
        ("南京市鼓楼区人民政府", "关于支持软件业的若干政策", "南京鼓楼"),
        ("恩施土家族苗族自治州人民政府办公室", "关于支持硒产业的若干意见", "恩施"),
        ("内蒙古自治区工业和信息化厅", "支持稀土产业若干措施", "内蒙古"),
        ("浙江省绍兴市嵊州市人民政府办公室", "关于提质扩量的若干政策", "嵊州"),
        ("市经济和信息化局", "长沙县促进智能装备产业发展办法", "长沙县"),
        ("浏阳市人民政府办公室", "关于支持烟花产业的若干政策", "浏阳"),
        ("苏州工业园区管理委员会", "苏州工业园区生物医药产业扶持办法", "苏州"),
    ],
)
def test_whose_document_it_is(issuer, title, place):
    text = f"{title}\n一、奖励50万元。\n二、奖励20万元。\n{issuer}\n2024年3月5日\n"
    assert parse_document("t", text, Metadata()).region == place


def test_a_ministry_speaks_for_the_country():
    text = "工业和信息化部关于支持中小企业的通知\n一、奖励。\n二、落实。\n工业和信息化部\n2024年3月5日\n"
    read = parse_document("t", text, Metadata())
    assert (read.region, read.region_level) == ("全国", "country")


def test_the_newer_of_two_leads_from_its_day_on(tmp_path):
    old = HEAD + "二、附则\n（一）本措施自2024年4月1日起施行，有效期5年。" + TAIL
    new = (
        "萍乡市支持工业陶瓷产业发展若干措施（2025年修订）\n萍府办测〔2025〕2号\n一、支持\n（一）奖励60万元。\n二、附则\n"
        "（一）本措施自2025年7月1日起施行，有效期3年，萍府办测〔2024〕9号同时废止。\n萍乡市人民政府办公室\n2025年6月1日\n"
    )
    for name, text in (("old", old), ("new", new)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "source.txt").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    assert (library.document("old").superseded_by, library.document("old").superseded_on) == ("new", date(2025, 7, 1))
    status = {
        d: document_status(library.document("old"), date.fromisoformat(d)).status for d in ("2025-06-30", "2025-07-01")
    }
    assert status == {"2025-06-30": "in_force", "2025-07-01": "superseded"}
    assert document_status(library.document("new"), date(2025, 7, 1)).status == "in_force"


def test_the_name_of_a_site_is_no_title_and_words_of_web_pages_may_stand_in_one():
    read = parse_document(
        "t", "# 无锡市人民政府\n首页\n无锡市外商投资项目备案管理办法\n锡政测〔2024〕1号\n第一条 甲。\n第二条 材料：\n（一）备案表\n（二）网站截图\n",
        Metadata(),
    )  # fmt: skip
    assert (read.title, read.number, read.issuer) == (
        "无锡市外商投资项目备案管理办法",
        "锡政测〔2024〕1号",
        "无锡市人民政府",
    )
    assert [c.locator for c in read.clauses if c.number] == ["第一条", "第二条", "第二条/（一）", "第二条/（二）"]


def test_what_a_notice_issues_is_the_document_and_its_joint_issuers_are_all_named():
    read = parse_document(
        "t",
        "关于印发《保定市中试平台支持办法》的通知\n各县：\n现印发给你们。\n附件：保定市中试平台支持办法\n"
        "保定市工业和信息化局 保定市财政局\n2025年3月1日\n附件\n保定市中试平台支持办法\n第一章 总则\n第一条 甲。\n"
        "第二条 本办法自发布之日起施行，有效期三年。\n附件1：奖补标准\n1.平台奖励50万元。\n2.设备补助10%。\n附件2 流程图\n",
        Metadata(),
    )
    assert read.title == "保定市中试平台支持办法"
    assert read.issuer == "保定市工业和信息化局、保定市财政局"
    assert (read.validity.valid_from, read.validity.valid_to) == (date(2025, 3, 1), date(2028, 2, 29))
    assert [c.locator for c in read.clauses if c.number] == [
        "第一章",
        "第一条",
        "第二条",
        "附件1",
        "附件1/1",
        "附件1/2",
        "附件2",
    ]
