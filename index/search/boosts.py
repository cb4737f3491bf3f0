"""What a question names or asks for, as additions to the score in z units: city, document, clause number, 文号."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.documents.library import Library
from index.documents.model import ClauseKind, PolicyDocument
from index.search.references import Reference, find_references
from index.store.sparse import Sparse
from index.text.normalize import nfkc
from index.vocabulary.lexicon import Entry, Lexicon

CLAUSE_NAMED = 12.0
DOCUMENT_NAMED = 2.0
REGION_NAMED = 4.0  # above what likeness alone reaches: another city's clause comes after
PROVINCE_OF_REGION = 1.5
LEVEL_NAMED = 0.25
QUOTED_WORDS = 1.0
NUMBER_NAMED = 4.0
FIGURE_ASKED = 0.4
SUPERSEDED = -1.5  # of two versions the newer leads, unless the older is asked for
YEAR_NAMED = 1.5  # 2024年那个办法
PERIOD_ASKED = 2.0  # 还有效吗 shares no word with the sentence that says from when to when
WORDINGS = 256  # wordings whose passages are remembered
# A heading or a title says what a clause is about, not what it provides.
HEADING_ONLY = -0.8
BARE_TITLE = -0.6


# 长政办发〔2021〕10号, also with other brackets and with 年: the year and the number tell it from all others.
_NUMBER = re.compile(r"[〔\[(【]?(20\d\d)年?[〕\])】]?第?(\d{1,4})号")
_ASKS_PERIOD = re.compile(
    r"有效|到期|过期|失效|废止|作废|施行|生效|执行(?:期|到)|期限|算数|作数|管到|管几年|届满|还(?:能|可以|在)(?:用|执行|申报|享受)"
    r"|(?:从|到|自)(?:哪[一]?[天年]|什么时候|何时|几时)"
)
_ASKS_OLDER = re.compile(r"旧|老版|老的|老办法|原来|原先|原办法|原政策|以前|之前|此前|修订前|废止|改之前|上一版")
_ASKS_FIGURE = re.compile(r"多少|几[个万成毛分块点]|[奖补]|封顶|上限|比例|[给拿领报得](?:多少|钱|不|吗)")
_FIGURE = re.compile(r"\d(?:万|亿)?元|\d%|‰")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names. `documents` are named by alias; a city alone names none; `numbers` are 文号."""

    regions: tuple[str, ...]
    documents: tuple[str, ...]
    references: tuple[Reference, ...]
    levels: tuple[str, ...]
    quoted: tuple[str, ...]
    numbers: tuple[str, ...]
    asks_figure: bool
    asks_period: bool
    older: bool = False
    years: tuple[int, ...] = ()


