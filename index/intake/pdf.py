"""PDF files with text: running heads and page numbers out, broken lines mended, tables as tables.

pdfplumber was chosen for its tables by ruled lines and the place of every character, which mending needs;
pypdf gives the text alone. A page without characters is a scan and goes to `ocr`, where that is installed.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from index.errors import DocumentUnreadable
from index.intake.columns import in_columns
from index.intake.radicals import without_radicals
from index.intake.reading import Reading
from index.intake.tables import table_lines
from index.text.marks import opens_clause

PAGES = 800
_PAGE_NUMBER = re.compile(
    r"[\s·.\-—–－―_]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s·.\-—–－―_]*"
)
_ENDED = re.compile(r"[。！？；：:;!?]$")
_HAN = "[\u4e00-\u9fff，。；：、（）《》“”]"
_SPACED = re.compile(rf"(?<={_HAN})(?<![章节条]) +(?={_HAN})")
_MARGIN = 0.12  # of the page's height: where running heads and page numbers stand
_TITLE_FACTOR = 1.15


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    height: float
    row: bool = False


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable: encrypted, broken, too many pages, or a scan that cannot be recognised."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException

    try:
        with pdfplumber.open(io.BytesIO(raw)) as opened:
            if len(opened.pages) > PAGES:
                raise DocumentUnreadable(f"{name} 有 {len(opened.pages)} 页，超过 {PAGES} 页的上限，请拆分后再收录。")
            pages = [_page(page, number) for number, page in enumerate(opened.pages)]
            empty = [n for n, page in enumerate(opened.pages) if not page.chars and page.images]
    except DocumentUnreadable:
        raise
    except PDFPasswordIncorrect as error:
        raise DocumentUnreadable(f"{name} 已加密：请去掉密码后再收录。", log=str(error)) from error
    except (PDFException, Exception) as error:  # a damaged file surfaces as any of a dozen errors
        if "PasswordIncorrect" in repr(error):
            raise DocumentUnreadable(f"{name} 已加密：请去掉密码后再收录。", log=repr(error)) from error
        raise DocumentUnreadable(f"{name} 已损坏，请重新下载后再收录。", log=repr(error)) from error
    if not any(pages) or sum(len(line.text) for page in pages for line in page) < 20 * max(1, len(empty)):
        from index.intake import ocr

        return ocr.read(raw, name)
    lines = _without_furniture(pages)
    if sum(line.text.count("(cid:") for line in lines) * 20 > sum(len(line.text) for line in lines):
        raise DocumentUnreadable(f"{name} 的字体没有文字编码，读出来是乱码：请用 Word 版，或打印成图片后识别。")
    notes = (f"第 {'、'.join(str(n + 1) for n in empty[:10])} 页是图片，没有读出文字。",) if empty else ()
    return Reading("\n".join(_paragraphs(lines)), ".pdf", notes)


def _page(page: Any, number: int) -> list[_Line]:
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    text = page.filter(lambda o: o["object_type"] != "char" or not any(_inside(o, box) for box in boxes))
    printed = text.dedupe_chars().extract_text_lines(return_chars=True)
    columns = in_columns(printed, page.width)
    if columns is not None:  # set as one long column, so that a paragraph goes on from the one to the other
        read = [
            _Line(
                _SPACED.sub("", s.text.strip()), s.left - s.shift, s.right - s.shift, s.top, s.bottom,
                median(c["size"] for c in s.chars), number, page.height,
            )
            for s in columns
        ]  # fmt: skip
        return _legible([*read, *_tables(tables, page, number)])
    lines = [
        _Line(
            _SPACED.sub("", line["text"].strip()), line["x0"], line["x1"], line["top"], line["bottom"],
            median(c["size"] for c in line["chars"]), number, page.height,
        )
        for line in printed
    ]  # fmt: skip
    lines += _tables(tables, page, number)
    return sorted(_legible(lines), key=lambda line: line.top)


def _legible(lines: list[_Line]) -> list[_Line]:
    for line in lines:
        line.text = without_radicals(line.text)
    return [line for line in lines if line.text]


def _tables(tables: list[Any], page: Any, number: int) -> Iterator[_Line]:
    for table in tables:
        x0, top, x1, bottom = table.bbox
        row = _Line("", x0, x1, top, bottom, 0, number, page.height, row=True)
        row.text = "\x00".join("\x01".join(_filled(cells)) for cells in _down(table.extract()))
        yield row


def _inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _filled(cells: list[str | None]) -> Iterator[str]:
    """A cell merged over several columns is None behind its first."""
    last = ""
    for cell in cells:
        last = last if cell is None else cell.replace("\n", "")
        yield last


def _down(rows: list[list[str | None]]) -> list[list[str | None]]:
    """A cell merged over several rows is None below its first; a row that is None throughout is left alone."""
    for above, below in pairwise(rows):
        for n, cell in enumerate(below):
            if cell is None and n < len(above) and (n == 0 or below[n - 1] is not None or above[n] != above[n - 1]):
                below[n] = above[n]
    return rows


def _without_furniture(pages: list[list[_Line]]) -> list[_Line]:
    """Lines in the margins that recur from page to page, and page numbers; a running head stands once, in front."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_recurring(line) for line in page if _in_margin(line)})
    kept: list[_Line] = []
    once: set[str] = set()
    for page in pages:
        for line in page:
            key = _recurring(line)
            if not line.row and _in_margin(line):
                if _PAGE_NUMBER.fullmatch(line.text):
                    continue
                if len(pages) > 1 and seen[key] > 1:
                    if key in once or line.top > line.height / 2:
                        continue
                    once.add(key)
            kept.append(line)
    return kept


