"""Proof that the clause tree is the source: a partition, unique ids, and the nodes that were expected.

`python -m index check` prints the findings; `export` gives anybody what is needed to prove it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.documents.locators import comparable
from index.documents.model import ClauseKind, PolicyDocument

OWN_TEXT_LIMIT = 900
HEADING_LIMIT = 60


def findings(document: PolicyDocument) -> Iterator[str]:
    """What is wrong with a parsed document, in Chinese; nothing when all is well."""
    yield from _partition(document)
    yield from _ids(document)
    yield from _lengths(document)
    yield from _quotes(document)
    counted = counts(document)
    for where, expected in document.expected.items():
        if counted.get(where, 0) != expected:
            yield f"“{where}”应有 {expected} 个编号条目，实得 {counted.get(where, 0)} 个"


def _partition(document: PolicyDocument) -> Iterator[str]:
    spans = [span for clause in document.clauses for span in clause.own_spans]
    spans += [(residue.start, residue.end) for residue in document.residue]
    position = 0
    for start, end in sorted(spans):
        if start != position:
            kind = "重叠" if start < position else "遗漏"
            yield f"原文第 {min(start, position)} 至 {max(start, position)} 字{kind}"
        position = max(position, end)
    if position != len(document.source):
        yield f"原文第 {position} 字以后没有归属"


def _ids(document: PolicyDocument) -> Iterator[str]:
    seen = Counter(comparable(clause.id) for clause in document.clauses)
    yield from (f"编号 {clause_id} 重复" for clause_id, times in seen.items() if times > 1)


def _lengths(document: PolicyDocument) -> Iterator[str]:
    for clause in document.clauses:
        if clause.searchable and len(clause.text) > OWN_TEXT_LIMIT:
            yield f"{clause.locator} 有 {len(clause.text)} 字，超过 {OWN_TEXT_LIMIT} 字"
        if len(clause.heading) > HEADING_LIMIT:
            yield f"{clause.locator} 的标题超过 {HEADING_LIMIT} 字"


def _quotes(document: PolicyDocument) -> Iterator[str]:
    """document.yaml's own claims stand in the clauses it names."""
    own = {
        comparable(clause.id): "".join(document.source[a:b] for a, b in clause.own_spans) for clause in document.clauses
    }
    claims = [*document.validity.quotes, *((r.clause_id, r.number) for r in document.repeals)]
    for clause_id, quote in claims:
        if quote not in own.get(comparable(clause_id), ""):
            yield f"document.yaml 所引“{quote}”不在 {clause_id} 中"


def counts(document: PolicyDocument) -> Counter[str]:
    """Numbered nodes by parent locator, and by style name for runs that continue across parents."""
    found: Counter[str] = Counter()
    for clause in document.clauses:
        if not clause.number:
            continue
        parent = clause.parent_id.partition("/")[2] if clause.parent_id else ""
        nested = parent and clause.locator.startswith(f"{parent}/")
        if nested:
            found[parent] += 1
        elif clause.locator.startswith("附件"):
            found["annex"] += 1
        elif clause.kind is ClauseKind.PART:
            found["part"] += 1
        else:
            found[_style(clause.number)] += 1
    return found


def _style(number: str) -> str:
    if number.startswith("第"):
        return "article"
    return "bracket" if number[0] in "（(" else "digit"


def export(document: PolicyDocument) -> dict[str, Any]:
    """Every node and every residue span with its reason: enough to rebuild and check the source."""
    return {
        "document_id": document.id,
        "title": document.title,
        "characters": len(document.source),
        "region": document.region,
        "parents": list(document.parents),
        "issuer": document.issuer,
        "number": document.number,
        "issued": document.issued.isoformat() if document.issued else None,
        "valid_from": document.validity.valid_from.isoformat() if document.validity.valid_from else None,
        "valid_to": document.validity.valid_to.isoformat() if document.validity.valid_to else None,
        "draft": document.validity.draft,
        "superseded_by": document.superseded_by,
        "warnings": list(document.warnings),
        "nodes": [
            {
                "id": clause.id,
                "parent": clause.parent_id,
                "kind": clause.kind.value,
                "number": clause.number,
                "heading": clause.heading,
                "label": clause.label,
                "path": clause.path,
                "start": clause.start,
                "end": clause.end,
                "own_spans": [list(span) for span in clause.own_spans],
            }
            for clause in document.clauses
        ],
        "residue": [{"start": r.start, "end": r.end, "reason": r.reason} for r in document.residue],
    }
