"""Questions in, ranked clauses out.

Passages are scored (dense and lexical, fused), then boosted by what the question names (city, document,
clause number, level); a clause is as good as its best passage. Several questions in one text are searched one
by one and their rankings interleaved, so that each finds its clauses near the top.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.documents.library import Library, load_library
from index.documents.model import Clause, Passage
from index.documents.status import LEADING, document_status
from index.embedding.embedder import BUNDLED, Embedder, open_embedder
from index.errors import IndexMissing, QueryRefused
from index.search.boosts import Boosts, Named
from index.search.fusion import DENSE_WEIGHT, fused, order
from index.search.lexical import Lexical
from index.search.parts import listed, split
from index.store.build import embedded_text
from index.store.chroma import GRAPH
from index.store.digests import damaged, require_intact
from index.store.manifest import CORPUS, current_version, read_manifest
from index.store.vectors import Vectors, cosines, open_vectors
from index.text.normalize import for_matching
from index.vocabulary.lexicon import Lexicon, general_lexicon

log = logging.getLogger(__name__)

QUERY_LIMIT = 4_000
PROFILE_LIMIT = 20_000
# A longer text gains nothing in the embedding and costs 0.7 s a thousand characters.
EMBEDDED_CHARACTERS = 256

# A neighbouring sentence joins the best one when it scores within this margin (z units), up to this length.
RUN_MARGIN = 1.2
RUN_CHARACTERS = 260

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause with its best passage. `text` is the clause's display text with its 款 and 项."""

    clause_id: str
    document_id: str
    locator: str
    text: str
    passage: str
    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its score for a query: fused z-scores plus boosts; `plain` is without boosts."""

    passage: Passage
    score: float
    plain: float
    dense: float


# A clause, its best passage, and the ranking that says so.
_Place = tuple[Clause, ScoredPassage, list[ScoredPassage]]

# The engine runs one thread a text and the same bits side by side, so the parts of a question share the cores.
_side_by_side = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embed")


class Searcher:
    """Open once, ask from any thread."""

    def __init__(
        self,
        library: Library,
        vectors: Vectors,
        embedder: Embedder,
        lexicon: Lexicon,
        version: str,
        dense_weight: float = DENSE_WEIGHT,
    ) -> None:
        self.library = library
        self.version = version
        self._vectors = vectors
        self._embedder = embedder
        self._lexicon = lexicon
        self._dense_weight = dense_weight
        self._passages = library.passages
        self._lexical = Lexical([embedded_text(passage) for passage in self._passages])
        self._boosts = Boosts(library, lexicon)
        self._units = {p.id: library.ranked_unit(library.clause(p.clause_id)) for p in self._passages}

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        corpus: Path | None = None,
        added: Path | None = None,
        model: str = BUNDLED,
        chroma_url: str | None = None,
        dense_weight: float = DENSE_WEIGHT,
    ) -> Searcher:
        """Open the version that serves; while the policy texts are ahead of it, with the texts it was built from.

        `added`: documents beside those of `corpus` (default: without `corpus`, the folder `corpus` beside the index).
        `dense_weight`: share of the vectors in the fusion (the rest is BM25's), to measure either leg by itself.

        Raises:
            IndexMissing: there is none, it is not whole, or the model or the program have changed since.
            IndexDamaged: a file is not what was written (but for the graph, which is done without).
            EmbeddingUnavailable: the embedding model cannot be loaded.
        """
        folder = current_version(root)
        manifest = read_manifest(folder)
        found = damaged(folder)
        require_intact(folder, {name: what for name, what in found.items() if not name.startswith(f"{GRAPH}/")})
        if added is None and corpus is None:
            added = root.parent / "corpus"
        library = load_library(corpus, added)
        if manifest.corpus_hash != library.corpus_hash:
            log.warning("the policy texts have changed since index %s was built; it serves with its own", folder.name)
            library = load_library(folder / CORPUS)
        embedder = open_embedder(model)
        if manifest.corpus_hash != library.corpus_hash or manifest.model_id != embedder.model_id:
            raise IndexMissing(
                "索引与当前的程序或向量模型不一致。请运行 python -m index build 重建。",
                log=f"manifest {manifest} does not fit corpus {library.corpus_hash} / {embedder.model_id}",
            )
        vectors = open_vectors(folder, manifest, chroma_url, graph=not found)
        return cls(library, vectors, embedder, general_lexicon(), manifest.version, dense_weight)

    def degraded(self) -> tuple[str, ...]:
        """What does not work as it should and is done without, in Chinese; empty while all is well.

        Asks a Chroma server for a sign of life, at most a second.
        """
        self._vectors.check()
        return (self._vectors.reason,) if self._vectors.reason else ()

    def close(self) -> None:
        self._vectors.close()

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        regions: Iterable[str] = (),
        documents: Iterable[str] = (),
        as_of: date | None = None,
        limit: int = QUERY_LIMIT,
    ) -> list[Hit]:
        """The k best clauses, each once, best first.

        Args:
            regions, documents: only these (none given: all).
            as_of: leave out documents that are not in force or in draft on that day.
            limit: longest query accepted, in characters.

        Raises:
            QueryRefused: the query is empty or too long.
        """
        accepted(query, limit)
        allowed = self._allowed(set(regions), set(documents), as_of)
        rankings = [islice(self._clauses(scored, allowed), k) for scored in self._rankings(query)]
        found: dict[str, list[_Place]] = {}
        for rank, row in enumerate(zip_longest(*rankings)):
            for place in filter(None, row):
                places = found.setdefault(place[0].id, [])
                if not places or rank == 0:  # several parts may have their best sentences in one clause
                    places.append(place)
        return [self._hit(places) for places in list(found.values())[:k]]

    def _rankings(self, query: str) -> list[list[ScoredPassage]]:
        """The passages ranked for the whole query and, where it asks several things, for each of them."""
        whole, *parts = split(query)
        parts = parts or self._awards_listed(whole)
        parts.sort(key=lambda part: not self._calls_an_award(part))  # a company's self-description comes after
        vectors = list(_side_by_side.map(self.embed, parts)) if parts else [self.embed(whole)]
        if parts:  # the middle of its parts says as well what the whole is about, and costs nothing
            middle = np.sum(vectors, axis=0)
            vectors.insert(0, np.asarray(middle / np.linalg.norm(middle), dtype=np.float32))
        return [self._scored(part, vector, query) for part, vector in zip([whole, *parts], vectors, strict=True)]

    def passages(self, query: str, context: str = "") -> list[ScoredPassage]:
        """Every passage scored for `query`, best first; `context` is the text that may name city and document."""
        return self._scored(query, self.embed(query), context)

    def _awards_listed(self, text: str) -> list[str]:
        """The pieces of an enumeration that each call an award of their own."""
        found: dict[frozenset[str], str] = {}
        for piece in listed(text):
            called = frozenset(mention.concept for mention in self._lexicon.find(piece) if mention.kind == "term")
            if called and not any(called & others for others in found):
                found[called] = piece
        return list(found.values()) if len(found) > 1 else []

    def _calls_an_award(self, text: str) -> bool:
        return any(mention.kind == "term" for mention in self._lexicon.find(text))

    def embed(self, query: str) -> Scores:
        """The query's vector, of length one; only the first characters of a long text count."""
        return self._embedder.encode_query(for_matching(query)[:EMBEDDED_CHARACTERS])

    def _scored(self, query: str, vector: Scores, context: str) -> list[ScoredPassage]:
        expanded = " ".join([query, *self._lexicon.terms(query)])
        dense = cosines(self._vectors, vector)
        plain = fused(dense, self._lexical.scores(expanded), self._dense_weight)
        total = plain + self._boosts.of(self._boosts.named(query, context))
        return [
            ScoredPassage(self._passages[row], float(total[row]), float(plain[row]), float(dense[row]))
            for row in order(total)
        ]

    def named(self, query: str) -> Named:
        return self._boosts.named(query, "")

    def _allowed(self, regions: set[str], documents: set[str], as_of: date | None) -> set[str]:
        return {
            d.id
            for d in self.library.documents.values()
            if (not regions or d.region in regions)
            and (not documents or d.id in documents)
            and (as_of is None or document_status(d, as_of).status in LEADING)
        }

    def _clauses(self, scored: list[ScoredPassage], allowed: set[str]) -> Iterator[_Place]:
        """Clauses by their best passage, each once."""
        seen: set[str] = set()
        for entry in scored:
            unit = self._units[entry.passage.id]
            if unit.id not in seen and unit.document_id in allowed:
                seen.add(unit.id)
                yield unit, entry, scored

    def _hit(self, places: list[_Place]) -> Hit:
        unit, best, _ = places[0]
        found = {passage.id: passage for _, entry, scored in places for passage in self._run(entry, scored)}
        sentences = sorted(found.values(), key=lambda passage: passage.spans)
        return Hit(
            clause_id=unit.id,
            document_id=unit.document_id,
            locator=unit.locator,
            text=self.library.full_text(unit),
            passage="".join(passage.text for passage in sentences),
            passage_id=best.passage.id,
            score=round(best.score, 6),
        )

    def _run(self, entry: ScoredPassage, scored: list[ScoredPassage]) -> list[Passage]:
        """The best passage with its neighbours that answer nearly as well: a provision often takes two sentences."""
        siblings = self.library.passages_of(entry.passage.clause_id)
        scores = {e.passage.id: e.score for e in scored if e.passage.clause_id == entry.passage.clause_id}
        first = last = siblings.index(entry.passage)
        while True:
            length = sum(len(p.text) for p in siblings[first : last + 1])
            edges = [i for i in (first - 1, last + 1) if 0 <= i < len(siblings)]
            edges = [
                i
                for i in edges
                if scores[siblings[i].id] >= entry.score - RUN_MARGIN
                and length + len(siblings[i].text) <= RUN_CHARACTERS
            ]
            if not edges:
                return list(siblings[first : last + 1])
            best = max(edges, key=lambda i: scores[siblings[i].id])
            first, last = min(first, best), max(last, best)


def accepted(query: str, limit: int = QUERY_LIMIT) -> None:
    """Raises QueryRefused with what to do about it when a query is empty or too long."""
    if not for_matching(query):
        raise QueryRefused("问题是空的，请输入要查询的内容。")
    if len(query) > limit:
        raise QueryRefused(f"问题有 {len(query)} 字，超过 {limit} 字的上限，请精简后重试。")
