"""Saved web pages: the article out of its navigation.

trafilatura finds which part of the page is the article, and is good at it; but what it prints leaves out what it
takes for boilerplate, and a policy must not lose a line. So it only points: the smallest element that holds what
it found is read whole, but for blocks that are links and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import DocumentUnreadable
from index.intake.plain import decode
from index.intake.reading import Reading
from index.intake.tables import table_lines
from index.text.marks import opens_clause

_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "nav",
        "header",
        "footer",
        "aside",
        "object",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "center",
        "figure",
        "figcaption",
        "body",
        "address",
        "hr",
    ]
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Of a line that is links for the most part nothing is policy: 上一篇, 分享到, 附件 to click on.
LINK_SHARE = 0.6
_COVERED = 0.9
TITLE = 6  # characters that a title has at least
_NUMBERS = ("发文字号", "文号")
_FIELD = re.compile(r"(发文字号|文号|成文日期|发文日期|发布日期|发文机关|发布机构|制定机关|有效性)\s*[:：]\s*(.*)")


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable: no page, or no text in it."""
    from lxml import etree, html

    text = _text(raw, name)
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise DocumentUnreadable(f"{name} 不是完好的网页，请重新保存后再收录。", log=str(error)) from error
    found = _article(text)
    element = _holder(page, found) if found else page
    dropped: list[str] = []
    lines = list(lines_of(element, dropped))
    lines = [*_stated(page, lines), *_titled(lines, page)]
    notes = (
        (f"略去网页导航和链接 {len(dropped)} 处：{'、'.join(each[:12] for each in dropped[:6])}",) if dropped else ()
    )
    return Reading("\n".join(lines), ".html", notes)


def _text(raw: bytes, name: str) -> str:
    declared = _CHARSET.search(raw[:4096])
    if declared:
        encoding = declared[1].decode("ascii").lower()
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding  # the page says less than it uses
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(raw, name)[0]


def _article(text: str) -> set[str]:
    """The lines that trafilatura takes for the article, without blanks."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without an article as errors
    extracted = trafilatura.extract(text, favor_recall=True, include_tables=False, include_comments=False) or ""
    return {_squeezed(line.removeprefix("- ")) for line in extracted.splitlines() if line.strip()}


def _holder(page: Any, found: set[str]) -> Any:
    """The smallest element with nearly all of the article, and the heading of the page where it stands close by."""
    wanted = _covers(page, found)
    element = page
    while True:
        within = next((child for child in element if _covers(child, found) >= _COVERED * wanted), None)
        if within is None:
            break
        element = within
    for _ in range(4):  # a title often stands one or two boxes further out, beside the body
        outer = element.getparent()
        if outer is None or outer.tag in ("body", "html") or element.xpath(".//h1"):
            break
        if outer.xpath(".//h1") and len(outer.text_content()) < 2 * len(element.text_content()) + 2_000:
            return outer
        element_text = _squeezed(outer.text_content())
        if len(element_text) > 1.6 * len(_squeezed(element.text_content())) + 300:
            break
        element = outer
    return element


def _covers(element: Any, found: set[str]) -> int:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return 0
    text = _squeezed(element.text_content())
    return sum(len(line) for line in found if line in text)


def _titled(lines: list[str], page: Any) -> list[str]:
    """The lines, the title marked: the one that `<title>` repeats, else `<title>` without the site's name."""
    named = [str(each) for each in page.xpath("//meta[@name='ArticleTitle' or @property='og:title']/@content")]
    named.append(page.findtext(".//title") or "")
    if any(line.startswith("# ") for line in lines):
        return lines
    for title in filter(None, map(str.strip, named)):
        for n, line in enumerate(lines[:40]):
            text = line.lstrip("# ")
            if len(text) >= TITLE and _squeezed(text) in _squeezed(title):
                return [*lines[:n], f"# {text}", *lines[n + 1 :]]
    first = re.split(r"\s*[_|｜–—]\s*|(?<!\d)\s*-\s*(?!\d)", named[0].strip())[0]
    return [f"# {first}", *lines] if len(first) >= TITLE else lines


