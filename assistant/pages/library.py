"""The library: every document readable as printed, its clauses addressable, its awards beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assistant.answer import Calculation
from assistant.api.services import caller_of
from assistant.pages.site import Site, page_router
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.documents.status import DocumentStatus, document_status
from index.text.normalize import for_matching

FOUND = 10
QUERY = 200  # characters
_ASKED = (ClauseKind.CLAUSE, ClauseKind.ITEM)
_FIELD = re.compile(r"(?:^|\s)[^\s:：，。《》]{2,6}[:：]")
_LISTED = (ClauseKind.PART, ClauseKind.CLAUSE, ClauseKind.ITEM)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A clause as it is set: number and heading apart from its paragraphs.

    Attributes:
        depth: 0 for a part or unnumbered text of the document, one more for each level below.
        name: what the table of contents calls it: its heading, an annex's title, else how it begins.
        awards: what the clause grants, as far as it can be told without a single fact.
        sheet: lines of the web page it was published on (日期、访问次数、字号); folded away.
        question: how to ask about this clause; empty for what is no clause.
    """

    clause: Clause
    depth: int
    number: str
    heading: str
    name: str
    paragraphs: tuple[str, ...]
    awards: tuple[Calculation, ...]
    sheet: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document with its standing on a day."""

    document: PolicyDocument
    standing: DocumentStatus
    clauses: int
    awards: int


def routes(site: Site) -> APIRouter:
    """`/library` and `/library/<document>`."""
    router = page_router(site)

    @router.get("/library")
    async def library(request: Request, q: Annotated[str, Query(max_length=QUERY)] = "") -> Response:
        as_of = site.as_of(request)
        query = q.strip()
        search = site.assistant.searcher.search
        hits = await site.run(lambda: search(query, FOUND)) if for_matching(query) else []
        documents = site.library.documents
        shelves = [_shelf(site, document, as_of) for document in documents.values()]
        return site.page(
            "library.html", shelves=shelves, as_of=as_of, query=query, hits=hits, documents=documents,
            edits="edit" in caller_of(request).scopes,
        )  # fmt: skip

    @router.get("/library/{document_id}")
    async def document(request: Request, document_id: str, q: str = "") -> Response:
        as_of = site.as_of(request)
        found = site.library.document(document_id)
        return site.page(
            "document.html",
            shelf=_shelf(site, found, as_of),
            sections=await site.run(lambda: list(sections(site, found, as_of))),
            furniture=[clause for clause in found.clauses if clause.kind is ClauseKind.FURNITURE],
            listed=_LISTED,
            query=q[:QUERY],
        )

    return router


def _shelf(site: Site, document: PolicyDocument, as_of: date) -> Shelf:
    numbered = sum(clause.kind is ClauseKind.CLAUSE for clause in document.clauses)
    awards = len(site.assistant.rulebook.of_document(document.id))
    return Shelf(document, document_status(document, as_of), numbered, awards)


def sections(site: Site, document: PolicyDocument, as_of: date) -> Iterator[Typeset]:
    """Every clause of the document in reading order, web furniture left out."""
    book = site.assistant.rulebook
    awards: dict[str, list[Calculation]] = {}
    for rule in book.of_document(document.id):
        clause_id = site.library.clause(rule.clause_id).id
        awards.setdefault(clause_id, []).append(book.calculate(rule.id, {}, as_of))
    titles = {clause.parent_id: clause.text for clause in document.clauses if clause.kind is ClauseKind.TITLE}
    for clause in document.clauses:
        if clause.kind is ClauseKind.FURNITURE:
            continue
        number, heading, paragraphs = typeset(clause)
        depth = sum(1 for _ in site.library.ancestors(clause.id))
        name = heading or titles.get(clause.id) or "".join(paragraphs[:1])
        sheet = tuple(line for line in paragraphs if clause.kind is ClauseKind.FRONT_MATTER and _is_sheet(line))
        text = tuple(line for line in paragraphs if line not in sheet)
        asks = clause.kind in _ASKED
        question = f"{document.short_title}{clause.label}有什么规定？" if asks else ""
        granted = tuple(awards.get(clause.id, ()))
        yield Typeset(clause, depth, number, heading, name, text, granted, sheet, question)


def _is_sheet(line: str) -> bool:
    """Several labelled fields in one line: the data of a web page, no sentence."""
    return len(_FIELD.findall(line)) > 1


def typeset(clause: Clause) -> tuple[str, str, tuple[str, ...]]:
    """(number, heading, paragraphs) of a clause's display text; nothing but the stop behind a heading is left out."""
    text = clause.text.lstrip()
    number = heading = ""
    if clause.number and text.startswith(clause.number):
        number, text = clause.number, text[len(clause.number) :].lstrip(" 　")
    if clause.heading and text.startswith(clause.heading):
        heading, text = clause.heading, re.sub(r"^[ 　]*。?\s*", "", text[len(clause.heading) :])
    return number, heading, tuple(line.strip(" 　") for line in text.split("\n") if line.strip())
