"""Document folders: `<id>/source.<docx|pdf|html|md|txt>`, what was read from it, and what a person says of it.

source.*        the file as it was brought, byte for byte
text.txt        what was read from it, where that is not the file itself; offsets refer to it
document.yaml   what a person confirmed or corrected; all of it may be missing
state.jsonl     draft, published, replaced or withdrawn (`index.documents.states`)
"""

from __future__ import annotations

from pathlib import Path

from index.errors import CorpusInvalid, DocumentUnreadable
from index.intake.plain import decode
from index.intake.reading import SUFFIXES, read

TEXT = "text.txt"


def document_folders(corpus: Path) -> list[Path]:
    """Folders of `corpus` that hold a source file, by name; half-written ones are no folders yet."""
    found = {path.parent for suffix in SUFFIXES for path in corpus.glob(f"*/source{suffix}")}
    return sorted(folder for folder in found if not folder.name.startswith("."))


def source_file(folder: Path) -> Path:
    """The file that was brought. Raises CorpusInvalid: there is none."""
    for suffix in (".txt", *SUFFIXES):
        if (path := folder / f"source{suffix}").exists():
            return path
    raise CorpusInvalid(
        f"{folder.name} 里没有原文件（source.docx、source.pdf、source.html、source.md 或 source.txt）。"
    )


def text_file(folder: Path) -> Path:
    """The file that the text is read from. Raises CorpusInvalid: there is none."""
    written = folder / TEXT
    return written if written.exists() else source_file(folder)


def text_of(folder: Path) -> str:
    """The text that clauses are cut from: `text.txt`, else what the source file says.

    Raises:
        CorpusInvalid: nothing can be read from the folder.
    """
    path = text_file(folder)
    try:
        if path.suffix == ".txt":  # a plain text is its own text, to the last blank
            return decode(path.read_bytes(), f"{folder.name}/{path.name}")[0]
        return read(path).text
    except (OSError, DocumentUnreadable) as error:
        raise CorpusInvalid(f"{folder.name}/{path.name} 读不出来：{error}", log=str(error)) from error


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a file of the folder does."""
    return tuple(
        (path.name, status.st_mtime_ns, status.st_size)
        for path in sorted(folder.iterdir())
        if path.is_file()
        for status in [path.stat()]
    )
