"""The parser: what starts a node, what never does, and that no character is ever lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.metadata import Metadata
from index.documents.model import ClauseKind, PolicyDocument
from index.documents.parsed import parse_document

SECOND_STYLE = """某省数据条例

第一章　总则
第一条　为了促进数据发展，制定本条例。
第二条　本条例适用于本省。
省人民政府负责统筹。
第二章　支持措施
第三条　符合下列情形之一的，给予奖励：
（一）在本省注册；
（二）连续经营三年以上。
前款奖励不超过50万元。
奖励资金由省财政承担。
第四条　本条例自2024年1月1日起施行。
"""

DECIMAL_STYLE = """申报指南

1 总则
1.1 目的
为规范申报，制定本指南。
1.2 范围
1.2.1 适用于本市企业。
1.2.2 适用于社会组织。
2 条件
2.1 注册地在本市。
2.2 总产值达到
1.1万亿元以上的除外。
"""

# Every line but the headings continues its clause: each opens like a number and is none.
TRAPS = """某市若干政策

[bookmark: _GoBack]一、支持企业
（一）获评小微企业园
三、四、五星级的，分别奖励20万元、40万元、60万元。
（二）获得创业大赛
一、二、三等奖的，分别奖励，具体见
本政策第8条和
第（三）款的规定。
第（三）款所称企业，是指规模以上企业。。
（三）款所称产值达到
1.1万亿元以上，增长
3.5%以上。
(三)支持园区。按照1：1配套。
1.奖励园区。第2条另有规定的除外。
[bookmark: _Toc1][bookmark: _Toc2]2.奖励平台。
二、附则
（一）由市局负责解释。
（二）自发布之日起施行。
"""


def parse(text: str, **metadata: object) -> PolicyDocument:
    fields = {"title": text.partition("\n")[0].strip().ljust(2, "文"), "region": "某市", **metadata}
    return parse_document("t", text, Metadata.model_validate(fields))


def numbered(document: PolicyDocument) -> list[str]:
    return [clause.locator for clause in document.clauses if clause.number]


def clause_text(document: PolicyDocument, locator: str) -> str:
    return next(clause.text for clause in document.clauses if clause.locator == locator)


def assert_partition(document: PolicyDocument) -> None:
    spans = [span for clause in document.clauses for span in clause.own_spans]
    spans += [(residue.start, residue.end) for residue in document.residue]
    position = 0
    for start, end in sorted(spans):
        assert start == position < end
        position = end
    assert position == len(document.source)


def test_a_cross_reference_never_starts_a_clause():
    document = parse(TRAPS)
    assert numbered(document) == [
        "一", "一/（一）", "一/（二）", "一/（三）", "一/（三）/1", "一/（三）/2", "二", "二/（一）", "二/（二）",
    ]  # fmt: skip
    assert "三、四、五星级" in clause_text(document, "一/（一）")
    competition = clause_text(document, "一/（二）")
    for trap in ("一、二、三等奖", "本政策第8条", "第（三）款的规定", "（三）款所称产值", "1.1万亿元以上", "3.5%以上"):
        assert trap in competition


def test_a_heading_behind_a_bookmark_is_found_and_the_tag_is_residue():
    document = parse(TRAPS)
    tags = [document.source[r.start : r.end] for r in document.residue if r.reason == "书签标记"]
    assert tags == ["[bookmark: _GoBack]", "[bookmark: _Toc1]", "[bookmark: _Toc2]"]
    assert not any("bookmark" in clause.text for clause in document.clauses)
    assert not any("bookmark" in passage.text for passage in document.passages)


def test_mixed_brackets_number_one_run():
    clause = next(c for c in parse(TRAPS).clauses if c.locator == "一/（三）")
    assert clause.number == "(三)"


def test_articles_with_paragraphs_and_items():
    document = parse(SECOND_STYLE)
    assert [clause.locator for clause in document.clauses] == [
        "标题", "第一章", "第一条", "第二条", "第二条/第二款", "第二章",
        "第三条", "第三条/（一）", "第三条/（二）", "第三条/第二款", "第三条/第三款", "第四条",
    ]  # fmt: skip
    kinds = {clause.locator: clause.kind for clause in document.clauses}
    assert kinds["第三条/（一）"] is ClauseKind.ITEM
    assert kinds["第三条/第二款"] is ClauseKind.PARAGRAPH
    assert kinds["第一章"] is ClauseKind.PART
    parents = {clause.locator: clause.parent_id for clause in document.clauses}
    assert parents["第三条"] == "t/第二章"
    assert parents["第三条/（二）"] == parents["第三条/第三款"] == "t/第三条"


def test_decimal_numbers_nest_by_their_path():
    document = parse(DECIMAL_STYLE)
    assert numbered(document) == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "2", "2.1", "2.2"]
    parents = {clause.locator: clause.parent_id for clause in document.clauses}
    assert (parents["1.1"], parents["1.2.2"], parents["2.2"]) == ("t/1", "t/1.2", "t/2")
    assert "1.1万亿元" in clause_text(document, "2.2")


def test_what_no_style_fits_is_kept_as_plain_nodes():
    document = parse("关于放假的说明\n今天放假。\n明天上班。\n", title="关于放假的说明")
    assert [(c.locator, c.kind) for c in document.clauses] == [
        ("标题", ClauseKind.TITLE), ("段1", ClauseKind.PLAIN), ("段2", ClauseKind.PLAIN),
    ]  # fmt: skip
    assert [passage.text for passage in document.passages][1:] == ["今天放假。", "明天上班。"]
    assert_partition(document)


def test_a_paragraph_cut_by_a_page_break_is_joined_for_reading_and_verbatim_in_the_passage():
    source = "某市计划\n一、任务\n（一）支持信创\n支持企业与华为鲲鹏\n\n鹏共融发展。形成优势。\n"
    document = parse(source)
    assert "华为鲲鹏共融发展" in clause_text(document, "一/（一）")
    passage = next(p for p in document.passages if "共融" in p.text)
    assert passage.text == "支持企业与华为鲲鹏鹏共融发展。"
    assert len(passage.spans) == 2
    assert "".join(source[a:b] for a, b in passage.spans) == passage.text


def test_bold_markup_is_never_shown():
    document = parse("某市计划\n一、任务\n1. **发展生态**。支持企业。\n2. **加快应用。**坚持创新。\n")
    assert [c.heading for c in document.clauses if c.kind is ClauseKind.CLAUSE] == ["发展生态", "加快应用"]
    assert not any("*" in clause.text + clause.heading for clause in document.clauses)


def test_a_closing_cue_ends_the_document_and_any_other_paragraph_continues_the_clause():
    body = "某市政策\n一、支持\n（一）奖励企业。\n同一企业可以累计。\n"
    assert "同一企业可以累计。" in clause_text(parse(body), "一/（一）")
    closed = parse(body + "本政策自公布之日起施行。\n由市局解释。\n")
    assert clause_text(closed, "结语").split() == ["本政策自公布之日起施行。", "由市局解释。"]
    assert "施行" not in clause_text(closed, "一/（一）")


def test_document_yaml_may_add_closing_cues():
    body = "某市政策\n一、支持\n（一）奖励企业。\n特此说明。\n"
    assert "结语" not in [c.locator for c in parse(body).clauses]
    assert clause_text(parse(body, closing_cues=("特此说明",)), "结语") == "特此说明。"


def test_annexes_number_afresh_and_close_on_their_own():
    document = parse(
        "某市政策\n一、支持\n1.奖励甲。\n2.奖励乙。\n本政策由市局解释。\n附件1\n甲政策\n说明如下。\n1.补助甲。\n本政策自印发之日起施行。\n附件2\n乙政策\n1.补助乙。\n"
    )
    locators = [c.locator for c in document.clauses]
    assert locators[locators.index("结语") :] == [
        "结语", "附件1", "附件1/标题", "附件1/引言", "附件1/1", "附件1/结语", "附件2", "附件2/标题", "附件2/1",
    ]  # fmt: skip


_LINES = st.sampled_from(
    [
        *(f"{line}\n" for line in TRAPS.splitlines()),
        *(f"{line}\n" for line in SECOND_STYLE.splitlines()),
        *(f"{line}\r\n" for line in DECIMAL_STYLE.splitlines()),
        "附件1\n", "附件2\n", "第十条　\n", "本办法由市局解释。\n", "\u3000\n", "\xa0\n", "\ufeff", "没有换行", "[bookmark: x]\n",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES, max_size=30).map("".join))
def test_any_shuffle_of_policy_lines_partitions(source):
    document = parse(source, title="某市政策")
    assert_partition(document)
    ids = [clause.id for clause in document.clauses]
    assert len(ids) == len(set(ids))
    assert all(clause.parent_id is None or clause.parent_id in ids for clause in document.clauses)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("一二三、（）()第条章款附件1.23 \n。；*—[]"), st.characters()), max_size=120
    )
)
def test_any_text_partitions_and_never_raises(source):
    document = parse(source, title="某市政策")
    assert_partition(document)
    for passage in document.passages:
        assert "".join(source[a:b] for a, b in passage.spans) == passage.text


def test_bracketed_digits_lie_below_the_digits_and_are_no_part_of_the_chinese_run():
    document = parse(
        "某市政策\n一、支持\n（一）企业\n1.奖励企业。\n（1）新认定的，10万元。\n（2）复核的，5万元。\n2.奖励园区。\n（二）其他\n"
    )
    assert numbered(document) == [
        "一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "一/（一）/1/（2）", "一/（一）/2", "一/（二）",
    ]  # fmt: skip


def test_numbers_may_stand_close_to_their_text():
    articles = parse("某省条例\n第一章总则\n第一条为了发展，制定本条例。\n第二条规定的企业除外。\n第二条本省适用。\n")
    assert numbered(articles) == ["第一章", "第一条", "第二条"]
    decimals = parse(
        "某市指南\n1.总则\n1.1目的。规范申报。\n1.2范围。本市企业，产值\n1.3亿元以上。\n2.条件\n2.1注册在本市。\n"
    )
    assert numbered(decimals) == ["1", "1.1", "1.2", "2", "2.1"]


def test_a_quantity_with_a_blank_is_no_decimal_number():
    document = parse("某市指南\n1 总则\n1.1 目的。总产值达到\n1.2 万亿元以上，或者\n1.9 其他情形。\n")
    assert numbered(document) == ["1", "1.1"]


def test_a_list_that_goes_on_behind_a_page_break_is_no_heading():
    document = parse(
        "某市政策\n一、支持\n（一）推动融合，支持第一、\n二、三产业融合发展。\n二、五大任务\n（一）任务。\n"
    )
    assert numbered(document) == ["一", "一/（一）", "二", "二/（一）"]
    assert clause_text(document, "二") == "二、五大任务"


def test_a_missing_number_does_not_swallow_the_rest():
    assert numbered(parse("某省条例\n第一条　甲。\n第二条　乙。\n第四条　丁。\n第五条　戊。\n")) == [
        "第一条",
        "第二条",
        "第四条",
        "第五条",
    ]


def test_an_article_opens_with_its_provision_and_has_no_heading():
    document = parse("某省条例\n第一条　申请人应当提交材料。主管部门应当受理。\n")
    article = next(c for c in document.clauses if c.locator == "第一条")
    assert article.heading == ""
    assert [p.text for p in document.passages if p.clause_id == article.id] == [
        "第一条　申请人应当提交材料。", "主管部门应当受理。",
    ]  # fmt: skip


def test_plain_text_stays_plain_behind_its_first_paragraph():
    document = parse("通知书\n今天放假。\n没有标点的一行\n又一句。\n")
    assert [c.locator for c in document.clauses] == ["标题", "段1", "段2", "段3"]


def test_a_byte_order_mark_hides_no_number():
    document = parse("\ufeff一、支持\n（一）奖励。\n", title="某市政策")
    assert numbered(document) == ["一", "一/（一）"]
    assert_partition(document)


def test_articles_of_an_annex_carry_it_and_those_of_a_document_carry_no_chapter():
    document = parse(
        "某市政策\n第一章　总则\n第一条　甲。\n附件1\n细则\n第一章　总则\n第一条　乙。\n第二章　附则\n第二条　丙。\n"
    )
    assert numbered(document) == [
        "第一章", "第一条", "附件1", "附件1/第一章", "附件1/第一条", "附件1/第二章", "附件1/第二条",
    ]  # fmt: skip
