"""Clause numbers in a question, in the document they are meant in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from assistant.reading.model import ClauseReference, DocumentMention
from index.documents.library import Library
from index.documents.model import ClauseKind, Span
from index.documents.numbering import chinese_number
from index.search.references import Reference, find_references

_PARAGRAPH = re.compile(r"第\s*(?P<n>[零〇一二三四五六七八九十\d]{1,3})\s*(?P<what>[款项])")
_BRACKETED = re.compile(r"(?<!第)(?<!第\s)[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]\s*[条款]")
_NEIGHBOUR = re.compile(r"(?P<way>[上下前后])一?[条款](?!件)")
_BARE = re.compile(r"\s?的?\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})条(?!措施|政策|意见|举措|新政)")
_ANNEX = re.compile(r"附件\s*(?P<n>[零〇一二三四五六七八九十百\d]{1,4})")
MOST = 40  # clause numbers read of one message; nobody asks after more
# (place in the text, documents meant by what stands there)
Anchor = tuple[int, tuple[str, ...]]


def anchors(text: str, library: Library, documents: Iterable[DocumentMention]) -> list[Anchor]:
    """Where the text names a document or a city: a number behind it is meant there."""
    found: list[Anchor] = [(m.end, (m.document_id,)) for m in documents if m.document_id]
    regions = {d.region for d in library.documents.values()}
    for region in regions:
        ids = tuple(d.id for d in library.documents.values() if d.region == region)
        found += [(match.end(), ids) for match in re.finditer(region, text)]
    return sorted(found)


def find_clause_references(
    text: str,
    library: Library,
    documents: Sequence[str],
    cities: Sequence[str],
    before: Sequence[str] = (),
    places: Sequence[Anchor] = (),
) -> list[ClauseReference]:
    """References of `text`, looked up in the documents named, else in those of its cities, else everywhere.

    `before` are the clause ids last under discussion: 第二款呢 means theirs. `places` tell 杭州第（三）条 from
    绍兴第（十二）条 in one sentence.
    """
    meant = tuple(documents) or tuple(d.id for d in library.documents.values() if d.region in cities)
    found = [_nearest(r, places, library) for r in find_references(text, library, meant)][:MOST]
    for match in _BRACKETED.finditer(text):
        if not _taken(match.span(), found):
            found += [
                ClauseReference(match.group(), match.start(), match.end(), r.clause_ids, r.missing)
                for r in find_references("第" + match.group(), library, meant)
            ]
    for match in islice(_ANNEX.finditer(text), MOST):
        if not _taken(match.span(), found):
            found += _no_such_annex(match, library, meant)
    for place, ids in places:  # 条例12条
        bare = _BARE.match(text, place)
        if bare and len(ids) == 1 and not _taken(bare.span(), found):
            start, written = bare.start("n"), bare.group("n") + "条"
            found += [
                ClauseReference(written, start, start + len(written), r.clause_ids, r.missing)
                for r in find_references(f"第{written}", library, ids)
            ]
    found = [_with_item(r, text, library) for r in found]
    if before and (neighbour := _NEIGHBOUR.search(text)):
        found.append(_beside(neighbour, library, before))
    for match in _PARAGRAPH.finditer(text):
        if before and not _taken(match.span(), found):
            found.append(_below(match, library, before))
    return sorted(found, key=lambda r: r.start)


def _taken(span: Span, found: Iterable[ClauseReference]) -> bool:
    return any(r.start < span[1] and span[0] < r.end for r in found)


def _nearest(reference: Reference, places: Sequence[Anchor], library: Library) -> ClauseReference:
    """Only the clauses of the document or city named last before the number, where there is one."""
    ids, missing = reference.clause_ids, reference.missing
    if some := [m for m in missing if m[1]]:
        missing = tuple(some)
    last = next((documents for place, documents in reversed(places) if place <= reference.start), None)
    if last and len({library.clause(i).document_id for i in ids}) > 1:
        ids = tuple(i for i in ids if library.clause(i).document_id in last) or ids
    return ClauseReference(reference.text, reference.start, reference.end, ids, missing)


def _no_such_annex(match: re.Match[str], library: Library, meant: Sequence[str]) -> list[ClauseReference]:
    """附件9 of a policy with eight: the documents with annexes, and how many they have."""
    counts = {
        d.id: sum(1 for c in d.clauses if re.fullmatch(r"附件\d+", c.locator))
        for d in library.documents.values()
        if not meant or d.id in meant
    }
    number = chinese_number(match["n"])
    missing = tuple((document, count) for document, count in counts.items() if 0 < count < number)
    return [ClauseReference(match.group(), match.start(), match.end(), (), missing)] if missing else []


def _with_item(reference: ClauseReference, text: str, library: Library) -> ClauseReference:
    """第二十四条第三项: the item first, its article behind it."""
    match = _PARAGRAPH.match(text, reference.end)
    if not match or match["what"] != "项":
        return reference
    ids: list[str] = []
    for clause in reference.clause_ids:
        items = [c.id for c in library.children(clause) if c.kind is ClauseKind.ITEM]
        number = chinese_number(match["n"])
        ids += [*items[number - 1 : number], clause] if 0 < number <= len(items) else []
    if not ids:
        return reference
    return ClauseReference(text[reference.start : match.end()], reference.start, match.end(), tuple(ids))


def _beside(match: re.Match[str], library: Library, before: Sequence[str]) -> ClauseReference:
    """下一条 after 第六条; beyond the last one nothing is found and the count is said."""
    clause = library.ranked_unit(library.clause(before[0]))
    document = library.document(clause.document_id)
    run = [c.id for c in document.clauses if c.number and c.kind is clause.kind and _same_run(c.id, clause.id)]
    place = run.index(clause.id) + (1 if match["way"] in "下后" else -1)
    ids = (run[place],) if 0 <= place < len(run) else ()
    missing = () if ids else ((document.id, len(run)),)
    return ClauseReference(match.group(), match.start(), match.end(), ids, missing)


def _same_run(one: str, other: str) -> bool:
    """Whether two ids are numbered in one run: both at the top or under the same annex or part."""
    return one.partition("/")[2].rpartition("/")[0] == other.partition("/")[2].rpartition("/")[0]


def _below(match: re.Match[str], library: Library, before: Sequence[str]) -> ClauseReference:
    """第二款 of the article under discussion; a 款 that does not exist is reported with the count there is."""
    article = library.ranked_unit(library.clause(before[0]))
    number = chinese_number(match["n"])
    children = library.children(article.id)
    if match["what"] == "项":
        below = [c.id for c in children if c.kind is ClauseKind.ITEM]
    else:
        below = [article.id, *(c.id for c in children if c.kind is ClauseKind.PARAGRAPH)]
    if not 1 <= number <= len(below):
        return ClauseReference(match.group(), match.start(), match.end(), (), ((article.id, len(below)),))
    ids = tuple(dict.fromkeys((below[number - 1], article.id)))
    return ClauseReference(match.group(), match.start(), match.end(), ids)