def _stated(page: Any, lines: list[str]) -> list[str]:
    """The page's own record of the document (发文字号, 成文日期 …), where it stands outside the article."""
    found: dict[str, str] = {}
    for element in page.iter("td", "th", "li", "span", "p", "div", "dt", "label", "b", "strong"):
        text = " ".join((element.text_content() or "").split()) if len(element) < 3 else ""
        match = _FIELD.fullmatch(text)
        if not match or match[1] in found:
            continue
        beside = element.getnext()
        value = match[2] or (" ".join(beside.text_content().split()) if beside is not None else "")
        if 0 < len(value) <= 60:
            found[match[1]] = value
    whole = _squeezed("".join(lines))
    return [f"{name}：{value}" for name, value in found.items() if _squeezed(value) not in whole or name in _NUMBERS]


def lines_of(element: Any, dropped: list[str] | None = None) -> Iterator[str]:
    """The element's text, a line a paragraph; lines that are links and nothing else go to `dropped`."""
    walker = _Walker(dropped if dropped is not None else [])
    walker.walk(element)
    yield from walker.finished()


class _Walker:
    """Collects a page's lines; `_line` is the paragraph that is being read, `_linked` its characters inside links."""

    def __init__(self, dropped: list[str]) -> None:
        self._dropped = dropped
        self._lines: list[str] = []
        self._line, self._linked, self._prefix, self._tables = "", 0, "", 0

    def finished(self) -> list[str]:
        self._end()
        return self._lines

    def walk(self, element: Any, linked: bool = False) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _HIDDEN.search(element.get("style") or ""):
            return
        if tag == "table" and self._table(element):
            return
        if tag in _BLOCKS:
            self._end()
        if re.fullmatch("h[1-6]", tag):
            self._prefix = "#" * int(tag[1]) + " "
        elif tag == "li":
            self._prefix = _ordinal(element)
        elif tag == "br":
            self._end()
        linked = linked or tag == "a"
        self._add(element.text, linked)
        for child in element:
            self.walk(child, linked)
            self._add(child.tail, linked)
        if tag in _BLOCKS:
            self._end()

    def _add(self, text: str | None, linked: bool) -> None:
        if text:
            self._line += text
            self._linked += len(_squeezed(text)) if linked else 0

    def _end(self) -> None:
        line = " ".join(self._line.split())
        squeezed = _squeezed(line)
        if squeezed:
            sentence = squeezed.endswith(("。", "；")) or (opens_clause(squeezed) and squeezed[0] != "附")
            if self._linked >= LINK_SHARE * len(squeezed) and not sentence:
                self._dropped.append(line)
            else:
                self._lines.append(self._prefix + line)
            self._prefix = ""
        self._line, self._linked = "", 0

    def _table(self, table: Any) -> bool:
        """False where the page is laid out with this table and must be read as text."""
        if table.xpath(".//table") or len(table.xpath(".//tr")) < 2:
            return False
        grid = _grid(table)
        self._end()
        self._tables += 1
        self._lines.extend(table_lines(grid, self._tables))
        return True


def _grid(table: Any) -> list[list[str]]:
    """Cells by row and column, with those that span several repeated in each."""
    cells: dict[tuple[int, int], str] = {}
    rows = table.xpath(".//tr")
    for r, row in enumerate(rows):
        c = 0
        for cell in row.xpath("./td|./th"):
            while (r, c) in cells:
                c += 1
            text = "\n".join(lines_of(cell))
            down, across = _span(cell, "rowspan", len(rows) - r), _span(cell, "colspan", 50)
            cells.update({(r + i, c + j): text for i in range(down) for j in range(across)})
            c += across
    width = 1 + max((c for _, c in cells), default=0)
    return [[cells.get((r, c), "") for c in range(width)] for r in range(len(rows))]


def _span(cell: Any, name: str, most: int) -> int:
    written = cell.get(name) or "1"
    return max(1, min(int(written), most)) if written.isdecimal() else 1


def _ordinal(item: Any) -> str:
    """The number a browser prints before an item of an ordered list; of a list within a list, in brackets.

    A browser tells the two by how far they stand in; in a line of text the inner 2. would read as the outer one.
    """
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    place = (int(start) if start.isdecimal() else 1) + sum(1 for each in item.itersiblings("li", preceding=True))
    inner = sum(1 for each in item.iterancestors("ol")) > 1
    return f"（{place}）" if inner else f"{place}. "


def _squeezed(text: str) -> str:
    return "".join(text.split())
