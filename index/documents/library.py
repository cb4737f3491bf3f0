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

from index.documents import parsed
from index.documents.addressed import addressed_to_programs
from index.documents.locators import comparable, label, locators
from index.documents.metadata import Metadata, load_metadata
from index.documents.model import Clause, ClauseKind, Passage, PolicyDocument, Repeal, Validity
from index.documents.numbering import chinese_number
from index.documents.parser import Node, Parser
from index.documents.passages import HEADING_LIMIT, display, heading_end, passage_bounds, stretch
from index.errors import CorpusInvalid, UnknownClause, UnknownDocument

# Headers, dates and addressees stand on lines of their own; a line's end there is never a page break.
_LINEWISE = (ClauseKind.FRONT_MATTER, ClauseKind.FURNITURE, ClauseKind.NOTICE)

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Library:
    """Documents, clauses and passages by id, as read from `folder`. Ids resolve whatever width their brackets have."""

    documents: dict[str, PolicyDocument]
    corpus_hash: str
    _clauses: dict[str, Clause]
    _passages: dict[str, tuple[Passage, ...]]
    folder: Path
    passages: tuple[Passage, ...]  # every searchable one, in reading order
    keys: dict[str, str]  # document id → what it is kept parsed under

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
        while clause.kind in (ClauseKind.PARAGRAPH, ClauseKind.ITEM) and clause.parent_id:
            clause = self.clause(clause.parent_id)
        return clause

    def full_text(self, clause: Clause) -> str:
        """The clause's display text with that of its 款 and 项."""
        below = [c for c in self.children(clause.id) if c.kind in (ClauseKind.PARAGRAPH, ClauseKind.ITEM)]
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


def parse_document(document_id: str, source: str, metadata: Metadata) -> PolicyDocument:
    """Parse one document. Never raises for the text itself: what fits no style is kept as plain nodes."""
    parser = Parser(source, metadata)
    parser.parse()
    nodes = sorted(parser.nodes, key=lambda node: node.spans[0])
    found = locators(nodes)
    clauses: list[Clause] = []
    passages: list[Passage] = []
    headings: dict[Node, str] = {}
    titles: dict[Node, str] = {}  # of annexes
    for node in nodes:
        body = stretch(source, node.spans, numbered=node.marker is not None, lines=node.kind in _LINEWISE)
        marker = len(node.marker.text) if node.marker else 0
        is_article = node.marker is not None and node.marker.style.name == "article"  # opens with its provision
        head = heading_end(body, marker) if node.marker and not is_article else 0
        text = body.text[marker:head] if head or node.kind is not ClauseKind.PART else body.text[marker:]
        headings[node] = text.replace("**", "").strip(" 。　") if len(text) <= HEADING_LIMIT else ""
        if node.kind is ClauseKind.TITLE and node.parent:
            titles[node.parent] = body.text
        clause = _clause(document_id, node, found, headings[node], display(body), nodes)
        clauses.append(clause)
        if clause.searchable and body.text[marker:].strip():  # 附件3 alone on its line says nothing
            header = _header(metadata, node, headings, titles)
            bounds = passage_bounds(body, head) or passage_bounds(body, 0)
            passages.extend(
                Passage(
                    f"{clause.id}#{n}", clause.id, document_id, body.spans(a, b),
                    "".join(source[i:j] for i, j in body.spans(a, b)), header,
                )
                for n, (a, b) in enumerate(bounds)
                if not addressed_to_programs(body.text[a:b])
            )  # fmt: skip
    return PolicyDocument(
        id=document_id,
        title=metadata.title,
        short_title=metadata.short_title or metadata.title,
        aliases=metadata.aliases,
        issuer=metadata.issuer,
        region=metadata.region,
        region_level=metadata.region_level,
        province=metadata.province,
        validity=Validity(
            draft=metadata.validity.draft,
            valid_from=metadata.validity.valid_from,
            valid_to=metadata.validity.valid_to,
            repealed_on=metadata.validity.repealed_on,
            note=metadata.validity.term,
            quotes=tuple((q.clause, q.quote) for q in metadata.validity.quotes),
        ),
        source=source,
        clauses=tuple(clauses),
        residue=tuple(sorted(parser.residue, key=lambda r: r.start)),
        passages=tuple(passages),
        repeals=tuple(Repeal(r.name, r.number, r.clause) for r in metadata.repeals),
        number=metadata.number,
        published_at=metadata.source,
        expected=dict(metadata.expected),
    )


