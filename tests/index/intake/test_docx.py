"""Word files: the numbers that Word prints, tables with merged cells, what is left out."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from index.intake import docx as reader
from index.intake.word_numbers import chinese, written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(place: int, form: str, pattern: str, suffix: str = "nothing") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def with_list(document, *levels: str, num: int = 90, start: int | None = None) -> None:
    root = document.part.numbering_part.element
    if levels:
        abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{"".join(levels)}</w:abstractNum>')
        root.insert(0, abstract)
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    root.append(parse_xml(f'<w:num {W} w:numId="{num}"><w:abstractNumId w:val="90"/>{override}</w:num>'))


def numbered(document, text: str, place: int, num: int = 90):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{place}"/><w:numId w:val="{num}"/></w:numPr>'))
    return paragraph


def lines(document) -> list[str]:
    buffer = io.BytesIO()
    document.save(buffer)
    return reader.read(buffer.getvalue(), "a.docx").text.splitlines()


def test_automatic_numbers_come_out_as_the_reader_sees_them():
    document = docx.Document()
    with_list(
        document,
        level(0, "chineseCountingThousand", "第%1章", "space"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimalEnclosedCircle", "%4"),
    )
    for text, place in [
        ("总则", 0),
        ("甲", 1),
        ("乙", 1),
        ("丙", 2),
        ("丁", 2),
        ("戊", 3),
        ("己", 1),
        ("附则", 0),
        ("庚", 1),
    ]:
        numbered(document, text, place)
    assert lines(document) == [
        "第一章 总则", "（一）甲", "（二）乙", "1.丙", "2.丁", "①戊", "（三）己", "第二章 附则", "（一）庚",
    ]  # fmt: skip


def test_a_list_that_starts_afresh_counts_from_there():
    document = docx.Document()
    with_list(document, level(0, "decimal", "%1、"))
    with_list(document, num=91, start=5)
    numbered(document, "甲", 0)
    numbered(document, "乙", 0)
    numbered(document, "丙", 0, num=91)
    assert lines(document) == ["1、甲", "2、乙", "5、丙"]


def test_numbers_of_levels_above_stand_in_the_pattern():
    document = docx.Document()
    with_list(document, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    for text, place in [("总则", 0), ("目的", 1), ("范围", 1), ("条件", 0), ("注册", 1)]:
        numbered(document, text, place)
    assert lines(document) == ["1总则", "1.1目的", "1.2范围", "2条件", "2.1注册"]


def test_a_number_may_come_from_the_style():
    document = docx.Document()
    with_list(document, level(0, "chineseCounting", "第%1条", "space"))
    style = document.styles.add_style("条文", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    document.add_paragraph("甲。", style=style)
    document.add_paragraph("乙。", style=style)
    assert lines(document) == ["第一条 甲。", "第二条 乙。"]


def test_titles_and_headings_are_marked():
    document = docx.Document()
    document.add_paragraph("某市办法", style="Title")
    document.add_paragraph("总则", style="Heading 1")
    document.add_paragraph("这一整句话被误设成了标题样式。它不是标题。", style="Heading 1")
    assert lines(document) == ["# 某市办法", "## 总则", "这一整句话被误设成了标题样式。它不是标题。"]


def test_merged_cells_count_in_every_row_and_column_they_cover():
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    cells = ["类别", "级别", "标准", "平台", "国家级", "200万元", "", "省级", "80万元", "园区", "国家级", "100万元"]
    for place, text in enumerate(cells):
        table.cell(place // 3, place % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert lines(document) == [
        "表1第1行　类别：平台，级别：国家级，标准：200万元。",
        "表1第2行　类别：平台，级别：省级，标准：80万元。",
        "表1第3行　类别：园区，级别：国家级，标准：100万元。",
    ]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read():
    document = docx.Document()
    paragraph = document.add_paragraph("奖励")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>10万元</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>20万元</w:t></w:r></w:ins>"))
    hidden = paragraph.add_run("不显示")
    hidden.font.hidden = True
    assert qn("w:vanish")
    assert lines(document) == ["奖励20万元"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (12, "chineseCounting", "十二"), (20, "chineseCountingThousand", "二十"), (105, "japaneseCounting", "一百零五"),
        (3, "ideographTraditional", "丙"), (2, "chineseLegalSimplified", "贰"), (4, "upperRoman", "IV"),
        (3, "lowerLetter", "c"), (7, "decimalEnclosedCircleChinese", "⑦"), (5, "decimalZero", "05"), (9, "none", ""),
    ],
)  # fmt: skip
def test_the_formats_of_the_genre(number, form, printed):
    assert written(number, form) == printed


def test_chinese_numbers_up_to_a_thousand_read_back():
    from index.documents.numbering import chinese_number

    assert all(chinese_number(chinese(n).replace("零", "")) == n for n in range(1, 1000) if n % 100 > 9 or n < 100)
