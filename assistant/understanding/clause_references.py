"""Clause numbers in a question, in the document they are meant in."""

from __future__ import annotations

import re

from assistant.understanding.model import ClauseReference
from index.documents.library import Library
from index.documents.model import ClauseKind
from index.documents.numbering import chinese_number
from index.search.references import find_references

_PARAGRAPH = re.compile(r"第\s*(?P<n>[零〇一二三四五六七八九十\d]{1,3})\s*(?P<what>[款项])")


def find_clause_references(
    text: str, library: Library, documents: tuple[str, ...], cities: tuple[str, ...], before: tuple[str, ...] = ()
) -> list[ClauseReference]:
    """References of `text`, looked up in the documents named, else in those of its cities, else everywhere.

    `before` are the clause ids last under discussion: 第二款呢 means theirs.
    """
    meant = list(documents) or [d.id for d in library.documents.values() if d.region in cities]
    found = [
        ClauseReference(r.text, r.start, r.end, r.clause_ids, r.missing)
        for r in find_references(text, library, meant)
    ]  # fmt: skip
    for match in _PARAGRAPH.finditer(text):
        if before and not any(r.start <= match.start() < r.end for r in found):
            reference = _below(match, library, before)
            if reference:
                found.append(reference)
    return sorted(found, key=lambda r: r.start)


def _below(match: re.Match[str], library: Library, before: tuple[str, ...]) -> ClauseReference | None:
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