def _in_margin(line: _Line) -> bool:
    return line.bottom < _MARGIN * line.height or line.top > (1 - _MARGIN) * line.height


def _recurring(line: _Line) -> str:
    return re.sub(r"\d+", "0", "".join(line.text.split()))


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    """Lines joined where the page broke them."""
    text = [line for line in lines if not line.row]
    size = median(line.size for line in text for _ in line.text) if text else 0
    body = [line for line in text if abs(line.size - size) < 1] or text
    left = _edge([line.left for line in body], size, lowest=True)
    right = _edge([line.right for line in body], size, lowest=False)
    indented = sum(line.left > left + 1.2 * size for line in body) > 0.1 * len(body)
    tables = 0
    paragraph: list[_Line] = []
    for line in lines:
        if line.row:
            grid = [row.split("\x01") for row in line.text.split("\x00")]
            if paragraph:
                yield _text(paragraph, size)
            paragraph = []
            rows = table_lines(grid, tables + 1)
            tables += any(row.startswith("表") for row in rows)
            yield from rows
            continue
        if paragraph and not _continues(paragraph, line, left, right, size, indented):
            yield _text(paragraph, size)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _text(paragraph, size)


def _edge(places: list[float], size: float, *, lowest: bool) -> float:
    """Where most lines begin or end: the outermost place that at least a twelfth of them share."""
    rounded = Counter(round(place / max(size / 2, 1)) for place in places)
    common = [place for place, times in rounded.items() if times >= max(2, len(places) / 12)] or list(rounded)
    return (min(common) if lowest else max(common)) * max(size / 2, 1)


def _continues(paragraph: list[_Line], line: _Line, left: float, right: float, size: float, indented: bool) -> bool:
    last = paragraph[-1]
    if abs(line.size - last.size) > 0.8:
        return False
    centred = [each.left > left + 3 * size and each.right < right - 3 * size for each in (last, line)]
    if all(centred):  # a title over two lines
        return last.size > _TITLE_FACTOR * size and not _ENDED.search(last.text)
    if any(centred) and last.size > _TITLE_FACTOR * size:
        return not _ENDED.search(last.text) and line.size > _TITLE_FACTOR * size
    if last.right < right - 2.2 * size:  # the line had room for more
        return False
    if line.page == last.page and line.top - last.bottom > 2.2 * size:
        return False
    if indented and line.left > left + 1.2 * size:
        return False
    return not (opens_clause(line.text) and _ENDED.search(last.text))


def _text(paragraph: list[_Line], size: float) -> str:
    joined = ""
    for line in paragraph:
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        joined += (" " if latin else "") + line.text
    first = paragraph[0]
    large = first.size > _TITLE_FACTOR * size and first.page == 0 and len(joined) >= 6
    return ("# " if large and not _ENDED.search(joined) else "") + joined
