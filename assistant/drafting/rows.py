"""Rows of a table: the ones that the question names, else all of them, in the table's order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.documents.library import Library
from index.documents.model import ClauseKind, Passage
from index.text.normalize import nfkc

_MOST: Final = 10
_EACH: Final = re.compile(r"都|各|分别|哪几|哪些|几档|几种|大中小|档次|等级|一览|全部|所有")
_FIRST_CELL: Final = re.compile(r"[：:](?P<name>[^，,。]{2,30})")


def rows_asked(chosen: Sequence[Passage], question: str, library: Library) -> list[Passage]:
    """The passages with a table's rows completed: a level that is named keeps its own row only."""
    found: list[Passage] = []
    for passage in chosen:
        clause = library.clause(passage.clause_id)
        if clause.kind is not ClauseKind.ROW or clause.parent_id is None:
            found.append(passage)
            continue
        siblings = [c for c in library.children(clause.parent_id) if c.kind is ClauseKind.ROW]
        rows = [row for each in siblings for row in library.passages_of(each.id)]
        named = [row for row in rows if _named(row, question)]
        meant = rows if _EACH.search(question) or not named else named
        found += [row for row in meant[:_MOST] if row not in found]
    return list(dict.fromkeys(found))


def _named(row: Passage, question: str) -> bool:
    cell = _FIRST_CELL.search(row.text)
    name = re.sub(r"[“”\"]", "", nfkc(cell["name"])) if cell else ""
    return bool(name) and (name in nfkc(question) or re.sub("(?:企业|项目|平台)$", "", name) in nfkc(question))