def _clause(document_id: str, node: Node, found: dict[Node, str], heading: str, text: str, nodes: list[Node]) -> Clause:
    family = {node}
    for other in nodes:  # children come after their parents
        if other.parent in family:
            family.add(other)
    spans = [span for member in family for span in member.spans]
    return Clause(
        id=f"{document_id}/{found[node]}",
        document_id=document_id,
        locator=found[node],
        label=label(node, found),
        kind=node.kind,
        parent_id=f"{document_id}/{found[node.parent]}" if node.parent else None,
        number=node.marker.text.strip() if node.marker else "",
        heading=heading,
        start=min(a for a, _ in spans),
        end=max(b for _, b in spans),
        own_spans=tuple(node.spans),
        text=text,
    )


def _header(metadata: Metadata, node: Node, headings: dict[Node, str], titles: dict[Node, str]) -> str:
    """What an embedding needs to know beside the sentence: whose policy, which part, which clause."""
    chain: list[str] = [headings[node]]
    outer = node.parent
    while outer:
        chain.append(titles.get(outer, headings[outer]))
        outer = outer.parent
    return " ".join(
        part for part in [metadata.region, metadata.short_title or metadata.title, *reversed(chain)] if part
    )


def load_library(corpus: Path | None = None) -> Library:
    """Parse every document folder of `corpus` (default: the texts shipped with the project). Cached by path.

    Raises:
        CorpusInvalid: the folder is missing or empty, a source cannot be read, or document.yaml is wrong.
    """
    return _load((corpus or CORPUS).resolve())


@lru_cache(maxsize=4)
def _load(corpus: Path) -> Library:
    folders = sorted(path.parent for path in corpus.glob("*/source.txt"))
    if not folders:
        raise CorpusInvalid(
            f"目录 {corpus} 里没有政策文件（<编号>/source.txt）。请检查 POLICY_CORPUS_DIR 或 --corpus。"
        )
    digest = hashlib.sha256()
    documents: dict[str, PolicyDocument] = {}
    keys: dict[str, str] = {}
    for folder in folders:
        try:
            raw = (folder / "source.txt").read_bytes()
            source = raw.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusInvalid(f"{folder.name}/source.txt 读不出来，应为 UTF-8 文本。", log=str(error)) from error
        digest.update(folder.name.encode() + b"\0" + raw + b"\0")
        metadata = (folder / "document.yaml").read_bytes() if (folder / "document.yaml").exists() else b""
        digest.update(metadata)
        keys[folder.name] = parsed.key_of(folder.name, raw, metadata)
        documents[folder.name] = parsed.known(keys[folder.name]) or parse_document(
            folder.name, source, load_metadata(folder)
        )
    # How the texts are cut is part of what an index is made of: a better parser makes a new version.
    for passage in (p for document in documents.values() for p in document.passages):
        digest.update("\0".join((passage.id, passage.header, passage.text)).encode())
    of_clause: dict[str, list[Passage]] = defaultdict(list)
    for document in documents.values():
        for passage in document.passages:
            of_clause[passage.clause_id].append(passage)
    return Library(
        documents,
        digest.hexdigest()[:16],
        {comparable(clause.id): clause for document in documents.values() for clause in document.clauses},
        {clause_id: tuple(found) for clause_id, found in of_clause.items()},
        corpus,
        tuple(passage for document in documents.values() for passage in document.passages),
        keys,
    )
