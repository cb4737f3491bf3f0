"""Plain text of any encoding. The lines stay as they are; rows parted by tabs or bars become rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from index.errors import DocumentUnreadable
from index.intake.reading import Reading
from index.intake.tables import table_lines

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RULE = re.compile(r"[\s|:\-—+]+")


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable: no text of any known encoding."""
    text, encoding = decode(raw, name)
    notes = () if encoding.startswith("utf") else (f"按 {encoding} 编码读取。",)
    return Reading("\n".join(_with_tables(text.splitlines())), ".txt", notes)


def decode(raw: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding it was read with.

    UTF-8 and GB18030 are tried before anything is guessed: no other text passes for the former, and nearly every
    Chinese office file that is not the former is the latter.

    Raises:
        DocumentUnreadable: what comes out is no text.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _decoded(raw, encoding, name), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            return text, encoding
    best = from_bytes(raw).best()
    if best is None or not _readable(str(best)):
        raise DocumentUnreadable(f"{name} 不是文字文件，或编码认不出来：请另存为 UTF-8 文本后再收录。")
    return str(best), best.encoding


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentUnreadable(f"{name} 的编码有误：请另存为 UTF-8 文本后再收录。", log=str(error)) from error


def _readable(text: str) -> bool:
    """No binary file, and no text of one encoding read as another."""
    sample = text[:20_000]
    controls = sum(character < " " and character not in "\t\r\n\f" for character in sample)
    private = sum("\ue000" <= character <= "\uf8ff" or character == "\ufffd" for character in sample)
    return controls * 200 <= len(sample) and private * 50 <= len(sample)


def _with_tables(lines: list[str]) -> Iterator[str]:
    """Two or more neighbouring lines with as many bars or tabs between their cells are a table."""
    number, position = 0, 0
    while position < len(lines):
        rows, after = _rows(lines, position)
        if len(rows) < 2:
            yield lines[position]
            position += 1
            continue
        number += 1
        yield from table_lines(rows, number)
        position = after


def _rows(lines: list[str], start: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    position = start
    while position < len(lines):
        cells = _cells(lines[position])
        if not cells or (rows and len(cells) != len(rows[0])):
            break
        if not _RULE.fullmatch(lines[position]):
            rows.append(cells)
        position += 1
    return rows, position


def _cells(line: str) -> list[str]:
    written = line.strip(" \u3000")
    if written.count("|") >= 2 and written.startswith("|"):
        return [cell.strip() for cell in written.strip("|").split("|")]
    if "\t" in written and _HAN.search(written):
        cells = [cell.strip() for cell in written.split("\t")]
        return cells if len(cells) > 1 and all(cells) else []
    return []
