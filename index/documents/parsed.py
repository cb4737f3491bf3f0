"""One text → one document: its clauses, its passages, and who it is."""

from __future__ import annotations

import re

from index.documents.addressed import addressed_to_programs
from index.documents.identity import Identity, identity, repeals, validity
from index.documents.locators import label, locators, paths
from index.documents.metadata import Metadata
from index.documents.model import Clause, ClauseKind, Passage, PolicyDocument, Span
from index.documents.nodes import Node
from index.documents.parser import Parser
from index.documents.passages import HEADING_LIMIT, display, heading_end, passage_bounds, stretch
from index.documents.said import SelfDescription

# Headers, dates and addressees stand on lines of their own; a line's end there is never a page break.
_LINEWISE = (ClauseKind.FRONT_MATTER, ClauseKind.FURNITURE, ClauseKind.NOTICE)


def parse_document(document_id: str, source: str, metadata: Metadata) -> PolicyDocument:
    """Parse one document; what `metadata` leaves out is read from the text.

    Never raises for the text itself: what fits no style is kept as plain nodes.
    """
    parser = Parser(source, metadata)
    parser.parse()
    said = parser.describe()
    known = identity(metadata, said, document_id)
    nodes = sorted(parser.nodes, key=lambda node: node.spans[0])
    found, printed, extents = locators(nodes), paths(nodes), _extents(nodes)
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
        clause = _clause(document_id, node, found, headings[node], display(body), extents[node], printed[node])
        clauses.append(clause)
        if clause.searchable and body.text[marker:].strip():  # 附件3 alone on its line says nothing
            header = _header(known, node, headings, titles)
            bounds = passage_bounds(body, head) or passage_bounds(body, 0)
            if node.kind is ClauseKind.ROW:  # a row is cited whole, without its number
                bounds = [(marker, len(body.text))]
                header = f"{header} {_lead_in(source, node)}"
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
        title=known.title,
        short_title=known.short_title,
        aliases=known.aliases,
        issuer=known.issuer,
        region=known.region,
        region_level=known.region_level,
        province=known.province,
        parents=known.parents,
        issued=known.issued,
        validity=validity(metadata, said, clauses, source),
        source=source,
        clauses=tuple(clauses),
        residue=tuple(sorted(parser.residue, key=lambda r: r.start)),
        passages=tuple(passages),
        repeals=repeals(metadata, said, clauses),
        number=known.number,
        published_at=metadata.source,
        expected=dict(metadata.expected),
        warnings=tuple(parser.problems),
    )


def described(source: str) -> SelfDescription:
    """What the text alone says of its document, with the evidence of each field."""
    parser = Parser(source, Metadata())
    parser.parse()
    return parser.describe()


def _extents(nodes: list[Node]) -> dict[Node, Span]:
    """From where to where each node reaches, what lies in it included."""
    found = {node: (min(a for a, _ in node.spans), max(b for _, b in node.spans)) for node in nodes}
    for node in reversed(nodes):  # children come after their parents
        if node.parent in found:
            (a, b), (c, d) = found[node.parent], found[node]
            found[node.parent] = (min(a, c), max(b, d))
    return found


def _lead_in(source: str, node: Node) -> str:
    """The sentence above a table: what its rows are about."""
    above = node.parent
    while above and not above.spans:
        above = above.parent
    text = "".join(source[a:b] for a, b in above.spans).strip() if above else ""
    return re.split("(?<=[。；])", text.rstrip("。："))[-1][-HEADING_LIMIT:]


def _clause(
    document_id: str, node: Node, found: dict[Node, str], heading: str, text: str, extent: Span, path: str
) -> Clause:
    return Clause(
        id=f"{document_id}/{found[node]}",
        document_id=document_id,
        locator=found[node],
        label=label(node, found),
        kind=node.kind,
        parent_id=f"{document_id}/{found[node.parent]}" if node.parent else None,
        number=node.marker.text.strip() if node.marker else "",
        heading=heading,
        start=extent[0],
        end=extent[1],
        own_spans=tuple(node.spans),
        text=text,
        path=path,
    )


def _header(known: Identity, node: Node, headings: dict[Node, str], titles: dict[Node, str]) -> str:
    """What an embedding needs to know beside the sentence: whose policy, which part, which clause."""
    chain: list[str] = [headings[node]]
    outer = node.parent
    while outer:
        chain.append(titles.get(outer, headings[outer]))
        outer = outer.parent
    return " ".join(part for part in [known.region, known.short_title, *reversed(chain)] if part)
