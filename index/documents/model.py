"""The vocabulary of a parsed document: clause, passage, residue, document, library.

Offsets are code points into `source.txt` as read with `newline=""`; spans are half open `(start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Span = tuple[int, int]


class ClauseKind(StrEnum):
    """What a node of the clause tree is. Web furniture is never searched or cited."""

    FURNITURE = "furniture"  # 页眉 页脚
    TITLE = "title"  # 标题
    FRONT_MATTER = "front_matter"  # 文头: issuer, 文号, date, addressee
    NOTICE = "notice"  # 通知: body of the issuing notice
    PREAMBLE = "preamble"  # 引言
    CLOSING = "closing"  # 结语
    PART = "part"  # 一、… 附件3
    CLAUSE = "clause"  # 9. （十二） 第二十四条
    ITEM = "item"  # （一） below an article
    PARAGRAPH = "paragraph"  # 款: an unnumbered paragraph of an article
    ROW = "row"  # a row of a table, which reads without its table
    PLAIN = "plain"  # text that no numbering style fits; kept, never dropped


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the clause tree.

    Attributes:
        id: `<document_id>/<locator>`, for example `shaoxing-2025/（十二）`.
        locator: the id's second half, full-width brackets as printed.
        label: how a person cites it: `第（十二）条`, `附件3第1条`, `第二十四条第二款`.
        parent_id: id of the enclosing node, None at the root.
        number: the number as printed (`9.`, `（十二）`, `第二十四条`), empty for unnumbered text.
        heading: a short heading (≤ 60 characters) if the text has one, else empty.
        start, end: extent including children.
        own_spans: the node's own text (its heading and paragraphs, not its children's), in order.
        text: the own text for display: spans joined, page-break doubling and markup cleaned away.
        path: the printed numbers on the way down to it (二/（三）/1.); resolves like the id.
    """

    id: str
    document_id: str
    locator: str
    label: str
    kind: ClauseKind
    parent_id: str | None
    number: str
    heading: str
    start: int
    end: int
    own_spans: tuple[Span, ...]
    text: str
    path: str = ""

    @property
    def searchable(self) -> bool:
        return self.kind is not ClauseKind.FURNITURE


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a clause (；ends one too): what is embedded and quoted.

    Attributes:
        id: `<clause_id>#<n>`, n from 0 in reading order.
        spans: where it stands in the source; several where a page break cut it.
        text: the source at those spans, joined; verbatim.
        header: context put in front for embedding: document, region, part, heading.
    """

    id: str
    clause_id: str
    document_id: str
    spans: tuple[Span, ...]
    text: str
    header: str


@dataclass(frozen=True, slots=True)
class Residue:
    """Source text that belongs to no clause, with the reason (blank line, bookmark tag)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Validity:
    """What the document itself says of its period, each with its verbatim quote."""

    draft: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    repealed_on: date | None = None
    note: str = ""
    quotes: tuple[tuple[str, str], ...] = ()  # (clause_id, verbatim quote)
    comments_until: date | None = None  # 征求意见截止
    confirmed: bool = False  # by a person, in document.yaml; else it is what was read from the text


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that another one repeals: its name and 文号 as printed, and the clause that says so."""

    name: str
    number: str
    clause_id: str


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy text, parsed.

    Attributes:
        aliases: ways people name it.
        region: the place whose policy it is, by its key in the table of divisions.
        region_level: `county`, `city`, `province` or `country`.
        province: the province it lies in (a province's document may support its city).
        parents: places whose documents may support this one's, from near to far: its city, its province.
        issued: the day it is signed or dated; None where the text gives none.
        superseded_by: id of the document held that puts this one out of force from `superseded_on` on.
        number: its 文号 as printed, empty where the text gives none.
        published_at: where the public text comes from.
        warnings: what the parser could not settle (a jump in the numbers), for the person who brought the text.
        expected: count of numbered children by parent locator or style, proved by `index check`.
    """

    id: str
    title: str
    short_title: str
    aliases: tuple[str, ...]
    issuer: str
    region: str
    region_level: str
    province: str
    validity: Validity
    source: str
    clauses: tuple[Clause, ...]
    residue: tuple[Residue, ...]
    passages: tuple[Passage, ...]
    repeals: tuple[Repeal, ...] = ()
    number: str = ""
    published_at: str = ""
    expected: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    issued: date | None = None
    superseded_by: str = ""
    superseded_on: date | None = None
