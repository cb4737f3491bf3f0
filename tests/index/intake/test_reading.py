"""What cannot be taken in is refused in Chinese; what can be is read whatever it is called."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from index.errors import DocumentUnreadable
from index.intake.reading import LIMIT_MB, read

PDF = Path(__file__).with_name("two_pages.pdf")


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.docx", b"", "空文件"),
        ("空白.txt", b" \n \n", "空文件"),
        ("坏.docx", b"not a zip", "不是完好的"),
        ("坏.pdf", b"%PDF-1.4 broken", "已损坏"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "另存为 .docx"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "密码"),
        ("表.xlsx", packed(xl__workbook_xml=b"<a/>"), "不是 Word"),
        ("坏.docx", packed(word__document_xml=b"<broken"), "已损坏"),
        ("图.png", b"\x89PNG\r\n", "不能收录"),
        ("二进制.txt", bytes(range(256)) * 8, "不是文字"),
        ("截断.docx", packed(word__document_xml=b"<a/>")[:40], "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a zip holds the time: no name for two workers
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=why) as refused:
        read(path)
    assert name in refused.value.message or "不能收录" in refused.value.message


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentUnreadable, match="打不开"):
        read(tmp_path / "没有.docx")


def test_a_file_that_is_too_large_is_not_opened(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as out:
        out.truncate((LIMIT_MB + 150) * 1_000_000)
    with pytest.raises(DocumentUnreadable, match="上限"):
        read(path)


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "炸弹.docx"
    path.write_bytes(packed(word__document_xml=b"\0" * 310_000_000))
    with pytest.raises(DocumentUnreadable, match="没有打开"):
        read(path)


def test_the_content_says_what_a_file_is(tmp_path):
    document = docx.Document()
    document.add_paragraph("一、奖励50万元。")
    path = tmp_path / "其实是Word.txt"
    document.save(str(path))
    assert read(path).text == "一、奖励50万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_of_any_encoding(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes("某市办法\n一、奖励企业“小巨人”50万元。\n".encode(encoding))
    assert read(path).text.splitlines() == ["某市办法", "一、奖励企业“小巨人”50万元。"]


def test_rows_of_a_pasted_table_read_on_their_own(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("标准如下：\n级别\t金额\n国家级\t100万元\n省级\t50万元\n以上。\n", encoding="utf-8")
    assert read(path).text.splitlines() == [
        "标准如下：", "表1第1行　级别：国家级，金额：100万元。", "表1第2行　级别：省级，金额：50万元。", "以上。",
    ]  # fmt: skip


def test_markdown_keeps_headings_numbers_and_tables(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# 某市办法\n\n## 一、支持\n（一）**重点**企业。\n（二）其他。\n\n| 级别 | 金额 |\n|---|---|\n| 省级 | 5万元 |\n",
        encoding="utf-8",
    )
    assert read(path).text.splitlines() == [
        "# 某市办法", "## 一、支持", "（一）重点企业。", "（二）其他。", "表1第1行　级别：省级，金额：5万元。",
    ]  # fmt: skip


def test_a_pdf_is_mended(tmp_path):
    """Two pages with a running head, page numbers, a line cut by the page, and a ruled table."""
    lines = read(PDF).text.splitlines()
    assert lines[:2] == ["某市人民政府文件", "# 某市智能装备产业支持办法"]
    assert (
        "第二条 对首次认定的企业，按照实际投入的百分之十给予补助，最高不超过二百万元，由市财政局会同主管部门在三十日内拨付到位。"
        in lines
    )
    assert [line for line in lines if line.startswith("表")] == [
        "表1第1行　级别：国家级，标准：200万元。", "表1第2行　级别：省级，标准：80万元。",
    ]  # fmt: skip
    assert not any("— 1 —" in line or "— 2 —" in line for line in lines)
    assert sum(line == "某市人民政府文件" for line in lines) == 1


def test_a_scan_without_the_extra_says_what_to_do(tmp_path):
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    path = tmp_path / "扫描.pdf"
    document.save(str(path))
    with pytest.raises(DocumentUnreadable, match="扫描件"):
        read(path)


def test_an_encrypted_pdf_is_refused(tmp_path):
    path = tmp_path / "加密.pdf"
    path.write_bytes(PDF.with_name("encrypted.pdf").read_bytes())
    with pytest.raises(DocumentUnreadable, match="加密"):
        read(path)
