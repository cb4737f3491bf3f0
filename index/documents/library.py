"""All documents of a corpus, parsed: the one place that answers "which clause is that?"."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from index.documents import kept as parsed_before
from index.documents.folders import document_folders, stamp, text_file, text_of
from index.documents.identity import superseded
from index.documents.locators import comparable
from index.documents.metadata import load_metadata
from index.documents.model import Clause, ClauseKind, Passage, PolicyDocument
from index.documents.numbering import chinese_number
from index.documents.parsed import parse_document
from index.documents.states import SERVED, state_of
from index.errors import CorpusInvalid, DataFileInvalid, UnknownClause, UnknownDocument
from index.vocabulary.divisions import CITY, COUNTY, divisions

# Parts of a clause that are ranked and shown with it.
_PARTS = (ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.ROW)

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Library:
    """Documents, clauses and passages by id. Ids resolve whatever width their brackets have.

    Attributes:
        folder: the corpus; `folders` where each document lies, in it or among the added ones.
        skipped: folders that could not be read, with why, in Chinese.
    """

    documents: dict[str, PolicyDocument]
    corpus_hash: str
    _clauses: dict[str, Clause]
    _passages: dict[str, tuple[Passage, ...]]
    folder: Path
    folders: dict[str, Path]
    skipped: dict[str, str]
    regions: tuple[str, ...]  # places that documents are held of, in the order of the corpus
    passages: tuple[Passage, ...]  # every searchable one, in reading order
    parsed: dict[str, PolicyDocument]  # as parsed, by what they are kept under

    def parents(self, region: str) -> tuple[str, ...]:
        """What a place lies in, from near to far: a county's city and province. Held or not."""
        own = next((d.parents for d in self.documents.values() if d.region == region), ())
        return own or divisions().parents(region)

    def serving(self, place: str) -> str | None:
        """The place held whose documents answer for `place`: itself, for a county else its city. None: none is held."""
        held = self.regions
        if place in held:
            return place
        known = divisions().places.get(place)
        if known is None or known.level != COUNTY:
            return None
        return next(
            (outer for outer in known.parents if outer in held and divisions().places[outer].level == CITY), None
        )

    def child_regions(self, region: str) -> tuple[str, ...]:
        """The places held that lie in `region`, at any depth."""
        return tuple(each for each in self.regions if region in self.parents(each))

    def document(self, document_id: str) -> PolicyDocument:
        """Raises UnknownDocument."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise UnknownDocument(f"没有编号为“{document_id}”的文件。已收录：{'、'.join(self.documents)}。") from None

    def has_clause(self, clause_id: str) -> bool:
        return comparable(clause_id) in self._clauses

    def clause(self, clause_id: str) -> Clause:
        """Raises UnknownClause, whose message names ids that come near."""
        try:
            return self._clauses[comparable(clause_id)]
        except KeyError:
            raise UnknownClause(self._no_such(clause_id)) from None

    def passages_of(self, clause_id: str) -> tuple[Passage, ...]:
        return self._passages.get(self.clause(clause_id).id, ())

    def children(self, clause_id: str) -> tuple[Clause, ...]:
        parent = self.clause(clause_id)
        return tuple(c for c in self.documents[parent.document_id].clauses if c.parent_id == parent.id)

    def ancestors(self, clause_id: str) -> Iterator[Clause]:
        """From the parent outwards."""
        clause = self.clause(clause_id)
        while clause.parent_id:
            clause = self.clause(clause.parent_id)
            yield clause

    def ranked_unit(self, clause: Clause) -> Clause:
        """What is ranked for a clause: an article for its 款 and 项, else the clause itself."""
        while clause.kind in _PARTS and clause.parent_id:
            clause = self.clause(clause.parent_id)
        return clause

    def full_text(self, clause: Clause) -> str:
        """The clause's display text with that of its 款, 项 and rows."""
        below = [c for c in self.children(clause.id) if c.kind in _PARTS]
        return "\n".join([clause.text, *(self.full_text(child) for child in below)])

    def _no_such(self, clause_id: str) -> str:
        document_id = clause_id.partition("/")[0]
        if document_id not in self.documents:
            return f"没有编号为“{document_id}”的文件。已收录：{'、'.join(self.documents)}。"
        near = get_close_matches(comparable(clause_id)[:200], self._clauses, n=3, cutoff=0.5)
        run, number = _run_and_number(clause_id)
        printed = [n for c in self.documents[document_id].clauses for r, n in [_run_and_number(c.id)] if r == run and n]
        if number and printed and number > max(printed):
            return f"《{self.documents[document_id].title}》没有条款“{clause_id}”：这一序列只有 {max(printed)} 条。"
        hint = f"相近的有：{'、'.join(self._clauses[key].id for key in near)}。" if near else ""
        return f"《{self.documents[document_id].title}》没有条款“{clause_id}”。{hint}"


def _run_and_number(clause_id: str) -> tuple[str, int]:
    """The run of numbers an id belongs to and its number in it; number 0 for unnumbered text."""
    outer, _, last = comparable(clause_id).rpartition("/")
    match = re.fullmatch(r"(\(?第?)([一二三四五六七八九十]+|\d{1,3})([条)]*)", last)
    if not match:
        return "", 0
    digits = match[2].isdecimal()
    return f"{outer}/{match[1]}{'1' if digits else '一'}{match[3]}", chinese_number(match[2])


