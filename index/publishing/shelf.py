"""The added documents: a file becomes a folder, a draft becomes a published document, and the index follows.

One writer at a time (a lock the kernel releases however the writer ends). A folder is written beside the others
and renamed into place; a state is a line in a file that is renamed into place; the index version is built beside
the serving one and pointed to last. Killed anywhere, what served goes on serving, and the next command finishes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from index.documents.folders import document_folders, source_file, text_of
from index.documents.library import Library, load_library
from index.documents.metadata import Metadata, load_metadata
from index.documents.model import PolicyDocument
from index.documents.parsed import parse_document
from index.documents.states import SERVED, State, StateName, allowed, history, record, state_of
from index.embedding.embedder import BUNDLED
from index.errors import CorpusInvalid, DocumentUnreadable, IndexFailure, UnknownDocument
from index.intake.reading import read
from index.publishing.writing import METADATA, alone, replace, stamp, write_folder
from index.store.build import Built, build, remember_parsed
from index.store.manifest import CURRENT
from index.text import strict_yaml
from index.vocabulary.divisions import divisions

ADDED = "corpus"  # below the data directory
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was taken in: its document as read, and what the person who brought it should know."""

    document: PolicyDocument
    folder: Path
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A document of the corpus or of the added ones, with its steps (none for a shipped one)."""

    document: PolicyDocument
    state: StateName
    steps: tuple[State, ...]
    shipped: bool


class Shelf:
    """Opened by every command and by the server's library page; holds nothing but paths.

    Args:
        data: the data directory; documents lie in its `corpus`, the index in its `index`.
        corpus: the shipped texts (default: the project's).
    """

    def __init__(
        self, data: Path, corpus: Path | None = None, *, model: str = BUNDLED, chroma_url: str | None = None
    ) -> None:
        self.folder = data / ADDED
        self.root = data / "index"
        self._corpus, self._model, self._chroma_url = corpus, model, chroma_url

    def library(self) -> Library:
        """What is published. Raises CorpusInvalid."""
        return load_library(self._corpus, self.folder)

    def placed(self) -> list[Placed]:
        """Every document, drafts and withdrawn ones included; folders that cannot be read are left out.

        Raises:
            CorpusInvalid: the shipped corpus is not whole.
        """
        library = self.library()
        shipped = [d for d in library.documents.values() if library.folders[d.id].parent != self.folder.resolve()]
        found = [Placed(d, "replaced" if d.superseded_by else "published", (), True) for d in shipped]
        for folder in self._folders():
            try:
                steps = history(folder)
                document = library.documents.get(folder.name) or self.document(folder.name)
            except IndexFailure:
                continue
            state = steps[-1].state if steps else "published"
            found.append(Placed(document, state, tuple(steps), False))
        return found

    def document(self, document_id: str) -> PolicyDocument:
        """A document whatever its state. Raises UnknownDocument, CorpusInvalid."""
        library = self.library()
        if document_id in library.documents:
            return library.documents[document_id]
        folder = self._folder(document_id)
        return parse_document(document_id, text_of(folder), load_metadata(folder))

    # -- in ------------------------------------------------------------------------------------------------

    def add(self, path: Path, *, who: str, document_id: str = "") -> Added:
        """Take a file in as a draft. Nothing is changed unless all of it succeeds.

        Raises:
            DocumentUnreadable: the file cannot be read, or it is held already.
            IndexFailure: somebody else is at it, or the disk does not take it.
        """
        reading = read(path)
        with alone(self.folder):
            raw = path.read_bytes()
            self._refuse_twice(path.name, raw)
            document = parse_document("new", reading.text, Metadata())
            chosen = self._chosen(document_id) if document_id else self._named(document)
            folder = write_folder(self.folder, chosen, path, raw, reading, who)
        notes = [*reading.notes, *document.warnings]
        return Added(parse_document(chosen, text_of(folder), Metadata()), folder, tuple(notes))

    def _refuse_twice(self, name: str, raw: bytes) -> None:
        digest = hashlib.sha256(raw).digest()
        for folder in self._folders():
            if hashlib.sha256(source_file(folder).read_bytes()).digest() == digest:
                raise DocumentUnreadable(f"{name} 已经收录，编号 {folder.name}。")

    def _chosen(self, written: str) -> str:
        if not _ID.fullmatch(written):
            raise DocumentUnreadable(f"编号“{written}”只能用小写字母、数字和连字符，如 hefei-2023。")
        if written in self._taken():
            raise DocumentUnreadable(f"编号 {written} 已有文件，请换一个。")
        return written

    def _named(self, document: PolicyDocument) -> str:
        """hefei-2023, hefei-2023-2: the place and the year, as people may type it."""
        from pypinyin import Style, lazy_pinyin

        place = "".join(lazy_pinyin(document.region or "weizhi", style=Style.NORMAL))
        place = re.sub(r"[^a-z0-9]", "", place.lower()) or "document"
        year = document.issued or document.validity.valid_from
        name = f"{place}-{year.year}" if year else place
        taken, again, found = self._taken(), 2, name
        while found in taken:
            found, again = f"{name}-{again}", again + 1
        return found

    def _taken(self) -> set[str]:
        names = {folder.name for folder in self.folder.iterdir()} if self.folder.is_dir() else set()
        return names | set(self.library().documents)

    # -- corrected ---------------------------------------------------------------------------------------------

    def opened(self, document_id: str) -> tuple[PolicyDocument, Path, str]:
        """An added document whatever its state, its folder, and a stamp of what people said of it.

        Raises:
            UnknownDocument, CorpusInvalid: there is none, or it is a shipped one.
        """
        folder = self._folder(document_id)
        return parse_document(document_id, text_of(folder), load_metadata(folder)), folder, stamp(folder)

    def correct(self, document_id: str, said: Mapping[str, Any], *, seen: str) -> PolicyDocument:
        """Write down what a person confirmed or corrected; a document that serves is served so from now on.

        Args:
            said: fields of document.yaml; None takes a field out, what is not named stays.
            seen: the stamp of the state the person looked at.

        Raises:
            CorpusInvalid: somebody else was faster, or a field is wrong; nothing is changed.
            IndexFailure: it cannot be written, or the index cannot be built.
        """
        with alone(self.folder):
            folder = self._folder(document_id)
            if stamp(folder) != seen:
                raise CorpusInvalid("这份文件刚刚被另一个人改过，请刷新页面，看过新的内容再改。")
            path = folder / METADATA
            before = path.read_bytes() if path.exists() else None
            own: dict[str, Any] = (strict_yaml.load(path) or {}) if path.exists() else {}
            merged = {key: value for key, value in {**own, **said}.items() if value is not None}
            if (region := merged.get("region")) and not divisions().named(str(region)):
                raise CorpusInvalid(f"行政区划表里没有“{region}”，请写省、市或县区的名称。")
            replace(path, yaml.safe_dump(merged, allow_unicode=True, sort_keys=False, width=110).encode())
            try:
                document = parse_document(document_id, text_of(folder), load_metadata(folder))
                if state_of(folder) in SERVED:
                    self.rebuild()
            except IndexFailure:
                replace(path, before)
                raise
        return document

    # -- in and out of service -----------------------------------------------------------------------------

    def publish(self, document_ids: Sequence[str], *, who: str, why: str = "") -> Built:
        """Put documents into service together, and what they repeal out of it.

        Raises:
            UnknownDocument, CorpusInvalid: there is no such draft, or the text does not say whose policy it is.
            IndexFailure: the index cannot be built; every document stays where it was.
        """
        return self._move(document_ids, "published", who, why or "发布")

    def withdraw(self, document_id: str, *, who: str, why: str = "") -> Built:
        """Take a document out of service; what it had replaced serves again. Raises as `publish`."""
        return self._move([document_id], "withdrawn", who, why or "撤下")

    def _move(self, document_ids: Sequence[str], state: StateName, who: str, why: str) -> Built:
        with alone(self.folder):
            folders = [self._folder(each) for each in document_ids]
            before = {folder: history(folder) for folder in folders}
            for folder in folders:
                self._may_move(folder, state)
            try:
                for folder in folders:
                    record(folder, state, who=who, why=why)
                self._note_replaced(who)
                return self.rebuild()
            except BaseException as error:
                for folder in folders:
                    steps = before[folder]
                    if isinstance(error, Exception) and len(history(folder)) > len(steps):
                        record(folder, steps[-1].state if steps else "published", who=who, why=f"未能生效：{error}")
                raise

    def _may_move(self, folder: Path, state: StateName) -> None:
        steps = history(folder)
        now = steps[-1].state if steps else "published"
        if not allowed(now, state):
            raise CorpusInvalid(f"{folder.name} 现在是“{now}”，不能再次{'发布' if state == 'published' else '撤下'}。")
        if state == "published":
            document = parse_document(folder.name, text_of(folder), load_metadata(folder))
            own = folder / "document.yaml"
            if not document.region:
                raise CorpusInvalid(f"没有读出《{document.title}》是哪里的文件：请在 {own} 写 region: 地名，再发布。")

    def _note_replaced(self, who: str) -> None:
        """Write down which of the added documents another one now puts out of force, or no longer does."""
        library = self.library()
        for folder in self._folders():
            document = library.documents.get(folder.name)
            steps = history(folder)
            if document is None or not steps:
                continue
            if document.superseded_by and steps[-1].state == "published":
                newer = library.documents[document.superseded_by]
                record(folder, "replaced", who=who, why=f"由《{newer.title}》替代", by=newer.id)
            elif not document.superseded_by and steps[-1].state == "replaced":
                record(folder, "published", who=who, why="替代它的文件已撤下")

    def rebuild(self, *, progress: bool = False) -> Built:
        """Build what is published and let it serve; only sentences that are new are embedded. Raises IndexFailure."""
        remember_parsed(self.root)
        return build(self.library(), self.root, model=self._model, chroma_url=self._chroma_url, progress=progress)

    def announce(self) -> None:
        """Tell a running server that rules beside a document changed."""
        pointer = self.root / CURRENT
        if pointer.exists():
            os.utime(pointer)

    def _folders(self) -> list[Path]:
        return document_folders(self.folder) if self.folder.is_dir() else []

    def _folder(self, document_id: str) -> Path:
        folder = self.folder / document_id
        if document_id in {each.name for each in self._folders()}:
            return folder
        if document_id in self.library().documents:
            raise CorpusInvalid(f"{document_id} 随项目发布，不能在这里发布或撤下；收录新的文本即可替代它。")
        known = "、".join(each.name for each in self._folders()) or "（还没有）"
        raise UnknownDocument(f"没有编号为“{document_id}”的收录文件。已收录：{known}。")