class Boosts:
    """Turns what is named into one addition a passage."""

    def __init__(self, library: Library, lexicon: Lexicon, sparse: Sparse) -> None:
        self._library = library
        self._lexicon = lexicon
        self._aliases = Lexicon(
            Entry(d.id, "document", (*d.aliases, d.title, d.short_title, *([d.number] if d.number else [])))
            for d in library.documents.values()
        )
        self._sparse = sparse
        self._rows_with = lru_cache(maxsize=WORDINGS)(self._look_for)  # 国家级 is in every other question
        self._documents = list(library.documents.values())
        self._passages = passages = library.passages
        ordinals = {document.id: n for n, document in enumerate(self._documents)}
        self.document_of = np.array([ordinals[p.document_id] for p in passages], dtype=np.int32)
        self._first: dict[str, int] = {}  # row of a clause's first sentence; the others follow it
        self._unit_ordinals: dict[str, int] = {}
        units = {}
        unit_of = np.empty(len(passages), dtype=np.int32)
        for row, passage in enumerate(passages):
            if passage.clause_id not in self._first:
                self._first[passage.clause_id] = row
                unit = library.ranked_unit(library.clause(passage.clause_id))
                units[passage.clause_id] = self._unit_ordinals.setdefault(unit.id, len(self._unit_ordinals))
            unit_of[row] = units[passage.clause_id]
        self.unit_of = unit_of
        self.units = [library.clause(unit_id) for unit_id in self._unit_ordinals]
        self._numbers: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            for number in set(_numbers(passage.text)) if "号" in passage.text else ():
                self._numbers.setdefault(number, []).append(row)
        self._figures = np.array([bool(_FIGURE.search(nfkc(p.text))) for p in passages], dtype=np.float32)
        periods = {d.id: [quote for _, quote in d.validity.quotes] for d in self._documents}
        self._periods = np.array(
            [any(said in p.text or p.text in said for said in periods[p.document_id]) for p in passages],
            dtype=np.float32,
        )
        self._kind = np.array([self._of_kind(p.clause_id, p.text) for p in passages], dtype=np.float32)

    def best_rows(self, scores: NDArray[np.float32]) -> list[int]:
        """Row of each document's first passage in the ranking by `scores`, -1 for a document without passages."""
        rounded = np.round(scores, 6)
        edges = np.searchsorted(self.document_of, np.arange(len(self._documents) + 1))  # documents follow one another
        return [
            int(start + np.argmax(rounded[start:end])) if end > start else -1
            for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        ]

    def row_of(self, clause_id: str) -> int:
        """Row of the clause's first sentence; its others follow."""
        return self._first[clause_id]

    def _of_kind(self, clause_id: str, text: str) -> float:
        clause = self._library.clause(clause_id)
        if clause.kind is ClauseKind.PART and len(text) < 40:
            return HEADING_ONLY
        return BARE_TITLE if clause.kind is ClauseKind.TITLE else 0.0

    def named(self, query: str, context: str) -> Named:
        """What `query` names; city and document also from `context` where the query is silent."""
        regions, documents = self._places(query)
        if not regions and not documents and context:
            regions, documents = self._places(context)
        meant = list(documents) or [d.id for d in self._library.documents.values() if d.region in regions]
        if documents and regions:  # 长沙的三年计划: the alias decides among the city's documents
            meant = [d for d in documents if self._library.documents[d].region in regions] or meant
        levels = {m.concept for m in self._lexicon.find(query) if m.kind == "level"}
        return Named(
            regions=tuple(regions),
            documents=tuple(documents),
            references=tuple(find_references(query, self._library, meant)),
            levels=tuple(levels),
            quoted=tuple(_quoted(query)),
            numbers=tuple(_numbers(query)),
            asks_figure=bool(_ASKS_FIGURE.search(query)),
            asks_period=bool(_ASKS_PERIOD.search(query)),
            older=bool(_ASKS_OLDER.search(query)),
            years=tuple(int(year) for year in _YEAR.findall(nfkc(query))),
        )

    def _places(self, text: str) -> tuple[list[str], list[str]]:
        named = [m.concept for m in self._lexicon.find(text) if m.kind == "region"]
        regions = list(dict.fromkeys(place for each in named if (place := self._library.serving(each))))
        documents = list(dict.fromkeys(m.concept for m in self._aliases.find(text)))
        if regions:  # “若干措施” is Hangzhou's alias, but 长沙若干… means Changsha's
            inside = [d for d in documents if self._region(d) in regions]
            documents = inside or (
                [] if documents and not set(map(self._region, documents)) & set(regions) else documents
            )
        return regions, documents

    def _region(self, document_id: str) -> str:
        return self._library.documents[document_id].region

    def of(self, named: Named) -> NDArray[np.float32]:
        """Shape (passages,)."""
        total = self._kind + FIGURE_ASKED * self._figures * named.asks_figure
        total += PERIOD_ASKED * self._periods * named.asks_period
        total += self._of_documents(named)[self.document_of]
        for reference in named.references:
            for place, clause_id in enumerate(reference.clause_ids):
                total[self._rows(clause_id)] += CLAUSE_NAMED - place * 0.5
        if named.levels:
            total += LEVEL_NAMED * self._holding(named.levels) / len(named.levels)
        if named.quoted:
            total += QUOTED_WORDS * self._holding(named.quoted)
        for number in set(named.numbers):
            total[self._numbers.get(number, [])] += NUMBER_NAMED
        return np.asarray(total, dtype=np.float32)

    def _of_documents(self, named: Named) -> NDArray[np.float32]:
        """What each document adds to its passages. Shape (documents,)."""
        regions, documents = set(named.regions), set(named.documents)
        outer = {parent for region in regions for parent in self._library.parents(region)}
        return np.array(
            [
                DOCUMENT_NAMED * (d.id in documents)
                + (REGION_NAMED if d.region in regions else PROVINCE_OF_REGION * (d.region in outer))
                + _of_its_time(d, named)
                for d in self._documents
            ],
            dtype=np.float32,
        )

    def _rows(self, clause_id: str) -> NDArray[np.int64]:
        """Rows of the clause and of what is ranked as it."""
        own = range(0)
        if (start := self._first.get(clause_id)) is not None:
            own = range(start, start + len(self._library.passages_of(clause_id)))
        unit = self._unit_ordinals.get(clause_id)
        below = np.flatnonzero(self.unit_of == unit) if unit is not None else np.empty(0, dtype=np.int64)
        return np.union1d(np.array(own, dtype=np.int64), below)

    def _holding(self, wordings: Sequence[str]) -> NDArray[np.float32]:
        """How many of the wordings each passage holds as written. Shape (passages,)."""
        found = np.zeros(len(self._passages), dtype=np.float32)
        for words in wordings:
            found[self._rows_with(words)] += 1
        return found

    def _look_for(self, words: str) -> NDArray[np.int64]:
        """Rows of the passages that hold the words as written."""
        maybe = self._sparse.holding(words)
        rows = range(len(self._passages)) if maybe is None else maybe.tolist()
        return np.array([row for row in rows if words in self._passages[row].text], dtype=np.int64)


def _of_its_time(document: PolicyDocument, named: Named) -> float:
    """For a year named that is the document's own; of two versions for the newer, unless the older is asked for."""
    if _dated(document, named.years):
        return YEAR_NAMED
    if document.superseded_by:
        return -SUPERSEDED if named.older else SUPERSEDED
    return 0.0


def _dated(document: PolicyDocument, years: tuple[int, ...]) -> bool:
    """Whether one of the years is the document's own."""
    own = [day.year for day in (document.issued, document.validity.valid_from) if day]
    return any(year in own for year in years)


def _numbers(text: str) -> list[str]:
    return [f"{year}-{number}" for year, number in _NUMBER.findall("".join(nfkc(text).split()))]


def _quoted(text: str) -> list[str]:
    """Words the asker put in quotation marks or book-title marks: they mean them literally."""
    found: list[str] = []
    for opening, closing in ("“”", "《》", "「」"):
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            if 2 <= end - start - 1 <= 30:
                found.append(text[start + 1 : end])
            start = text.find(opening, end)
    return found