def load_library(corpus: Path | None = None, added: Path | None = None) -> Library:
    """Parse every published document of `corpus` (default: the texts shipped with the project) and of `added`.

    Cached until a file changes. A folder of `added` that cannot be read is left out and named in `skipped`.

    Raises:
        CorpusInvalid: `corpus` is missing or empty, a source cannot be read, or document.yaml is wrong.
    """
    shipped = (corpus or CORPUS).resolve()
    beside = added.resolve() if added else None
    folders = document_folders(shipped)
    if not folders:
        raise CorpusInvalid(
            f"目录 {shipped} 里没有政策文件（<编号>/source.txt 等）。请检查 POLICY_CORPUS_DIR 或 --corpus。"
        )
    more = document_folders(beside) if beside and beside != shipped and beside.is_dir() else []
    stamped = [(f, stamp(f), False) for f in folders] + [(f, stamp(f), True) for f in more]
    return _load(shipped, tuple(stamped))


def library_of(document: PolicyDocument, folder: Path) -> Library:
    """A library of one document, whatever its state: to draft its rules before it serves."""
    of_clause: dict[str, list[Passage]] = defaultdict(list)
    for passage in document.passages:
        of_clause[passage.clause_id].append(passage)
    digest = hashlib.sha256(document.source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Library(
        {document.id: document}, digest, _by_id({document.id: document}),
        {clause_id: tuple(found) for clause_id, found in of_clause.items()}, folder.parent, {document.id: folder}, {},
        (document.region,) if document.region else (), document.passages, {},
    )  # fmt: skip


_Stamped = tuple[Path, tuple[tuple[str, int, int], ...], bool]


@lru_cache(maxsize=4)
def _load(corpus: Path, folders: tuple[_Stamped, ...]) -> Library:
    digest = hashlib.sha256()
    documents: dict[str, PolicyDocument] = {}
    places: dict[str, Path] = {}
    skipped: dict[str, str] = {}
    kept: dict[str, PolicyDocument] = {}
    for folder, files, may_skip in folders:
        try:
            if folder.name in documents:
                raise CorpusInvalid(f"编号 {folder.name} 与随项目发布的文件重复，请改名。")
            if state_of(folder) not in SERVED:
                continue
            document, raw, key = _document(folder, files)
        except (CorpusInvalid, DataFileInvalid) as error:
            if not may_skip:
                raise
            skipped[folder.name] = error.message
            continue
        digest.update(folder.name.encode() + b"\0" + raw + b"\0")
        documents[folder.name], places[folder.name] = document, folder
        kept[key] = document
    documents = superseded(documents)
    # How the texts are cut is part of what an index is made of: a better parser makes a new version.
    for document in documents.values():
        digest.update(f"{document.title} {document.region} {document.validity} {document.superseded_by}".encode())
        for passage in document.passages:
            digest.update("\0".join((passage.id, passage.header, passage.text)).encode())
    of_clause: dict[str, list[Passage]] = defaultdict(list)
    for document in documents.values():
        for passage in document.passages:
            of_clause[passage.clause_id].append(passage)
    return Library(
        documents,
        digest.hexdigest()[:16],
        _by_id(documents),
        {clause_id: tuple(found) for clause_id, found in of_clause.items()},
        corpus,
        places,
        skipped,
        tuple(dict.fromkeys(d.region for d in documents.values() if d.region)),
        tuple(passage for document in documents.values() for passage in document.passages),
        kept,
    )


@lru_cache(maxsize=4096)
def _document(folder: Path, files: tuple[tuple[str, int, int], ...]) -> tuple[PolicyDocument, bytes, str]:
    """A folder's document, all that it was made of, and its key; parsed again only when a file changes."""
    own = folder / "document.yaml"
    said = own.read_bytes() if own.exists() else b""
    key = parsed_before.key_of(folder.name, text_file(folder).read_bytes() + said)
    document = parsed_before.known(key) or parse_document(folder.name, text_of(folder), load_metadata(folder))
    if not document.region and document.region_level != "country":
        raise CorpusInvalid(
            f"没有读出 {folder.name} 是哪个地方的文件：请在 {folder.name}/document.yaml 写 region: 地名。"
        )
    return document, document.source.encode("utf-8", "surrogatepass") + said, key


def _by_id(documents: dict[str, PolicyDocument]) -> dict[str, Clause]:
    """Clauses by id, and by what else a person may type: the printed numbers on the way down."""
    clauses = [clause for document in documents.values() for clause in document.clauses]
    found = {comparable(clause.id): clause for clause in clauses}
    for clause in clauses:
        found.setdefault(comparable(f"{clause.document_id}/{clause.path}"), clause)
        if clause.kind is ClauseKind.PARAGRAPH:  # where there is a second paragraph, the article opens with its first
            article = found[comparable(clause.parent_id or "")]
            found.setdefault(comparable(f"{article.document_id}/{article.path}/第一款"), article)
    return found
