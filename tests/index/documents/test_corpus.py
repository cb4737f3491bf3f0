"""The five shipped texts: the expected nodes, exactly, and what their unnumbered text is called."""

from collections import Counter

import pytest

from index.documents import roundtrip
from index.documents.library import load_library
from index.documents.model import ClauseKind
from index.documents.numbering import chinese_number

LIBRARY = load_library()
ONE_TO_TEN = "一二三四五六七八九十"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else ONE_TO_TEN[tens - 1] + "十") + (
        ONE_TO_TEN[ones - 1] if ones else ""
    )


def _brackets(count: int, parent: str = "") -> list[str]:
    return [f"{parent}（{_chinese(n)}）" for n in range(1, count + 1)]


def _digits(count: int, parent: str = "") -> list[str]:
    return [f"{parent}{n}" for n in range(1, count + 1)]


EXPECTED = {
    "changsha-2023": [
        *ONE_TO_TEN[:6],
        *_digits(26),
        *(f"附件{n}" for n in range(1, 9)),
        *(x for n, count in enumerate([4, 5, 6, 7, 3, 4, 2, 4], 1) for x in _digits(count, f"附件{n}/")),
    ],
    "hangzhou-2023": [*ONE_TO_TEN[:3], *_brackets(10)],
    "shaoxing-2025": [*ONE_TO_TEN[:8], *_brackets(27), *_brackets(7, "八/")],
    "hunan-regulation-2022": [*(f"第{_chinese(n)}条" for n in range(1, 27)), *_brackets(3, "第二十四条/")],
    "changsha-plan-2021": [
        *ONE_TO_TEN[:3],
        *_brackets(3, "一/"),
        *_brackets(7, "二/"),
        *_brackets(4, "三/"),
        *(x for n, count in enumerate([6, 8, 5, 5, 6, 5, 4], 1) for x in _digits(count, f"二/（{_chinese(n)}）/")),
    ],
}
UNNUMBERED = {
    "changsha-2023": {
        "标题", "引言", "结语", *(f"附件{n}/{name}" for n in range(1, 9) for name in ("标题", "引言")),
        "附件2/结语", "附件4/结语", "附件5/结语", "附件6/结语", "附件8/结语",
    },
    "hangzhou-2023": {"标题", "引言", "结语"},
    "shaoxing-2025": {"页眉", "文头", "通知", "标题", "页脚"},
    "changsha-plan-2021": {"文头", "通知", "标题", "引言"},
}  # fmt: skip


def own_source(clause_id: str) -> str:
    clause = LIBRARY.clause(clause_id)
    return "".join(LIBRARY.document(clause.document_id).source[a:b] for a, b in clause.own_spans)


@pytest.mark.parametrize("document_id", EXPECTED)
def test_the_numbered_nodes_are_exactly_the_expected_ones(document_id):
    numbered = [c.locator for c in LIBRARY.document(document_id).clauses if c.number]
    assert Counter(numbered) == Counter(EXPECTED[document_id])


@pytest.mark.parametrize("document_id", UNNUMBERED)
def test_the_unnumbered_text_has_its_agreed_names(document_id):
    names = {c.locator for c in LIBRARY.document(document_id).clauses if not c.number}
    assert names == UNNUMBERED[document_id]


@pytest.mark.parametrize("document_id", EXPECTED)
def test_check_finds_nothing(document_id):
    assert list(roundtrip.findings(LIBRARY.document(document_id))) == []


@pytest.mark.parametrize("document_id", EXPECTED)
def test_own_spans_and_residue_are_the_source(document_id):
    document = LIBRARY.document(document_id)
    spans = [s for c in document.clauses for s in c.own_spans] + [(r.start, r.end) for r in document.residue]
    assert "".join(document.source[a:b] for a, b in sorted(spans)) == document.source
    for residue in document.residue:
        text = document.source[residue.start : residue.end]
        assert not text.strip() or (text.startswith("[bookmark:") and text.endswith("]"))


@pytest.mark.parametrize("document_id", EXPECTED)
def test_passages_are_verbatim_and_lie_in_their_clause(document_id):
    document = LIBRARY.document(document_id)
    for passage in document.passages:
        assert passage.text == "".join(document.source[a:b] for a, b in passage.spans)
        own = LIBRARY.clause(passage.clause_id).own_spans
        assert all(any(a <= start and end <= b for a, b in own) for start, end in passage.spans)
        assert document.region in passage.header


