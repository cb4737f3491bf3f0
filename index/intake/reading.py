"""One door for every kind of file: what is it, may it be opened, and what does it say."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import DocumentUnreadable
from index.intake.table_units import with_units

LIMIT_MB = 50
# A Word file unpacks to a few times its size; one that unpacks to more than this was made to fill the memory.
UNPACKED_MB = 300
CHARACTERS = 3_000_000
SUFFIXES = (".docx", ".pdf", ".html", ".htm", ".md", ".txt")
_OLD_WORD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says.

    Attributes:
        text: one line a paragraph, as described in `index.intake`.
        suffix: the kind it was read as: .docx, .pdf, .html, .md or .txt.
        notes: Chinese sentences on what was left out or mended, for the person who brought the file.
    """

    text: str
    suffix: str
    notes: tuple[str, ...] = ()


def read(path: Path) -> Reading:
    """Read a policy file.

    Raises:
        DocumentUnreadable: it is missing, empty, too large, encrypted, broken, a scan or of a kind that is not read.
    """
    raw = _bytes(path)
    suffix = _kind(path, raw)
    reading = _readers()[suffix](raw, path.name)
    if len(reading.text) > CHARACTERS:
        raise DocumentUnreadable(f"{path.name} 有 {len(reading.text)} 字，超过 {CHARACTERS} 字的上限，请拆分后再收录。")
    if not reading.text.strip():
        raise DocumentUnreadable(f"{path.name} 里没有读出文字，请检查文件内容。")
    return replace(reading, text=with_units(reading.text))


def _readers() -> dict[str, Callable[[bytes, str], Reading]]:
    # The libraries behind these cost up to a second to import; a corpus of plain text does without.
    from index.intake import docx, html, markdown, pdf, plain

    return {".docx": docx.read, ".pdf": pdf.read, ".html": html.read, ".md": markdown.read, ".txt": plain.read}


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LIMIT_MB * 1_000_000:
            raise DocumentUnreadable(f"{path.name} 有 {size // 1_000_000} MB，超过 {LIMIT_MB} MB 的上限。")
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentUnreadable(f"打不开 {path.name}：请检查路径和权限。", log=str(error)) from error
    if not raw.strip():
        raise DocumentUnreadable(f"{path.name} 是空文件。")
    return raw


def _kind(path: Path, raw: bytes) -> str:
    """By content first: a Word file called .txt is still a Word file."""
    suffix = path.suffix.lower()
    if raw.startswith(b"%PDF") or (suffix == ".pdf" and b"%PDF" in raw[:1024]):
        return ".pdf"
    if raw.startswith(b"PK\x03\x04"):
        _may_unpack(path.name, raw)
        return ".docx"
    if raw.startswith(_OLD_WORD):
        raise DocumentUnreadable(f"{path.name} 是加密的文件或旧版 .doc：请去掉密码，另存为 .docx 后再收录。")
    if raw.startswith(b"{\\rtf"):
        raise DocumentUnreadable(f"{path.name} 是 RTF 文件：请另存为 .docx 后再收录。")
    if suffix in (".docx", ".pdf"):
        raise DocumentUnreadable(f"{path.name} 不是完好的 {suffix[1:].upper()} 文件，请重新下载或另存后再收录。")
    head = raw[:2048].lower()
    if suffix in (".html", ".htm") or b"<!doctype html" in head or b"<html" in head:
        return ".html"
    if suffix in (".md", ".markdown"):
        return ".md"
    if suffix in (".txt", ""):
        return ".txt"
    raise DocumentUnreadable(f"不能收录 {suffix} 文件。能收录的有：{'、'.join(s[1:] for s in SUFFIXES)}。")


def _may_unpack(name: str, raw: bytes) -> None:
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            unpacked = sum(member.file_size for member in members)
            known = any(member.filename == "word/document.xml" for member in members)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DocumentUnreadable(f"{name} 已损坏，请重新下载或另存后再收录。", log=str(error)) from error
    if unpacked > UNPACKED_MB * 1_000_000 or len(members) > 10_000:
        raise DocumentUnreadable(
            f"{name} 解开后有 {unpacked // 1_000_000} MB，超过 {UNPACKED_MB} MB 的上限，没有打开。"
        )
    if not known:
        raise DocumentUnreadable(f"{name} 不是 Word 文档（.docx）：请另存为 .docx 后再收录。")
