"""Clauses, documents and awards as the API and the pages show them, with their standing on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from assistant.api.schema import AwardRef, ClauseDetail, ClauseRef, DocumentOut, FoundAward, FoundClause
from assistant.clock import today
from assistant.decide.candidates import FOUND_BY_SEARCH, Names
from assistant.pipeline import Assistant
from assistant.reading.told import told_of
from assistant.rulebook.commands import usual_semantics
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Clause, PolicyDocument
from index.documents.status import LEADING, document_status
from index.text.normalize import fold

# A name that is still being typed counts from this many characters on.
TYPED = 2
NAMED = 100.0  # an award whose name contains what was typed stands above those that only search suggests


def clause_hits(
    assistant: Assistant, q: str, k: int, regions: Collection[str], documents: Collection[str], as_of: date | None
) -> list[FoundClause]:
    """Raises QueryRefused."""
    searcher = assistant.searcher
    library, day = searcher.library, as_of or today()
    return [
        FoundClause(
            clause_id=hit.clause_id,
            document_id=hit.document_id,
            title=document.title,
            region=document.region,
            status=document_status(document, day).status,
            locator=hit.locator,
            label=library.clause(hit.clause_id).label,
            text=hit.text,
            passage=hit.passage,
            score=hit.score,
        )
        for hit in searcher.search(q, k, regions=regions, documents=documents, as_of=as_of)
        for document in (library.document(hit.document_id),)
    ]


def award_hits(
    assistant: Assistant, q: str, k: int, regions: Collection[str], documents: Collection[str], as_of: date | None
) -> list[FoundAward]:
    """Awards by name (a part of it will do: the operator is still typing) and by what search finds, best first."""
    book, searcher = assistant.rulebook, assistant.searcher
    named = searcher.named(q)
    wanted = set(regions) or set(named.regions) or {book.region(rule) for rule in book.rules.values()}
    candidates = names_of(book).candidates(told_of(q, as_of or assistant.today), searcher.passages(q, q), wanted)
    typed = fold(q).text
    for region in named.regions:
        typed = typed.replace(f"{region}市", "").replace(region, "")
    found = []
    for candidate in candidates:
        rule = candidate.rule
        if documents and rule.document_id not in documents:
            continue
        standing = document_status(searcher.library.document(rule.document_id), as_of or today())
        if as_of is not None and standing.status not in LEADING:
            continue
        is_named = len(typed) >= TYPED and any(typed in fold(name).text for name in _names(rule))
        if not (is_named or candidate.names or candidate.found >= FOUND_BY_SEARCH):
            continue
        score = round(candidate.score + (NAMED if is_named else 0), 6)
        found.append((score, rule, standing.status))
    found.sort(key=lambda entry: (-entry[0], entry[1].id))
    return [
        FoundAward(
            rule_id=rule.id,
            title=rule.rule.title,
            clause_id=rule.clause_id,
            document_id=rule.document_id,
            region=book.region(rule),
            status=status,
            label=searcher.library.clause(rule.clause_id).label,
            semantics=usual_semantics(rule),
            quote=rule.rule.quote,
            score=score,
        )
        for score, rule, status in found[:k]
    ]


def clause_detail(assistant: Assistant, clause_id: str, day: date) -> ClauseDetail:
    """Raises UnknownClause."""
    library = assistant.searcher.library
    clause = library.clause(clause_id)
    document = library.document(clause.document_id)
    standing = document_status(document, day)
    return ClauseDetail(
        clause_id=clause.id,
        document_id=document.id,
        title=document.title,
        region=document.region,
        status=standing.status,
        banner=standing.banner,
        locator=clause.locator,
        label=clause.label,
        kind=clause.kind,
        number=clause.number,
        heading=clause.heading,
        text=clause.text,
        full_text=library.full_text(clause),
        source_spans=list(clause.own_spans),
        parent=_ref(library.clause(clause.parent_id)) if clause.parent_id else None,
        children=[_ref(child) for child in library.children(clause.id)],
        awards=[AwardRef(rule_id=rule.id, title=rule.rule.title) for rule in assistant.rulebook.of_clause(clause.id)],
    )


def document_out(assistant: Assistant, document: PolicyDocument, day: date) -> DocumentOut:
    standing = document_status(document, day)
    return DocumentOut(
        document_id=document.id,
        title=document.title,
        short_title=document.short_title,
        issuer=document.issuer,
        number=document.number,
        region=document.region,
        status=standing.status,
        valid_from=standing.valid_from,
        valid_to=standing.valid_to,
        banner=standing.banner,
        published_at=document.published_at,
        clauses=len(document.clauses),
        awards=len(assistant.rulebook.of_document(document.id)),
    )


def names_of(book: Rulebook) -> Names:
    """The names of a rulebook's awards, prepared once. Another corpus makes another book of the same rule files."""
    if not _prepared or _prepared[0][0] is not book:
        _prepared[:] = [(book, Names(book))]
    return _prepared[0][1]


_prepared: list[tuple[Rulebook, Names]] = []


def _names(rule: BookRule) -> tuple[str, ...]:
    return (rule.rule.title, *rule.rule.aliases)


def _ref(clause: Clause) -> ClauseRef:
    return ClauseRef(clause_id=clause.id, label=clause.label, heading=clause.heading)