def test_every_searchable_sentence_of_a_provision_is_in_a_passage():
    for document in LIBRARY.documents.values():
        covered = {i for p in document.passages for a, b in p.spans for i in range(a, b)}
        for position, character in enumerate(document.source):
            if character in "0123456789" and document.source[position + 1 : position + 3] in ("万元", "%的"):
                assert position in covered, document.source[position - 20 : position + 5]


def test_unnumbered_nodes_hold_what_their_names_say():
    assert own_source("changsha-2023/结语").startswith("除特别规定外")
    assert own_source("changsha-2023/附件3/标题").strip() == "长沙市促进先进储能材料产业集群高质量发展若干政策"
    assert own_source("changsha-2023/附件4/结语").rstrip().endswith("不再施行。")
    assert own_source("hangzhou-2023/结语").startswith("本措施自发布之日起施行")
    assert (
        LIBRARY.clause("hangzhou-2023/标题").text
        == "关于加快推动高端装备制造业和新材料产业高质量发展的若干措施（征求意见稿）"
    )
    assert "绍政办发〔2024〕4号)同时废止" in own_source("shaoxing-2025/通知").replace("）", ")")
    assert "发布日期: 2025-03-03" in own_source("shaoxing-2025/文头")
    assert "长发〔2021〕3号" in own_source("changsha-plan-2021/文头")


def test_web_furniture_is_neither_searched_nor_part_of_a_clause():
    for locator in ("页眉", "页脚"):
        assert not LIBRARY.clause(f"shaoxing-2025/{locator}").searchable
        assert LIBRARY.passages_of(f"shaoxing-2025/{locator}") == ()
    assert not any("打印本页" in p.text or "部门集萃" in p.text for p in LIBRARY.passages)
    assert LIBRARY.clause("shaoxing-2025/八/（七）").text.endswith("由各地自行制定实施细则。")


def test_articles_hold_their_paragraphs_and_items():
    article = "hunan-regulation-2022/第二十四条"
    assert [c.locator.partition("/")[2] for c in LIBRARY.children(article)] == ["（一）", "（二）", "（三）", "第二款"]
    assert LIBRARY.clause(f"{article}/第二款").text.startswith("高等院校、科研机构")
    assert LIBRARY.clause(f"{article}/(三)").text.endswith("合法权益。")
    assert [c.kind for c in LIBRARY.children("hunan-regulation-2022/第三条")] == [ClauseKind.PARAGRAPH]
    whole = LIBRARY.full_text(LIBRARY.clause("hunan-regulation-2022/第三条"))
    assert "统筹推进工作机制" in whole
    assert "做好先进制造业促进工作。" in whole


def test_sentences_cut_by_page_breaks_are_whole_again():
    assert LIBRARY.clause("changsha-plan-2021/一/（三）").text.count("具有核心竞争力") == 1
    assert "华为鲲鹏共融发展" in LIBRARY.clause("changsha-plan-2021/二/（二）/5").text
    passage = next(p for p in LIBRARY.passages_of("changsha-plan-2021/二/（二）/5") if "华为鲲鹏鹏共融发展" in p.text)
    assert len(passage.spans) == 2


def test_own_text_and_headings_stay_short():
    for document in LIBRARY.documents.values():
        for clause in document.clauses:
            assert len(clause.text) <= 900, clause.id
            assert len(clause.heading) <= 60, clause.id


def test_the_number_reader_knows_the_numbers_of_the_genre():
    assert [chinese_number(_chinese(n)) for n in range(1, 100)] == list(range(1, 100))
    assert chinese_number("１２") == 12


def test_no_page_break_of_the_plan_cuts_a_passage_or_makes_a_heading():
    plan = LIBRARY.document("changsha-plan-2021")
    assert sum(len(p.spans) > 1 for p in plan.passages) == 17
    assert all(p.text[-1] in "。；：" for p in plan.passages if "/" in p.clause_id.partition("/")[2])
    assert not any(mark in c.heading for c in plan.clauses for mark in "。，；")


def test_signatures_and_dates_of_a_notice_stand_alone():
    for document_id, day in (("changsha-plan-2021", "2021年2月19日"), ("shaoxing-2025", "2025年2月10日")):
        assert day in [p.text for p in LIBRARY.passages_of(f"{document_id}/通知")]
