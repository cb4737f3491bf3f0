"""What a question names."""

import pytest


@pytest.mark.parametrize(
    ("text", "regions", "documents"),
    [
        ("绍兴小巨人", ("绍兴",), ()),
        ("诸暨的企业", ("绍兴",), ()),
        ("条例第九条", (), ("hunan-regulation-2022",)),
        ("绍兴4151怎么申请", ("绍兴",), ("shaoxing-2025",)),
        ("长沙三年行动计划", ("长沙",), ("changsha-plan-2021",)),
        ("杭州若干措施", ("杭州",), ("hangzhou-2023",)),
        ("苏州小巨人", (), ()),
    ],
)
def test_city_and_document(searcher, text, regions, documents):
    named = searcher.named(text)
    assert (named.regions, named.documents) == (regions, documents)


@pytest.mark.parametrize(
    "written",
    [
        "长政办发〔2021〕10号",
        "长政办发(2021)10号",
        "长政办发［2021］ 10 号",
        "长政办发2021年10号",
        "长政办发【2021】10号",
    ],
)
def test_a_document_number_however_its_brackets_are(searcher, written):
    assert searcher.named(written).numbers == ("2021-10",)
    assert searcher.search(f"{written}还有效吗")[0].clause_id == "changsha-2023/结语"


@pytest.mark.parametrize(
    ("text", "asked"),
    [("小巨人奖多少", True), ("摊位费报几成", True), ("谁负责解释", False), ("什么时候开始施行", False)],
)
def test_whether_a_figure_is_asked_for(searcher, text, asked):
    assert searcher.named(text).asks_figure is asked


def test_words_in_quotation_marks_are_meant_literally(searcher):
    named = searcher.named("“浙江制造精品”和《国家基本药物目录》，“长”")
    assert named.quoted == ("浙江制造精品", "国家基本药物目录")
